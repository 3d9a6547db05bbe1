"""Every letter that leaves, to one person in one language, as the apps' own builders write it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from accounts.models import User
from boards.letters import memo_letters
from clubs.joining import joining_letter
from clubs.models import Member
from feedback.letters import request_letters
from feedback.models import Question
from meetings.letters import (
    agreed_due_letters,
    cancelled_letters,
    changed_letters,
    duty_letters,
    invitation_letters,
    reminder_letters,
    soon_letters,
    uninvited_letter,
)
from meetings.letters.free import free_letters
from meetings.letters.poll import poll_letters
from meetings.letters.season import season_letters
from meetings.letters.swap import swap_answered_letters, swap_asked_letters
from meetings.models import Invitee, Meeting, SeasonInvitation
from meetings.timings import DUTY14
from outbox.letters import as_message
from outbox.models import Message
from outbox.rendering import render_account_letter
from outbox.services import Letter
from tests import factories
from tests.cast import make_aino, make_leena, make_outi, make_petri, make_timo

READING = "https://example.org/artikkeli"
TITLE = "Luotsimalli: muutos kuuluu kaikille"
PLACE = "Kampus Koivu, tila B214"
SAID = "yes"


class Case:
    """A club with a meeting that has everything a letter may tell of; Aino reads in the language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.now = timezone.now()
        club = factories.make_club(purpose="Esihenkilöt oppivat toisiltaan.")
        self.outi = make_outi(club)
        self.aino = make_aino(club)
        self.petri = make_petri(club)
        self.pair = [make_leena(club), make_timo(club)]
        User.objects.update(language=language)
        Member.objects.update(language=language)
        everybody = Member.objects.select_related("user").in_bulk()
        self.aino = everybody[self.aino.pk]
        self.pair = [everybody[host.pk] for host in self.pair]
        self.uuno = factories.make_member(
            club, "Uuno", "Uusi", user=None, joined_at=None, language=language
        )
        self.season = factories.make_season(club)
        self.meeting = self._meeting()
        self.thing = self._earlier()

    def _meeting(self) -> Meeting:
        group = factories.make_group(self.season, self.pair)
        meeting = factories.make_meeting(
            self.season,
            title=TITLE,
            place=PLACE,
            host_group=group,
            introduction="Mitä tapahtuu, kun muutosta ei johda yksi ihminen vaan koko työyhteisö?",
            personal_note="Ottakaa mukaan yksi oma muutos, joka on juuri nyt kesken.",
            video_url="https://video.example.org/luotsi",
        )
        theme = factories.make_theme(self.season.club, "Muutoksen johtaminen")
        meeting.themes.add(theme)
        factories.make_agenda_item(meeting, "Tervetuloa ja kuvakortit", 30)
        factories.make_agenda_item(meeting, "Vastuuparin alustus: luotsimalli arjessa", 40)
        factories.make_material(meeting, "Luotsi kulkee rinnalla, ei edellä", url=READING)
        factories.invite(meeting)
        return meeting

    def _earlier(self) -> Any:
        earlier = factories.make_meeting(self.season, days=-21, title="Oppiva organisaatio")
        return factories.make_agreed(
            earlier,
            "Kokeillaan kävelykokouksia",
            self.aino,
            due_on=(self.now + dt.timedelta(days=3)).date(),
        )

    def seat(self, member: Member, answer: str = "", **told: Any) -> Invitee:
        """The person's seat as it would be, not saved."""
        seat = self.meeting.invitees.select_related("member__user").get(member=member)
        seat.answer = answer
        for name, value in told.items():
            setattr(seat, name, value)
        return seat

    def letters(self) -> dict[str, Message]:
        """By name: every letter as the row that the outbox would keep."""
        return {name: as_message(letter, now=self.now) for name, letter in self._all()}

    def _all(self) -> Iterator[tuple[str, Letter]]:
        yield from self._of_meeting()
        yield from self._changes()
        yield from self._after()
        yield "season", self._season()
        yield from self._poll()
        yield from self._swaps()
        own = factories.make_free_letter(self.season.club)
        [letter] = free_letters(letter=own, readers=[self.aino], sender=self.outi, now=self.now)
        yield "own words", letter
        yield "joining", joining_letter(member=self.uuno, sender=self.outi, now=self.now)
        yield "login_code", self._login_code()

    def _of_meeting(self) -> Iterator[tuple[str, Letter]]:
        plain: Any = {"meeting": self.meeting, "sender": self.outi, "now": self.now}
        seat, unsure = self.seat(self.aino), self.seat(self.aino, "maybe")
        [letter] = invitation_letters(invitees=[seat], **plain)
        yield "invitation", letter
        [letter] = invitation_letters(invitees=[self.seat(self.uuno)], **plain)
        yield "invitation to a newcomer", letter
        kind: Any = {"name": "remind7", "kind": "meetings.remind7"}
        [letter] = reminder_letters(invitees=[seat], **plain, **kind)
        yield "reminder", letter
        [letter] = reminder_letters(invitees=[unsure], **plain, **kind)
        yield "reminder to the unsure", letter
        plain["now"] = self.meeting.starts_at - dt.timedelta(days=3)
        [letter] = soon_letters(invitees=[self.seat(self.aino, SAID)], **plain)
        yield "soon", letter
        [letter] = soon_letters(invitees=[seat], **plain)
        yield "soon as a question", letter
        host = self.pair[0]
        [letter] = duty_letters(meeting=self.meeting, hosts=[host], sender=self.outi, line=DUTY14)
        yield "duty", letter

    def _changes(self) -> Iterator[tuple[str, Letter]]:
        plain: Any = {"meeting": self.meeting, "sender": self.outi, "now": self.now}
        self.meeting.change_reason = "Tila on remontissa."
        told: dict[str, Any] = {
            "told_starts_at": self.meeting.starts_at,
            "told_length": self.meeting.length,
            "told_place": "Kampus Koivu, tila A101",
            "told_title": self.meeting.title,
        }
        [letter] = changed_letters(invitees=[self.seat(self.aino, SAID, **told)], **plain)
        yield "changed place", letter
        told |= {
            "told_starts_at": self.meeting.starts_at - dt.timedelta(days=1),
            "told_place": PLACE,
        }
        [letter] = changed_letters(invitees=[self.seat(self.aino, **told)], **plain)
        yield "changed time", letter
        self.meeting.instead = "Jatkamme seuraavassa tapaamisessa."
        [letter] = cancelled_letters(invitees=[self.seat(self.aino)], **plain)
        yield "cancelled", letter
        yield "uninvited", uninvited_letter(invitee=self.seat(self.aino), **plain)

    def _after(self) -> Iterator[tuple[str, Letter]]:
        [letter] = agreed_due_letters(thing=self.thing, owners=[self.aino], sender=self.outi)
        yield "agreed due", letter
        factories.make_agreed(self.meeting, "Luotsipari joka tiimiin", self.aino)
        memo = factories.make_memo(
            self.meeting, opening="Kiitos lämpimästä aamupäivästä.", sent_at=self.now
        )
        [letter] = memo_letters(
            memo=memo, readers=[self.seat(self.aino)], sender=self.outi, now=self.now
        )
        yield "memo", letter
        for name, about in (
            ("feedback", {"meeting": self.meeting}),
            ("season feedback", {"season": self.season}),
        ):
            survey = factories.make_survey(**about)
            Question.objects.filter(survey=survey, position=0).update(code="useful", text="")
            seat = survey.invitees.select_related("member__user").get(member=self.aino)
            [letter] = request_letters(survey=survey, invitees=[seat])
            yield name, letter

    def _poll(self) -> Iterator[tuple[str, Letter]]:
        plain: Any = {"sender": self.outi, "now": self.now}
        for name, about in (
            ("date poll", {"title": TITLE}),
            ("date poll to move", {"meeting": self.meeting}),
        ):
            poll = factories.make_poll(self.season, members=[self.aino], **about)
            seats = list(poll.invitees.select_related("member__user"))
            [letter] = poll_letters(poll=poll, invitees=seats, **plain)
            yield name, letter
        [letter] = poll_letters(
            poll=poll, invitees=seats, name="poll_remind1", kind="meetings.poll_remind", **plain
        )
        yield "date poll, once more", letter

    def _swaps(self) -> Iterator[tuple[str, Letter]]:
        group = factories.make_group(self.season, [self.aino, self.petri])
        turn = factories.make_meeting(self.season, days=42, title="Etätyö", host_group=group)
        asked = factories.make_swap(self.meeting, turn, message="Olen silloin leirikoulussa.")
        plain: Any = {"now": self.now, "readers": [self.aino]}
        [letter] = swap_asked_letters(swap=asked, **plain)
        yield "swap asked", letter
        for state in ("accepted", "declined", "withdrawn"):
            swap = factories.make_swap(
                turn, self.meeting, state=state, answered_by=self.pair[0], answered_at=self.now
            )
            [letter] = swap_answered_letters(swap=swap, **plain)
            yield f"swap {state}", letter

    def _season(self) -> Letter:
        invitation = SeasonInvitation.objects.create(
            season=self.season, member=self.aino, invited_at=self.now
        )
        [letter] = season_letters(
            season=self.season, invitations=[invitation], sender=self.outi, now=self.now
        )
        return letter

    def _login_code(self) -> Letter:
        words = render_account_letter(
            "account/email/login_code", {"code": "ABC-DEF"}, language=self.language
        )
        return Letter(
            key="login_code",
            kind="account.login_code",
            to_email=self.aino.email,
            language=self.language,
            subject=words.subject,
            text=words.text,
            html=words.html,
            deadline=self.now + dt.timedelta(minutes=10),
        )
