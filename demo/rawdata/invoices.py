"""Supplier invoices of one month: a third finds no order line, and many lack an order number."""

from datetime import date, timedelta

from demo.rawdata.dice import Dice, to_csv

HEADER = (
    "made_up_invoice_id", "supplier", "received_on", "invoice_date", "amount_eur", "vat_rate",
    "order_number", "matched_at_first_pass", "confirmed_order_line", "clerk",
)  # fmt: skip


def invoices(rows: int, seed: int) -> bytes:
    """Return a CSV of ``rows`` invoices and 19 of them twice."""
    dice = Dice(seed)
    made = [_invoice(dice, number) for number in range(1, rows + 1)]
    made += [list(made[place]) for place in dice.some(19, rows)]
    return to_csv(HEADER, made)


def _invoice(dice: Dice, number: int) -> list[object]:
    subsidiary = dice.chance(0.11)
    supplier = f"MADE-UP-S{dice.whole(900, 939) if subsidiary else dice.whole(1, 610):03}"
    received = dice.moment(date(2026, 10, 1), 31).date()
    dated = received - timedelta(days=dice.whole(1, 19))
    lacks_number = dice.chance(0.9 if subsidiary else 0.028)
    matched = not lacks_number and dice.chance(0.785)
    written = dated.strftime("%d.%m.%Y") if dice.chance(0.015) else dated.isoformat()
    return [
        f"MADE-UP-I{number:06}",
        supplier,
        received.isoformat(),
        written,
        f"{dice.skewed(640, 1.1):.2f}",
        dice.one_of({"21": 0.78, "12": 0.14, "0": 0.08}),
        "" if lacks_number else f"PO{dice.whole(400000, 499999)}",
        "yes" if matched else "no",
        "" if dice.chance(0.052) else f"L{dice.whole(1, 99999):05}",
        f"clerk {dice.whole(1, 7)}",
    ]
