"""The table of rules, and the page that is drawn from it."""

import re
from pathlib import Path

from initiation.content.preflight_page import preflight_page
from initiation.preflight import RULES, SUBJECTS
from initiation.preflight.metrics import METRICS
from tests.initiation.preflight.cases import newest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "preflight.md"


def test_every_code_is_a_word_of_its_own() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes) >= 30
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)


def test_every_rule_says_what_it_finds_and_why_in_sentences() -> None:
    for rule in RULES:
        assert rule.meaning.endswith((".", ").")), rule.code
        assert rule.reason.endswith((".", ").")), rule.code
        assert "|" not in rule.meaning + rule.reason, rule.code


def test_every_rule_stands_in_one_subject() -> None:
    assert tuple(rule for subject in SUBJECTS for rule in subject.rules) == RULES


def test_the_page_is_drawn_from_the_table_as_it_is() -> None:
    assert PAGE.read_text(encoding="utf-8") == preflight_page(), "run script/manage preflight_page"


def test_the_metrics_fit_the_task_types_that_the_question_set_names() -> None:
    tasks = newest()["ml"].question("tasks").fields[0]
    columns = {column.code: column for column in tasks.columns}
    fits = {code: frozenset(kinds) for code, kinds in columns["metric"].fits}
    assert {code: metric.fits for code, metric in METRICS.items()} == fits
