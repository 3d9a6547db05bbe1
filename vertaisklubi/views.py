"""Pages for machines that belong to no app: is the process alive, and are the parts that it leans on."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vertaisklubi.ready import look


@login_not_required
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks neither the database nor Redis, so it stays true when they fail."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether database, broker, mail server and outbox work (200), or which does not (503). Names nobody."""
    report = look(now=timezone.now())
    answer = {"status": "failing" if report.failing else "ok", "failing": report.failing}
    return JsonResponse({**answer, **asdict(report)}, status=503 if report.failing else 200)
