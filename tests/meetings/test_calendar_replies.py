"""Answers from the calendar: which replies count, and what becomes of them."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone
from pytest_django import Settings

from clubs.models import Member
from clubs.services import leave_club
from meetings.models import Answer, Invitee, Meeting
from meetings.services import move_meeting, record_answer
from outbox.inbound.intake import take_in
from outbox.models import Message, State
from outbox.services import reads_replies, reply_address
from tests.outbox.inbox import answers_of, good_letter, reply_of, standing, use_real_handler
from tests.replies import MX, PROGRAMS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handler(settings: Settings) -> None:
    settings.INBOUND_WEBHOOK_SECRET = "s" * 40
    settings.INBOUND_AUTHSERV_ID = MX
    use_real_handler()


@pytest.fixture
def seat(invited: Meeting, aino: Member) -> Invitee:
    return invited.invitees.select_related("meeting__season__club", "member").get(member=aino)


def take(raw: bytes) -> str:
    outcome = take_in(raw, now=timezone.now())
    return f"{outcome.verdict} {outcome.reason}"


def ago(seconds: float) -> dt.datetime:
    return (timezone.now() - dt.timedelta(seconds=seconds)).replace(microsecond=0)


@pytest.mark.parametrize("program", sorted(PROGRAMS))
@pytest.mark.parametrize(
    ("partstat", "value"), [("ACCEPTED", "yes"), ("TENTATIVE", "maybe"), ("DECLINED", "no")]
)
def test_every_program_and_answer(seat: Invitee, program: str, partstat: str, value: str) -> None:
    stamp = ago(60)

    assert take(PROGRAMS[program](reply_of(seat, partstat=partstat, stamp=stamp))) == (
        f"accepted {value}"
    )
    [row] = Answer.objects.filter(invitee=seat)
    assert (row.value, row.source, row.sequence, row.stamp, row.at, row.given_by) == (
        value, "calendar", 0, stamp, stamp, seat.member,
    )  # fmt: skip
    assert standing(seat) == value


def test_the_same_letter_twice_is_one_answer(seat: Invitee) -> None:
    letter = good_letter(seat, comment="Tulen junalla")

    assert [take(letter), take(letter)] == ["accepted yes", "accepted yes"]
    assert answers_of(seat) == [("yes", "calendar")]


def test_the_newest_reply_stands_in_whatever_order_they_come(seat: Invitee) -> None:
    newer = good_letter(seat, partstat="DECLINED", stamp=ago(60))
    older = good_letter(seat, partstat="ACCEPTED", stamp=ago(120))

    assert [take(newer), take(older)] == ["accepted no", "refused old"]
    assert standing(seat) == "no"


def test_a_newer_sequence_beats_a_newer_stamp(seat: Invitee) -> None:
    Meeting.objects.filter(pk=seat.meeting_id).update(sequence=1)
    newer = good_letter(seat, partstat="DECLINED", sequence=1, stamp=ago(120))
    older = good_letter(seat, partstat="ACCEPTED", sequence=0, stamp=ago(60))

    assert [take(newer), take(older)] == ["accepted no", "refused old"]


def test_another_answer_on_the_page_since_stands(seat: Invitee) -> None:
    """The reply was given before it, and came late."""
    record_answer(invitee=seat, value="maybe", source=Answer.Source.PAGE, given_by=seat.member)

    assert take(good_letter(seat, stamp=ago(300))) == "accepted yes"
    assert (standing(seat), answers_of(seat)) == (
        "maybe",
        [("yes", "calendar"), ("maybe", "page")],
    )


def test_a_calendar_ahead_of_time_answers_now(seat: Invitee) -> None:
    assert take(good_letter(seat, stamp=timezone.now() + dt.timedelta(hours=3))) == "accepted yes"
    record_answer(invitee=seat, value="no", source=Answer.Source.PAGE, given_by=seat.member)

    assert standing(seat) == "no"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"uid": f"{uuid.uuid4()}@localhost"}, "unknown_uid"),
        ({"uid": "040000008200E00074C5B7101A82E008"}, "unknown_uid"),
        ({"uid": "x" * 3_000}, "unknown_uid"),
        ({"address": "zaida@example.org"}, "not_invited"),
        ({"found": ""}, "not_authentic"),
        ({"found": f"{MX}; dmarc=fail header.from=example.org"}, "not_authentic"),
        ({"found": "mx.evil.example; dmarc=pass"}, "not_authentic"),
        ({"partstat": "DELEGATED"}, "partstat"),
        ({"partstat": "NEEDS-ACTION"}, "partstat"),
        ({"partstat": ""}, "partstat"),
        ({"sequence": 7}, "unknown_revision"),
        ({"sequence": 2**40}, "malformed"),
        ({"stamp": dt.datetime(2090, 1, 1, tzinfo=dt.UTC)}, "future"),
    ],
)
def test_what_may_not_count(seat: Invitee, said: dict[str, object], reason: str) -> None:
    assert take(good_letter(seat, **said)) == f"refused {reason}"
    assert (answers_of(seat), standing(seat)) == ([], "")


def test_one_may_not_answer_for_another(seat: Invitee, petri: Member) -> None:
    """Petri's own letter, well vouched for, that names Aino."""
    written = f"C3=A4kinen?= <{seat.member.email}>"
    letter = good_letter(seat).replace(written.encode(), f"C3=A4kinen?= <{petri.email}>".encode())

    assert take(letter) == "refused not_attendee"
    assert answers_of(seat) == []


