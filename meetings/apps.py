"""Meetings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Tells the outbox how to judge this app's letters and who takes replies, and names the notices after a deed."""

    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from accounts import registry
        from clubs.registry import register as register_membership
        from clubs.registry import register_joining
        from meetings.membership import leave_meetings, return_to_meetings
        from meetings.models import Invitee, PollInvitee
        from meetings.notices import NOTICES
        from meetings.own_data import export_meetings
        from meetings.posting import GUARDS, WRITERS
        from meetings.replies import take_reply
        from meetings.services.doubles import join_poll_seats, join_seats
        from outbox.inbound.replies import register_reply_handler
        from outbox.services import register_guard, register_writer
        from ui.notices import register

        for kind, guard in GUARDS.items():
            register_guard(kind, guard)
        for kind, writer in WRITERS.items():
            register_writer(kind, writer)
        register_reply_handler(take_reply)
        register_joining(Invitee, join_seats)
        register_joining(PollInvitee, join_poll_seats)
        register_membership(leaving=leave_meetings, returning=return_to_meetings)
        registry.register("meetings", export=export_meetings)
        register(NOTICES)
