"""One's own settings and the language switch. Signing in and out are allauth's views in our templates."""

from typing import Literal

from django.conf import settings as site_settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms import LanguageForm, SettingsForm
from accounts.models import User
from ui.http import HttpResponseSeeOther, posted_next, redirect_done

SAME_SITE: Literal["Lax"] = "Lax"


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """One's own name and language."""
    user = request.user
    assert isinstance(user, User)
    initial = {name: getattr(user, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.edit_profile(user=user, **form.cleaned_data)
        response = redirect_done(request, "accounts:settings", "saved")
        return _remember(response, user.language)
    return render(request, "accounts/settings.html", {"form": form, "email": user.email})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, for a signed-in person for good, and go back to the page they came from."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        raise BadRequest("unknown language")
    chosen = form.cleaned_data["language"]
    if isinstance(request.user, User):
        services.set_language(user=request.user, language=chosen)
    return _remember(HttpResponseSeeOther(posted_next(request, "/")), chosen)


def _remember(response: HttpResponse, chosen: str) -> HttpResponse:
    """Keep the language in this browser too, for pages read before signing in."""
    response.set_cookie(
        site_settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=site_settings.LANGUAGE_COOKIE_AGE,
        path=site_settings.LANGUAGE_COOKIE_PATH,
        secure=site_settings.LANGUAGE_COOKIE_SECURE,
        httponly=site_settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=SAME_SITE,
    )
    return response
