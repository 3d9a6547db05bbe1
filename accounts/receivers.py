"""What happens when allauth or Django tell of somebody signing in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts.models import User
from audit.services import record


@receiver(user_logged_in, dispatch_uid="accounts.sign_in_recorded")
def record_sign_in(*, user: User, **_: Any) -> None:
    """Leave a line in the audit log."""
    record(actor=str(user.pk), action="accounts.signed_in")
