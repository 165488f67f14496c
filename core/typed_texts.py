"""What somebody wrote, for a page that its sender did not expect."""

from collections.abc import Iterable


def texts_of(posted: Iterable[tuple[str, Iterable[object]]]) -> list[str]:
    """Return the texts among what was posted: values of several words, and never a password."""
    return [
        value
        for name, values in posted
        if "password" not in name
        for value in map(str, values)
        if len(value.split()) > 1
    ]
