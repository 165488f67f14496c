"""Question kinds: one file each, found by itself, and the registry that gives them by name."""

from importlib import import_module
from inspect import isabstract
from pkgutil import iter_modules

from core.kinds.base import (
    FieldSpec,
    Kind,
    Problem,
    Reading,
    Shown,
    Surroundings,
    input_id,
)
from core.kinds.simple import SimpleKind
from core.kinds.table import Table

__all__ = [
    "KINDS",
    "FieldSpec",
    "Kind",
    "Problem",
    "Reading",
    "Shown",
    "Surroundings",
    "discover",
    "input_id",
    "kind_of",
]


def _defined() -> dict[str, type[Kind]]:
    """Return the kinds that the files of this package define, by name."""
    modules = [import_module(f"{__name__}.{entry.name}") for entry in iter_modules(__path__)]
    things = [thing for module in modules for thing in vars(module).values()]
    return {
        thing.name: thing
        for thing in things
        if isinstance(thing, type) and issubclass(thing, Kind) and not isabstract(thing)
    }


def discover() -> dict[str, Kind]:
    """Return one instance of every kind in this package's folders, by name.

    Tables get the simple kinds for their columns.
    """
    found = _defined().values()
    simple = {kind.name: kind() for kind in found if issubclass(kind, SimpleKind)}
    tables = {kind.name: kind(simple) for kind in found if issubclass(kind, Table)}
    others = {kind.name: kind() for kind in found if not issubclass(kind, SimpleKind | Table)}
    return {**simple, **tables, **others}


KINDS: dict[str, Kind] = discover()


def kind_of(name: str) -> Kind:
    """Return the kind called `name`; raises KeyError naming the kinds there are."""
    try:
        return KINDS[name]
    except KeyError:
        raise KeyError(f"unknown kind “{name}”; known are {', '.join(KINDS)}") from None
