"""What a mail program sees in a letter's HTML."""

from html.parser import HTMLParser

BLOCKS = {"p", "td", "h1", "h2", "div", "br", "span", "a"}


class LetterHtml(HTMLParser):
    """The letter taken apart: its words in order, links, tags, preheader and the looks of its buttons."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.buttons: list[str] = []
        self.attributes: dict[str, dict[str, str]] = {}
        self.preheader = ""
        self._chunks: list[str] = [""]
        self._hidden = 0
        self._silent = ""
        self._scale = False
        self.feed(html)

    @property
    def words(self) -> list[str]:
        """The pieces of text that a reader sees, from top to bottom."""
        found = (" ".join(chunk.split()) for chunk in self._chunks)
        return [chunk for chunk in found if chunk and chunk not in ("·",)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes.setdefault(tag, given)
        if tag in ("style", "title"):
            self._silent = tag
        if self._hidden or (tag == "div" and "display:none" in given.get("style", "")):
            self._hidden += tag == "div"
        if tag == "a":
            self.links.append(given["href"])
            # The numbers of a scale only choose beforehand what the form asks; their meaning stands beside them.
            self._scale = "aria-label" in given
            if given.get("class") in ("p", "q"):
                self.buttons.append(given["style"])
        if tag in BLOCKS:
            self._chunks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        if tag == "div" and self._hidden:
            self._hidden -= 1
        if tag == "a":
            self._scale = False
        if tag in BLOCKS:
            self._chunks.append("")

    def handle_data(self, data: str) -> None:
        if self._hidden:
            self.preheader += data
        elif not self._silent and not self._scale:
            self._chunks[-1] += data


def button_height(style: str) -> int:
    """How high a button is, in pixels: its line, and padding and border on both sides."""
    rules = dict(rule.split(":", 1) for rule in style.split(";") if ":" in rule)
    padding = int(rules["padding"].split()[0].removesuffix("px"))
    border = int(rules["border"].split()[0].removesuffix("px"))
    return int(rules["line-height"].removesuffix("px")) + 2 * (padding + border)