def test_who_left_uninvited_or_never_got_a_letter_does_not_count(
    seat: Invitee, petri: Member
) -> None:
    Invitee.objects.filter(pk=seat.pk).update(uninvited_at=timezone.now())
    assert take(good_letter(seat)) == "refused not_invited"
    Invitee.objects.filter(pk=seat.pk).update(uninvited_at=None, invited_at=None)
    assert take(good_letter(seat)) == "refused not_invited"
    other = seat.meeting.invitees.select_related("member").get(member=petri)
    leave_club(member=petri)
    assert take(good_letter(other)) == "refused not_invited"


def test_a_reply_to_the_old_time_does_not_count(seat: Invitee) -> None:
    move_meeting(meeting=seat.meeting, starts_at=seat.meeting.starts_at + dt.timedelta(days=1))
    moved = Meeting.objects.get(pk=seat.meeting_id)

    assert take(good_letter(seat, sequence=moved.sequence - 1)) == "refused other_time"
    assert take(good_letter(seat, sequence=moved.sequence)) == "accepted yes"
    assert answers_of(seat) == [("yes", "calendar")]


def test_a_reply_to_the_old_place_counts(seat: Invitee) -> None:
    Meeting.objects.filter(pk=seat.meeting_id).update(sequence=1, revision=2, place="Toisaalla")

    assert take(good_letter(seat, sequence=0)) == "accepted yes"


def test_after_the_start_or_the_end_of_a_meeting_nothing_counts(seat: Invitee) -> None:
    Meeting.objects.filter(pk=seat.meeting_id).update(starts_at=ago(1))
    assert take(good_letter(seat, stamp=ago(600))) == "refused begun"
    assert take(good_letter(seat, method="COUNTER")) == "refused begun"
    Meeting.objects.filter(pk=seat.meeting_id).update(
        starts_at=timezone.now() + dt.timedelta(days=1), cancelled_at=timezone.now()
    )
    assert take(good_letter(seat)) == "refused cancelled"
    assert take(good_letter(seat, method="COUNTER")) == "refused cancelled"
    assert answers_of(seat) == []


