"""The one page that belongs to no app: is the process alive."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks neither the database nor Redis, so it stays true when they fail."""
    return JsonResponse({"status": "ok"})
