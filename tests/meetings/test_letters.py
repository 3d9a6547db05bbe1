"""The words of the letters about a meeting."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from clubs.models import Member
from meetings.letters import changed_letters, invitation_letters, reminder_letters
from meetings.models import Invitee, Meeting
from meetings.services.invitations import letter_seats
from outbox.services import Letter
from tests import factories


@pytest.fixture
def full(invited: Meeting, season: Any) -> Meeting:
    """An invited meeting with everything that an invitation can tell."""
    invited.title = "Luotsimalli: muutos kuuluu kaikille"
    invited.personal_note = "Ottakaa mukaan yksi oma muutos."
    invited.video_url = "https://example.org/huone"
    invited.save()
    kinds = ["opening", "group_forming", "talk", "break", "discussion", "decisions", "closing"]
    titles = ["Tervetuloa", "Kuvakortti", "Alustus", "Tauko", "Kolme ryhmää", "Sovitaan", "Loppu"]
    for kind, title in zip(kinds, titles, strict=True):
        factories.make_agenda_item(invited, title, 25, kind=kind)
    factories.make_material(invited, "Luotsi kulkee rinnalla", minutes=10, note="Alku riittää.")
    factories.make_material(invited, "Mitä opimme", minutes=8, kind="project")
    before = factories.make_meeting(season, days=-30, number=9)
    factories.make_agreed(before, "Tiivistelmäpohja", due_on=dt.date(2022, 10, 7))
    factories.make_agreed(before, "Valmis asia", state="done", settled_at=timezone.now())
    return invited


def letters_to(
    meeting: Meeting, sender: Member, *people: Member, write: Any = invitation_letters, **more: Any
) -> list[Letter]:
    seats = [seat for seat in letter_seats(meeting) if not people or seat.member in people]
    return list(write(meeting=meeting, invitees=seats, sender=sender, now=timezone.now(), **more))


def test_the_invitation_tells_everything_in_finnish(
    full: Meeting, outi: Member, aino: Member
) -> None:
    [letter] = letters_to(full, outi, aino)
    lines = letter.text.splitlines()
    assert letter.subject.startswith("Kutsu: Luotsimalli, ")
    assert len(letter.subject) <= 60
    for words in (
        "Hei Aino,",
        "Paikka: Kokoushuone Kaisla",
        "Etälinkki: https://example.org/huone",
        "Vastuupari: Leena Lahti ja Timo Tuuli",
        "Ottakaa mukaan yksi oma muutos.",
        "- Luotsi kulkee rinnalla (artikkeli · Alku riittää., 10 min)",
        "- Mitä opimme (hankejulkaisu, 8 min)",
        "9.00  Tervetuloa · Kuvakortti",
        "9.50  Alustus",
        "10.40  Kolme ryhmää",
        "11.05  Sovitaan · Loppu",
        "Outi Oivallus, klubin vetäjä",
    ):
        assert words in lines, words
    assert "Tiivistelmäpohja" in letter.text
    assert "Valmis asia" not in letter.text
    assert "Tauko" not in letter.text


def test_three_answers_lead_to_the_persons_own_page(
    full: Meeting, outi: Member, aino: Member
) -> None:
    [letter] = letters_to(full, outi, aino)
    token = factories.answer_token(full.invitees.get(member=aino))
    stem = token.rsplit(":", 2)[0]
    for value, label in (("yes", "Osallistun"), ("maybe", "En tiedä vielä"), ("no", "En pääse")):
        [line] = [line for line in letter.text.splitlines() if line.startswith(f"{label}: ")]
        assert f"/a/{stem}" in line
        assert line.endswith(f"/?answer={value}")
        assert f"?answer={value}" in letter.html


def test_the_order_is_the_same_in_text_and_html(full: Meeting, outi: Member, aino: Member) -> None:
    [letter] = letters_to(full, outi, aino)
    order = ["Hei Aino", "Kokoushuone Kaisla", "En pääse", "yksi oma muutos", "Luotsi kulkee",
             "Kolme ryhmää", "Tiivistelmäpohja", "klubin vetäjä"]  # fmt: skip
    body = letter.html.split("<main>")[1]
    for text in (letter.text, body):
        places = [text.index(words) for words in order]
        assert places == sorted(places)


def test_headers_name_the_facilitator_and_the_thread(
    full: Meeting, outi: Member, aino: Member
) -> None:
    [letter] = letters_to(full, outi, aino)
    assert (letter.sender_name, letter.reply_to, letter.to_email, letter.person) == (
        f"Outi Oivallus, {full.season.club.name}",
        outi.email,
        aino.email,
        str(aino.pk),
    )
    assert letter.key == f"invite:{full.pk}:{full.revision}:{aino.pk}"
    assert (letter.kind, letter.topic, letter.scope, letter.thread) == (
        "meetings.invite",
        f"meeting:{full.pk}",
        f"club:{full.season.club_id}",
        f"meeting-{full.pk}-{aino.pk}",
    )


def test_each_reads_their_own_language(full: Meeting, outi: Member, petri: Member) -> None:
    assert petri.user is not None
    petri.user.language = "sv"
    petri.user.save()
    [letter] = letters_to(full, outi, petri)
    assert letter.language == "sv"
    assert letter.subject.startswith("Inbjudan: Luotsimalli, ")
    assert "Jag deltar: " in letter.text
    assert '<html lang="sv">' in letter.html


def test_those_without_an_account_are_asked_to_join(
    full: Meeting, outi: Member, aino: Member
) -> None:
    newcomer = factories.make_member(full.season.club, "Uusi", "Ukko", user=None)
    factories.make_invitee(full, newcomer)
    stem = factories.join_token(newcomer).rsplit(":", 2)[0]
    [hers] = letters_to(full, outi, aino)
    [his] = letters_to(full, outi, newcomer)
    assert (f"/join/{stem}" in his.text, f"/join/{stem}" in his.html) == (True, True)
    assert "/join/" not in hers.text + hers.html


def test_the_calendar_entry_holds_no_personal_link_and_no_other_names(
    full: Meeting, outi: Member, aino: Member
) -> None:
    [letter] = letters_to(full, outi, aino)
    [event] = Calendar.from_ical(letter.calendar).walk("VEVENT")
    text = letter.calendar.replace(b"\r\n ", b"").decode()
    assert letter.calendar_method == "REQUEST"
    assert str(event["ATTENDEE"]) == f"mailto:{aino.email}"
    assert "/a/" not in text
    assert "Leena" not in text
    assert "Luotsi kulkee rinnalla, 10 min: https://example.org/artikkeli" in str(
        event["DESCRIPTION"]
    )
    assert f"/meetings/{full.pk}/" in str(event["DESCRIPTION"])


def test_titles_are_escaped_in_html_and_not_in_text(
    full: Meeting, outi: Member, aino: Member
) -> None:
    full.title = "Työ & <lepo>"
    full.save()
    [letter] = letters_to(full, outi, aino)
    assert "Työ & <lepo>" in letter.text
    assert "Työ &amp; &lt;lepo&gt;" in letter.html
    assert "<lepo>" not in letter.html
    assert letter.subject.startswith("Kutsu: Työ & <lepo>, ")


def test_a_meeting_with_nothing_yet_still_reads_well(
    invited: Meeting, outi: Member, aino: Member
) -> None:
    Meeting.objects.filter(pk=invited.pk).update(title="", place="", host_group=None)
    invited = Meeting.objects.get(pk=invited.pk)
    [letter] = letters_to(invited, outi, aino)
    assert letter.subject.startswith("Kutsu: 1. tapaaminen, ")
    for word in ("Ohjelma", "Lue ennen", "Paikka", "Vastuupari", "None"):
        assert word not in letter.text


def test_a_reminder_asks_again(full: Meeting, outi: Member, aino: Member) -> None:
    [letter] = letters_to(
        full, outi, aino, write=reminder_letters, name="remind14", kind="meetings.remind14"
    )
    assert letter.subject.startswith("Pääsetkö ")
    assert letter.key == f"remind14:{full.pk}:{full.time_revision}:{aino.pk}"
    assert (letter.calendar, letter.calendar_method) == (b"", "")
    assert letter.deadline == full.starts_at - dt.timedelta(minutes=30)
    assert "Luotsi kulkee rinnalla" in letter.text
    assert "emme ole vielä kuulleet" in letter.text


def test_a_reminder_names_the_answer_not_sure(full: Meeting, outi: Member, aino: Member) -> None:
    full.invitees.filter(member=aino).update(answer="maybe", answered_at=timezone.now())
    [letter] = letters_to(
        full, outi, aino, write=reminder_letters, name="remind7", kind="meetings.remind7"
    )
    assert "vastasit: En tiedä vielä." in letter.text


def knew(meeting: Meeting) -> None:
    """Let everybody have been told the meeting as it is."""
    Invitee.objects.filter(meeting=meeting).update(
        told_starts_at=meeting.starts_at,
        told_length=meeting.length,
        told_place=meeting.place,
        told_title=meeting.title,
    )


def test_a_change_of_time_says_before_and_now(full: Meeting, outi: Member, aino: Member) -> None:
    knew(full)
    full.starts_at += dt.timedelta(days=1)
    full.save()
    [letter] = letters_to(full, outi, aino, write=changed_letters)
    assert letter.subject.startswith("Aika muuttui: Luotsimalli nyt ")
    assert "Aiemmin: " in letter.text
    assert letter.calendar_method == "REQUEST"


def test_a_change_of_place_does_not_speak_of_time(
    full: Meeting, outi: Member, aino: Member
) -> None:
    knew(full)
    full.invitees.update(told_place="Tila B214")
    [letter] = letters_to(full, outi, aino, write=changed_letters)
    assert letter.subject == "Paikka muuttui: Luotsimalli, Kokoushuone Kaisla"
    assert "Aiemmin: Tila B214\nNyt: Kokoushuone Kaisla\n" in letter.text


def test_a_change_of_something_else_says_no_before(
    full: Meeting, outi: Member, aino: Member
) -> None:
    knew(full)
    [letter] = letters_to(full, outi, aino, write=changed_letters)
    assert letter.subject.startswith("Tiedot muuttuivat: Luotsimalli, ")
    assert "Aiemmin: " not in letter.text


@pytest.mark.parametrize("count", [1, 3, 30])
@pytest.mark.parametrize(
    "write",
    [
        lambda **given: invitation_letters(**given),
        lambda **given: changed_letters(**given),
        lambda **given: reminder_letters(name="remind7", kind="meetings.remind7", **given),
    ],
    ids=["invitation", "change", "reminder"],
)
def test_queries_stay_the_same(
    full: Meeting,
    outi: Member,
    count: int,
    write: Callable[..., Sequence[Letter]],
    django_assert_num_queries: Any,
) -> None:
    full.invitees.all().delete()
    factories.invite(full, factories.make_members(full.season.club, count))
    meeting = Meeting.objects.select_related("season__club", "host_group").get(pk=full.pk)
    with django_assert_num_queries(8):
        letters = write(
            meeting=meeting, invitees=letter_seats(meeting), sender=outi, now=timezone.now()
        )
    assert len(letters) == count


def test_an_invitation_is_small(full: Meeting, outi: Member, aino: Member) -> None:
    [letter] = letters_to(full, outi, aino)
    assert len(letter.html.encode()) < 20_000
