"""The table of faults in docs/operations.md is what the fault tests say, and no fault of the design lacks a test."""

import pytest

from tests.faults.table import DOCUMENT, NUMBERS, outcomes, with_table


def test_each_fault_has_a_test() -> None:
    assert sorted({one.number for one in outcomes()}) == list(NUMBERS)


def test_the_document_is_up_to_date() -> None:
    """Where this fails: python -m tests.faults.table."""
    text = DOCUMENT.read_text()

    assert with_table(text) == text


def test_a_row_reads_as_a_row() -> None:
    wrong = [
        f"{one.file} {one.test}"
        for one in outcomes()
        if "|" in one.fault + one.outcome
        or not one.outcome.endswith(".")
        or one.fault.endswith(".")
    ]

    assert wrong == []


def test_a_document_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="faults: begin"):
        with_table("no place")
