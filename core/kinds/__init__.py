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
from core.kinds.simple import ComposedKind, SimpleKind

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

    Composed ones get the simple kinds for their cells.
    """
    found = _defined().values()
    simple = {kind.name: kind() for kind in found if issubclass(kind, SimpleKind)}
    composed = {kind.name: kind(simple) for kind in found if issubclass(kind, ComposedKind)}
    rest = [kind for kind in found if not issubclass(kind, SimpleKind | ComposedKind)]
    return {**simple, **composed, **{kind.name: kind() for kind in rest}}


KINDS: dict[str, Kind] = discover()


def kind_of(name: str) -> Kind:
    """Return the kind called `name`; raises KeyError naming the kinds there are."""
    try:
        return KINDS[name]
    except KeyError:
        raise KeyError(f"unknown kind “{name}”; known are {', '.join(KINDS)}") from None
