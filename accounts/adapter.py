"""How allauth behaves here: nobody signs up by themselves, letters go through the outbox, codes have six digits."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from outbox.services import send_account_letter

CODE_LENGTH = 6


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("The code is not right. Check it in the newest letter."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes and try again."),
        "rate_limited": _("Too many tries. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people come in by invitation."""
        return False

    def generate_login_code(self) -> str:
        """Six digits, which a phone offers to fill in; ten minutes and five tries bound the guessing."""
        return f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the letter to the outbox, in the person's language, where it leaves outside the request.

        So a page takes as long for an address that nobody has, to which nothing is sent.
        """
        language = (
            User.objects.filter(email=email.lower()).values_list("language", flat=True).first()
        )
        words = {key: value for key, value in context.items() if key not in ("request", "user")}
        send_account_letter(
            prefix=template_prefix,
            to_email=email,
            language=language or get_language() or "fi",
            context=words,
        )

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: pages tell what happened themselves, and no page writes when it is read."""
