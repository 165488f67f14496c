"""Which columns look personal, and how their values are hidden.

A profile leaves the machine that read the file, so a value that could name a person must
not be in it. Doubt is decided for hiding: a hidden value costs little.
"""

from __future__ import annotations

import re

from initiation.rawdata.measures import Measures

MASKED = "(masked)"
LONGEST_VALUE = 60
FEWEST_FOR_A_KEY = 5

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.\w+|\+?\d[\d ()/.-]{6,}\d")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PEOPLE = _set(
    "customer client user patient employee member person people subscriber contact driver student "
    "tenant applicant candidate citizen kunde mitarbeiter agent owner holder"
)
_NAME_WORDS = _set(
    "firstname lastname fullname surname forename middlename maidenname username vorname nachname "
    "familienname"
)
_NAME_QUALIFIERS = _PEOPLE | _set("first last full middle family given maiden")
_PHONE_WORDS = _set("phone telephone mobile tel fax telefon handy cell cellphone msisdn")
_ALWAYS = _set(
    "ssn passport iban birthdate birthday dob birth geburtsdatum address street strasse adresse "
    "licence license plate"
)
_ID_WORDS = _set("id ids uuid guid key no nr number ref reference code identifier")


def words(name: str) -> list[str]:
    """The words of a column name, however they were joined: `customerID` is customer, id."""
    return [word for word in re.split(r"[^a-z0-9]+", _CAMEL.sub(" ", name).lower()) if word]


def looks_personal(name: str, measures: Measures) -> bool:
    """Whether values of this column could name or identify a person."""
    if not measures.filled or measures.type == "yes/no":
        return False
    return (
        measures.emails * 20 >= measures.filled
        or _is_phone(name, measures)
        or _is_person_name(name, measures)
        or not _ALWAYS.isdisjoint(words(name))
        or _is_person_key(name, measures)
        or is_identifier(name, measures)
    )


def is_identifier(name: str, measures: Measures) -> bool:
    """Whether (nearly) every row has a value of its own that stands for the row."""
    filled, distinct = measures.filled, measures.distinct
    if filled < FEWEST_FOR_A_KEY or distinct * 100 < filled * 95:
        return False
    if measures.type == "text":
        return measures.longest <= LONGEST_VALUE and measures.spaced * 10 < filled
    if measures.type == "integer":
        named = bool(words(name)) and words(name)[-1] in _ID_WORDS
        return named or measures.consecutive or measures.same_width >= 6
    return False


def mask(value: str) -> str:
    """What may be shown of a hidden value: its first letter at most."""
    return f"{value[0]}…" if len(value) > 2 and value[0].isalpha() else MASKED


def shown(value: str, count: int, *, personal: bool, measures: Measures) -> str:
    """`value` as a profile may show it; `count` is how many rows hold it."""
    if personal:
        return mask(value) if measures.type == "text" else MASKED
    if measures.type != "text":
        return value
    mostly_single = measures.distinct * 2 > measures.filled
    if len(value) > LONGEST_VALUE or (count == 1 and mostly_single) or _CONTACT.search(value):
        return mask(value)
    return value


def _is_phone(name: str, measures: Measures) -> bool:
    if measures.type not in {"text", "integer"}:
        return False
    named = not _PHONE_WORDS.isdisjoint(words(name))
    if named and (measures.phones + measures.long_digits) * 10 >= measures.filled:
        return True
    return (measures.phones + measures.plus_digits) * 2 >= measures.filled


def _is_person_name(name: str, measures: Measures) -> bool:
    if measures.type != "text":
        return False
    parts = set(words(name))
    if parts & _NAME_WORDS or parts == {"name"}:
        return True
    if "name" in parts and parts & _NAME_QUALIFIERS:
        return True
    return (
        measures.person_names * 10 >= measures.filled * 8
        and measures.distinct * 2 >= measures.filled
        and measures.filled >= FEWEST_FOR_A_KEY
    )


def _is_person_key(name: str, measures: Measures) -> bool:
    parts = words(name)
    return (
        measures.type in {"text", "integer"}
        and len(parts) > 1
        and parts[-1] in _ID_WORDS
        and not _PEOPLE.isdisjoint(parts)
    )
