"""The project's own Python environment: made when absent, installed again only when the requirements changed."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


class CannotInstall(Exception):
    """Pip could not install the requirements; its own words are on the screen."""


def digest(names: list[str]) -> str:
    """Return a digest of requirement files, taken together."""
    return hashlib.sha256(b"\n".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def ensure(names: list[str]) -> None:
    """Make `.venv` hold what the last of the requirement files asks for (the others are those that it includes).

    Raises CannotInstall. A second call with unchanged files costs a millisecond.
    """
    if sys.version_info < OLDEST:
        raise SystemExit(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}."
        )
    stamp = VENV / f"installed-{names[-1]}"
    wanted = digest(names)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Making .venv")
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    say(f"Installing {names[-1]} (the first time takes about half a minute)")
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "-qq",
        "--disable-pip-version-check",
        "-r",
        names[-1],
    ]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise CannotInstall(names[-1])
    stamp.write_text(wanted)


def say(text: str) -> None:
    """Print a line at once, also where the output is a file."""
    print(text, flush=True)


def is_set(name: str) -> bool:
    """Say whether an on-off variable of a script is on."""
    return os.environ.get(name, "") not in ("", "0")
