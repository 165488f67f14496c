"""Preflight finds what is planted in good projects, and nothing grave besides."""

from collections.abc import Iterator
from datetime import date

import pytest

from core.question_sets import check
from demo.reading import projects
from initiation.casefile import CaseContent
from initiation.preflight import RULES, Finding, Severity, findings
from tests.initiation.preflight.cases import GOOD, case, newest
from tests.initiation.preflight.planted import PLANTED
from tests.initiation.preflight.planting import Flaw, address

ON = date(2026, 11, 24)
LATER = date(2036, 1, 1)


def found(flaw: Flaw) -> bool:
    return any(
        (finding.code, address(finding)) == (flaw.code, flaw.place)
        for finding in findings(flaw.content, on=ON)
    )


def refused(content: CaseContent) -> Iterator[tuple[str, str, object]]:
    """What the kinds would not have stored."""
    for case_set in content.sets:
        for answer in case_set.answers:
            question = newest()[case_set.code].question(answer.code)
            if problems := check(question, answer.value):
                yield case_set.code, answer.code, problems


def errors(found: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in found if finding.severity is Severity.ERROR]


@pytest.mark.planted_weaknesses
def test_nearly_every_planted_weakness_is_found_by_its_code_at_its_field() -> None:
    missed = [(flaw.slug, flaw.code, flaw.place) for flaw in PLANTED if not found(flaw)]
    print(f"\nfigure planted_weaknesses: {len(PLANTED) - len(missed)} of {len(PLANTED)}")
    assert len(PLANTED) >= 60
    assert len(missed) * 20 <= len(PLANTED), missed


@pytest.mark.parametrize("slug", GOOD)
def test_a_good_project_has_no_error_and_at_most_two_warnings(slug: str) -> None:
    there = findings(case(slug), on=ON)
    assert not errors(there)
    assert len(there) <= 2, [(finding.code, address(finding)) for finding in there]


@pytest.mark.parametrize("flaw", PLANTED, ids=lambda flaw: f"{flaw.slug}-{flaw.code}")
def test_a_planted_flaw_could_have_been_typed_and_brings_no_other_error(flaw: Flaw) -> None:
    assert not list(refused(flaw.content))
    assert {finding.code for finding in errors(findings(flaw.content, on=ON))} <= {flaw.code}


def test_every_rule_finds_something_that_was_planted() -> None:
    assert {flaw.code for flaw in PLANTED} == {rule.code for rule in RULES}


@pytest.mark.parametrize("slug", [told.slug for told in projects()])
def test_every_project_of_the_demo_could_be_submitted_on_any_day(slug: str) -> None:
    assert not errors(findings(case(slug), on=ON))
    assert not errors(findings(case(slug), on=LATER))


@pytest.mark.parametrize("flaw", PLANTED, ids=lambda flaw: f"{flaw.slug}-{flaw.code}")
def test_no_error_comes_or_goes_with_the_day(flaw: Flaw) -> None:
    """Or a project that was submitted once could never be submitted again."""
    now, then = findings(flaw.content, on=ON), findings(flaw.content, on=LATER)
    assert errors(now) == errors(then)
