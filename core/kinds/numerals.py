"""Decimal numbers as people type them and as people read them."""

import re
from decimal import Decimal

BLANKS = " \u00a0\u2009\u202f"
THIN = "\u202f"
NO_BREAK = "\u00a0"

# At most this many digits, so that no arithmetic on an answer is ever rounded.
WHOLE_DIGITS, FRACTION_DIGITS = 18, 10

PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
SPACED = re.compile(rf"[0-9]{{1,3}}([{BLANKS}][0-9]{{3}})+([.,][0-9]+)?")
COMMA_GROUPS = re.compile(r"[0-9]{1,3}(,[0-9]{3}){2,}(\.[0-9]+)?|[0-9]{1,3},[0-9]{3}\.[0-9]+")
POINT_GROUPS = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){2,}(,[0-9]+)?|[0-9]{1,3}\.[0-9]{3},[0-9]+")
DECIMAL_COMMA = re.compile(r"[0-9]+,[0-9]+")
EITHER_WAY = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")


class NumberError(ValueError):
    """The text is no number, or could be two; the message says so in words."""


def parse(text: str) -> Decimal:
    """Return the number that `text` can only mean; raises NumberError with the reason."""
    body = text.strip().replace("\u2212", "-")
    negative = body.startswith("-")
    body = body.removeprefix("-" if negative else "+").strip()
    number = Decimal(_digits(body, text.strip()))
    whole, _, fraction = format(number, "f").partition(".")
    if len(whole.lstrip("0")) > WHOLE_DIGITS or len(fraction.rstrip("0")) > FRACTION_DIGITS:
        raise NumberError(
            f"Enter a number with at most {WHOLE_DIGITS} digits before the decimal point "
            f"and {FRACTION_DIGITS} after it."
        )
    return number.copy_negate() if negative else number


def _digits(body: str, as_typed: str) -> str:
    if EITHER_WAY.fullmatch(body):
        whole, part = body.replace(",", ""), canonical(Decimal(body.replace(",", ".")))
        raise NumberError(f"“{as_typed}” can be read in two ways. Write {whole} or {part}.")
    if PLAIN.fullmatch(body):
        return body
    if SPACED.fullmatch(body):
        return re.sub(rf"[{BLANKS}]", "", body).replace(",", ".")
    if COMMA_GROUPS.fullmatch(body):
        return body.replace(",", "")
    if POINT_GROUPS.fullmatch(body):
        return body.replace(".", "").replace(",", ".")
    if DECIMAL_COMMA.fullmatch(body):
        return body.replace(",", ".")
    raise NumberError(f"“{as_typed[:40]}” is not a number. Write it in digits, such as 1200.5.")


def canonical(number: Decimal) -> str:
    """Return the one way a number is stored: no exponent, no idle zeros, no minus zero."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0+(?=[0-9])", r"\1", text)
    return "0" if text == "-0" else text


def bound_message(number: Decimal, low: str | None, high: str | None) -> str:
    """Return why a number is out of bounds, or an empty text."""
    below = low is not None and number < Decimal(low)
    above = high is not None and number > Decimal(high)
    if not below and not above:
        return ""
    if low is not None and high is not None:
        return f"Enter a number from {spaced(low)} to {spaced(high)}."
    return f"Enter {spaced(low)} or more." if low is not None else f"Enter {spaced(high)} or less."


def spaced(text: str | None) -> str:
    """Return a stored number with thin spaces between thousands; other text as it is."""
    match = re.fullmatch(r"(-?)([0-9]+)(\.[0-9]+)?", text or "")
    if match is None:
        return text or ""
    sign, whole, fraction = match.groups()
    groups = f"{int(whole):,}".replace(",", THIN)
    return f"{'−' if sign else ''}{groups}{fraction or ''}"


def with_unit(text: str, unit: str) -> str:
    """Return a number followed by its unit, held together on one line."""
    return f"{text}{NO_BREAK}{unit}" if unit else text
