"""Reads a page as a browser would, and says what is wrong with it."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any

# What the browser fetches by itself.
FETCHED = {
    "script": "src", "img": "src", "iframe": "src", "source": "srcset", "link": "href",
    "use": "href", "form": "action", "object": "data", "video": "src", "audio": "src",
}  # fmt: skip


class Page(HTMLParser):
    """Reads a page and gathers what is wrong in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.language = ""
        self.title = ""
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        # A title inside an SVG names the picture, not the page.
        self._inside = tag if tag != "title" or self.tags["svg"] == 0 else ""
        self.ids.update([given["id"]] if "id" in given else [])
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "style" or (tag == "script" and "src" not in given):
            self.wrong.append(f"inline <{tag}>")
        self.wrong += [
            f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"
        ]
        address = given.get(FETCHED.get(tag, ""), "")
        if "//" in address or address.startswith("data:"):
            self.wrong.append(f"<{tag}> of another host: {address}")
        if given.get("href", "").lower().startswith("javascript:"):
            self.wrong.append("a javascript: link")

    def handle_data(self, data: str) -> None:
        if self._inside == "title" and self.tags["title"] == 1 and not self.tags["body"]:
            self.title += data

    def problems(self) -> list[str]:
        """Return everything that a page may not have, or has not enough of."""
        found = list(self.wrong)
        found += [f"{self.tags['h1']} h1"] if self.tags["h1"] != 1 else []
        found += ["no title"] if not self.title.strip() else []
        found += ["no lang"] if self.language not in ("fi", "sv", "en") else []
        found += [f"id {name} twice" for name, number in self.ids.items() if number > 1]
        found += ["no main"] if self.tags["main"] != 1 else []
        return found


def is_page(response: Any) -> bool:
    """Say whether a response is a whole page, not a part of one, a file or a redirect."""
    is_html = response.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming and b"<html" in response.content


def policy_of(response: Any) -> dict[str, str]:
    """Return the content security policy, directive by directive."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: " ".join(values) for name, *values in parts}
