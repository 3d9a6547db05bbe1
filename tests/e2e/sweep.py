"""Looks at every page of a tour in one browser: axe, overflow, weight, other hosts, complaints of the console."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    TimeoutError,
)

from tests.e2e.eyes import EMPTY_AND_SEND, FAINT_WORDS, TOO_WIDE, UNFOLD
from tests.servers import Site

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE_OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
# Only what is wrong crosses to this process: the rest is long.
RUN_AXE = (
    """([part, options]) => axe.run(part || document, options).then((found) => found.violations)"""
)
NARROWEST = 320
IN_CI = [(1280, "light"), (390, "dark")]
ALL = [(width, scheme) for width in (1280, 390, NARROWEST) for scheme in ("light", "dark")]
# A menu covers what is below it, so menus are opened one at a time; the person's own is the same everywhere.
MENUS = {"details.more": "", "details.me": "home:"}
MENDING = "main :is([aria-invalid=true], .err, .callout--err)"
PATIENCE = 10_000


@dataclass(frozen=True)
class Stop:
    """One page of the tour (see tour.py)."""

    name: str
    reader: str
    stage: str
    path: str
    session: str

    @property
    def label(self) -> str:
        """Return what the page is called in a failure."""
        return f"{self.name} ({self.reader}, {self.stage})"


@dataclass
class Finding:
    """What was seen on one page."""

    stop: Stop
    axe: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    # Bytes on the wire with an empty cache, headers included, by path; documents in frames too.
    weights: dict[str, int] = field(default_factory=dict)


def sweep(browser: Browser, site: Site, tour: Sequence[Stop], *, is_full: bool) -> list[Finding]:
    """Visit all pages, one browser context a session, and return what was found."""
    contexts: dict[str, BrowserContext] = {}
    findings = []
    for stop in tour:
        if stop.session not in contexts:
            contexts[stop.session] = context_of(browser, site, stop)
        page = contexts[stop.session].new_page()
        findings.append(look(page, site, stop, ALL if is_full else IN_CI))
        page.close()
    for context in contexts.values():
        context.close()
    return findings


def context_of(browser: Browser, site: Site, stop: Stop) -> BrowserContext:
    """Return a browser context signed in as the page's reader."""
    context = browser.new_context(
        base_url=site.url, locale="fi-FI", timezone_id="Europe/Helsinki", reduced_motion="reduce"
    )
    if stop.session:
        context.add_cookies([{"name": "sessionid", "value": stop.session, "url": site.url}])
    return context


def look(page: Page, site: Site, stop: Stop, looks: Sequence[tuple[int, str]]) -> Finding:
    """Load the page once with an empty cache and look at it in each width and scheme."""
    finding = Finding(stop)
    watch(page, site, finding)
    page.goto(stop.path, wait_until="load")
    if stop.stage == "emptied":
        send_empty(page, finding)
    for number, (width, scheme) in enumerate(looks):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        seen = [*violations(page), *page.evaluate(FAINT_WORDS)]
        finding.axe += [f"{width} {scheme}: {line}" for line in seen]
        if number == 0:
            # What is folded away is read as well, from the second look on.
            page.evaluate(UNFOLD)
    page.set_viewport_size({"width": NARROWEST, "height": 844})
    finding.too_wide = page.evaluate(TOO_WIDE)
    for menu, where in MENUS.items():
        if stop.name.startswith(where):
            look_at_menu(page, menu, finding)
    return finding


def send_empty(page: Page, finding: Finding) -> None:
    """Empty the page's main form and send it; what has to be mended must be said on the page."""
    page.evaluate(EMPTY_AND_SEND)
    try:
        page.wait_for_selector(MENDING, state="visible", timeout=PATIENCE)
    except TimeoutError:
        finding.complaints.append("was sent empty and said nothing")
    page.wait_for_load_state("load")


def look_at_menu(page: Page, menu: str, finding: Finding) -> None:
    """Open the first menu of the kind on the narrowest screen, if there is one, and close it again."""
    place = page.locator(menu).first
    if not place.is_visible():
        return
    place.evaluate("one => { one.open = true }")
    finding.axe += [f"{menu}: {line}" for line in violations(page, f"{menu}[open]")]
    finding.too_wide += page.evaluate(TOO_WIDE)
    place.evaluate("one => { one.open = false }")


def violations(page: Page, part: str | None = None) -> list[str]:
    """Run axe on the page, or on a part of it, and return one line for each rule and element."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']} {' '.join(map(str, node['target']))} {first_message(node)}"
        for rule in page.evaluate(RUN_AXE, [part, AXE_OPTIONS])
        for node in rule["nodes"]
    ]


def first_message(node: dict[str, Any]) -> str:
    """Return the first thing that axe says about an element."""
    said = [one["message"] for one in [*node["any"], *node["all"], *node["none"]]]
    return said[0] if said else ""


def watch(page: Page, site: Site, finding: Finding) -> None:
    """Write down requests to other hosts, errors of the console, and the bytes of each answer."""
    addresses: dict[str, str] = {}
    stop_url = f"{site.url}{finding.stop.path}"
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def begin(event: dict[str, Any]) -> None:
        address = event["request"]["url"]
        addresses[event["requestId"]] = address.removeprefix(site.url)
        if not address.startswith((site.url, "data:", "blob:")):
            finding.complaints.append(f"asked {address}")

    def end(event: dict[str, Any]) -> None:
        path = addresses[event["requestId"]]
        finding.weights[path] = finding.weights.get(path, 0) + int(event["encodedDataLength"])

    client.on("Network.requestWillBeSent", begin)
    client.on("Network.loadingFinished", end)
    page.on("pageerror", lambda error: finding.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            finding.complaints.append(message.text)
            if message.type == "error" and not is_own_status(message, stop_url, finding.stop)
            else None
        ),
    )


def is_own_status(message: ConsoleMessage, url: str, stop: Stop) -> bool:
    """Say whether the browser only remarks on the status of the page itself, or of a form that is refused."""
    is_awaited = message.location["url"] == url or stop.stage == "emptied"
    return "responded with a status of 4" in message.text and is_awaited
