"""A letter filled in from a stencil is the letter that would have been written for that person alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from outbox import stencils
from outbox.rendering import Rendered, render_letter
from outbox.stencils import CLOSING, OPENING, Stencils
from tests.project.lettercase import Case

LANGUAGES = ["fi", "sv", "en"]
HOSTILE = [
    "<b>Aino</b>",
    '"Aino" O\'Neil & Co.',
    "%(answer)s {{ answer }} %s 100 %",
    "  Aino  ",
    "Aino\nBcc: kaikki@example.org",
    "\ue000first_name\ue001",
    f"{OPENING}choices_url{CLOSING}",
    "",
]
WRITTEN_FOR_MANY = {
    "meetings/invitation", "meetings/reminder", "meetings/soon", "meetings/changed", "meetings/cancelled",
    "meetings/uninvited", "meetings/season", "meetings/poll", "boards/memo", "feedback/request",
}  # fmt: skip


@pytest.mark.parametrize("first_name", HOSTILE, ids=range(len(HOSTILE)))
def test_every_letter_is_the_one_written_alone(
    db: None, monkeypatch: pytest.MonkeyPatch, first_name: str
) -> None:
    filled_from_a_stencil = Stencils.render
    seen: set[str] = set()

    def both(
        self: Stencils, name: str, see: Any, *, own: Mapping[str, str], language: str
    ) -> Rendered:
        filled = filled_from_a_stencil(self, name, see, own=own, language=language)
        with stencils.translation.override(language):
            alone = see(own)
        assert filled == render_letter(name, alone, language=language)
        assert own["first_name"] == first_name
        seen.add(name)
        return filled

    monkeypatch.setattr(Stencils, "render", both)
    case = Case("fi")
    for member in (case.aino, case.uuno):
        member.first_name = first_name
        member.save(update_fields=["first_name"])
    case.letters()
    assert seen == WRITTEN_FOR_MANY


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_stencil_serves_all_who_differ_in_their_own_words_only(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    rendered: list[str] = []
    render_raw = stencils.render_raw

    def counting(name: str, context: Mapping[str, Any], *, language: str) -> Rendered:
        rendered.append(name)
        return render_raw(name, context, language=language)

    monkeypatch.setattr(stencils, "render_raw", counting)
    letters = Stencils()

    def letter(first_name: str, answer: str) -> Rendered:
        def see(own: Mapping[str, str]) -> dict[str, Any]:
            return {"heading": answer, "purpose": answer, "url": "#", **own}

        own = {"first_name": first_name, "join_url": ""}
        words = letters.render("meetings/season", see, own=own, language=language)
        assert words == render_letter("meetings/season", see(own), language=language)
        return words

    assert "Aino" in letter("Aino", "kyllä").text
    assert "Aino" not in letter("Petri", "kyllä").html
    assert len(rendered) == 1
    letter("Leena", "ei")
    letter("Timo", "kyllä")
    assert len(rendered) == 2


def test_what_stands_in_the_shared_part_is_no_gap() -> None:
    """Whoever writes a meeting's title cannot know what a gap looks like in this process."""
    context = {"heading": "\ue000first_name\ue001", "url": "#"}
    words = Stencils().render(
        "meetings/season", lambda own: {**context, **own}, own={"first_name": "Aino"}, language="fi"
    )
    assert context["heading"] in words.html
