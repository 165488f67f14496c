"""How long a piece of evidence holds, in words and with the mark of a status."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

SOON = 30  # days before its last day from which a piece is said to expire


@dataclass(frozen=True, slots=True)
class Expiry:
    """``variant`` is a status mark, empty while there is nothing to look after."""

    variant: str
    text: str


def expiry_of(last_day: date | None, today: date) -> Expiry | None:
    """Return how long something holds whose last day is ``last_day``; None where it always does."""
    if last_day is None:
        return None
    left = (last_day - today).days
    if left < 0:
        return Expiry("needs_work", f"Expired {_days(-left)} ago")
    if left == 0:
        return Expiry("waiting", "Expires today")
    if left <= SOON:
        return Expiry("waiting", f"Expires in {_days(left)}")
    return Expiry("", f"Until {day_in_words(last_day)}")


def day_in_words(day: date) -> str:
    """Return a day: “1 March 2027”."""
    return date_format(day, "j F Y")


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
