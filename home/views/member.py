"""Pages of a member: my page and the club page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from boards.bank import ideas_of
from boards.models import Memo
from clubs.access import club_for, may_open_clubs, stand
from clubs.http import Request
from clubs.models import Member
from home import mypage
from home.clubpage import path_items
from meetings.access import member_of
from meetings.path import current_season, season_path
from meetings.polls_shown import open_polls
from meetings.seats import seats_of
from meetings.shown import next_duty, reading_of

MEMOS_SHOWN = 5


@require_safe
def my_page(request: Request) -> HttpResponse:
    """A person's own page in one of their clubs (``?club=``); a facilitator's is the next steps."""
    memberships = list(
        Member.objects.active()
        .filter(user=request.visitor.user)
        .select_related("club", "user")
        .order_by("-role", "created_at")
    )
    wanted = request.GET.get("club", "")
    chosen = [one for one in memberships if str(one.club_id) == wanted] or memberships
    if not chosen:
        may_open = may_open_clubs(request.visitor)
        return render(request, "home/no_club.html", {"may_open_clubs": may_open})
    member = chosen[0]
    if member.is_facilitator:
        return redirect("home:next-steps", club=member.club_id)
    stand(request.visitor, member, member.club)
    now = timezone.now()
    seat = mypage.next_seat(member, now)
    context = {
        "member": member,
        "club": member.club,
        "others": [one for one in memberships if one.pk != member.pk],
        "seat": seat,
        "meeting": seat.meeting if seat else None,
        "called_off": mypage.called_off(member, now),
        "days_left": seat.meeting.days_until(now) if seat else None,
        "is_on": seat is not None and seat.meeting.starts_at <= now,
        "seats": seats_of(seat.meeting, member) if seat else None,
        "reading": reading_of(seat.meeting, member) if seat else None,
        "agreed_things": mypage.agreed_things(member),
        "duty": next_duty(member, after=now),
        "last_memo": mypage.last_memo(member),
        "surveys": mypage.open_surveys(member, now),
        "polls": open_polls(member, now),
    }
    return render(request, "home/my_page.html", context)


@require_safe
def club(request: Request, club: UUID) -> HttpResponse:
    """The club: its season as a path, its people, memos and ideas."""
    found = club_for(request.visitor, club)
    member = request.visitor.member
    season = current_season(found)
    path = season_path(season, member) if season else None
    memos = (
        Memo.objects.filter(meeting__season__club=found, sent_at__isnull=False)
        .select_related("meeting__season")
        .order_by("-meeting__starts_at")
    )
    memo_ids = set(memos.values_list("meeting_id", flat=True))
    people = list(found.members.active())
    context = {
        "club": found,
        "member": member,
        "is_facilitator": request.visitor.is_facilitator,
        "season": season,
        "path": path,
        "path_items": path_items(path, memo_ids) if path else [],
        "members": [one for one in people if not one.is_facilitator],
        "facilitators": [one for one in people if one.is_facilitator],
        "memos": memos[:MEMOS_SHOWN],
        "memo_count": len(memo_ids),
        "ideas": mypage.idea_counts(found),
        "newest_idea": ideas_of(found).first(),
        "polls": open_polls(member_of(request.visitor), timezone.now()),
    }
    return render(request, "home/club.html", context)
