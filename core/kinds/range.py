"""`range`: an estimate as low, likely and high, with the reasoning behind it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.kinds.base import (
    NOWHERE,
    STILL_EMPTY,
    FieldSpec,
    Problem,
    Raw,
    Reading,
    Shown,
    Surroundings,
    expect_text,
    typed,
)
from core.kinds.controls import Control, Place
from core.kinds.currencies import currency_control, read_currency
from core.kinds.difference import Difference, word_difference
from core.kinds.estimates import ORDERED, PARTS, must_reach
from core.kinds.money import money_fault
from core.kinds.number import read_number
from core.kinds.numerals import NO_BREAK, spaced, with_unit
from core.kinds.simple import SimpleKind
from core.kinds.wording import one_line, text_problems

BASIS_LIMIT = 1000


class Range(SimpleKind):
    """Stored as {"low", "likely", "high": decimal strings, "basis": text, "currency" if money}.

    A draft may hold only some of the three; `missing` names the others, so that whatever has been
    submitted is whole.
    """

    name = "range"
    settings = frozenset({"unit", "money", "min", "max"})

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read the parts that are there; they must not contradict each other."""
        value: dict[str, str] = {}
        faults: dict[str, str] = {}
        for part in PARTS:
            number, fault = read_number(
                typed(posted, f"{name}.{part}"), low=spec.min, high=spec.max
            )
            faults[part] = fault or (money_fault(number) if spec.money else "")
            if number is not None and not faults[part]:
                value[part] = number
        basis = one_line(typed(posted, f"{name}.basis"))
        faults["basis"] = " ".join(p.message for p in text_problems(basis, limit=BASIS_LIMIT))
        _compare(value, faults)
        if not value and not basis and not any(faults.values()):
            return Reading(None)
        value["basis"] = basis
        if spec.money:
            value["currency"], faults["currency"] = read_currency(posted, name, surroundings)
        return Reading(value, tuple(Problem(f".{at}", text) for at, text in faults.items() if text))

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return every part that is there."""
        parts = {} if value is None else dict(value)
        return {f"{name}.{part}": [expect_text(text)] for part, text in parts.items()}

    def grouped(self, spec: FieldSpec) -> bool:
        """The parts stand under one legend."""
        return True

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return three numbers, the currency of money, and the formula in words."""
        unit = "" if place.cell or not place.spec.unit else f" ({place.spec.unit})"
        parts = [place.control("text", f".{part}", part.title() + unit) for part in PARTS]
        numbers = [replace(part, inputmode="decimal", width="short") for part in parts]
        currency = [currency_control(place)] if place.spec.money else []
        return (*numbers, *currency, place.control("text", ".basis", "Formula in words"))

    def missing(self, spec: FieldSpec, value: Any) -> tuple[Problem, ...]:
        """Return the parts that are not there, also of an optional range once it is begun."""
        if value is None:
            return super().missing(spec, value)
        return tuple(Problem(f".{part}", STILL_EMPTY) for part in PARTS if part not in value)

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the range as a phrase, with the formula in brackets."""
        return self._phrase(spec, value, spec.unit)

    def cell(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return the phrase without its unit."""
        return self._phrase(spec, value, "")

    def present(self, spec: FieldSpec, value: Any, surroundings: Surroundings) -> Shown:
        """Return the parts with their names, and the formula."""
        parts = tuple((part.title(), _amount(value, part, spec.unit)) for part in PARTS)
        return Shown("range", {"parts": parts, "basis": value.get("basis", "")})

    def difference(self, spec: FieldSpec, old: Any, new: Any) -> Difference:
        """Compare the phrases word by word."""
        return word_difference(self._words(spec, old), self._words(spec, new))

    def anchor(self, spec: FieldSpec, where: str) -> str:
        """Lead to the first number unless another part is meant."""
        return where or ".low"

    def label_at(self, spec: FieldSpec, where: str) -> str:
        """Name the part."""
        part = where.removeprefix(".")
        return f"{spec.label}, {part}" if part else spec.label

    def _phrase(self, spec: FieldSpec, value: Mapping[str, str], unit: str) -> str:
        parts = [f"{part} {_amount(value, part, '')}" for part in PARTS if part in value]
        phrase = with_unit(", ".join(parts), unit)
        basis = value.get("basis", "")
        return f"{phrase} ({basis})" if basis and phrase else basis or phrase


def _amount(value: Mapping[str, str], part: str, unit: str) -> str:
    if part not in value:
        return "not given"
    number = with_unit(spaced(value[part]), unit)
    return f"{value['currency']}{NO_BREAK}{number}" if "currency" in value else number


def _compare(value: Mapping[str, str], faults: dict[str, str]) -> None:
    for lower, upper in ORDERED:
        if lower not in value or upper not in value or faults[upper]:
            continue
        if Decimal(value[upper]) < Decimal(value[lower]):
            faults[upper] = must_reach(lower, value[lower])
