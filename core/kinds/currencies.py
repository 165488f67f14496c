"""Currencies that amounts may be given in, by ISO 4217 code."""

from dataclasses import replace

from core.kinds.base import Raw, Surroundings, typed
from core.kinds.controls import Control, Place, options, with_unknown

DEFAULT = "EUR"

CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "AED", "AUD", "BGN", "BRL", "CAD", "CNY", "CZK", "DKK", "GEL",
    "HUF", "INR", "JPY", "KZT", "MXN", "NOK", "NZD", "PLN", "RON", "RSD", "RUB", "SAR", "SEK",
    "SGD", "TRY", "UAH", "ZAR",
)  # fmt: skip


def read_currency(posted: Raw, name: str, surroundings: Surroundings | None) -> tuple[str, str]:
    """Return the currency sent beside an amount, and what is wrong with it in words."""
    default = surroundings.currency if surroundings else DEFAULT
    code = typed(posted, f"{name}.currency").strip() or default
    known = code in CURRENCIES or code == default
    return code, "" if known else f"“{code}” is not one of the currencies offered."


def currency_control(place: Place) -> Control:
    """Return the select of currencies, with the project's own one preset."""
    control = place.control("select", ".currency", "Currency")
    preset = place.surroundings.currency
    chosen = control.value or preset
    offered = dict.fromkeys((preset, *CURRENCIES))
    choices = with_unknown(((code, code) for code in offered), [chosen], "not offered")
    chosen_options = options(choices, [chosen], control.id)
    return replace(control, value=chosen, options=chosen_options, width="short")
