"""Preflight reads every draft that the kinds accept: it never raises, and only looks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from initiation.casefile import CaseAnswer, CaseContent, from_text, to_bytes
from initiation.preflight import RULES, findings
from tests.initiation.preflight.cases import case
from tests.initiation.preflight.planted import PLANTED
from tests.initiation.preflight.planting import TICKETS, VANS, Flaw, both, eur, put

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
FLAWS = st.sampled_from(PLANTED)
NUMBERS = ("0", "1", "-7", "0.0000000001", "12345.6789", "999999999999999999")
AMOUNTS = ("0.00", "0.01", "-1.00", "999999999999.99")
LOOKS_LIKE_A_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Spoiler:
    """Leaves out parts of a case file, and puts the smallest and the largest figures into it."""

    dice: Random
    kept: float
    changed: float

    def content(self, content: CaseContent) -> CaseContent:
        return replace(
            content,
            sets=tuple(
                replace(found, answers=tuple(map(self.answer, found.answers)))
                for found in content.sets
            ),
            evidence=tuple(item for item in content.evidence if self.keeps()),
            sources=tuple(item for item in content.sources if self.keeps()),
        )

    def answer(self, answer: CaseAnswer) -> CaseAnswer:
        return replace(answer, value=self.mapping(answer.value))

    def mapping(self, value: Mapping[str, Any]) -> dict[str, Any]:
        fixed = {"id", "currency", "basis", "amount"}
        return {
            code: inner if code in {"id", "currency"} else self.value(inner, code == "amount")
            for code, inner in value.items()
            if code in fixed or self.keeps()
        }

    def value(self, value: Any, is_amount: bool) -> Any:
        if isinstance(value, Mapping):
            return self.mapping(value)
        if isinstance(value, list):
            kept = [item for item in value if self.keeps()]
            return [self.mapping(item) if isinstance(item, Mapping) else item for item in kept]
        spoilt = self.dice.random() < self.changed
        if spoilt and isinstance(value, str) and LOOKS_LIKE_A_NUMBER.fullmatch(value):
            return self.dice.choice(AMOUNTS if is_amount else NUMBERS)
        return value

    def keeps(self) -> bool:
        return self.dice.random() < self.kept


def draft(content: CaseContent, seed: int, kept: int, changed: int = 0) -> CaseContent:
    return Spoiler(Random(seed), kept / 100, changed / 100).content(content)


@settings(max_examples=80, deadline=None)
@given(FLAWS, st.integers(0, 10**6), st.integers(40, 100), st.integers(0, 60), DAYS)
def test_no_draft_makes_preflight_raise(
    flaw: Flaw, seed: int, kept: int, changed: int, on: date
) -> None:
    for finding in findings(draft(flaw.content, seed, kept, changed), on=on):
        assert finding.text.strip()
        assert finding.remedy.endswith(".")


@settings(max_examples=15, deadline=None)
@given(FLAWS, st.integers(0, 10**6), DAYS)
def test_the_findings_depend_on_the_content_and_the_day_alone(
    flaw: Flaw, seed: int, on: date
) -> None:
    content = draft(flaw.content, seed, 90)
    before = to_bytes(content)
    again = from_text(before.decode())
    assert findings(content, on=on) == findings(again, on=on) == findings(content, on=on)
    assert to_bytes(content) == before


def test_a_product_of_the_largest_figures_is_still_written_out() -> None:
    edit = both(
        put("ml.tasks.tasks.0.human_role", "informed"),
        put("ml.tasks.tasks.0.events", "9" * 18),
        put("ml.tasks.tasks.0.false_positive_cost", eur("9" * 12)),
    )
    codes = {finding.code for finding in findings(edit(case(TICKETS)), on=date(2026, 11, 24))}
    assert "unwatched_and_dear" in codes


def test_a_project_of_which_nothing_is_written_has_no_finding() -> None:
    empty = draft(case(TICKETS), 1, 0)
    assert findings(empty, on=date(2026, 11, 24)) == ()


def test_a_case_file_without_sets_has_no_finding() -> None:
    bare = replace(case(TICKETS), sets=(), evidence=(), sources=())
    assert findings(bare, on=date(2026, 11, 24)) == ()


def test_the_findings_of_one_rule_stand_together_in_the_order_of_the_table() -> None:
    content = case(VANS)
    order = [rule.code for rule in RULES]
    codes = [finding.code for finding in findings(content, on=date(2030, 1, 1))]
    assert codes == sorted(codes, key=order.index)
