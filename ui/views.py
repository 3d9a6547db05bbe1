"""The style guide."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ui import samples


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for review and for accessibility tests; only in the demo and while developing."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    return render(request, "ui/styleguide.html", samples.context())