def test_the_signed_address_is_enough(seat: Invitee, settings: Settings) -> None:
    """Where no server of ours looks at signatures: only the invited person's calendar knows the address."""
    settings.INBOUND_AUTHSERV_ID = ""
    settings.INBOUND_REPLY_ADDRESS = "vastaus@example.org"
    assert reads_replies()
    address = reply_address(seat.pk)
    other = seat.meeting.invitees.exclude(pk=seat.pk).first()
    assert other is not None

    assert take(good_letter(seat, to="vastaus@example.org")) == "refused not_authentic"
    assert take(good_letter(seat, to=reply_address(other.pk))) == "refused not_authentic"
    another = "b" if address[-20] == "a" else "a"
    assert take(good_letter(seat, to=f"{address[:-20]}{another}{address[-19:]}")) == (
        "refused not_authentic"
    )
    assert take(good_letter(seat, to=address.upper())) == "accepted yes"


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_a_proposal_becomes_a_comment_and_no_answer(
    seat: Invitee, program: str, outi: Member
) -> None:
    """09 to 12 Finnish time in two of them, an hour later in Outlook's own time zone."""
    letter = PROGRAMS[program](
        reply_of(seat, method="COUNTER", partstat="TENTATIVE", comment="Kävisikö myöhemmin?")
    )
    assert take(letter) == "accepted proposal"

    seat.refresh_from_db()
    clock = "klo 10–13" if program == "outlook" else "klo 9–12"
    assert seat.comment == f"Ehdottaa toista aikaa: su 11.10.2026 {clock}. Kävisikö myöhemmin?"
    assert seat.commented_at is not None
    assert (answers_of(seat), seat.answer) == ([], "")


def test_a_proposal_without_a_time_that_can_be_told(seat: Invitee, outi: Member) -> None:
    take(good_letter(seat, method="COUNTER", starts=";TZID=Nowhere/At all:20261011T090000"))

    seat.refresh_from_db()
    assert seat.comment == "Ehdottaa toista aikaa."


def test_the_newest_comment_stands(seat: Invitee) -> None:
    def comment_after(**said: object) -> str:
        take(good_letter(seat, **said))
        return Invitee.objects.get(pk=seat.pk).comment

    assert comment_after(comment="Tulen junalla", stamp=ago(300)) == "Tulen junalla"
    assert comment_after(comment="Vanha", method="COUNTER", stamp=ago(400)) == "Tulen junalla"
    assert comment_after(stamp=ago(200)) == ""


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("a\u202eb\x07c\td", "a b c d"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("ä" * 600, "ä" * 499 + "…"),
    ],
)
def test_a_comment_is_one_printable_line(seat: Invitee, comment: str, kept: str) -> None:
    take(PROGRAMS["outlook"](reply_of(seat, comment=comment)))

    assert Invitee.objects.get(pk=seat.pk).comment == kept


@pytest.mark.parametrize(
    ("mailbox", "webhook", "authserv", "address", "reads"),
    [
        (None, "", MX, "", False),
        (None, "s" * 40, "", "", False),
        (None, "s" * 40, MX, "", True),
        (None, "s" * 40, "", "vastaus@example.org", True),
        ("box", "", MX, "", True),
    ],
)
def test_replies_are_asked_for_where_they_can_be_read_and_believed(
    settings: Settings, mailbox: object, webhook: str, authserv: str, address: str, reads: bool
) -> None:
    settings.INBOUND_MAILBOX, settings.INBOUND_WEBHOOK_SECRET = mailbox, webhook
    settings.INBOUND_AUTHSERV_ID, settings.INBOUND_REPLY_ADDRESS = authserv, address

    assert reads_replies() is reads
    is_signed = reply_address(uuid.uuid4()).startswith("vastaus+")
    assert is_signed is bool(address)


def test_a_reminder_that_waits_is_taken_back(
    seat: Invitee, letters_waiting: Callable[[], int]
) -> None:
    assert letters_waiting() == 1
    take(good_letter(seat))

    assert letters_waiting() == 0


@pytest.fixture
def letters_waiting(seat: Invitee) -> Callable[[], int]:
    """A reminder to the seat's person that has not left yet."""
    now = timezone.now()
    Message.objects.create(
        key=f"remind7:{seat.meeting_id}:0:{seat.member_id}", kind="meetings.remind7",
        topic=f"meeting:{seat.meeting_id}", person=str(seat.member_id), to_email=seat.member.email,
        language="fi", subject="Pääsetkö?", created_at=now, next_at=now,
        deadline=now + dt.timedelta(days=1),
    )  # fmt: skip
    return lambda: Message.objects.filter(state=State.QUEUED).count()
