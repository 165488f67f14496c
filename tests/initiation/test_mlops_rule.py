"""The rule on MLOps, and the page that tells it: the same facts, the same weights."""

import re
from pathlib import Path
from typing import Any

import pytest

from initiation.mlops import FULL_FROM, LIGHT_FROM, Need, assess

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mlops-rule.md"

# A service of middling size, on which nothing but its being a service weighs.
PLAIN: dict[str, Any] = {
    "kind": "service",
    "requests_a_day": "499",
    "retraining": "quarterly",
    "life_months": "12",
    "models": "2",
    "arrival": "steady",
    "latency": "under_minute",
    "regulated": False,
    "on_call": False,
}
# Each line of the page: which factor it means, and facts at its edges.
LINES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "the answer is needed once": ("kind", [{"kind": "one_time"}]),
    "it is a proof of concept": ("kind", [{"kind": "poc"}]),
    "it is a pilot": ("kind", [{"kind": "pilot"}]),
    "people will depend on it as a service": ("kind", [{"kind": "service"}]),
    "10 000 requests a day or more are likely": (
        "volume",
        [{"requests_a_day": "10000"}, {"requests_a_day": "2000000"}],
    ),
    "500 or more": ("volume", [{"requests_a_day": "500"}, {"requests_a_day": "9999"}]),
    "fewer": ("volume", [{"requests_a_day": "0"}, {"requests_a_day": "499"}]),
    "it is never retrained": ("retraining", [{"retraining": "never"}]),
    "retrained yearly": ("retraining", [{"retraining": "yearly"}]),
    "retrained quarterly": ("retraining", [{"retraining": "quarterly"}]),
    "retrained monthly": ("retraining", [{"retraining": "monthly"}]),
    "retrained weekly or daily": (
        "retraining",
        [{"retraining": "weekly"}, {"retraining": "daily"}],
    ),
    "it is to live 24 months or longer": ("life", [{"life_months": "24"}, {"life_months": "60"}]),
    "12 to 23 months": ("life", [{"life_months": "12"}, {"life_months": "23"}]),
    "shorter than 12 months": ("life", [{"life_months": "1"}, {"life_months": "11"}]),
    "there are five models or more": ("models", [{"models": "5"}, {"models": "40"}]),
    "two to four": ("models", [{"models": "2"}, {"models": "4"}]),
    "one": ("models", [{"models": "1"}]),
    "requests come in peaks": ("arrival", [{"arrival": "peaks"}]),
    "an answer is due within a second": ("latency", [{"latency": "under_second"}]),
    "the decision is regulated": ("regulated", [{"regulated": True}]),
    "somebody must be on call": ("on_call", [{"on_call": True}]),
}


def said(**facts: Any) -> Any:
    values = PLAIN | facts
    values["requests_a_day"] = {"likely": values["requests_a_day"]}
    return assess({"facts": values})


def weights_of_the_page() -> dict[str, int]:
    rows = re.findall(r"^\| ([^|]+) \| ([+-]?\d+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {fact: int(weight) for fact, weight in rows}


def test_the_page_names_every_line_of_the_rule_and_no_other() -> None:
    assert set(weights_of_the_page()) == set(LINES)


@pytest.mark.parametrize("line", LINES)
def test_the_page_gives_each_fact_the_weight_of_the_rule(line: str) -> None:
    factor, edges = LINES[line]
    for facts in edges:
        weights = [each.weight for each in said(**facts).factors if each.name == factor]
        assert weights == [weights_of_the_page()[line]]


def test_the_page_gives_the_thresholds_of_the_rule() -> None:
    words = PAGE.read_text("utf-8")
    assert re.search(rf"\b{FULL_FROM} or more: full MLOps is needed", words)
    assert re.search(rf"\b{LIGHT_FROM} to {FULL_FROM - 1}: light MLOps is needed", words)


@pytest.mark.parametrize(
    ("facts", "score", "need"),
    [
        ({"requests_a_day": "10000", "regulated": True, "models": "1"}, 5, Need.LIGHT),
        ({"requests_a_day": "10000", "regulated": True}, 7, Need.FULL),
        ({"requests_a_day": "10000", "on_call": True}, 6, Need.FULL),
        ({"models": "2"}, 2, Need.LIGHT),
        ({"retraining": "yearly"}, 1, Need.POC),
    ],
)
def test_the_sum_decides_at_its_thresholds(facts: dict[str, Any], score: int, need: Need) -> None:
    assert (said(**facts).score, said(**facts).need) == (score, need)


@pytest.mark.parametrize(("kind", "need"), [("one_time", Need.NONE), ("poc", Need.POC)])
def test_what_is_done_once_needs_no_platform_whatever_else_speaks_for_one(
    kind: str, need: Need
) -> None:
    loud = {"requests_a_day": "50000", "regulated": True, "models": "9", "retraining": "daily"}
    result = said(kind=kind, **loud)
    assert result.score >= LIGHT_FROM
    assert result.need is need


def test_a_missing_fact_gives_no_result() -> None:
    with pytest.raises(KeyError):
        assess({"facts": {"kind": "service"}})
