"""Reading what people write in sentences: numbers, dates, and words that name nobody."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext

from core.kinds.numerals import canonical, spaced, with_unit
from initiation.facts import folded

NUMBER_WORDS = frozenset(
    {
        "zero", "no", "none", "never", "all", "single", "half", "third",
        "quarter", "tenth", "once", "twice", "double", "triple", "one", "two", "three", "four",
        "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty",
        "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "dozen",
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
NOTHING = frozenset(
    {
        "", "?", "-", "–", "tbd", "tba", "n/a", "na", "none", "unknown", "open", "to be decided",
        "to be determined", "to be confirmed", "not known", "not known yet", "not measured",
        "not measured yet", "no baseline", "not applicable", "not yet", "nothing",
    }
)  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WIDEST = 100  # digits: more than a product of any two stored numbers has

# What follows a word of not knowing and only excuses it.
_EXCUSE = re.compile(
    r"(?:because|since|as|so far|yet|at present|at the moment|for now|today|to be|will be)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[.,;:(]")
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
    """Tell whether a text says how much, in digits, signs or words: "3", "½", "zero", "one"."""
    return any(character.isnumeric() for character in text) or not NUMBER_WORDS.isdisjoint(
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
    """Tell whether a text only says that there is nothing to say yet, or why there is nothing.

    Words of not knowing at its beginning do not count where something of substance follows.
    """
    first, *others = (folded(part) for part in _PARTS.split(text, maxsplit=1))
    rest = "".join(others).strip(" .)")
    if any(character.isnumeric() for character in rest):
        return folded(text) in NOTHING
    return first in NOTHING and (rest in NOTHING or _EXCUSE.match(rest) is not None)


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
