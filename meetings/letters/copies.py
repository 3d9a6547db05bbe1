"""A previewed letter as mail to the facilitator who is about to send it."""

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from clubs.letterhead import sender_name
from clubs.models import Club, Member
from outbox.rendering import Rendered
from outbox.services import Letter


def copy_of(
    words: Rendered, *, club: Club, sender: Member, language: str, now: dt.datetime
) -> Letter:
    """The letter with these words (whose links are nobody's) to ``sender``, marked as a preview."""
    with translation.override(language):
        subject = _("Preview: %(subject)s") % {"subject": words.subject}
    return Letter(
        key=f"preview:{sender.pk}:{now.isoformat()}",
        kind="meetings.preview",
        to_email=sender.email,
        to_name=sender.full_name,
        language=language,
        sender_name=sender_name(sender, club),
        reply_to=sender.email,
        subject=subject,
        text=words.text,
        html=words.html,
        deadline=now + dt.timedelta(hours=1),
    )
