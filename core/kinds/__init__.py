"""Question kinds: one file each, and the registry that finds them by name."""

from core.kinds.base import (
    FieldSpec,
    Kind,
    Problem,
    Reading,
    Shown,
    Surroundings,
    input_id,
)
from core.kinds.choice import Choice
from core.kinds.choices import Choices
from core.kinds.date import Date
from core.kinds.evidence import Evidence
from core.kinds.matrix import Matrix
from core.kinds.money import Money
from core.kinds.need import Need
from core.kinds.number import Number
from core.kinds.options import Options
from core.kinds.person import Person
from core.kinds.profile import Profile
from core.kinds.prose import Prose
from core.kinds.range import Range
from core.kinds.simple import SimpleKind
from core.kinds.table import Table
from core.kinds.text import Text
from core.kinds.trace import Trace
from core.kinds.yesno import YesNo

__all__ = [
    "KINDS",
    "FieldSpec",
    "Kind",
    "Problem",
    "Reading",
    "Shown",
    "Surroundings",
    "input_id",
    "kind_of",
]

_SIMPLE: dict[str, SimpleKind] = {
    kind.name: kind
    for kind in (
        Text(),
        Prose(),
        Number(),
        Money(),
        Range(),
        Date(),
        Choice(),
        Choices(),
        YesNo(),
        Person(),
        Evidence(),
    )
}

KINDS: dict[str, Kind] = {
    **_SIMPLE,
    **{kind.name: kind(_SIMPLE) for kind in (Table, Options, Matrix, Need, Trace)},
    Profile.name: Profile(),
}


def kind_of(name: str) -> Kind:
    """Return the kind called `name`; raises KeyError naming the kinds there are."""
    try:
        return KINDS[name]
    except KeyError:
        raise KeyError(f"unknown kind “{name}”; known are {', '.join(KINDS)}") from None
