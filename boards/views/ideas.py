"""The idea bank of a club."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.bank import ideas_of
from boards.forms import SearchForm
from clubs.access import club_for
from clubs.http import Request

PAGE = 30


@require_safe
def ideas(request: Request, club: uuid.UUID) -> HttpResponse:
    """All ideas of the club's boards: where each was raised, who supports it, what became of it."""
    place = club_for(request.visitor, club)
    form = SearchForm(request.GET)
    word = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(ideas_of(place, word), PAGE).get_page(request.GET.get("page"))
    context = {"club": place, "form": form, "word": word, "page": page}
    return render(request, "boards/ideas.html", context)
