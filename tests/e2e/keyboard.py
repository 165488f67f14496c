"""Somebody who has nothing but a keyboard: finds things by Tab, and fills them by their labels."""

from dataclasses import dataclass
from typing import Any

from tests.e2e.filling import PERSON, number_for, words_for
from tests.e2e.person import Person

# What has the focus, as somebody sees it; nothing while the page itself has it.
FOCUSED = """
() => {
  const e = document.activeElement;
  if (e === null || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const marked = [getComputedStyle(e), getComputedStyle(e, '::after')].some(style =>
    (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== 'none');
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    if (top === null) return false;
    return e.contains(top) || (top.contains(e) && top.closest('.gw-save-bar') === null);
  });
  const box_ = e.type === 'radio' || e.type === 'checkbox';
  return {
    id: e.id,
    group: e.name || '',
    kind: e.tagName === 'INPUT' ? e.type : e.tagName.toLowerCase(),
    numeric: e.inputMode === 'decimal' || e.inputMode === 'numeric',
    inside: e.closest('#sheet') !== null,
    value: e.value || '',
    label: (e.getAttribute('aria-label') || [...(e.labels || [])].map(l => l.innerText).join(' ')
      || e.innerText || '').trim(),
    filled: box_ ? [...document.getElementsByName(e.name)].some(o => o.checked)
      : e.multiple ? e.selectedOptions.length > 0 : e.value !== '',
    visible: marked && seen,
  };
}
"""
# What Tab must come to: one radio button of each group, and nothing that is hidden.
REACHABLE = """
() => {
  const groups = new Set();
  const kinds = 'input:not([type=hidden]), select, textarea, button, summary, a[href]';
  return [...document.querySelectorAll(`#sheet :is(${kinds})`)]
    .filter(e => e.tabIndex >= 0 && e.checkVisibility({visibilityProperty: true}))
    .filter(e => e.type !== 'radio' || !groups.has(e.name) && groups.add(e.name))
    .map(e => e.type === 'radio' ? e.name
      : e.id || (e.name || '') + (e.value || '') || e.innerText.trim());
}
"""
MOST_STOPS = 1200
DAY = "03012027"  # as a date field takes it, part by part
FILLED_BY_TYPING = ("text", "textarea", "number", "url", "email", "search")


@dataclass(frozen=True, slots=True)
class Stop:
    """What has the focus."""

    id: str
    group: str
    kind: str
    numeric: bool
    inside: bool
    value: str
    label: str
    filled: bool
    visible: bool

    @property
    def name(self) -> str:
        """The name under which REACHABLE lists it."""
        if self.kind == "radio":
            return self.group
        return self.id or (self.group + self.value) or self.label


class Keyboard:
    """The keys of one person's browser, and nothing else of it."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.keys = person.page.keyboard
        self.unseen: list[str] = []

    def focused(self) -> Stop | None:
        """Return what has the focus."""
        found: dict[str, Any] | None = self.person.page.evaluate(FOCUSED)
        return Stop(**found) if found else None

    def tab(self) -> Stop | None:
        """Go on by one; note where the focus cannot be seen."""
        self.keys.press("Tab")
        stop = self.focused()
        if stop is not None and not stop.visible:
            self.unseen.append(f"{self.person.page.url} {stop.kind} {stop.name}")
        return stop

    def tab_to(self, words: str, *, kind: str = "", value: str = "") -> Stop:
        """Go on until what is named with these words has the focus; fail when nothing is."""
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if stop is None or kind not in ("", stop.kind) or value not in ("", stop.value):
                continue
            if words in " ".join(stop.label.split()):
                return stop
        raise AssertionError(f"Tab never came to {words!r} on {self.person.page.url}")

    def press(self, words: str) -> None:
        """Go to a button or a link, press Enter and wait for the page it leads to."""
        self.tab_to(words)
        self.enter()

    def enter(self) -> None:
        """Press Enter and wait for the page it leads to."""
        with self.person.page.expect_navigation(wait_until="load"):
            self.keys.press("Enter")

    def write(self, words: str, text: str) -> None:
        """Go to the control with this label and type."""
        self.tab_to(words)
        self.keys.insert_text(text)

    def fill_page(self) -> tuple[list[str], list[str]]:
        """Fill what is empty on a page of questions; return what was typed and what Tab missed.

        Answers may open other questions above them, so one goes round until nothing is left.
        """
        typed: list[str] = []
        reached: set[str] = set()
        for _ in range(3):
            before = len(typed)
            typed += self._round(reached)
            if len(typed) == before:
                break
        missed = [name for name in self.person.page.evaluate(REACHABLE) if name not in reached]
        return typed, missed

    def _round(self, reached: set[str]) -> list[str]:
        typed: list[str] = []
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if stop is None or not stop.inside:
                if reached and stop is None:
                    break
                continue
            reached.add(stop.name)
            if not stop.filled and (text := self._fill(stop)):
                typed.append(text)
            if stop.group == "then" and stop.value == "stay":
                break
        return typed

    def _fill(self, stop: Stop) -> str:
        """Fill what has the focus; return the words that were typed, a sign for what was chosen."""
        if stop.kind in ("radio", "checkbox"):
            self.keys.press("Space")
            return "*"
        if stop.kind.startswith("select"):
            self.keys.press("ArrowDown")
            return "*"
        if stop.kind == "date":
            self.keys.type(DAY)
            return "*"
        if stop.kind not in FILLED_BY_TYPING:
            return ""
        text = _words(stop)
        self.keys.insert_text(text)
        return text


def _words(stop: Stop) -> str:
    return number_for(stop.label) if stop.numeric else words_for(stop.label, PERSON)
