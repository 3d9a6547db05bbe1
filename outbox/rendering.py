"""A letter's words: three templates, one language, no escaping in what is not HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import Error
from django.template import Context, Engine, TemplateDoesNotExist
from django.utils import translation

from outbox.models import Reason

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Rendered:
    """A letter's subject on one line, its text part and its HTML part."""

    subject: str
    text: str
    html: str


def render_letter(name: str, context: Mapping[str, Any], *, language: str) -> Rendered:
    """Render `templates/emails/<name>.subject.txt`, `.txt` and `.html` in `language`.

    `name` is `<app>/<letter>`. The templates see `context` and `base_url`. Raises TemplateDoesNotExist, and ValidationError
    (code `fault`) where a template raises anything: a mistake fails the click, is said there, and what was typed stays.
    """
    return finished(render_raw(name, context, language=language))


def render_raw(name: str, context: Mapping[str, Any], *, language: str) -> Rendered:
    """The three parts as the templates leave them, before `finished`."""
    with translation.override(language):
        values = {"base_url": settings.BASE_URL, "language": language, **context}
        try:
            return Rendered(
                subject=_render(f"emails/{name}.subject.txt", values, autoescape=False),
                text=_render(f"emails/{name}.txt", values, autoescape=False),
                html=_render(f"emails/{name}.html", values, autoescape=True),
            )
        except (TemplateDoesNotExist, Error):
            raise
        except Exception as error:
            _log.exception("outbox.letter_faulty", letter=name)
            raise ValidationError(Reason.FAULT.label, code="fault") from error


def finished(raw: Rendered) -> Rendered:
    """The parts without what template tags leave behind: the subject on one line, no heaps of empty lines."""
    return Rendered(
        subject=" ".join(raw.subject.split()),
        text=_tidy(raw.text),
        html=raw.html.strip() + "\n",
    )


def render_account_letter(prefix: str, context: Mapping[str, Any], *, language: str) -> Rendered:
    """Render a letter that allauth names by a template prefix such as `account/email/login_code`.

    Ours is `templates/emails/account/<name>`; a letter that we have no words for gets allauth's text in our shell.
    """
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    values = {**context, "minutes": minutes}
    try:
        return render_letter(f"account/{prefix.rpartition('/')[2]}", values, language=language)
    except TemplateDoesNotExist:
        with translation.override(language):
            values["subject"] = _render(f"{prefix}_subject.txt", values, autoescape=False).strip()
            values["message"] = _tidy(_render(f"{prefix}_message.txt", values, autoescape=False))
        values["paragraphs"] = values["message"].strip().split("\n\n")
        return render_letter("account/other", values, language=language)


def _render(path: str, values: dict[str, Any], *, autoescape: bool) -> str:
    return Engine.get_default().get_template(path).render(Context(values, autoescape=autoescape))


def _tidy(text: str) -> str:
    """Template tags leave empty lines behind: at most one in a row stays, and none at the ends."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip() + "\n"
