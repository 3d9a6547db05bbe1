"""A demo site of the browser tests' own, as production serves it, and the tour that looks at each of its pages once."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.sweep import Finding, Stop, sweep
from tests.needs import ROOT, free_port
from tests.servers import Site, site_environment, site_running

Tour = list[Stop]
FULL = "full_sweep"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the full sweep out of a run that does not name it."""
    if FULL not in config.option.markexpr:
        left_out = [item for item in items if item.get_closest_marker(FULL)]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def demo_variables() -> Iterator[dict[str, str]]:
    """The environment of a demo with packed static files, in a folder that goes away with it."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="vk-demo") as folder:
        yield site_environment(
            DEMO="1",
            DATA_DIR=folder,
            DATABASE_URL=f"sqlite:///{folder}/db.sqlite3",
            REDIS_URL="",
            EMAIL_URL="demo:",
            HASHED_STATIC="1",
            ALLOWED_HOSTS="127.0.0.1,testserver",
            BASE_URL=f"http://127.0.0.1:{port}",
            LOG_LEVEL="ERROR",
            DJANGO_SETTINGS_MODULE="tests.e2e.site_settings",
        )


def run(variables: dict[str, str], *arguments: str) -> str:
    """Run a management command in that environment and return what it prints."""
    command = [sys.executable, "-m", "django", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def demo_site(demo_variables: dict[str, str]) -> Iterator[Site]:
    """The demo club's site under uvicorn."""
    run(demo_variables, "migrate", "-v0")
    run(demo_variables, "demo")
    run(demo_variables, "collectstatic", "--noinput", "-v0", "--ignore", "admin")
    port = int(demo_variables["BASE_URL"].rsplit(":", 1)[1])
    with site_running(Path(demo_variables["DATA_DIR"]), demo_variables, port) as site:
        yield site


@pytest.fixture(scope="session")
def tour(demo_site: Site, demo_variables: dict[str, str], request: pytest.FixtureRequest) -> Tour:
    """The pages of the demo for each kind of reader."""
    is_whole = FULL in request.config.option.markexpr
    said = run(
        demo_variables,
        "shell",
        "-v0",
        "-c",
        f"from tests.e2e.tour import tell; tell(is_whole={is_whole})",
    )
    return [Stop(**visit) for visit in json.loads(said)]


@pytest.fixture(scope="session")
def swept(browser: Browser, demo_site: Site, tour: Tour) -> list[Finding]:
    """What each page of the tour showed at 1280 px in light, at 390 px in dark and at 320 px."""
    return sweep(browser, demo_site, tour, is_full=False)


@pytest.fixture(params=range(4))
def swept_fully(
    browser: Browser, demo_site: Site, tour: Tour, request: pytest.FixtureRequest
) -> list[Finding]:
    """The same at each width in light and dark; in four parts, which `-n 2` looks at side by side."""
    return sweep(browser, demo_site, tour[request.param :: 4], is_full=True)
