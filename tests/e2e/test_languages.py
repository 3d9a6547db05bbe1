"""Each page speaks one language: nothing of the two others is left on it, and <html lang> says which one it is.

What people wrote stays as they wrote it; the tests' people write words that no page of ours uses.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import polib
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import User
from clubs.models import Member
from feedback.models import Question
from meetings.models import AgendaItem
from tests.needs import ROOT
from tests.project.world import World, all_patterns, make_world, taken_back

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LANGUAGES = ["fi", "sv", "en"]
READERS = ["anonymous", "link", "member", "host", "facilitator", "nobody"]
SHOWN = ("aria-label", "placeholder", "title", "alt")
PLACE = re.compile(r"%\(\w+\)[sd]|{\w*}")
# Fewer letters than this between the places of a sentence would be found in anything.
ENOUGH_LETTERS = 8


class Words(HTMLParser):
    """Gathers what a page says, but for parts that say themselves that they are in another language."""

    SILENT = {"script", "style"}
    VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "use"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language = ""
        self.said: set[str] = set()
        self._open: list[tuple[str, bool]] = []
        self.feed(text)

    @property
    def _is_heard(self) -> bool:
        return all(is_heard for _tag, is_heard in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        is_heard = tag not in self.SILENT and given.get("lang", self.language) == self.language
        if self._is_heard and is_heard:
            self.said |= {" ".join(given[name].split()) for name in SHOWN if name in given}
        if tag not in self.VOID:
            self._open.append((tag, is_heard))

    def handle_endtag(self, tag: str) -> None:
        if any(opened == tag for opened, _is_heard in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._is_heard and data.strip():
            self.said.add(" ".join(data.split()))


class Catalogue:
    """Tells whether a text is one of the product's own sentences in another language than the page's."""

    def __init__(self, language: str) -> None:
        own = sentences(language)
        foreign = set().union(*(sentences(code) for code in LANGUAGES if code != language)) - own
        self.whole = {text for text in foreign if not PLACE.search(text)}
        self.filled = [
            re.compile(".+".join(re.escape(part) for part in PLACE.split(text)) + "$")
            for text in foreign - self.whole
            if len(PLACE.sub("", text)) >= ENOUGH_LETTERS
        ]
        self.own_filled = [
            re.compile(".+".join(re.escape(part) for part in PLACE.split(text)) + "$")
            for text in own
            if PLACE.search(text)
        ]

    def is_foreign(self, text: str) -> bool:
        """Say whether the text is of another language and could not be of the page's."""
        if text in self.whole:
            return True
        is_other = any(pattern.match(text) for pattern in self.filled)
        return is_other and not any(pattern.match(text) for pattern in self.own_filled)


def sentences(language: str) -> set[str]:
    """Return all that the product says in a language, with one space between words."""
    found: set[str] = set()
    for entry in polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")):
        forms = [entry.msgstr, *entry.msgstr_plural.values()]
        found.update(" ".join(form.replace("%%", "%").split()) for form in forms if form)
    return found


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A furnished club whose people wrote nothing that a page could say by itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        AgendaItem.objects.update(title="Kahvia ja korvapuusti")
        Question.objects.update(text="Maistuiko pulla?")
        yield world
        transaction.set_rollback(True)


def readers(world: World, language: str) -> dict[str, Client]:
    """Return a browser for each reader; everybody has chosen the language."""
    User.objects.update(language=language)
    Member.objects.update(language=language)
    clients = {reader: world.client(reader) for reader in READERS}
    for client in clients.values():
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return clients


def pages(world: World, clients: dict[str, Client]) -> Iterator[tuple[str, Words]]:
    """Yield every whole page that a reader is shown, error pages among them, and what it says."""
    paths = {name: world.address(name) for name in sorted(all_patterns())}
    for name, path in {**paths, "404": "/tyhjyys/"}.items():
        for reader, client in clients.items():
            response = client.get(path)
            is_html = response.get("Content-Type", "").startswith("text/html")
            if is_html and b"<html" in response.content:
                yield f"{name} ({reader})", Words(response.content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_speaks_one_language(world: World, language: str) -> None:
    catalogue = Catalogue(language)
    wrong: dict[str, set[str]] = {}
    where: dict[str, str] = {}
    with taken_back():
        for page, words in pages(world, readers(world, language)):
            if words.language != language:
                wrong.setdefault(page, set()).add(f"lang={words.language}")
            for text in words.said:
                where.setdefault(text, page)
    for text, page in where.items():
        if catalogue.is_foreign(text):
            wrong.setdefault(page, set()).add(text)

    assert len(where) > 500
    assert not wrong, "\n".join(f"{page}: {sorted(texts)}" for page, texts in wrong.items())


def test_the_ear_is_awake() -> None:
    """English and Finnish sentences, plain and filled in, are heard on a Swedish page; its own are not."""
    finnish, english = sentences("fi"), sentences("en")
    swedish = Catalogue("sv")

    assert {"Oma sivu", "Siirry sisältöön"} <= finnish
    assert "My page" in english
    assert all(swedish.is_foreign(text) for text in ("Oma sivu", "My page"))
    assert not any(swedish.is_foreign(text) for text in sentences("sv") if not PLACE.search(text))
