"""Starts bin/demo from a clean clone, looks at its pages as a person would, ends it, and starts it a second time."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_SECONDS, SECOND_SECONDS = 120, 6
PAGES = ["/", "/demo/", "/demo/mail/", "/styleguide/", "/accessibility/", "/privacy/", "/health/"]
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")


class Failed(Exception):
    """The demo did not do what it promises."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check(holds: bool, words: str) -> None:
    """Raise Failed with the words unless it holds."""
    if not holds:
        raise Failed(words)
    print(f"  {words}", flush=True)


class Run:
    """One start of the demo in a clone."""

    def __init__(self, clone: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.log = clone.parent / "demo.log"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        pip = {
            name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_"))
        }
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            ["bin/demo"],
            cwd=clone,
            env={**kept, **pip, "PORT": str(port)},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )

    def wait(self, seconds: float) -> float:
        """Wait until the demo says that it is ready; return the seconds since its start."""
        while "Ready in" not in self.log.read_text():
            if self.process.poll() is not None:
                raise Failed(f"the demo ended by itself:\n{self.log.read_text()}")
            if time.monotonic() - self.started > 3 * seconds:
                raise Failed(f"not ready after {3 * seconds} s:\n{self.log.read_text()}")
            time.sleep(0.05)
        return time.monotonic() - self.started

    def stop(self) -> None:
        """End the demo by SIGTERM and check that nothing of it is left."""
        self.process.send_signal(signal.SIGTERM)
        check(self.process.wait(30) == 0, "SIGTERM ends it with status 0")
        with socket.socket() as probe:
            is_free = probe.connect_ex(("127.0.0.1", int(self.url.rsplit(":", 1)[1]))) != 0
        check(is_free, "and nobody listens on its port any more")


def look(run: Run) -> None:
    """Fetch the open pages, sign in as the first demo person and read their page and a letter."""
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )

    def get(path: str) -> str:
        with browser.open(run.url + path, timeout=30) as response:
            return str(response.read().decode())

    for path in PAGES:
        get(path)
    print(f"  pages answer: {' '.join(PAGES)}", flush=True)
    page = get("/demo/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    person = re.search(r'name="email" value="([^"]+)"', page) or ADDRESS.search(run.log.read_text())
    if token is None or person is None:
        raise Failed("/demo/ offers nobody to sign in as")
    email = person.group(person.lastindex or 0)
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token.group(1), "email": email})
    request = urllib.request.Request(
        f"{run.url}/demo/sign-in/", form.encode(), {"Referer": f"{run.url}/demo/"}
    )
    with browser.open(request, timeout=30) as response:
        check("/accounts/login/" not in response.url, f"one press signs in as {email}")
    check("<h1" in get("/me/"), "their own page answers")


def main() -> int:
    """Run it; 1 where something does not hold."""
    folder = Path(tempfile.mkdtemp(prefix="vertaisklubi-clone-"))
    clone = folder / "vertaisklubi"
    try:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = Run(clone, free_port())
        try:
            seconds = first.wait(FIRST_SECONDS)
            check(
                seconds < FIRST_SECONDS,
                f"ready {seconds:.1f} s after a clean clone (aim: under {FIRST_SECONDS})",
            )
            print(first.log.read_text(), flush=True)
            look(first)
        finally:
            first.stop()
        second = Run(clone, free_port())
        try:
            seconds = second.wait(SECOND_SECONDS)
            check(
                seconds < SECOND_SECONDS,
                f"second start in {seconds:.1f} s (aim: under {SECOND_SECONDS})",
            )
        finally:
            second.stop()
    except Failed as failure:
        print(f"FAILED: {failure}", flush=True)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
