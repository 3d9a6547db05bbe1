"""Two who add a file at the same moment."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from meetings.models import Material, Meeting
from meetings.services import add_file
from tests.meetings.papers import PDF
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_meeting_never_has_an_eleventh_file(
    meeting: Meeting, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path

    def add() -> Material:
        fresh = Meeting.objects.select_related("season__club").get(pk=meeting.pk)
        return add_file(meeting=fresh, file=SimpleUploadedFile("a.pdf", PDF))[0]

    for _number in range(9):
        add()

    assert at_once(add, add) == ["ValidationError", "done"]
    assert meeting.materials.count() == 10
