"""Who may import whom: top may use below, never up, never sideways; no circle between any two files."""

import ast
from pathlib import Path

from django.apps import apps
from networkx import DiGraph, strongly_connected_components

from tests.needs import ROOT
from tests.project.source import (
    APPS,
    BELOW,
    HOUSE,
    INCLUDE,
    Source,
    room_of_template,
    sources,
    templates,
)

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}


def test_python_imports_go_down() -> None:
    wrong = [
        f"{source.name}:{found.line} imports {found.module}"
        for source in sources()
        for found in source.imports()
        if source.app in BELOW
        and found.module.split(".")[0] not in {source.app, *BELOW[source.app]}
    ]

    assert wrong == []


def test_nothing_imports_the_tests() -> None:
    wrong = [
        source.name
        for source in sources()
        if any(found.module.split(".")[0] == "tests" for found in source.imports())
    ]

    assert wrong == []


def test_foreign_keys_go_down() -> None:
    """Also those written as strings."""
    wrong = []
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                target = field.related_model if field.concrete else None
                if not isinstance(target, type):
                    continue
                room = target._meta.app_label
                if room in BELOW and room not in {app, *BELOW[app]}:
                    wrong.append(f"{model.__name__}.{field.name} points to {room}")

    assert wrong == []


def test_templates_include_and_extend_downwards() -> None:
    wrong = []
    for path in templates():
        room = room_of_template(path)
        for name in INCLUDE.findall(path.read_text()):
            used = room_of_template(ROOT / "templates" / name)
            if used not in {room, *BELOW[room]}:
                wrong.append(f"{path.relative_to(ROOT)} uses {name}")

    assert wrong == []


def upward_accessors() -> dict[str, set[str]]:
    """Return, for each app, the names by which its rows would reach rows of an app above it."""
    names: dict[str, set[str]] = {app: set() for app in APPS}
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            for relation in model._meta.related_objects:
                if relation.related_model._meta.app_label not in {app, *BELOW[app]}:
                    names[app].add(str(relation.get_accessor_name()))
    return names


def may_not_reach(app: str) -> set[str]:
    """Return the accessors that a file of the app may not use: those that lead above the app itself."""
    found = set()
    for room, names in upward_accessors().items():
        for name in names if room in {app, *BELOW[app]} else ():
            leads = {
                relation.related_model._meta.app_label
                for model in apps.get_app_config(room).get_models()
                for relation in model._meta.related_objects
                if relation.get_accessor_name() == name
            }
            if not leads & {app, *BELOW[app]}:
                found.add(name)
    own = {
        field.name
        for room in {app, *BELOW[app]}
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.fields
    }
    return found - own - {"+"}


def reads(path: Path, names: set[str]) -> list[str]:
    """Return the accessors that a template reads after a dot."""
    text = path.read_text()
    return [
        name
        for name in sorted(names)
        if f".{name}." in text or f".{name} " in text or f".{name}|" in text
    ]


def test_templates_read_nothing_from_above() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} reads .{name}"
        for path in templates()
        for name in reads(path, may_not_reach(room_of_template(path)))
    ]

    assert wrong == []


def attributes(source: Source) -> set[str]:
    """Return every attribute that is read, and the first steps of every lookup such as `board__notes`."""
    found = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.keyword) and node.arg and "__" in node.arg:
            found.update(node.arg.split("__")[:-1])
    return found


def test_python_reads_nothing_from_above() -> None:
    wrong = [
        f"{source.name} reads {name}"
        for source in sources()
        if source.app in BELOW and source.kind in {"models", "access", "services", "views"}
        for name in sorted(attributes(source) & may_not_reach(source.app))
    ]

    assert wrong == []


def test_no_two_files_import_each_other() -> None:
    graph: DiGraph[str] = DiGraph()
    for source in sources(tests=True):
        for found in source.imports():
            if found.module != source.module:
                graph.add_edge(source.module, found.module)

    circles = [sorted(group) for group in strongly_connected_components(graph) if len(group) > 1]

    assert circles == []


def test_imports_stand_at_the_top() -> None:
    """An import inside a function hides a circle; only AppConfig.ready may, for Django's own order."""
    wrong = [
        f"{source.name}:{found.line} in {found.inside}"
        for source in sources()
        for found in source.imports()
        if found.inside and not (source.kind == "apps" and found.inside == "ready")
    ]

    assert wrong == []


def test_only_the_house_knows_the_settings_module() -> None:
    wrong = [
        f"{source.name}:{found.line}"
        for source in sources()
        for found in source.imports()
        if source.app != HOUSE and found.module.startswith(HOUSE)
    ]

    assert wrong == []
