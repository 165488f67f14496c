"""`money`: an amount in one currency."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.kinds.base import (
    NOWHERE,
    FieldSpec,
    Problem,
    Raw,
    Reading,
    Surroundings,
    expect_text,
    typed,
)
from core.kinds.controls import Control, Place
from core.kinds.currencies import currency_control, read_currency
from core.kinds.number import read_number
from core.kinds.numerals import NO_BREAK, spaced
from core.kinds.simple import SimpleKind

CEILING = Decimal("1e12")


def money_fault(number: str | None) -> str:
    """Return why a canonical number cannot be an amount of money, in words."""
    if number is None:
        return ""
    if len(number.partition(".")[2]) > 2:
        return "Enter at most two digits after the decimal point."
    if abs(Decimal(number)) >= CEILING:
        return f"Enter an amount below {spaced('1000000000000')}."
    return ""


class Money(SimpleKind):
    """Stored as {"amount": "1200.00", "currency": "EUR"}; never a float."""

    name = "money"
    settings = frozenset({"min", "max"})
    narrow = True
    numeric = True

    def read(
        self, spec: FieldSpec, posted: Raw, name: str, surroundings: Surroundings | None = None
    ) -> Reading:
        """Read an amount of at most two decimals; a currency alone counts as nothing."""
        low = "0" if spec.min is None else spec.min
        number, fault = read_number(typed(posted, f"{name}.amount"), low=low, high=spec.max)
        fault = fault or money_fault(number)
        if number is None and not fault:
            return Reading(None)
        currency, unknown = read_currency(posted, name, surroundings)
        faults = ((".amount", fault), (".currency", unknown))
        problems = tuple(Problem(where, message) for where, message in faults if message)
        if problems or number is None:
            return Reading(None, problems)
        return Reading({"amount": f"{Decimal(number):.2f}", "currency": currency})

    def write(self, spec: FieldSpec, value: Any, name: str) -> dict[str, list[str]]:
        """Return amount and currency."""
        if value is None:
            return {}
        return {
            f"{name}.amount": [expect_text(value["amount"])],
            f"{name}.currency": [expect_text(value["currency"])],
        }

    def grouped(self, spec: FieldSpec) -> bool:
        """Amount and currency stand under one legend."""
        return True

    def controls(self, place: Place) -> tuple[Control, ...]:
        """Return amount and currency."""
        control = place.control("text", ".amount", "Amount")
        amount = replace(control, inputmode="decimal", width="short")
        return (place.quiet(amount), place.quiet(currency_control(place)))

    def plain(self, spec: FieldSpec, value: Any, surroundings: Surroundings = NOWHERE) -> str:
        """Return currency and amount: "EUR 1 200.00"."""
        return f"{value['currency']}{NO_BREAK}{spaced(value['amount'])}"

    def anchor(self, spec: FieldSpec, where: str) -> str:
        """Lead to the amount unless another part is meant."""
        return where or ".amount"
