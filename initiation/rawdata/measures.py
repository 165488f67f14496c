"""The counts DuckDB takes of one column, and the type that follows from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts of rows, unless said otherwise, of one column; `tally` counts them by name."""

    rows: int
    distinct: int
    distinct_exact: bool
    comma_delimited: bool
    filled: int
    spaces: int
    """Cells of blank space only, other than empty ones."""
    placeholders: int
    """Cells that say N/A or the like."""
    integers: int
    numbers: int
    exponents: int
    leading_zeros: int
    binary_digits: int
    long_digits: int
    plus_digits: int
    yes_or_no: int
    longest: int
    """Characters of the longest value."""
    shortest: int
    widest_integer: int
    """Characters before the decimal sign, at most."""
    widest_fraction: int

    # Not counted where all values are numbers.
    comma_numbers: int = 0
    iso_dates: int = 0
    iso_times: int = 0
    offset_times: int = 0
    dotted_dates: int = 0
    day_first_dates: int = 0
    month_first_dates: int = 0
    emails: int = 0
    phones: int = 0
    person_names: int = 0
    spaced: int = 0
    """Values with a space inside."""
    consecutive: bool = False
    """Whether the integers follow one another with none left out, in any order."""

    @property
    def missing(self) -> int:
        """Rows without a value: empty, blank or a placeholder."""
        return self.rows - self.filled

    @property
    def odd(self) -> int:
        """What a reader of numbers would stumble over: all but numbers and empty cells."""
        return self.spaces + self.placeholders + self.filled - self.numbers

    @property
    def decimal_comma(self) -> bool:
        """Whether these are numbers like 1,5. Where commas delimit, they mean thousands."""
        return (
            not self.comma_delimited
            and self.comma_numbers > 0
            and self.comma_numbers + self.integers == self.filled
        )

    @property
    def is_binary(self) -> bool:
        """Whether both digits 0 and 1 occur, and nothing else."""
        return self.distinct == 2 and self.binary_digits == self.filled

    @property
    def same_width(self) -> int:
        """The width all values share, or 0."""
        return self.longest if self.longest == self.shortest else 0

    @property
    def date_format(self) -> str:
        """The format all values are dates in, in DuckDB's letters, or nothing."""
        for count, pattern in (
            (self.iso_dates, "%Y-%m-%d"),
            (self.dotted_dates, "%d.%m.%Y"),
            (self.day_first_dates, "%d/%m/%Y"),
            (self.month_first_dates, "%m/%d/%Y"),
        ):
            if self.filled and count == self.filled:
                return pattern
        return ""

    @property
    def ambiguous_days(self) -> bool:
        """Whether the dates make sense both day first and month first."""
        return self.filled > 0 and self.day_first_dates == self.month_first_dates == self.filled

    @property
    def offsets(self) -> bool:
        """Whether these are times that carry an offset from UTC."""
        return self.type == "date and time" and self.offset_times > 0

    @property
    def type(self) -> str:
        """The narrowest type that every value fits."""
        if not self.filled:
            return "empty"
        if self.numbers == self.filled and not self.leading_zeros:
            return "integer" if self.integers == self.filled else "number"
        if self.decimal_comma and not self.leading_zeros:
            return "number"
        if self.yes_or_no == self.filled:
            return "yes/no"
        if self.date_format:
            return "date"
        if self.iso_dates + self.iso_times == self.filled:
            return "date and time"
        return "text"
