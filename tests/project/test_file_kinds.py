"""What each file may hold, and how long it may be."""

import ast

import pytest
from django.apps import apps
from django.db.models import Model

from tests.needs import ROOT
from tests.project.source import APPS, Source, of_kind, sources, templates

PURE = {
    "clubs": {"draw", "pairing", "grouping", "turns", "calendar", "people"},
    "meetings": {"cadence", "ics"},
    "boards": {"memo"},
    "feedback": {"summary"},
}
WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
    "update_or_create",
}  # fmt: skip
CLOCKS = {"now", "today", "localdate", "localtime", "time_ns", "utcnow"}
FILE_STOP, FUNCTION_STOP, TEMPLATE_STOP = 400, 40, 150

# What a kind may not import of its own app or of another: data flows models -> access, services -> tasks,
# forms -> views -> urls.
FORBIDDEN = {
    "models": {"access", "services", "forms", "views", "tasks", "letters", "urls"},
    "access": {"services", "forms", "views", "tasks", "letters", "urls"},
    "services": {"forms", "views", "tasks", "urls"},
    "letters": {"forms", "views", "tasks", "urls"},
    "forms": {"views", "tasks", "urls", "letters"},
    "tasks": {"forms", "views", "urls", "models"},
    "views": {"tasks", "urls"},
}


def called(source: Source, names: set[str]) -> list[str]:
    """Return where a file calls one of these."""
    return [f"{source.name}:{line} calls {name}" for name, line in source.calls() if name in names]


def test_data_flows_one_way_inside_an_app() -> None:
    wrong = [
        f"{source.name}:{found.line} imports {found.module}"
        for kind, forbidden in FORBIDDEN.items()
        for source in of_kind(kind)
        for found in source.imports()
        if found.module.count(".") and found.module.split(".")[1] in forbidden
    ]

    assert wrong == []


def test_views_write_nothing_themselves() -> None:
    wrong = [place for source in of_kind("views") for place in called(source, WRITES - {"update"})]
    wrong += [
        f"{source.name}:{node.lineno} calls update"
        for source in of_kind("views")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == "update" and not is_dictionary(node)
    ]

    assert wrong == []


def is_dictionary(node: ast.Attribute) -> bool:
    """Say whether what is updated is a page's context, a dictionary, not rows."""
    return isinstance(node.value, ast.Name) and node.value.id == "context"


def test_forms_write_nothing() -> None:
    wrong = [place for source in of_kind("forms") for place in called(source, WRITES)]

    assert wrong == []


def test_services_do_not_know_the_request() -> None:
    wrong = [
        f"{source.name}:{node.lineno}"
        for source in of_kind("services", "letters", "access")
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.arg) and node.arg == "request")
        or (isinstance(node, ast.Name) and node.id == "HttpRequest")
    ]

    assert wrong == []


def test_services_take_named_arguments() -> None:
    """What changes rows takes everything by name, so that a call reads as a sentence."""
    wrong = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in of_kind("services")
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any("atomic" in ast.dump(decorator) for decorator in node.decorator_list)
        and node.args.args
    ]

    assert wrong == []


def test_only_the_outbox_gives_tasks() -> None:
    wrong = [
        place
        for source in sources()
        if source.app != "outbox"
        for place in called(source, {"delay", "apply_async", "send_task"})
    ]

    assert wrong == []


def test_letters_are_words_only() -> None:
    wrong = [
        place
        for source in of_kind("letters")
        if source.app != "outbox"
        for place in called(source, {"enqueue", "send_now", "cancel", *WRITES})
    ]

    assert wrong == []


def test_models_hold_rows_only() -> None:
    """No overridden save, no signals of our own anywhere."""
    overrides = [
        f"{source.name}:{function.lineno}"
        for source in of_kind("models")
        for function in source.functions()
        if function.name in {"save", "delete"}
    ]
    signals = [
        source.name
        for source in sources()
        if "django.dispatch" in source.text and source.kind != "receivers"
    ]

    assert (overrides, signals) == ([], [])


@pytest.mark.parametrize(("app", "names"), PURE.items())
def test_pure_modules_read_neither_clock_nor_database(app: str, names: set[str]) -> None:
    wrong = []
    for source in of_kind(*names):
        if source.app != app:
            continue
        wrong += called(source, CLOCKS)
        wrong += [
            f"{source.name}:{node.lineno} touches {node.attr}"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "connection"}
        ]

    assert wrong == []


def test_tasks_are_named_and_short() -> None:
    wrong = []
    for source in of_kind("tasks"):
        for function in source.functions():
            names = [
                keyword.value.value
                for decorator in function.decorator_list
                if isinstance(decorator, ast.Call)
                for keyword in decorator.keywords
                if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
            ]
            if names != [f"{source.app}.{function.name}"] or len(function.body) > 6:
                wrong.append(f"{source.name}:{function.lineno} {function.name}")

    assert wrong == []


def test_constraints_are_named_after_their_model() -> None:
    wrong = [
        f"{model.__name__}: {constraint.name}"
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
        if not constraint.name.startswith(f"{app}_{model._meta.model_name}_")
    ]

    assert wrong == []


def has_uuid(model: type[Model]) -> bool:
    """Say whether a model's key tells nothing about how many rows there are."""
    return model._meta.pk.get_internal_type() == "UUIDField"


def test_keys_are_uuids() -> None:
    wrong = [
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not has_uuid(model)
    ]

    assert wrong == []


def test_files_are_short() -> None:
    long = [
        f"{source.name} has {source.lines} lines"
        for source in sources(tests=True)
        if source.lines > FILE_STOP
    ]
    long += [
        f"{path.relative_to(ROOT)} has {lines} lines"
        for path in templates()
        if (lines := path.read_text().count("\n")) > TEMPLATE_STOP
    ]

    assert long == []


def test_functions_are_short() -> None:
    long = [
        f"{source.name}:{node.lineno} {node.name} has {length} lines"
        for source in sources(tests=True)
        for node in source.functions()
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_STOP
    ]

    assert long == []
