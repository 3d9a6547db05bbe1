"""Whether a letter to a host, or about a thing agreed, is still wanted; asked again just before it leaves."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from clubs.letters import wants
from clubs.models import WorkGroupMember
from meetings import kinds
from meetings.models import AgreedOwner, Meeting
from outbox.models import Message


def unwanted_duties(messages: Collection[Message]) -> set[UUID]:
    """Keys of the duty notices that must not leave; two queries.

    The meeting was called off or has begun, or the person has left or does not host it any more.
    """
    meetings = Meeting.objects.filter(
        pk__in={kinds.meeting_of(message.topic) for message in messages},
        cancelled_at__isnull=True,
        starts_at__gt=timezone.now(),
    )
    groups = {kinds.topic_of(meeting): meeting.host_group_id for meeting in meetings}
    places = WorkGroupMember.objects.filter(
        group__in=[group for group in groups.values() if group], member__left_at__isnull=True
    )
    hosts = {(group, str(member)) for group, member in places.values_list("group", "member")}
    return {
        message.pk
        for message in messages
        if (groups.get(message.topic), message.person) not in hosts
    }


def unwanted_agreed(messages: Collection[Message]) -> set[UUID]:
    """Keys of the reminders of things agreed that must not leave; one query.

    The thing is settled or has another date, somebody else is in charge, or the person has left or refused such letters.
    """
    rows = AgreedOwner.objects.filter(
        agreed_thing__in={UUID(message.key.split(":")[1]) for message in messages},
        agreed_thing__state="open",
        agreed_thing__due_on__isnull=False,
        member__left_at__isnull=True,
    )
    wanted = {
        kinds.agreed_key(row.agreed_thing, row.member)
        for row in rows.select_related("agreed_thing", "member")
        if wants(row.member, kinds.AGREED_DUE)
    }
    return {
        message.pk for message in messages if message.key.partition(":resend:")[0] not in wanted
    }
