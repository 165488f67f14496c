"""Preflight reads every draft that the kinds accept: it never raises, and only looks."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from initiation.casefile import CaseAnswer, CaseContent, from_text, to_bytes
from initiation.preflight import RULES, findings
from tests.initiation.preflight.cases import GOOD, case

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
DEMOS = st.sampled_from(GOOD)


def thinned(value: Any, keep: Any) -> Any:
    """Return a value with parts of it left out, as a draft may lack them."""
    if isinstance(value, dict) and "currency" in value and "basis" not in value:
        return value  # an amount without its currency is none
    if isinstance(value, dict):
        fixed = {"id", "currency", "basis"}
        return {
            code: thinned(inner, keep) for code, inner in value.items() if code in fixed or keep()
        }
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [thinned(row, keep) for row in value if keep()]
    return value


def draft(content: CaseContent, keep: Any) -> CaseContent:
    def thin(answer: CaseAnswer) -> CaseAnswer:
        value = deepcopy(dict(answer.value))
        return replace(answer, value={k: thinned(v, keep) for k, v in value.items() if keep()})

    return replace(
        content,
        sets=tuple(
            replace(found, answers=tuple(map(thin, found.answers))) for found in content.sets
        ),
        evidence=tuple(item for item in content.evidence if keep()),
        sources=tuple(item for item in content.sources if keep()),
    )


@settings(max_examples=60, deadline=None)
@given(DEMOS, st.randoms(use_true_random=False), st.floats(0.3, 0.99), DAYS)
def test_no_draft_makes_preflight_raise(slug: str, dice: Any, share: float, on: date) -> None:
    content = draft(case(slug), lambda: dice.random() < share)
    for finding in findings(content, on=on):
        assert finding.text.strip()
        assert finding.remedy.endswith(".")


@settings(max_examples=15, deadline=None)
@given(DEMOS, st.randoms(use_true_random=False), DAYS)
def test_the_findings_depend_on_the_content_and_the_day_alone(
    slug: str, dice: Any, on: date
) -> None:
    content = draft(case(slug), lambda: dice.random() < 0.9)
    before = to_bytes(content)
    again = from_text(before.decode())
    assert findings(content, on=on) == findings(again, on=on) == findings(content, on=on)
    assert to_bytes(content) == before


def test_a_project_of_which_nothing_is_written_has_no_finding() -> None:
    empty = draft(case(GOOD[0]), lambda: False)
    assert findings(empty, on=date(2026, 11, 24)) == ()


def test_a_case_file_without_sets_has_no_finding() -> None:
    bare = replace(case(GOOD[0]), sets=(), evidence=(), sources=())
    assert findings(bare, on=date(2026, 11, 24)) == ()


def test_the_findings_of_one_rule_stand_together_in_the_order_of_the_table() -> None:
    content = draft(case(GOOD[2]), lambda: True)
    order = [rule.code for rule in RULES]
    codes = [finding.code for finding in findings(content, on=date(2030, 1, 1))]
    assert codes == sorted(codes, key=order.index)
