"""Meetings."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Tells the outbox how to judge this app's letters and who takes replies, and names the notices after a deed."""

    name = "meetings"

    def ready(self) -> None:
        from accounts import registry
        from clubs.registry import register as register_membership
        from clubs.registry import register_joining
        from meetings import anew, anew_entries, anew_free, anew_poll, anew_season, kinds
        from meetings.guards import unwanted_endings, unwanted_letters, unwanted_season_letters
        from meetings.guards_due import unwanted_agreed, unwanted_duties
        from meetings.membership import leave_meetings, return_to_meetings
        from meetings.models import Invitee, PollInvitee
        from meetings.notices import NOTICES
        from meetings.own_data import export_meetings
        from meetings.replies import take_reply
        from meetings.services.doubles import join_poll_seats, join_seats
        from outbox.inbound.replies import register_reply_handler
        from outbox.services import register_guard, register_writer
        from ui.notices import register

        for kind in kinds.ALL:
            register_guard(kind, unwanted_letters)
        for kind in kinds.ENDINGS:
            register_guard(kind, unwanted_endings)
        for kind in kinds.DUTIES:
            register_guard(kind, unwanted_duties)
        register_guard(kinds.AGREED_DUE, unwanted_agreed)
        for room in (anew, anew_entries, anew_free, anew_poll, anew_season):
            for kind, writer in room.WRITERS.items():
                register_writer(kind, writer)
        register_guard(kinds.FREE, anew_free.unwanted_free)
        for kind in kinds.POLLS:
            register_guard(kind, anew_poll.unwanted_polls)
        register_guard(kinds.SEASON, unwanted_season_letters)
        register_reply_handler(take_reply)
        register_joining(Invitee, join_seats)
        register_joining(PollInvitee, join_poll_seats)
        register_membership(leaving=leave_meetings, returning=return_to_meetings)
        registry.register("meetings", export=export_meetings)
        register(NOTICES)
