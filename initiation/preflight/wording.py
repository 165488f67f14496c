"""Reading what people write in sentences: numbers, dates, and words that name nobody."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext

from core.kinds.numerals import canonical, spaced, with_unit
from initiation.facts import folded

NUMBER_WORDS = frozenset(
    {
        "zero", "none", "never", "half", "third", "quarter", "twice", "double", "two", "three",
        "four", "five", "six", "seven", "eight", "nine", "ten",
    }
)  # fmt: skip
NOBODY = frozenset(
    {
        "", "?", "-", "–", "tbd", "tba", "n/a", "na", "n.n.", "nn", "none", "nobody", "unknown",
        "open", "to be decided", "to be determined", "to be named", "to be confirmed", "not known",
        "team", "the team", "project team", "the project team", "business", "the business", "it",
        "somebody", "someone", "everybody", "everyone", "all", "various", "department",
        "management", "users",
    }
)  # fmt: skip
NOTHING = NOBODY | {"not measured", "not known yet", "no baseline", "not applicable", "not yet"}
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WIDEST = 100  # digits: more than a product of any two stored numbers has

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[ ,\u00a0\u2009\u202f]\d{3})*(?:\.\d+)?", re.ASCII)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b", re.ASCII)
_POINTS = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b", re.ASCII)
_NAMED = re.compile(rf"\b(\d{{1,2}})\.? ({'|'.join(MONTHS)}) (\d{{4}})\b", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(
    rf"\b(?:{'|'.join(month for month in MONTHS if month != 'may')}"
    r"|(?:\d{1,2}|by|of|in|until|end of) may)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b", re.ASCII)


def has_number(text: str) -> bool:
    """Tell whether a text says how much, in digits or in words such as "zero" or "half"."""
    return bool(re.search(r"\d", text)) or not NUMBER_WORDS.isdisjoint(
        word.casefold() for word in _WORD.findall(text)
    )


def numbers(text: str) -> tuple[Decimal, ...]:
    """Return the numbers in a text as people write them: 40,000 or 1 250 or 62.50."""
    return tuple(
        Decimal(re.sub(r"[ ,\u00a0\u2009\u202f]", "", match)) for match in _NUMBER.findall(text)
    )


def has_date(text: str) -> bool:
    """Tell whether a text says when: a day, a month or a year."""
    return bool(tuple(dates(text)) or _MONTH.search(text) or _YEAR.search(text))


def dates(text: str) -> Iterator[date]:
    """Return the full dates in a text: 2027-06-30, 30.6.2027 or 30 June 2027."""
    parts = [(int(y), int(m), int(d)) for y, m, d in _ISO.findall(text)]
    parts += [(int(y), int(m), int(d)) for d, m, y in _POINTS.findall(text)]
    parts += [
        (int(y), MONTHS.index(month.casefold()) + 1, int(d)) for d, month, y in _NAMED.findall(text)
    ]
    for year, month, day in parts:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def stored_date(text: str) -> date | None:
    """Return the date that a date field stores; None for an empty one."""
    return date.fromisoformat(text) if text else None


def names_nobody(text: str) -> bool:
    """Tell whether a name leaves open who is meant."""
    return folded(text) in NOBODY


def says_nothing(text: str) -> bool:
    """Tell whether a text only says that there is nothing to say yet."""
    first = re.split(r"[.,;:(]", text, maxsplit=1)[0]
    return folded(text) in NOTHING or folded(first) in NOTHING


def word_count(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())


def figure(number: Decimal, unit: str = "", *, digits: int = 3) -> str:
    """Return a number as the pages show it, with at most so many digits after the point."""
    with localcontext(prec=WIDEST):
        return with_unit(spaced(canonical(round(number, digits))), unit)


def money(number: Decimal, currency: str) -> str:
    """Return an amount with the currency it is in."""
    return figure(number, currency, digits=2)


def day(moment: date) -> str:
    """Return a date as a sentence says it: 3 March 2027."""
    return f"{moment.day} {MONTHS[moment.month - 1].title()} {moment.year}"
