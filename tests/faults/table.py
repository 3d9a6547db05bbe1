"""The table of outcomes in docs/operations.md, written from the fault tests: `python -m tests.faults.table`.

A test says which row it shows by `@pytest.mark.fault(number, "the fault", "the outcome")`; the files are read, not run.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

from tests.needs import ROOT

DOCUMENT = ROOT / "docs" / "operations.md"
FOLDER = ROOT / "tests" / "faults"
BEGIN, END = (
    "<!-- faults: begin, written by python -m tests.faults.table -->",
    "<!-- faults: end -->",
)
# Every fault that the design names; each has a test.
NUMBERS = range(1, 18)


@dataclass(frozen=True, order=True)
class Outcome:
    """One row: a fault, what comes of it, on which databases that is shown, and by which test."""

    number: int
    fault: str
    outcome: str
    databases: str
    file: str
    test: str

    @property
    def line(self) -> str:
        """The row as Markdown."""
        test = f"[{self.test}](../tests/faults/{self.file})"
        cells = [str(self.number), self.fault, self.outcome, self.databases, test]
        return f"| {' | '.join(cells)} |"


def outcomes() -> list[Outcome]:
    """Every marked test, by number and then in the order of files and lines."""
    found = [one for path in sorted(FOLDER.glob("test_*.py")) for one in _of_file(path)]
    return sorted(found, key=lambda one: one.number)


def _of_file(path: Path) -> list[Outcome]:
    tree = ast.parse(path.read_text())
    everywhere = {
        name
        for node in tree.body
        if isinstance(node, ast.Assign) and "pytestmark" in ast.dump(node.targets[0])
        for name in _marks(node.value)
    }
    return [
        _outcome(call, everywhere | _marks(*function.decorator_list), path.name, function.name)
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        for call in reversed(function.decorator_list)
        if isinstance(call, ast.Call) and _marks(call.func) == {"fault"}
    ]


def _marks(*nodes: ast.AST) -> set[str]:
    """The names of pytest's marks in these expressions."""
    return {
        inner.attr
        for node in nodes
        for inner in ast.walk(node)
        if isinstance(inner, ast.Attribute) and ast.unparse(inner.value) == "pytest.mark"
    }


def _outcome(call: ast.Call, marks: set[str], file: str, test: str) -> Outcome:
    number, fault, outcome = (ast.literal_eval(argument) for argument in call.args)
    databases = "PostgreSQL" if marks & {"postgres", "faults"} else "SQLite, PostgreSQL"
    return Outcome(number, fault, outcome, databases, file, test)


def table() -> str:
    """The table as Markdown."""
    head = ["| # | fault | what comes of it | shown on | by |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(one.line for one in outcomes())])


def with_table(text: str) -> str:
    """The document with the table as it is now. Raises ValueError where its place is not marked."""
    before, _begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text()))
