"""The audit log: who, what, when; nothing else, and no longer than a year."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.models import Entry
from audit.services import purge, record

pytestmark = pytest.mark.django_db


def test_a_line_says_who_did_what_and_when() -> None:
    before = timezone.now()
    entry = record(
        actor="u1", action="meetings.invite", club="c1", object="meeting:m1", detail="14"
    )
    entry.refresh_from_db()
    assert (entry.actor, entry.action, entry.club, entry.object, entry.detail) == (
        "u1", "meetings.invite", "c1", "meeting:m1", "14",
    )  # fmt: skip
    assert before <= entry.at <= timezone.now()


def test_a_line_without_a_deed_or_with_a_story_is_refused() -> None:
    for values in ({"action": ""}, {"action": "x", "detail": "d" * 201}):
        with pytest.raises(ValidationError):
            record(actor="u1", **values)
    assert Entry.objects.count() == 0


def test_lines_are_kept_for_a_year() -> None:
    assert settings.AUDIT_DAYS == 365
    record(actor="u1", action="x")
    assert purge(now=timezone.now() + timedelta(days=364)) == 0
    assert purge(now=timezone.now() + timedelta(days=366)) == 1
    assert Entry.objects.count() == 0
