"""The style guide shows every component; sprite, styles and templates fit together."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
# Pages' templates; letters carry styles of their own, and the admin's page wears Django's.
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if "emails" not in path.parts and not path.name.startswith("admin_")
)
SPRITE = (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")
STYLES = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static/css").glob("*.css"))
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))


@pytest.mark.django_db
def test_the_guide_is_for_the_demo_and_for_developing(client: Client, settings: Settings) -> None:
    settings.DEBUG, settings.DEMO = False, False
    assert client.get("/styleguide/").status_code == 404
    settings.DEMO = True
    assert client.get("/styleguide/").status_code == 200


@pytest.mark.django_db
def test_the_guide_shows_every_component_and_every_icon(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    page = client.get("/styleguide/").content.decode()
    for part in ("hero", "ring", "path", "strip", "abar", "progress", "chart", "facts", "pill"):
        assert f'class="{part}' in page, part
    for part in (
        "callout",
        "undo",
        "tasks",
        "rows",
        "tbl",
        "empty",
        "field",
        "scale",
        "seg",
        "note",
    ):
        assert f'class="{part}' in page, part
    assert {name for name in SYMBOLS if f"icons.svg#{name}" not in page} == set()


@pytest.mark.django_db
def test_the_summary_of_errors_takes_the_focus_and_links_to_the_fields(
    client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    page = client.get("/styleguide/").content.decode()
    summary = page[page.index('class="callout callout--err errors"') :]
    assert summary[:120].count("autofocus") == 1
    targets = re.findall(r'<a href="#(id_\w+)">', summary)
    assert targets == [
        "id_day",
        "id_starts",
        "id_place",
        "id_section",
        "id_useful_0",
        "id_kind_0",
        "id_language_0",
    ]
    assert [target for target in targets if f'id="{target}"' not in page] == []


def icons_in_templates() -> Iterator[tuple[str, str]]:
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r'{%-?\s*icon "([\w-]+)"|icon_name="([\w-]+)"', text):
            yield str(path.relative_to(ROOT)), "".join(name)


def icons_in_code() -> Iterator[tuple[str, str]]:
    for app in ("accounts", "boards", "clubs", "feedback", "home", "meetings", "ui"):
        for path in (ROOT / app).rglob("*.py"):
            for name in re.findall(
                r'"?icon"?\s*[=:]\s*"([\w-]+)"', path.read_text(encoding="utf-8")
            ):
                yield str(path.relative_to(ROOT)), name


def test_every_icon_that_is_asked_for_is_in_the_sprite() -> None:
    asked = [*icons_in_templates(), *icons_in_code()]
    assert asked
    assert [place for place in asked if place[1] not in SYMBOLS] == []


def test_icons_take_their_colour_from_the_text() -> None:
    assert re.findall(r'(?:fill|stroke)="(?!none)[^"]*"|style=', SPRITE) == []


def classes_in(text: str) -> set[str]:
    """Classes that stand in a template as they are; a name that a variable completes is left out."""
    bare = re.sub(r"{{.*?}}", "\0", re.sub(r"{%.*?%}|{#.*?#}", " ", text))
    values = " ".join(re.findall(r'\bclass="([^"]*)"', bare))
    return {word for word in values.split() if "\0" not in word}


def test_every_class_of_a_template_is_in_the_styles() -> None:
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", STYLES))
    unknown = {
        (str(path.relative_to(TEMPLATES)), name)
        for path in PAGES
        for name in classes_in(path.read_text(encoding="utf-8")) - styled
    }
    assert sorted(unknown) == []


def test_styles_fetch_nothing() -> None:
    assert re.findall(r"url\(|@import", STYLES) == []
