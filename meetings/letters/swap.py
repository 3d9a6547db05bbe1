"""Letters about host turns that pairs swap: the question to the other pair, and what came of it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url
from clubs.models import Member
from meetings import kinds
from meetings.letters.desk import USEFUL_FOR
from meetings.models import Meeting, TurnSwap
from meetings.turns import Turn, turns_of
from outbox.rendering import Rendered, render_letter
from outbox.services import Letter
from ui.dates import format_day, format_when


def swap_asked_letters(
    *,
    swap: TurnSwap,
    now: dt.datetime,
    readers: Sequence[Member] | None = None,
    link: str = "",
) -> list[Letter]:
    """The question to each of the pair whose turn is wanted (or to the ``readers`` among them); three queries.

    ``link`` stands in for personal ones. None in a club that nobody facilitates: no letter has a sender there.
    """
    offered, wanted = turns_of([swap.offered, swap.wanted])
    desk = SwapDesk(swap, _sender(swap), now, link)
    return desk.write("swap_asked", wanted, offered, readers, desk.question)


def swap_answered_letters(
    *,
    swap: TurnSwap,
    now: dt.datetime,
    readers: Sequence[Member] | None = None,
    link: str = "",
) -> list[Letter]:
    """What came of it: to all who host when the turns were swapped, else to the pair that asked (or to ``readers`` among them).

    ``swap`` is accepted, declined, or withdrawn because a turn changed hands. Three queries.
    """
    offered, wanted = turns_of([swap.offered, swap.wanted])
    desk = SwapDesk(swap, _sender(swap), now, link)
    letters = desk.write("swap_answered", offered, wanted, readers, desk.answer)
    if swap.state == TurnSwap.State.ACCEPTED:
        letters += desk.write("swap_answered", wanted, offered, readers, desk.answer)
    return letters


@dataclass(frozen=True)
class SwapDesk:
    """Writes the letters about one swap. With ``link`` nothing in them leads anywhere personal."""

    swap: TurnSwap
    sender: Member | None
    now: dt.datetime
    link: str = ""

    def write(
        self,
        name: str,
        own: Turn,
        other: Turn,
        readers: Sequence[Member] | None,
        context: Callable[[Turn, Turn, Member], dict[str, Any]],
    ) -> list[Letter]:
        """The letter ``name`` to each host of ``own`` who is in the club (and among ``readers``)."""
        if self.sender is None:
            return []
        letters = []
        for reader in own.hosts:
            if reader.is_active and (readers is None or reader in readers):
                with translation.override(reader.mail_language):
                    words = self._words(name, reader, self.sender, context(own, other, reader))
                letters.append(self._letter(name, own, reader, self.sender, words))
        return letters

    def question(self, own: Turn, other: Turn, _reader: Member) -> dict[str, Any]:
        """What the pair reads that is asked."""
        swap = self.swap
        return {
            "heading": _("Shall we swap turns?"),
            "asker": swap.asked_by.full_name if swap.asked_by else other.names,
            "yours_short": format_day(own.meeting.starts_at, year=False),
            "theirs_short": format_day(other.meeting.starts_at, year=False),
            "facts": [
                (_("Your turn now"), _turn_words(own.meeting)),
                (_("The turn offered"), _turn_words(other.meeting)),
                (_("Pair that asks"), other.names),
            ],
            "message": swap.message,
            "url": self.link or settings.BASE_URL + reverse("meetings:swap", args=[swap.pk]),
        }

    def answer(self, own: Turn, other: Turn, reader: Member) -> dict[str, Any]:
        """What a host reads of how it ended; partners see each other's addresses."""
        partners = [host for host in own.hosts if host.pk != reader.pk]
        with_whom = ", ".join(f"{one.full_name}, {one.email}" for one in partners)
        turn = _turn_words(own.meeting)
        if self.swap.state == TurnSwap.State.ACCEPTED:
            heading = _("The turns are swapped")
            facts = [
                (_("Your turn now"), turn),
                (_("With whom"), with_whom),
                (_("The turn that was yours"), _turn_words(other.meeting)),
                (_("Its pair now"), other.names),
            ]
        else:
            heading = _("Your turn stays")
            facts = [
                (_("Your pair's turn"), turn),
                (_("With whom"), with_whom),
                (_("The turn that you asked for"), _turn_words(other.meeting)),
            ]
        path = reverse("meetings:host-desk", args=[own.meeting.pk])
        return {
            "heading": heading,
            "state": self.swap.state,
            "day_short": format_day(own.meeting.starts_at, year=False),
            "facts": facts,
            "url": self.link or settings.BASE_URL + path,
        }

    def _words(
        self, name: str, reader: Member, sender: Member, context: dict[str, Any]
    ) -> Rendered:
        frame = {
            "club_name": self.swap.offered.season.club.name,
            "first_name": reader.first_name,
            "sender": sender.full_name,
            "choices_url": self.link or choices_url(reader),
        }
        return render_letter(
            f"meetings/{name}", {**context, **frame}, language=reader.mail_language
        )

    def _letter(
        self, name: str, own: Turn, reader: Member, sender: Member, words: Rendered
    ) -> Letter:
        swap = self.swap
        club = swap.offered.season.club
        return Letter(
            key=kinds.swap_key(name, swap, reader),
            kind=f"meetings.{name}",
            topic=kinds.swap_topic(swap),
            scope=scope_of(club.pk),
            person=str(reader.pk),
            to_email=reader.email,
            to_name=reader.full_name,
            language=reader.mail_language,
            sender_name=sender_name(sender, club),
            reply_to=sender.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            thread=f"swap-{swap.pk}-{reader.pk}",
            deadline=min(self.now + USEFUL_FOR, own.meeting.starts_at),
        )


def _turn_words(meeting: Meeting) -> str:
    return f"{format_when(meeting.starts_at, meeting.ends_at)}, {meeting.display_title}"


def _sender(swap: TurnSwap) -> Member | None:
    """The facilitator: members do not see each other's addresses, and a reply goes to the sender's."""
    for one in (swap.answered_by, swap.asked_by):
        if one is not None and one.is_facilitator:
            return one
    return swap.offered.season.club.members.facilitators().first()
