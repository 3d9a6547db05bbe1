"""Pages for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What this is and the way in; somebody who is signed in goes to their own page."""
    if request.user.is_authenticated:
        return redirect("home:my-page")
    return render(request, "home/index.html", {"is_demo": settings.DEMO})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the Act on the Provision of Digital Services (306/2019) asks for."""
    return render(request, "home/accessibility.html", _owner())


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice (GDPR articles 13 and 14) with the service's own facts."""
    return render(request, "home/privacy.html", _owner())


def _owner() -> dict[str, str]:
    return {"owner": settings.SERVICE_OWNER, "contact": settings.CONTACT_EMAIL}
