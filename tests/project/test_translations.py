"""Every string of the product is in Finnish, Swedish and English, compiled and committed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.needs import ROOT
from tests.project.source import APPS, HOUSE

LANGUAGES = ["fi", "sv", "en"]
PLACE = re.compile(r"%\((\w+)\)[sd]|{(\w*)}")


def catalogue(language: str, root: Path = ROOT) -> polib.POFile:
    """Return the catalogue of a language."""
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry | polib.MOEntry) -> tuple[str, str, str]:
    """Return what tells two messages apart."""
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated_or_unsure(language: str) -> None:
    po = catalogue(language)

    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po if entry.fuzzy or entry.obsolete] == []


def test_all_languages_hold_the_same_messages() -> None:
    finnish, swedish, english = ({key(entry) for entry in catalogue(code)} for code in LANGUAGES)

    assert finnish == swedish == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language: str) -> None:
    """What the code fills in has its place in every translation, and nothing else is asked for."""
    wrong = []
    for entry in catalogue(language):
        asked = set(PLACE.findall(entry.msgid + entry.msgid_plural))
        given = (
            {0: entry.msgstr, **entry.msgstr_plural} if entry.msgid_plural else {0: entry.msgstr}
        )
        for text in given.values():
            found = set(PLACE.findall(text))
            if found - asked or (not entry.msgid_plural and found != asked):
                wrong.append(entry.msgid)

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_committed_one(language: str) -> None:
    folder = ROOT / "locale" / language / "LC_MESSAGES"
    compiled = {
        key(entry): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.mofile(str(folder / "django.mo"))
    }
    written = {key(entry): (entry.msgstr, entry.msgstr_plural) for entry in catalogue(language)}

    assert compiled == written


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs gettext, which CI has")
def test_every_string_of_the_code_is_in_the_catalogue(tmp_path: Path) -> None:
    for name in [*APPS, HOUSE, "templates", "locale"]:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "fi",
        "--no-obsolete",
        "-e",
        "html,txt,py",
    ]
    subprocess.run(
        command, cwd=tmp_path, check=True, capture_output=True, env={"PATH": "/usr/bin:/bin"}
    )

    in_code = {key(entry) for entry in catalogue("fi", tmp_path)}

    assert in_code == {key(entry) for entry in catalogue("fi")}
