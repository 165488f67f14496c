"""Cleaning of typed text, shared by the kinds that hold words."""

import re
import unicodedata

from core.kinds.base import Problem

KEPT_CONTROLS = "\n\t"

# Blank to the eye; zero-width ones too, so that an answer of nothing else counts as empty.
BLANK = " \n\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
BLANK += "\u200b\u202f\u205f\u2060\u3000\ufeff"

LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")


def tidy(text: str) -> str:
    """Return text with plain line ends and nothing blank around it."""
    return LINE_ENDS.sub("\n", text).strip(BLANK)


def one_line(text: str) -> str:
    """Return text on a single line; a pasted line break becomes a space."""
    return re.sub(r"[ \t]*[\n\t]+[ \t]*", " ", tidy(text))


def text_problems(text: str, *, limit: int, max_words: int | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with a tidied text: its characters, its length, its word count."""
    bad = next((char for char in text if _unwelcome(char)), None)
    if bad is not None:
        return (Problem("", _about_control(text, bad)),)
    if len(text) > limit:
        return (Problem("", f"This is {len(text)} characters long; at most {limit} fit here."),)
    words = len(text.split())
    if max_words is not None and words > max_words:
        return (Problem("", f"This is {words} words long; at most {max_words} are allowed."),)
    return ()


def _unwelcome(char: str) -> bool:
    # Surrogates (Cs) cannot be stored as UTF-8; other controls (Cc) are invisible in the dossier.
    return char not in KEPT_CONTROLS and unicodedata.category(char) in {"Cc", "Cs"}


def _about_control(text: str, bad: str) -> str:
    before = text[: text.index(bad)].split()
    place = f"after “{before[-1][-30:]}”" if before else "at the start"
    return (
        f"There is an invisible control character (U+{ord(bad):04X}) {place}. "
        "Delete it there, or type that place again."
    )
