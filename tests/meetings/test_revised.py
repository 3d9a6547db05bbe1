"""Saving a part of a meeting: numbered revisions, and a save from a base that no longer stands."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clubs.models import Member
from meetings.agenda_template import Item
from meetings.models import Meeting, Revision
from meetings.services import purge_revisions, save_agenda
from meetings.services.revisions import Part, Stale, base_of, content_of, newest
from tests import factories
from tests.races import at_once

pytestmark = pytest.mark.django_db


def rows(*titles: str) -> list[Item]:
    return [Item("discussion", title, 10) for title in titles]


def newest_number(meeting: Meeting) -> int:
    found = newest(meeting, Part.AGENDA)
    return found.number if found else -1


def kept(meeting: Meeting) -> list[tuple[int, list[str], str]]:
    """The revisions from the first: number, titles, who."""
    return [
        (one.number, [row["title"] for row in one.content], str(one.saved_by or ""))
        for one in Revision.objects.filter(meeting=meeting, part=Part.AGENDA).order_by("number")
    ]


def test_the_first_save_keeps_what_stood(meeting: Meeting, outi: Member) -> None:
    factories.make_agenda_item(meeting, "Vanha", 10)
    save_agenda(meeting=meeting, rows=rows("Uusi"), by=outi, base=base_of(meeting, Part.AGENDA))
    save_agenda(meeting=meeting, rows=rows("Uudempi"), by=outi)
    assert kept(meeting) == [
        (0, ["Vanha"], ""),
        (1, ["Uusi"], str(outi)),
        (2, ["Uudempi"], str(outi)),
    ]


def test_the_same_again_is_no_revision(meeting: Meeting, outi: Member) -> None:
    save_agenda(meeting=meeting, rows=rows("Uusi"), by=outi)
    save_agenda(meeting=meeting, rows=rows("Uusi"), by=outi)
    assert [number for number, _titles, _who in kept(meeting)] == [0, 1]


def test_an_old_base_writes_nothing_and_says_whose_stands(
    meeting: Meeting, outi: Member, leena: Member
) -> None:
    base = base_of(meeting, Part.AGENDA)
    save_agenda(meeting=meeting, rows=rows("Leenan"), by=leena, base=base)
    with pytest.raises(Stale) as stale:
        save_agenda(meeting=meeting, rows=rows("Outin"), by=outi, base=base)
    assert [row["title"] for row in stale.value.theirs] == ["Leenan"]
    assert stale.value.revision is not None
    assert stale.value.revision.saved_by == leena
    assert stale.value.mark == base_of(meeting, Part.AGENDA)
    assert [row["title"] for row in content_of(meeting, Part.AGENDA)] == ["Leenan"]
    save_agenda(meeting=meeting, rows=rows("Molempien"), by=outi, base=stale.value.mark)
    assert kept(meeting)[-1] == (2, ["Molempien"], str(outi))


def test_one_sitting_is_one_revision(meeting: Meeting, outi: Member, leena: Member) -> None:
    save_agenda(meeting=meeting, rows=rows("A"), by=outi)
    save_agenda(meeting=meeting, rows=rows("A", "B"), by=outi, own=1)
    assert kept(meeting)[1:] == [(1, ["A", "B"], str(outi))]
    # Neither somebody else's nor an older one takes the new content.
    save_agenda(meeting=meeting, rows=rows("C"), by=leena, own=1)
    save_agenda(meeting=meeting, rows=rows("D"), by=outi, own=1)
    assert [titles for _number, titles, _who in kept(meeting)] == [[], ["A", "B"], ["C"], ["D"]]


def test_what_was_written_elsewhere_is_kept_as_nobodys(meeting: Meeting, outi: Member) -> None:
    save_agenda(meeting=meeting, rows=rows("A"), by=outi)
    base = base_of(meeting, Part.AGENDA)
    factories.make_agenda_item(meeting, "Muualta", 5)
    with pytest.raises(Stale) as stale:
        save_agenda(meeting=meeting, rows=rows("B"), by=outi, base=base)
    assert stale.value.revision is None
    save_agenda(meeting=meeting, rows=rows("B"), by=outi, base=stale.value.mark)
    assert kept(meeting)[2][2] == ""
    assert [number for number, _titles, _who in kept(meeting)] == [0, 1, 2, 3]


def test_a_refused_save_leaves_no_revision(meeting: Meeting) -> None:
    with pytest.raises(ValidationError):
        save_agenda(meeting=meeting, rows=rows("A", ""))
    assert newest(meeting, Part.AGENDA) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_refused(meeting: Meeting, outi: Member, leena: Member) -> None:
    base = base_of(meeting, Part.AGENDA)
    outcomes = at_once(
        lambda: save_agenda(meeting=meeting, rows=rows("Outin"), by=outi, base=base),
        lambda: save_agenda(meeting=meeting, rows=rows("Leenan"), by=leena, base=base),
        refusals=(Stale,),
    )
    assert outcomes == ["Stale", "done"]
    assert [number for number, _titles, _who in kept(meeting)] == [0, 1]
    assert meeting.agenda_items.count() == 1


def test_what_was_replaced_over_a_year_ago_goes_and_what_stands_stays(
    meeting: Meeting, outi: Member
) -> None:
    """The agenda of long ago that was changed lately can still be brought back."""
    now = timezone.now()
    for days, title in ((900, "Vanhin"), (400, "Vanha"), (10, "Uusi")):
        save_agenda(meeting=meeting, rows=rows(title), by=outi)
        Revision.objects.filter(number=newest_number(meeting)).update(
            saved_at=now - dt.timedelta(days=days)
        )
    assert purge_revisions(now=now) == 2
    assert [titles for _number, titles, _who in kept(meeting)] == [["Vanha"], ["Uusi"]]
    assert purge_revisions(now=now + dt.timedelta(days=354)) == 0
    assert purge_revisions(now=now + dt.timedelta(days=356)) == 1
    assert purge_revisions(now=now + dt.timedelta(days=9999)) == 0
    save_agenda(meeting=meeting, rows=rows("Uusin"), by=outi)
    assert kept(meeting) == [(3, ["Uusi"], str(outi)), (4, ["Uusin"], str(outi))]


def test_each_meeting_and_part_keeps_its_own_newest(meeting: Meeting, outi: Member) -> None:
    other = factories.make_meeting(meeting.season, days=50)
    for one in (meeting, other):
        save_agenda(meeting=one, rows=rows("Uusi"), by=outi)
    Revision.objects.filter(meeting=other).update(part=Part.MATERIALS)
    assert purge_revisions(now=timezone.now() + dt.timedelta(days=366)) == 2
    assert {(one.meeting, one.number) for one in Revision.objects.all()} == {
        (meeting, 1),
        (other, 1),
    }
