"""Texts of a drawing on several lines. SVG does not wrap, and the server knows no fonts."""

import unicodedata
from collections.abc import Iterator

_NARROW = frozenset("iljtfrI.,:;'|!()[]-·“”‘’")
_WIDE = frozenset("mwMW@%&—…")


def wrap(text: str, *, width: float, size: float, most: int) -> tuple[str, ...]:
    """Return ``text`` as at most ``most`` lines; what is cut off is marked by an ellipsis.

    ``width`` and ``size``, the height of the letters, are in units of the drawing. The width of
    letters is estimated on the safe side. A word longer than a line is broken.
    """
    lines: list[str] = []
    for word in _pieces(text, width / size):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(longer) * size <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _ended(lines[most - 1], width / size))


def breadth(text: str) -> float:
    """Return about how wide a text is, in multiples of the height of its letters."""
    return sum(_of_letter(letter) for letter in text)


def _of_letter(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0.0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return 1.05
    if letter in _WIDE:
        return 0.92
    if letter in _NARROW or letter.isspace():
        return 0.36
    return 0.7 if letter.isupper() else 0.59


def _pieces(text: str, most: float) -> Iterator[str]:
    """Yield the words, each that is longer than a line in parts that fit."""
    for word in text.split():
        part = ""
        for letter in word:
            if part and breadth(part + letter) > most:
                yield part
                part = ""
            part += letter
        yield part


def _ended(line: str, most: float) -> str:
    while line and breadth(f"{line}…") > most:
        line = line[:-1]
    return f"{line.rstrip()}…"
