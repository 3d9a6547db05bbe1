"""What the outbox screen shows, gathered in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of
from clubs.models import Club
from home import letterlog
from home.forms import AddressForm, MoveForm
from home.letterlog import Failure, Sending
from home.planned import plan
from meetings import kinds
from meetings.models import FreeLetter
from meetings.sendings import PlannedSending
from meetings.wallclock import wall_of
from outbox.models import Message
from outbox.services import ChannelState, Letter, channel_state
from outbox.writers import write_anew
from ui.dates import format_day, format_time
from ui.forms import UiForm

PLANNED_SHOWN = 8
SHOWN = ("mend", "coming", "drafts", "sent")


@dataclass(frozen=True)
class PlannedRow:
    """Letters that leave by themselves, with the form that moves them."""

    sending: PlannedSending
    form: MoveForm

    @property
    def name(self) -> str:
        """How the page names the row."""
        return f"planned-{move_name(self.sending)}"


@dataclass(frozen=True)
class MendRow:
    """A letter that did not get through, with the form that corrects its address."""

    failure: Failure
    form: AddressForm | None


@dataclass(frozen=True)
class Undo:
    """What was just done to planned letters, in words, and what a press posts to take it back."""

    words: str
    sending: PlannedSending
    action: str
    at: str


@dataclass(frozen=True)
class OutboxPage:
    """The outbox of one club."""

    mend: Sequence[MendRow]
    leaving: Sequence[Sending]
    planned: Sequence[PlannedRow]
    drafts: Sequence[FreeLetter]
    sent: Sequence[Sending]
    channel: ChannelState

    @property
    def refused(self) -> UiForm | None:
        """The form that was refused, with what was typed; None where none was."""
        forms = [*(row.form for row in self.mend), *(row.form for row in self.planned)]
        return next((form for form in forms if form is not None and form.errors), None)

    @property
    def planned_first(self) -> list[PlannedRow]:
        """The first few planned letters, for the page that shows everything; a refused form is always among them."""
        return [
            row
            for place, row in enumerate(self.planned)
            if place < PLANNED_SHOWN or row.form.errors
        ]

    @property
    def coming_count(self) -> int:
        """How many sendings leave now or later."""
        return len(self.leaving) + len(self.planned)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.mend) + self.coming_count + len(self.drafts) + len(self.sent)


def outbox_page(
    club: Club,
    *,
    now: dt.datetime,
    address: AddressForm | None = None,
    move: MoveForm | None = None,
) -> OutboxPage:
    """All of it; a form that was refused stands in the place of its row's own."""
    sendings = letterlog.sendings(club)
    forms = {form.name: form for form in (address, move) if form is not None}
    return OutboxPage(
        mend=[_mend_row(failure, forms) for failure in letterlog.failures(club, now=now)],
        leaving=[one for one in sendings if one.waiting],
        planned=[_planned_row(one, forms) for one in planned_sendings(club, now=now)],
        drafts=list(club.free_letters.filter(sent_at__isnull=True)),
        sent=[one for one in sendings if not one.waiting],
        channel=channel_state(),
    )


def planned_sendings(club: Club, *, now: dt.datetime) -> list[PlannedSending]:
    """What will leave by itself and somebody would get, what a facilitator skipped, and what came too late."""
    return [
        one
        for one in plan(now=now, club=club)
        if one.recipients or one.is_skipped or one.is_expired
    ]


def preview_of(sending: PlannedSending, *, now: dt.datetime) -> Letter | None:
    """The letter as its first recipient would get it if it left now, with links that lead nowhere."""
    if not sending.recipients:
        return None
    reader, meeting = sending.recipients[0], sending.meeting
    if sending.thing is not None:
        key = kinds.agreed_key(sending.thing, reader)
    else:
        key = f"{sending.step}:{meeting.pk}:{meeting.time_revision}:{reader.pk}"
    row = Message(
        key=key,
        kind=sending.kind,
        topic=kinds.topic_of(meeting),
        scope=scope_of(meeting.season.club_id),
        person=str(reader.pk),
        language=reader.mail_language,
        created_at=now,
        deadline=sending.until,
    )
    return write_anew(row, is_inert=True, now=now)


def address_form(message: Message, address: str, data: QueryDict | None = None) -> AddressForm:
    """The form for the address of one letter."""
    return AddressForm(data, message=message, address=address)


def _mend_row(failure: Failure, forms: dict[str, AddressForm | MoveForm]) -> MendRow:
    if failure.member is None:
        return MendRow(failure, None)
    form = forms.get(str(failure.message.pk))
    if not isinstance(form, AddressForm):
        form = AddressForm(message=failure.message, address=failure.member.email)
    return MendRow(failure, form)


def _planned_row(sending: PlannedSending, forms: dict[str, AddressForm | MoveForm]) -> PlannedRow:
    form = forms.get(move_name(sending))
    if not isinstance(form, MoveForm):
        form = move_form(sending)
    return PlannedRow(sending, form)


def move_name(sending: PlannedSending) -> str:
    """How a sending is named on the page and in addresses: by what it is about, and its step."""
    about = sending.thing or sending.meeting
    return f"{about.pk}-{sending.step}"


def move_form(sending: PlannedSending, data: QueryDict | None = None) -> MoveForm:
    """The form that moves a sending, at its present moment."""
    day, clock = wall_of(sending.at)
    return MoveForm(data, name=move_name(sending), initial={"day": day, "clock": clock})


def undo_of(asked: str, rows: Sequence[PlannedSending]) -> Undo | None:
    """The bar after letters were moved or skipped; ``asked`` is the address's ``meeting.step.was``.

    ``was`` is empty where nothing had been changed before, ``skipped``, or the moment to which they had been moved. None
    for what is not understood, or is no longer planned.
    """
    name, _dot, was = asked.partition(":")
    sending = next((one for one in rows if move_name(one) == name), None)
    if sending is None:
        return None
    if sending.is_skipped:
        words = _("Skipped: %(title)s") % {"title": sending.title}
    else:
        words = _("%(name)s was moved: %(day)s at %(clock)s.") % {
            "name": sending.name,
            "day": format_day(sending.at, year=False),
            "clock": format_time(sending.at),
        }
    if was == "skipped":
        return Undo(words, sending, "skip", "")
    return Undo(words, sending, "move" if was else "restore", was)
