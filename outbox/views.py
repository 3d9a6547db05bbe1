"""Letters that a mail provider hands in."""

import base64
import binascii
import json
import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from outbox.inbound.intake import take_in
from outbox.inbound.parts import LETTER_MAX

# A letter in base64 and a little around it.
BODY_MAX = LETTER_MAX * 3 // 2
# Under these names providers put the whole letter: our own word, Postmark, SendGrid, Mailgun, Amazon.
RAW_NAMES = ("raw", "RawEmail", "email", "body-mime", "content")
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")


@csrf_exempt
@login_not_required
def inbound(request: HttpRequest, secret: str) -> HttpResponse:
    """Take in one letter: the body is the letter itself (message/rfc822), or JSON that holds it.

    The secret in the address is the provider's key. A refused letter is answered with 200 and the reason, since handing it
    in again would change nothing; 503 while the database is away.
    """
    expected = settings.INBOUND_WEBHOOK_SECRET
    if not expected or not constant_time_compare(secret, expected):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    body = request.read(BODY_MAX + 1)
    if len(body) > BODY_MAX:
        return JsonResponse({"verdict": "refused", "reason": "too_large"}, status=413)
    raw = _letter(body, request.content_type or "")
    if not raw:
        return JsonResponse({"verdict": "refused", "reason": "no_letter"}, status=400)
    outcome = take_in(raw, now=timezone.now())
    return JsonResponse({"verdict": outcome.verdict, "reason": outcome.reason})


def _letter(body: bytes, content_type: str) -> bytes:
    """The letter that was handed in, empty where there is none."""
    if content_type != "application/json":
        return body
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        return b""
    if not isinstance(fields, dict):
        return b""
    text = next((fields[name] for name in RAW_NAMES if isinstance(fields.get(name), str)), "")
    return _bytes_of(text)


def _bytes_of(text: str) -> bytes:
    """A letter written as text or in base64; a letter itself has a colon on its first line."""
    if BASE64.fullmatch(text):
        try:
            return base64.b64decode(text)
        except binascii.Error:
            return b""
    return text.encode("utf-8", "surrogatepass")
