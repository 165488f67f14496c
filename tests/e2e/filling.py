"""Filling a page of questions from nothing but what is written beside its controls."""

from dataclasses import dataclass
from typing import Any

from tests.e2e.person import Person

# What a person sees of every control that can be filled: its label, its kind, its choices.
LOOK = """
controls => controls.filter(c => c.offsetParent !== null).map(c => ({
  id: c.id,
  group: c.name,
  kind: c.tagName === 'INPUT' ? c.type : c.tagName.toLowerCase(),
  numeric: c.inputMode === 'decimal' || c.inputMode === 'numeric',
  several: c.multiple || false,
  label: (c.getAttribute('aria-label')
    || [...(c.labels || [])].map(l => l.innerText).join(' ')).trim(),
  filled: c.type === 'radio' || c.type === 'checkbox'
    ? [...document.getElementsByName(c.name)].some(o => o.checked)
    : c.multiple ? c.selectedOptions.length > 0 : c.value !== '',
  choices: c.tagName === 'SELECT'
    ? [...c.options].filter(o => o.value).map(o => o.value) : [],
}))
"""
CONTROLS = "#sheet :is(input, select, textarea):not([type=hidden])"
NUMBERS = {
    "low": "10", "likely": "20", "high": "40", "score": "4", "agreement": "1", "threshold": "6",
}  # fmt: skip
# Names that must agree from page to page, or preflight would rightly send the project back.
NAMES = dict.fromkeys(("name of the task", "for which task", "ml task"), "Route a ticket")
# Choices that nobody would examine: a prohibited practice, a task without a label.
AVOIDED = ("Prohibited", "Attribute: the model predicts from it")
DAY = "2027-03-01"
PERSON = "Mara Lind"


@dataclass(frozen=True, slots=True)
class Control:
    """A control as a person meets it."""

    id: str
    group: str
    kind: str
    numeric: bool
    several: bool
    label: str
    filled: bool
    choices: list[str]


def controls_of(person: Person) -> list[Control]:
    """Return what can be filled on the page."""
    seen: list[dict[str, Any]] = person.page.locator(CONTROLS).evaluate_all(LOOK)
    return [Control(**control) for control in seen]


def fill_page(person: Person) -> list[str]:
    """Fill every empty control on the page by its label; return the texts that were typed."""
    typed: list[str] = []
    done: set[str] = set()
    for control in controls_of(person):
        assert control.label, f"{control.id} on {person.page.url} has no label"
        if control.filled or control.group in done or control.label.startswith(AVOIDED):
            continue
        if text := _fill(person, control):
            typed.append(text)
        if control.kind in ("radio", "checkbox"):
            done.add(control.group)
    return typed


def _fill(person: Person, control: Control) -> str:
    target = person.page.locator(f'[id="{control.id}"]')
    if control.kind in ("radio", "checkbox"):
        target.check()
    elif control.kind == "select":
        if control.choices:
            target.select_option(control.choices[0])
    elif control.kind == "date":
        target.fill(DAY)
    elif control.numeric:
        target.fill(number_for(control.label))
    else:
        text = words_for(control.label, person.email.partition("@")[0])
        target.fill(text)
        return text
    return ""


def words_for(label: str, who: str) -> str:
    """Return what somebody writes under a label: a name that is used elsewhere, or a sentence."""
    words = " ".join(label.split()).removesuffix("(required to submit)").strip()
    name = next((name for start, name in NAMES.items() if words.lower().startswith(start)), "")
    return name or f"{words}: 12, as {who} knows it"


def number_for(label: str) -> str:
    """Return the number somebody enters under a label."""
    words = label.lower()
    return next((number for word, number in NUMBERS.items() if word in words), "12")
