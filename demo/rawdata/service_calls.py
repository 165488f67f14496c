"""Repair visits of one month: what the customer said, what the van carried, what was needed."""

from datetime import date, timedelta

from demo.rawdata.dice import Dice, to_csv

HEADER = (
    "made_up_call_id", "called_at", "visit_on", "product_group", "model_code", "age_years",
    "fault_code", "complaint", "postcode_area", "parts_carried", "part_needed", "second_visit",
)  # fmt: skip
PARTS = {
    "washing": {"drain pump": 31, "door seal": 22, "heating element": 17, "control board": 12,
                "drive belt": 9, "bearing set": 6, "none": 3},
    "cooling": {"thermostat": 28, "fan motor": 24, "door gasket": 19, "control board": 15,
                "compressor": 9, "none": 5},
    "cooking": {"heating element": 35, "door hinge": 21, "control board": 18, "fan motor": 13,
                "glass": 8, "none": 5},
}  # fmt: skip
CARRIED = {"drain pump", "door seal", "heating element", "thermostat", "fan motor"}
WORDS = ("does nothing", "makes a noise", "leaks", "too hot", "not hot", "shows a code", "smells")


def service_calls(rows: int, seed: int) -> bytes:
    """Return a CSV of ``rows`` visits and 22 of them twice."""
    dice = Dice(seed)
    made = [_call(dice, number) for number in range(1, rows + 1)]
    for place in dice.some(14, rows):
        made[place][2] = "0000-00-00"
    made += [list(made[place]) for place in dice.some(22, rows)]
    return to_csv(HEADER, made)


def _call(dice: Dice, number: int) -> list[object]:
    group = dice.one_of({"washing": 0.47, "cooling": 0.3, "cooking": 0.23})
    part = dice.one_of({name: float(weight) for name, weight in PARTS[group].items()})
    likely_carried = 0.93 if part in CARRIED else 0.31
    carried = part == "none" or dice.chance(likely_carried)
    called = dice.moment(date(2026, 9, 1), 30)
    visited = called.date() + timedelta(days=dice.whole(1, 6))
    return [
        f"MADE-UP-V{number:05}",
        called.strftime("%Y-%m-%d %H:%M"),
        visited.isoformat(),
        group,
        "" if dice.chance(0.029) else f"{group[:2].upper()}-{dice.whole(10, 99)}",
        "" if dice.chance(0.174) else dice.whole(0, 17),
        f"F{dice.whole(1, 38):02}" if dice.chance(0.42) else "",
        dice.among(WORDS),
        f"{dice.whole(10, 79)}",
        dice.whole(38, 64),
        part,
        "no" if carried else "yes",
    ]
