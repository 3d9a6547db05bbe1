import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from clubs.links import BadLink, ExpiredLink, Reference, read, sign

PK = uuid.UUID(int=7)


def test_a_link_tells_its_row_and_generation() -> None:
    token = sign("join", PK, 3)

    assert read(token, "join") == Reference(pk=PK, generation=3)
    assert len(token) < 100


def test_a_link_serves_one_purpose() -> None:
    with pytest.raises(BadLink):
        read(sign("join", PK, 0), "answer")
    with pytest.raises(ValueError, match="purpose"):
        sign("everything", PK, 0)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    with pytest.raises(BadLink):
        read(text, "join")


def test_a_changed_sign_is_noticed() -> None:
    token = sign("join", PK, 0)
    for index in range(len(token)):
        changed = token[:index] + ("A" if token[index] != "A" else "B") + token[index + 1 :]
        with pytest.raises(BadLink):
            read(changed, "join")


def test_a_link_ages(travel: Callable[[dt.datetime], None]) -> None:
    token = sign("join", PK, 0)
    travel(timezone.now() + dt.timedelta(seconds=61))

    with pytest.raises(ExpiredLink):
        read(token, "join", max_age=60)
    assert read(token, "join").pk == PK


def test_links_outlive_a_change_of_the_key(settings: Settings) -> None:
    old = settings.SECRET_KEY
    token = sign("join", PK, 0)
    settings.SECRET_KEY = "another-key-" * 6
    with pytest.raises(BadLink):
        read(token, "join")

    settings.SECRET_KEY_FALLBACKS = [old]
    assert read(token, "join").pk == PK
