"""A letter's words: three templates, one language, no escaping in what is not HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation


@dataclass(frozen=True)
class Rendering:
    """A letter's subject on one line, its text part and its HTML part."""

    subject: str
    text: str
    html: str


def render_letter(name: str, context: Mapping[str, Any], *, language: str) -> Rendering:
    """Render `templates/emails/<name>.subject.txt`, `.txt` and `.html` in `language`.

    `name` is `<app>/<letter>`. The templates see `context` and `base_url`. Raises TemplateDoesNotExist or what a faulty
    template raises, so that a mistake fails the click and not the worker.
    """
    with translation.override(language):
        values = {"base_url": settings.BASE_URL, "language": language, **context}
        return Rendering(
            subject=" ".join(_render(f"emails/{name}.subject.txt", values, autoescape=False).split()),
            text=_tidy(_render(f"emails/{name}.txt", values, autoescape=False)),
            html=_render(f"emails/{name}.html", values, autoescape=True).strip() + "\n",
        )


def _render(path: str, values: dict[str, Any], *, autoescape: bool) -> str:
    template = get_template(path).template  # type: ignore[attr-defined]  # the Django backend's, which all ours are
    rendered: str = template.render(Context(values, autoescape=autoescape))
    return rendered


def _tidy(text: str) -> str:
    """Template tags leave empty lines behind: at most one in a row stays, and none at the ends."""
    lines: list[str] = []
    for line in (line.rstrip() for line in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip() + "\n"
