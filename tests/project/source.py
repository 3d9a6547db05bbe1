"""Reads the project's own source for the tests of its shape."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.needs import ROOT

# Each room and those below it. Foreign keys, includes and extends count as imports.
BELOW = {
    "ui": set(),
    "outbox": set(),
    "audit": set(),
    "accounts": {"audit", "outbox", "ui"},
    "clubs": {"accounts", "audit", "outbox", "ui"},
    "meetings": {"clubs", "accounts", "audit", "outbox", "ui"},
    "boards": {"meetings", "clubs", "accounts", "audit", "outbox", "ui"},
    "feedback": {"meetings", "clubs", "accounts", "audit", "outbox", "ui"},
    "home": {"boards", "feedback", "meetings", "clubs", "accounts", "audit", "outbox", "ui"},
}
APPS = sorted(BELOW)
HOUSE = "vertaisklubi"
INCLUDE = re.compile(r"{%-?\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")


@dataclass(frozen=True)
class Import:
    """One imported module of ours, and where the import stands."""

    module: str
    line: int
    inside: str


@dataclass(frozen=True)
class Source:
    """One Python file of the project."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the path as it is written in messages."""
        return str(self.path.relative_to(ROOT))

    @property
    def app(self) -> str:
        """Return the room that the file is in."""
        return self.path.relative_to(ROOT).parts[0]

    @property
    def module(self) -> str:
        """Return the dotted name under which others import the file."""
        parts = list(self.path.relative_to(ROOT).with_suffix("").parts)
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def kind(self) -> str:
        """Return what the file is in its app: `services` for services.py and for each file of services/."""
        return self.path.relative_to(ROOT / self.app).with_suffix("").parts[0]

    @property
    def lines(self) -> int:
        """Return how many lines it has."""
        return self.text.count("\n")

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def calls(self) -> Iterator[tuple[str, int]]:
        """Yield the last name of everything that is called, with its line: `save` for `row.save()`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Attribute):
                    yield called.attr, node.lineno
                elif isinstance(called, ast.Name):
                    yield called.id, node.lineno

    def imports(self) -> list[Import]:
        """Return every import of a module of ours; `from a import b` means a.b where that is a module."""
        found: list[Import] = []
        _collect(self.tree, "", found)
        return found


def _collect(node: ast.AST, inside: str, found: list[Import]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        if isinstance(child, ast.Import):
            for alias in child.names:
                _add(alias.name, child.lineno, inside, found)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            for alias in child.names:
                full = f"{child.module}.{alias.name}"
                _add(full if full in module_names() else child.module, child.lineno, inside, found)
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            _collect(child, child.name, found)
        else:
            _collect(child, inside, found)


def _add(module: str, line: int, inside: str, found: list[Import]) -> None:
    if module.split(".")[0] in {*APPS, HOUSE, "tests"}:
        found.append(Import(module, line, inside))


def paths(*, tests: bool = False) -> list[Path]:
    """Return the project's Python files without migrations, those of the tests only when asked for."""
    rooms = [*APPS, HOUSE, *(["tests"] if tests else [])]
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


@cache
def module_names() -> frozenset[str]:
    """Return the dotted names of all modules of ours."""
    names = set()
    for path in paths(tests=True):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        names.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return frozenset(names)


@cache
def sources(*, tests: bool = False) -> list[Source]:
    """Return the project's Python files, read."""
    texts = [(path, path.read_text()) for path in paths(tests=tests)]
    return [Source(path, text, ast.parse(text)) for path, text in texts]


def of_kind(*kinds: str) -> list[Source]:
    """Return the apps' files of these kinds, such as "services" or "views"."""
    return [source for source in sources() if source.app in BELOW and source.kind in kinds]


@cache
def templates() -> list[Path]:
    """Return every template."""
    return [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]


def room_of_template(path: Path) -> str:
    """Return the app that a template belongs to; shared furniture and allauth's pages are of ui and accounts."""
    parts = path.relative_to(ROOT / "templates").parts
    folder = parts[1] if parts[0] == "emails" and len(parts) > 2 else parts[0]
    return {"account": "accounts", "allauth": "accounts"}.get(
        folder, folder if folder in BELOW else "ui"
    )
