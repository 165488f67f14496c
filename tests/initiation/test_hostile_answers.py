"""Answers that nobody should send: refused in words at their field, and nothing typed is lost."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from core.kinds.rows import MOST_ROWS
from initiation.models import Answer, AnswerVersion, Project
from initiation.queries.question_sets import pinned
from initiation.services.answers import Entry, save_answers
from initiation.workflow import State
from tests.factories import Cast, at, make_project
from tests.initiation.browsing import FormReader, opened, shown
from tests.initiation.test_stage_pages import autosave_of, statement, url_of

FORM = "application/x-www-form-urlencoded"
STATEMENT = "statement.statement"
MANY = 10_000


def posted(client: Client, url: str, sent: dict[str, Any], **changes: Any) -> Any:
    """Send a form as a browser does, which is not how the test client does by itself."""
    body = urlencode(sent | {"then": "stay"} | changes, doseq=True)
    return client.post(url, body, content_type=FORM)


def kept(response: Any) -> dict[str, list[str]]:
    """Return what the form on the answered page would send."""
    return FormReader(response.content.decode(), "sheet").sent


# Too much


def test_a_table_of_ten_thousand_rows_is_refused_at_its_field_with_every_row_kept(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    rows = {
        f"process.steps.{row}.{code}": f"{code} {row}"
        for row in range(MANY)
        for code in ("step", "owner", "volume", "minutes")
    }
    response = posted(
        client, url_of(project), sent, **rows, **{"process.steps.rows": str(MANY)},
        **{STATEMENT: "Kept too."},
    )  # fmt: skip
    html = response.content.decode()
    assert response.status_code == 422
    assert f"There are {MANY} rows; at most {MOST_ROWS} fit here." in html
    assert html.count("id_process-steps-0-step") >= 1
    assert len(html) < 3_000_000
    form = kept(response)
    assert form[STATEMENT][0].strip() == "Kept too."
    assert form[f"process.steps.{MOST_ROWS - 1}.step"][0].strip() == f"step {MOST_ROWS - 1}"
    assert f"process.steps.{MOST_ROWS}.step" not in form
    beyond = form["process.steps.beyond"][0].strip().split("\n")
    assert len(beyond) == MANY - MOST_ROWS
    assert beyond[-1] == f"step {MANY - 1} | owner {MANY - 1} | volume {MANY - 1} | minutes 9999"
    assert not Answer.objects.filter(project=project).exists()


def test_rows_that_did_not_fit_are_shown_again_until_their_form_is_saved(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    rows = {f"process.steps.{row}.step": f"Step {row}" for row in range(MOST_ROWS + 1)}
    form = kept(posted(client, url_of(project), sent, **rows))
    again = posted(client, url_of(project), form, **{"cost.today.low": "twelve"})
    assert again.status_code == 422
    assert kept(again)["process.steps.beyond"][0].strip() == f"Step {MOST_ROWS}"
    assert posted(client, url_of(project), form).status_code == 302
    saved = Answer.objects.get(project=project, question_code="process").value["steps"]
    assert len(saved) == MOST_ROWS


def test_control_as_many_rows_as_fit_are_saved(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    rows = {f"process.steps.{row}.step": f"Step {row}" for row in range(MOST_ROWS)}
    assert posted(client, url_of(project), sent, **rows).status_code == 302
    saved = Answer.objects.get(project=project, question_code="process").value["steps"]
    assert len(saved) == MOST_ROWS


@pytest.mark.parametrize("unit", ["word and ", "Слово и ", "字"])
def test_two_megabytes_pasted_into_prose_come_back_with_the_limit(
    client: Client, cast: Cast, unit: str
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    text = unit * (2_000_000 // len(unit.encode()))
    response = posted(client, url_of(project), sent, **{STATEMENT: text})
    assert response.status_code == 422
    assert "at most 50000 fit here" in response.content.decode()
    assert kept(response)[STATEMENT][0].strip() == text.strip()
    assert statement(project) == ""
    auto = posted(client, autosave_of(project), sent, **{STATEMENT: text})
    assert (auto.status_code, auto["X-Saved"]) == (200, "no")
    assert statement(project) == ""


@pytest.mark.parametrize("what", ["fields", "bytes"])
def test_what_no_page_can_take_is_answered_in_words_and_changes_nothing(
    client: Client, cast: Cast, what: str
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    much = {f"x{number}": "1" for number in range(100_001)} if what == "fields" else {}
    text = "word " * (10 if what == "fields" else 2_000_000)
    response = posted(client, url_of(project), sent, **much, **{STATEMENT: text})
    assert response.status_code == 413
    assert "more than a page can take at once" in response.content.decode()
    assert "go back in your browser" in response.content.decode()
    assert not Answer.objects.filter(project=project).exists()


# Unusual characters


@pytest.mark.parametrize(
    "text",
    [
        "It fails 👩🏽‍🚒🏳️‍🌈 every day 😤",
        "הבעיה: שיחות אבודות (40 %)",
        "المشكلة هي المكالمات المفقودة.",
        "\u202eabc\u202c then left to right",
        "e\u0301 is é, ﬃ is one sign, ½",
        "<script>alert(1)</script> & \"quotes\" 'too' {{ braces }} {% tags %}",
        "Tab\there, line\nbreak",
    ],
)
def test_any_script_is_kept_letter_for_letter_on_every_page(
    client: Client, cast: Cast, text: str
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    response = posted(client, url_of(project), sent, **{STATEMENT: text.replace("\n", "\r\n")})
    assert response.status_code == 302
    assert statement(project) == text
    assert opened(client, cast.manager, url_of(project))[STATEMENT] == [text]
    assert text in unescape(shown(client, cast.auditor, url_of(project)))
    history = reverse("answer-history", args=[project.ref, "problem", "statement"])
    html = unescape(re.sub(r"<span class=\"visually-hidden\">.*?</span>", "", shown(
        client, cast.auditor, history
    )))  # fmt: skip
    assert text in html


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
@pytest.mark.parametrize("field", [STATEMENT, "sufferers.groups.0.group"])
def test_a_control_character_is_refused_with_its_place_and_the_text_is_kept(
    client: Client, cast: Cast, sign: str, field: str
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    response = posted(client, url_of(project), sent, **{field: f"We lose{sign} calls."})
    html = response.content.decode()
    assert response.status_code == 422
    assert f"U+{ord(sign):04X}" in html
    assert "after “lose”" in unescape(html)
    assert "calls." in kept(response)[field][0]
    assert not Answer.objects.filter(project=project).exists()
    assert posted(client, autosave_of(project), sent, **{field: f"a{sign}b"}).status_code == 200
    assert not Answer.objects.filter(project=project).exists()


# Figures that cannot be


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"cost.today.low": "30", "cost.today.likely": "20", "cost.today.high": "40"}, "low"),
        ({"cost.today.low": "twelve"}, "number"),
        ({"cost.today.low": "1e400"}, "number"),
        ({"cost.today.low": "NaN"}, "number"),
        ({"cost.today.low": "9" * 400}, ""),
        ({"cost.today.currency": "ZZZ", "cost.today.low": "1"}, ""),
    ],
)
def test_a_figure_that_cannot_be_is_a_fault_at_its_field_and_stays_as_typed(
    client: Client, cast: Cast, typed: dict[str, str], words: str
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    response = posted(client, url_of(project), sent, **typed, **{STATEMENT: "Kept."})
    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_cost-today' in html
    assert words in html
    form = kept(response)
    assert {name: form[name] for name in typed if "currency" not in name} == {
        name: [value] for name, value in typed.items() if "currency" not in name
    }
    assert not Answer.objects.filter(project=project).exists()


def test_a_foreign_piece_of_evidence_is_refused_and_stays_to_be_seen(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    url = reverse("exam-answer", args=[project.ref, "ml", 1])
    sent = opened(client, cast.manager, url)
    response = posted(client, url, sent, **{"problem.evidence": "E-77"})
    assert response.status_code == 422
    assert "There is no evidence E-77 in this project." in response.content.decode()


# Too late


def test_a_form_from_before_the_submission_is_refused_with_what_was_typed(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    at(project, State.ML_EXAM)
    before = AnswerVersion.objects.filter(project=project).count()
    response = posted(client, url_of(project), sent, **{STATEMENT: "Typed before it was sent."})
    assert response.status_code == 409
    html = response.content.decode()
    assert "this part is locked" in html
    assert "Typed before it was sent." in html
    auto = posted(client, autosave_of(project), sent, **{STATEMENT: "Typed by itself."})
    assert (auto.status_code, auto["X-Saved"]) == (409, "no")
    assert AnswerVersion.objects.filter(project=project).count() == before


# Two people, one answer


def theirs(cast: Cast, project: Project, rows: list[dict[str, str]], base: int) -> None:
    question = pinned(project)["problem"].question("process")
    save_answers(
        actor=cast.contributor, project=project, set_code="problem",
        entries=[Entry(question, {"steps": rows}, base)], edit_session="another",
    )  # fmt: skip


def test_two_people_changing_one_table_read_which_cells_differ(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    rows = [
        {"id": "r1", "step": "Open the ticket", "minutes": "3"},
        {"id": "r2", "step": "Route the ticket", "minutes": "9"},
    ]
    theirs(cast, project, rows, 0)
    sent = opened(client, cast.manager, url_of(project))
    theirs(cast, project, [rows[0], rows[1] | {"minutes": "12"}], 1)
    response = posted(client, url_of(project), sent, **{"process.steps.1.minutes": "15"})
    assert response.status_code == 409
    html = response.content.decode()
    conflict = html[html.index('id="conflict-process"') : html.index("id_process-steps-0-step")]
    assert "The difference, from the text of Carl Beck to yours" in conflict
    shown_difference = conflict[conflict.index("The difference") :]
    assert "1 row changed" in shown_difference
    assert "Route the ticket" in shown_difference
    assert "Open the ticket" not in shown_difference
    assert re.search(r"<del>.*12.*</del><ins>.*15.*</ins>", shown_difference, re.S)
    assert kept(response)["process.steps.1.minutes"] == ["15"]
    stored = Answer.objects.get(project=project, question_code="process").value["steps"]
    assert stored[1]["minutes"] == "12"


def test_of_several_fields_in_conflict_only_those_that_differ_are_compared_by_name(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    question = pinned(project)["problem"].question("timing")
    sent = opened(client, cast.manager, url_of(project))
    saved = {"trigger": "The contract ends.", "deadline": "2027-03-01"}
    save_answers(
        actor=cast.contributor, project=project, set_code="problem",
        entries=[Entry(question, saved, 0)], edit_session="another",
    )  # fmt: skip
    typed = {"timing.trigger": "The contract ends.", "timing.deadline": "2028-01-01"}
    response = posted(client, url_of(project), sent, **typed)
    assert response.status_code == 409
    html = response.content.decode()
    compared = html[html.index("The difference, from") : html.index("id_timing-trigger")]
    labels = re.findall(r'<p class="gw-eyebrow">([^<]+)</p>', compared)
    assert labels == [next(spec.label for spec in question.fields if spec.code == "deadline")]
