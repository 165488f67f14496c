"""Tickets of a support desk in one month: skewed teams, gaps, doubles and impossible dates."""

from datetime import date, timedelta

from demo.rawdata.dice import Dice, Row, to_csv

HEADER = (
    "made_up_ticket_id", "opened_at", "channel", "language", "product_code", "subject",
    "first_team", "final_team", "transfers", "closed_at",
)  # fmt: skip

TEAMS = {
    "washing": 0.34, "cooling": 0.21, "cooking": 0.14, "orders": 0.12, "invoices": 0.07,
    "small appliances": 0.06, "spare parts": 0.04, "complaints": 0.014, "recalls": 0.006,
}  # fmt: skip
SUBJECTS = {
    "washing": ("does not spin", "leaks at the door", "error E18 and no water", "loud bang"),
    "cooling": ("is not cold any more", "ice on the back wall", "hums all night"),
    "cooking": ("oven door does not close", "hob shows F4", "fan never stops"),
    "orders": ("where is my order", "please change the address", "delivery came without feet"),
    "invoices": ("invoice twice", "need an invoice with our VAT number", "wrong amount"),
    "small appliances": ("kettle smells of plastic", "vacuum has no power"),
    "spare parts": ("which seal fits", "price of a drum belt"),
    "complaints": ("third repair and still broken", "I want my money back"),
    "recalls": ("is mine on the list", "smoke from the dryer"),
}
CODES = {"washing": "WA", "cooling": "CO", "cooking": "CK", "small appliances": "SM"}
MISROUTED = 0.23


def tickets(rows: int, seed: int) -> bytes:
    """Return a CSV of ``rows`` tickets and 27 of them twice."""
    dice = Dice(seed)
    made = [_ticket(dice, number) for number in range(1, rows + 1)]
    for place in dice.some(31, rows):
        made[place][1] = dice.among(("1970-01-01 00:00", "31.09.2026 10:15", "2036-09-14 08:30"))
    made += [list(made[place]) for place in dice.some(27, rows)]
    return to_csv(HEADER, made)


def _ticket(dice: Dice, number: int) -> list[object]:
    final = dice.one_of(TEAMS)
    wrong = dice.chance(MISROUTED)
    first = dice.among([team for team in TEAMS if team != final]) if wrong else final
    opened = dice.moment(date(2026, 9, 1), 30)
    closed = opened + timedelta(hours=dice.skewed(31 if wrong else 14, 0.7))
    code = f"{CODES.get(final, 'XX')}{dice.whole(100, 940)}"
    row: Row = (
        f"MADE-UP-{number:05}",
        opened.strftime("%Y-%m-%d %H:%M"),
        dice.one_of({"mail": 0.58, "web form": 0.27, "telephone note": 0.15}),
        dice.one_of({"cs": 0.61, "de": 0.22, "sk": 0.12, "en": 0.05}),
        "" if dice.chance(0.118) else code,
        dice.among(SUBJECTS[final]),
        first,
        final,
        1 + dice.chance(0.2) if wrong else 0,
        "" if dice.chance(0.021) else closed.strftime("%Y-%m-%d %H:%M"),
    )
    return list(row)
