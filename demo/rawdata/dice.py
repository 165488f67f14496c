"""Dice that fall the same way every time, so that the demo's texts can quote the data."""

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

Row = Sequence[object]


class Dice:
    """Draws from a seed; two dice of one seed are one."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - made-up data must repeat, not be secret

    def chance(self, share: float) -> bool:
        """Return True for this share of all calls."""
        return self._random.random() < share

    def one_of(self, weights: dict[str, float]) -> str:
        """Draw one of the keys by its weight."""
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def whole(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return self._random.randint(low, high)

    def skewed(self, typical: float, spread: float) -> float:
        """Draw a positive number with a long tail to the right."""
        return typical * self._random.lognormvariate(0, spread)

    def among(self, items: Sequence[str]) -> str:
        """Draw one item."""
        return self._random.choice(items)

    def moment(self, first: date, days: int) -> datetime:
        """Draw a moment between seven in the morning and nine in the evening."""
        day = first + timedelta(days=self._random.randrange(days))
        minutes = self._random.randint(7 * 60, 21 * 60)
        return datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)

    def some(self, count: int, of: int) -> list[int]:
        """Draw ``count`` different positions below ``of``, in order."""
        return sorted(self._random.sample(range(of), count))


def to_csv(header: Row, rows: Iterable[Row]) -> bytes:
    """Return the rows as a CSV file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
