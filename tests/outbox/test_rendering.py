"""The shell of all letters: three parts, one language, nothing from elsewhere."""

import re

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation

from outbox.rendering import render_account_letter, render_letter
from outbox.templatetags.mail import STYLES


def test_each_part_is_escaped_as_it_must_be() -> None:
    words = render_account_letter("account/email/login_code", {"code": "<A&B>"}, language="en")
    assert "<A&B>" in words.text.splitlines()
    assert "&lt;A&amp;B&gt;" in words.html
    assert "<A&B>" not in words.html


def test_a_letter_that_is_not_there_is_named() -> None:
    with pytest.raises(TemplateDoesNotExist, match=re.escape("emails/nobody/nothing.subject.txt")):
        render_letter("nobody/nothing", {}, language="fi")


def test_the_readers_language_is_not_the_callers() -> None:
    with translation.override("en"):
        words = render_account_letter("account/email/login_code", {"code": "X"}, language="fi")
        assert translation.get_language() == "en"
    assert '<html lang="fi">' in words.html
    assert words.subject == "Kirjautumiskoodi: Vertaisklubi"


def test_the_shell_holds_club_title_reason_and_links() -> None:
    with translation.override("en"):
        context = {
            "club_name": "Esihenkilöiden vertaisklubi", "heading": "Luotsimalli", "preheader": "ti 11.10.",
            "base_url": "https://klubi.example", "language": "en",
        }  # fmt: skip
        html = render_to_string("emails/base.html", context)
        text = render_to_string("emails/base.txt", context)
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Luotsimalli"]
    reason = (
        "You got this letter because you are a member of the club “Esihenkilöiden vertaisklubi”."
    )
    links = [f"https://klubi.example/{page}/" for page in ("settings", "privacy", "accessibility")]
    assert re.findall(r'href="([^"]+)"', html) == links
    assert re.findall(r"https?://\S+", text) == links
    assert reason in html
    assert reason in text


def test_no_letter_asks_another_host_for_anything() -> None:
    words = render_account_letter("account/email/login_code", {"code": "X"}, language="fi")
    assert re.findall(r"(?:src|background|url\(|@import)[=\"(]", words.html) == []
    assert re.findall(r"<(img|script|link|iframe)\b", words.html) == []


def test_a_letter_stays_small() -> None:
    words = render_account_letter("account/email/login_code", {"code": "X"}, language="fi")
    assert len(words.html.encode()) < 12_000


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, 1.4.3)."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("#25211D", "#FFFFFF"), ("#5A5149", "#FFFFFF"), ("#5A5149", "#FBF7F0"), ("#46397A", "#FBF7F0"),
        ("#FFFFFF", "#46397A"), ("#F2B75C", "#30265A"), ("#FFFFFF", "#30265A"), ("#25211D", "#FDF0D8"),
        ("#F4EEE6", "#242028"), ("#BDB2A6", "#242028"), ("#BDB2A6", "#1A171C"), ("#C3B8F5", "#1A171C"),
        ("#1A171C", "#C3B8F5"), ("#F2B75C", "#2B2347"), ("#F4EEE6", "#3D2E17"),
    ],
)  # fmt: skip
def test_words_can_be_read_in_light_and_dark(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= 4.5
    shell = render_to_string("emails/base.html", {}) + "".join(STYLES.values())
    assert ink in shell
    assert paper in shell
