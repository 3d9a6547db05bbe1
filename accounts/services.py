"""The verbs of accounts: open one, change one's own name, language and feed."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import registry
from accounts.models import User
from audit.services import record


@transaction.atomic
def open_account(
    *,
    email: str,
    first_name: str,
    last_name: str,
    language: str = "fi",
    may_open_clubs: bool = False,
) -> User:
    """A person who signs in by a code sent to ``email``, which must be theirs: it is marked as verified.

    Raises ``ValidationError`` when the address already has an account or a field is wrong.
    """
    user = User.objects.create_user(
        email,
        first_name=first_name,
        last_name=last_name,
        language=language,
        may_open_clubs=may_open_clubs,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def edit_profile(*, user: User, first_name: str, last_name: str, language: str) -> User:
    """Change a person's name and language, in their clubs too. Raises ``ValidationError``."""
    user.first_name, user.last_name, user.language = first_name, last_name, language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["first_name", "last_name", "language"])
    for _name, part in registry.parts():
        if part.rename is not None:
            part.rename(user)
    return user


@transaction.atomic
def set_language(*, user: User, language: str) -> User:
    """Change the language of a person's pages and letters. Raises ``ValidationError`` for an unknown one."""
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["language"])
    return user


@transaction.atomic
def set_rights(
    *, user: User, may_open_clubs: bool, is_active: bool, is_staff: bool, by: User
) -> User:
    """Change what an account may do on the site. An account that is not active signs in no more, nor is its feed served.

    What changes is noted in the log. Raises ``ValidationError`` for one who would take the site from themselves.
    """
    if user.pk == by.pk and not (is_active and is_staff):
        raise ValidationError(
            _("You cannot take this from yourself. Ask another site admin to do it."),
            code="own_rights",
        )
    old = User.objects.get(pk=user.pk)
    new = {"may_open_clubs": may_open_clubs, "is_active": is_active, "is_staff": is_staff}
    changed = [name for name, value in new.items() if getattr(old, name) != value]
    user.may_open_clubs, user.is_active, user.is_staff = may_open_clubs, is_active, is_staff
    # Django's own mark of whoever was made by `createsuperuser`; it gives no right without the other one.
    user.is_superuser = old.is_superuser and is_staff
    user.save(update_fields=[*new, "is_superuser"])
    if changed:
        said = ", ".join(f"{name}={'yes' if new[name] else 'no'}" for name in changed)
        record(actor=str(by.pk), action="accounts.rights_changed", object=str(user.pk), detail=said)
    return user


@transaction.atomic
def renew_feed(*, user: User, by: User | None = None) -> User:
    """End the address of a person's calendar feed, so that only the next one works. ``by`` when it was not the person."""
    User.objects.filter(pk=user.pk).update(feed_generation=F("feed_generation") + 1)
    user.refresh_from_db(fields=["feed_generation"])
    record(
        actor=str((by or user).pk),
        action="accounts.feed_renewed",
        object=str(user.pk) if by else "",
    )
    return user


def export_data(*, user: User) -> dict[str, Any]:
    """Everything that the site keeps of a person, by app, ready for JSON."""
    data: dict[str, Any] = {
        "account": {
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "language": user.language,
            "created_at": user.created_at.isoformat(),
        }
    }
    for name, part in registry.parts():
        if part.export is not None:
            data[name] = part.export(user)
    return data
