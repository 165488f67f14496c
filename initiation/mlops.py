"""The rule that says whether MLOps is needed at all, from recorded facts.

Source: Groundwork's own rule, drawn from Kreuzberger, Kühl and Hirschl, "Machine Learning
Operations (MLOps): Overview, Definition, and Architecture" (2022): continuous training, monitoring
and automated deployment pay when a model is asked often, must be retrained, and is kept for long.
Each factor adds its weight for or against; ``docs/mlops-rule.md`` explains the weights.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Need(StrEnum):
    """How much MLOps a project needs."""

    NONE = "none"
    POC = "poc"
    LIGHT = "light"
    FULL = "full"


NEED_NAMES: Mapping[Need, str] = {
    Need.NONE: "MLOps is not needed",
    Need.POC: "A proof of concept is enough",
    Need.LIGHT: "Light MLOps is needed",
    Need.FULL: "Full MLOps is needed",
}

NEEDS_PLATFORM = frozenset({Need.LIGHT, Need.FULL})
FULL_FROM = 6
LIGHT_FROM = 2


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason: its weight counts for MLOps when positive, against it when negative."""

    name: str
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the rule says, with every reason by name and the sum it came to."""

    need: Need
    score: int
    factors: tuple[Factor, ...]

    @property
    def reasons_for(self) -> tuple[Factor, ...]:
        """The factors that speak for MLOps."""
        return tuple(factor for factor in self.factors if factor.weight > 0)

    @property
    def reasons_against(self) -> tuple[Factor, ...]:
        """The factors that speak against MLOps."""
        return tuple(factor for factor in self.factors if factor.weight < 0)


def assess(values: Mapping[str, Mapping[str, Any]]) -> Result:
    """Apply the rule to the answers of the set ``mlops``, by question code.

    A one-time analysis needs none and a proof of concept is a proof of concept, whatever else is
    said; otherwise the factors are summed: 6 or more is full, 2 or more light, else a proof of
    concept is enough. Raises KeyError or ValueError while a required fact is missing.
    """
    facts = {code: item for answer in values.values() for code, item in answer.items()}
    factors = tuple(_factors(facts))
    score = sum(factor.weight for factor in factors)
    return Result(_need(facts["kind"], score), score, factors)


def _need(kind: str, score: int) -> Need:
    if kind == "one_time":
        return Need.NONE
    if kind == "poc":
        return Need.POC
    if score >= FULL_FROM:
        return Need.FULL
    return Need.LIGHT if score >= LIGHT_FROM else Need.POC


def _factors(facts: Mapping[str, Any]) -> Iterator[Factor]:
    yield _kind(facts["kind"])
    yield _volume(Decimal(facts["requests_a_day"]["likely"]))
    yield _retraining(facts["retraining"])
    yield _life(Decimal(facts["life_months"]))
    yield _models(Decimal(facts["models"]))
    if facts["arrival"] == "peaks":
        yield Factor("arrival", 1, "Requests come in peaks, so serving must scale by itself.")
    if facts["latency"] == "under_second":
        yield Factor("latency", 1, "An answer is due within a second.")
    if facts["regulated"]:
        yield Factor("regulated", 2, "The decision is regulated, so every model must be traceable.")
    if facts["on_call"]:
        yield Factor("on_call", 1, "Somebody must be on call, so failures must be seen at once.")


def _kind(kind: str) -> Factor:
    table = {
        "one_time": Factor("kind", -3, "The answer is needed once."),
        "poc": Factor("kind", -3, "The purpose is to find out whether it works at all."),
        "pilot": Factor("kind", -1, "A pilot has an end, and few people depend on it."),
        "service": Factor("kind", 2, "People will depend on it as a service."),
    }
    return table[kind]


def _volume(likely: Decimal) -> Factor:
    text = f"{likely:,.0f} requests a day are likely.".replace(",", " ")
    if likely >= 10_000:
        return Factor("volume", 2, text)
    if likely >= 500:
        return Factor("volume", 1, text)
    return Factor("volume", -1, text)


def _retraining(often: str) -> Factor:
    weights = {"never": -2, "yearly": -1, "quarterly": 0, "monthly": 1, "weekly": 2, "daily": 2}
    words = "Models are never retrained." if often == "never" else f"Models are retrained {often}."
    return Factor("retraining", weights[often], words)


def _life(months: Decimal) -> Factor:
    text = f"It is to live for {months:f} months."
    if months >= 24:
        return Factor("life", 1, text)
    return Factor("life", -1 if months < 12 else 0, text)


def _models(count: Decimal) -> Factor:
    text = "There is one model." if count == 1 else f"There are {count:f} models."
    if count >= 5:
        return Factor("models", 2, text)
    return Factor("models", 1 if count >= 2 else -1, text)
