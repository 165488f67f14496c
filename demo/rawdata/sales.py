"""Weekly sales of articles: seasons, weeks without stock, returns, a doubled and a lost load."""

import math
from datetime import date, timedelta

from demo.rawdata.dice import Dice, to_csv

HEADER = (
    "made_up_article", "warehouse", "week_start", "units_sold", "in_stock", "price_eur",
    "on_promotion", "sales_area",
)  # fmt: skip
FIRST_WEEK = date(2024, 9, 2)
LOST_WEEK, DOUBLED_WEEK = 61, 88


def sales(rows: int, seed: int) -> bytes:
    """Return a CSV of about ``rows`` article-weeks over 104 weeks."""
    dice = Dice(seed)
    made: list[list[object]] = []
    for article in range(rows // 104):
        made += _article(dice, article)
    return to_csv(HEADER, made)


def _article(dice: Dice, number: int) -> list[list[object]]:
    typical = dice.skewed(38, 0.9)
    swing = dice.whole(5, 45) / 100
    launched = 0 if dice.chance(0.8) else dice.whole(20, 80)
    price = dice.whole(1900, 89900)
    out_until = -1
    made: list[list[object]] = []
    for week in range(launched, 104):
        if week == LOST_WEEK and number % 3 == 0:
            continue
        promoted = dice.chance(0.07)
        if dice.chance(0.018):
            out_until = week + dice.whole(1, 3)
        season = 1 + swing * math.sin(2 * math.pi * (week - 10) / 52)
        units = round(dice.skewed(typical * season * (1.8 if promoted else 1), 0.35))
        stocked = week > out_until
        sold = (-dice.whole(1, 4) if dice.chance(0.01) else units) if stocked else 0
        row: list[object] = [
            f"MADE-UP-A{number + 1:03}",
            "Brno" if number % 4 else "Linz",
            (FIRST_WEEK + timedelta(weeks=week)).isoformat(),
            sold,
            "" if dice.chance(0.036) else ("yes" if stocked else "no"),
            f"{price / 100:.2f}",
            "yes" if promoted else "no",
            "CZ" if number % 4 else "AT",
        ]
        made += [row, row] if week == DOUBLED_WEEK and number % 2 == 0 else [row]
    return made
