"""The reminder of a thing agreed some days before its date, with two buttons: done, or it goes on."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from clubs.letterhead import scope_of, sender_name
from clubs.letters import choices_url, unsubscribe_url
from clubs.links import sign
from clubs.models import Member
from meetings import kinds
from meetings.models import AgreedOwner, AgreedThing
from meetings.timings import AGREED_DUE
from meetings.wording import join_names
from outbox.letters import one_line
from outbox.rendering import render_letter
from outbox.services import Letter
from ui.dates import HELSINKI, format_day

SUBJECT_WORDS = 60


def agreed_due_letters(
    *, thing: AgreedThing, owners: Sequence[Member], sender: Member, link: str = ""
) -> list[Letter]:
    """The reminder for each of these owners (with ``user`` at hand). One query. ``link`` stands in for personal ones."""
    rows = {row.member_id: row for row in AgreedOwner.objects.filter(agreed_thing=thing)}
    return [
        _letter(thing, owner, sender, settings.BASE_URL + agreed_link(rows[owner.pk]), link)
        for owner in owners
        if owner.pk in rows
    ]


def agreed_link(row: AgreedOwner) -> str:
    """The path of an owner's own page about a thing; it ends when somebody else is put in charge."""
    return reverse("meetings:agreed-answer", args=[sign("agreed", row.pk, 0)])


def _letter(thing: AgreedThing, owner: Member, sender: Member, url: str, link: str) -> Letter:
    club = thing.meeting.season.club
    assert thing.due_on is not None
    with translation.override(owner.mail_language):
        words = render_letter(
            "meetings/agreed_due",
            {
                **_context(thing, owner, sender, link or url),
                "choices_url": link or choices_url(owner),
            },
            language=owner.mail_language,
        )
    return Letter(
        key=kinds.agreed_key(thing, owner),
        kind=AGREED_DUE.kind,
        topic=kinds.topic_of(thing.meeting),
        scope=scope_of(club.pk),
        person=str(owner.pk),
        to_email=owner.email,
        to_name=owner.full_name,
        language=owner.mail_language,
        sender_name=sender_name(sender, club),
        reply_to=sender.email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        thread=f"agreed-{thing.pk}-{owner.pk}",
        deadline=dt.datetime.combine(
            thing.due_on + dt.timedelta(days=1), dt.time(), tzinfo=HELSINKI
        ),
        unsubscribe_url=unsubscribe_url(owner, AGREED_DUE.kind),
    )


def _context(thing: AgreedThing, owner: Member, sender: Member, url: str) -> dict[str, Any]:
    meeting = thing.meeting
    assert thing.due_on is not None
    others = [other.full_name for other in thing.owners.all() if other.pk != owner.pk]
    agreed_on = format_day(meeting.starts_at)
    return {
        "heading": thing.text,
        "club_name": meeting.season.club.name,
        "first_name": owner.first_name,
        "short_title": one_line(thing.text, SUBJECT_WORDS),
        "due": format_day(thing.due_on, year=False),
        "facts": [
            (_("Due date"), format_day(thing.due_on)),
            (_("Agreed on"), f"{agreed_on}, {meeting.display_title}"),
            (_("Together with"), join_names(others)),
        ],
        "buttons": [
            {"label": _("It is done"), "url": f"{url}?state=done", "is_primary": True},
            {"label": _("It goes on"), "url": f"{url}?state=open", "is_primary": False},
        ],
        "sender": sender.full_name,
    }
