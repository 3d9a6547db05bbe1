"""A person at a keyboard: moves by Tab, and at every stop sees where they are."""

from playwright.sync_api import Locator, Page

MOST_STOPS = 90
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# The label is what one sees of a radio or a check box that is drawn by its label.
WHAT_IS_WRONG = """() => {
    const one = document.activeElement
    if (!one || one === document.body) return ''
    const isDrawn = !one.matches('input[type=radio], input[type=checkbox]')
    const seen = isDrawn || !one.labels.length ? one : one.labels[0]
    const box = seen.getBoundingClientRect()
    const what = `${one.tagName}.${one.className} “${(seen.innerText || one.name || '').trim().slice(0, 40)}”`
    const marked = [one, seen, ...seen.children].some(part => {
        const style = getComputedStyle(part)
        return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    })
    if (!marked) return `${what} shows no focus`
    if (box.width < 24 && box.height < 24) return `${what} is ${box.width} × ${box.height} px`
    // Several lines of a link make a box with corners that are not its own; one of its lines must be bare.
    const bare = [...seen.getClientRects()].some(line => {
        const x = line.x + line.width / 2, y = line.y + Math.min(line.height / 2, innerHeight / 2)
        const top = document.elementFromPoint(x, y)
        return top && (seen.contains(top) || top.contains(seen) && !top.matches('.bar, .nav, .actbar'))
    })
    return bare ? '' : `${what} is hidden at ${Math.round(box.x)}, ${Math.round(box.y)}`
}"""


class Keyboard:
    """The keys of a page; `wrong` gathers each stop at which the focus was not to be seen.

    A promise never comes true on a page without scripts, so there nothing waits for what scripts move.
    """

    def __init__(self, page: Page, *, has_scripts: bool = True) -> None:
        self.page = page
        self.has_scripts = has_scripts
        self.wrong: list[str] = []

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(text)

    def look(self) -> None:
        """Write down what is wrong with the place of the focus."""
        if self.has_scripts:
            self.page.evaluate(PAINTED)
        problem = self.page.evaluate(WHAT_IS_WRONG)
        if problem:
            self.wrong.append(f"{self.page.url.split('/', 3)[3]}: {problem}")

    def reach(self, target: Locator, key: str = "Tab") -> None:
        """Press Tab (or Shift+Tab) until the target has the focus; look at every stop."""
        for _stop in range(MOST_STOPS):
            self.press(key)
            self.look()
            if has_focus(target):
                return
        raise AssertionError(f"{target} is not among the first {MOST_STOPS} stops")

    def follow(self, target: Locator) -> None:
        """Reach a link or a button and press it; waits for the page that comes."""
        self.reach(target)
        with self.page.expect_navigation():
            self.press("Enter")


def has_focus(target: Locator) -> bool:
    """Say whether the focus is on (the first of) the target."""
    return bool(target.first.evaluate("one => one === document.activeElement"))
