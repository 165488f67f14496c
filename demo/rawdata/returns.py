"""Returned appliances and whether the warranty desk accepted them: a rule explains nearly all."""

from datetime import date, timedelta

from demo.rawdata.dice import Dice, to_csv

HEADER = (
    "made_up_return_id", "contact_email", "purchase_date", "returned_on", "serial_known",
    "receipt_shown", "country", "decision",
)  # fmt: skip
MONTHS_IN_DAYS = 730


def returns(rows: int, seed: int) -> bytes:
    """Return a CSV of ``rows`` returns decided by the desk."""
    dice = Dice(seed)
    return to_csv(HEADER, [_return(dice, number) for number in range(1, rows + 1)])


def _return(dice: Dice, number: int) -> list[object]:
    returned = dice.moment(date(2026, 1, 5), 176).date()
    bought = returned - timedelta(days=dice.whole(3, 960))
    known, receipt = dice.chance(0.94), dice.chance(0.9)
    covered = (returned - bought).days <= MONTHS_IN_DAYS and known and receipt
    if dice.chance(0.008):
        covered = not covered
    return [
        f"MADE-UP-R{number:05}",
        f"person{dice.whole(1, 2600)}@made-up.example",
        "" if dice.chance(0.013) else bought.isoformat(),
        returned.isoformat(),
        "yes" if known else "no",
        "yes" if receipt else "no",
        dice.one_of({"CZ": 0.64, "AT": 0.24, "SK": 0.12}),
        "accepted" if covered else "refused",
    ]
