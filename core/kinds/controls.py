"""Prepared inputs: plain data that the input templates print without further thought."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.kinds.base import FieldSpec, Problem, Raw, Surroundings, input_id, messages_at, typed

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select, or one radio button or checkbox."""

    value: str
    label: str
    id: str
    selected: bool
    fits: str = ""  # what it fits to, for the script that narrows a list; empty: to everything


@dataclass(frozen=True, slots=True)
class Control:
    """One input (or one set of radios or checkboxes) with all that its template needs.

    `label` is printed; `spoken` is for screen readers only. Both are empty when the field's own
    label belongs to this control. `error` is empty when the container prints the message.
    """

    sort: str
    id: str
    name: str
    value: str = ""
    label: str = ""
    spoken: str = ""
    unit: str = ""
    error: str = ""
    invalid: bool = False
    described: str = ""
    inputmode: str = ""
    list_id: str = ""
    width: str = "full"
    rows: int = 0
    multiple: bool = False
    focus: bool = False
    options: tuple[Option, ...] = ()
    fits_to: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a control stands: its field, the strings typed there, and what was wrong with them.

    `cell` names a table cell ("Cost, row 2") and is empty outside tables. `hinted` says that the
    container prints a hint, which the control must then point to.
    """

    spec: FieldSpec
    name: str
    raw: Raw
    surroundings: Surroundings
    problems: tuple[Problem, ...] = ()
    cell: str = ""
    hinted: bool = False

    def typed(self, part: str = "") -> str:
        """Return what was typed into one part."""
        return typed(self.raw, self.name + part)

    def control(self, sort: str, part: str = "", label: str = "") -> Control:
        """Return the control of one part, with its value, label and message in place."""
        message = messages_at(self.problems, part)
        identity = input_id(self.name + part)
        return Control(
            sort=sort,
            id=identity,
            name=self.name + part,
            value=self.typed(part),
            label=label,
            spoken=self.cell,
            error=message if part else "",
            invalid=bool(message),
            described=self._described(identity, part, has_error=bool(message)),
        )

    def beside(self, code: str) -> str:
        """Return the input name of another column of the same row."""
        return f"{self.name.rpartition('.')[0]}.{code}"

    def quiet(self, control: Control) -> Control:
        """Return the control with its label only spoken when it stands in a table cell."""
        if not self.cell:
            return control
        return replace(control, label="", spoken=f"{self.cell}, {control.label.lower()}")

    def _described(self, identity: str, part: str, *, has_error: bool) -> str:
        ids = []
        if self.hinted and not part:
            ids.append(f"{identity}_helptext")
        if has_error:
            ids.append(f"{identity}_error")
        return " ".join(ids)


def options(choices: Iterable[Choice], chosen: Iterable[str], identity: str) -> tuple[Option, ...]:
    """Return choices as options; the first one carries the id that messages lead to."""
    picked = frozenset(chosen)
    return tuple(
        Option(code, label, identity if at == 0 else f"{identity}-{at + 1}", code in picked)
        for at, (code, label) in enumerate(choices)
    )


def with_unknown(choices: Iterable[Choice], chosen: Iterable[str], why: str) -> list[Choice]:
    """Return choices with those added that were sent but are not offered, so none is lost."""
    offered = list(choices)
    known = {code for code, _ in offered} | {""}
    extra = [code for code in dict.fromkeys(chosen) if code not in known]
    return [*offered, *((code, f"{code} ({why})") for code in extra)]
