"""A club's people, for its facilitators: paste, see, correct, take out."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from clubs import services
from clubs.access import facilitated_club_for
from clubs.forms import PeopleFileForm, PeopleForm
from clubs.http import Request, user_of
from clubs.models import Club
from clubs.people_csv import write_people
from clubs.people_rows import Judgement, judge, people_of
from ui.forms import add_service_error
from ui.http import redirect_done

MOST_DOUBLES = 3


@require_safe
def people(request: Request, club: UUID) -> HttpResponse:
    """Everybody of the club, and the box to add more."""
    return _page(request, facilitated_club_for(request.visitor, club), PeopleForm())


@require_POST
def people_preview(request: Request, club: UUID) -> HttpResponse:
    """Say what would become of each pasted line; nothing is saved."""
    previewed = facilitated_club_for(request.visitor, club)
    judgement = judge(previewed, request.POST.get("text", ""))
    if request.htmx:
        context = {"judgement": judgement, "club": previewed}
        response = render(request, "clubs/_people_preview.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response
    return _page(request, previewed, PeopleForm(request.POST), judgement)


@require_POST
def people_add(request: Request, club: UUID) -> HttpResponse:
    """Save the good lines; the wrong ones stay in the box with their reasons."""
    grown = facilitated_club_for(request.visitor, club)
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return _page(request, grown, form)
    judgement = judge(grown, form.cleaned_data["text"])
    try:
        added = services.add_people(club=grown, people=judgement.people)
    except ValidationError as error:
        add_service_error(form, error)
        return _page(request, grown, form, judgement)
    if not judgement.wrong:
        notice = "people-added" if added else "people-there"
        return redirect_done(request, "clubs:people", notice, grown.pk)
    rest = PeopleForm(initial={"text": judgement.rest})
    return _page(request, grown, rest, judgement.left, added=len(added), is_rest=True)


def _page(
    request: Request,
    club: Club,
    form: PeopleForm,
    judgement: Judgement | None = None,
    *,
    added: int = 0,
    is_rest: bool = False,
    file_form: PeopleFileForm | None = None,
) -> HttpResponse:
    people = people_of(club)
    is_refused = bool(form.errors or (file_form and file_form.errors))
    context = {
        "club": club,
        "form": form,
        "file_form": file_form or PeopleFileForm(),
        "is_refused": is_refused,
        "rows": people.rows,
        "left": people.left,
        "doubles": people.doubles[:MOST_DOUBLES],
        "judgement": judgement,
        "added": added,
        "is_rest": is_rest,
        # Lines that were asked to be looked at, and are not in the club yet.
        "is_seen": bool(judgement and judgement.lines) and not is_rest and not is_refused,
        # Whoever is adding people finds the box first.
        "is_adding": len(people.rows) == 1 or judgement is not None or is_refused,
        "needs_season": not club.seasons.exists(),
    }
    return render(request, "clubs/people.html", context, status=400 if is_refused else 200)


@require_POST
def people_file(request: Request, club: UUID) -> HttpResponse:
    """Put what a file says into the box, with what would become of each line; nothing is saved."""
    grown = facilitated_club_for(request.visitor, club)
    form = PeopleFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, grown, PeopleForm(), file_form=form)
    text = form.cleaned_data["file"]
    return _page(request, grown, PeopleForm(initial={"text": text}), judge(grown, text))


@require_POST
def people_export(request: Request, club: UUID) -> HttpResponse:
    """The club's people as a CSV file that this page can read again; noted in the audit log."""
    exported = facilitated_club_for(request.visitor, club)
    content = write_people(people_of(exported).rows)
    services.record_export(club=exported, what="people", by=user_of(request))
    name = f"{slugify(exported.name) or 'club'}-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
