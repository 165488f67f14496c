"""The pages of the stages: written by some, read by others, and losing nothing that was typed."""

import itertools
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from initiation.models import Answer, AnswerVersion, Project
from initiation.queries.question_sets import pinned
from initiation.services.answers import Entry, save_answers
from initiation.services.evidence import add_link
from initiation.workflow import STAGES, State
from tests.factories import Cast, at, fill, make_project, with_data
from tests.initiation.browsing import opened

MOST_QUERIES = 20
LINES = "We lose calls.\r\n\r\nEvery Monday <b>the queue</b> is full.\r\n- printers\r\n- logins"


def url_of(project: Project, stage: str = "problem") -> str:
    return reverse("stage", args=[project.ref, stage])


def autosave_of(project: Project, stage: str = "problem") -> str:
    return reverse("stage-autosave", args=[project.ref, stage])


def statement(project: Project) -> str:
    row = Answer.objects.filter(project=project, question_code="statement").first()
    return row.value.get("statement", "") if row else ""


def written_by(user: User, project: Project, text: str) -> None:
    question = pinned(project)["problem"].question("statement")
    row = Answer.objects.filter(project=project, question_code="statement").first()
    save_answers(
        actor=user,
        project=project,
        set_code="problem",
        entries=[Entry(question, {"statement": text}, row.version if row else 0)],
        edit_session="another",
    )


def test_what_is_typed_is_saved_with_its_line_breaks_and_shown_again(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    sent["statement.statement"] = LINES

    response = client.post(url_of(project), sent | {"then": "stay"})

    assert response.status_code == 302
    assert response["Location"] == url_of(project)
    assert statement(project) == LINES.replace("\r\n", "\n")
    again = opened(client, cast.manager, url_of(project))
    assert again["statement.statement"] == [LINES.replace("\r\n", "\n")]


def test_save_and_continue_leads_through_the_stages_and_home(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    places = [url_of(project, stage) for stage in STAGES] + [reverse("project", args=[project.ref])]
    for here, there in itertools.pairwise(places):
        sent = opened(client, cast.manager, here)
        response = client.post(here, sent | {"then": "continue"})
        assert response.status_code == 302
        assert response["Location"] == there


def test_opening_and_saving_every_stage_without_a_change_writes_nothing(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    with_data(project)
    add_link(
        actor=cast.manager, project=project, title="Log", note="", link="https://example.org/log"
    )
    fill(project, *STAGES)
    before = AnswerVersion.objects.filter(project=project).count()
    for stage in STAGES:
        sent = opened(client, cast.manager, url_of(project, stage))
        response = client.post(url_of(project, stage), sent | {"then": "stay"})
        assert response.status_code == 302, response.context["errors"]
    assert AnswerVersion.objects.filter(project=project).count() == before


def test_pressing_save_twice_makes_one_version(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    sent["statement.statement"] = "Once."
    for _ in range(2):
        assert client.post(url_of(project), sent | {"then": "stay"}).status_code == 302
    assert AnswerVersion.objects.filter(project=project, question_code="statement").count() == 1


def test_a_fault_keeps_everything_typed_and_is_linked_from_the_summary(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    sent["statement.statement"] = "Kept although something else is wrong."
    sent["cost.today.low"] = "twelve"

    response = client.post(url_of(project), sent | {"then": "continue"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert "Kept although something else is wrong." in html
    assert 'value="twelve"' in html
    target = re.search(r'href="#([^"]+)">Cost of the problem today', html)
    assert target
    assert f'id="{target[1]}"' in html
    assert statement(project) == ""


def test_row_buttons_work_without_javascript_and_keep_what_is_typed(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    sent["statement.statement"] = "Not saved yet."
    sent["sufferers.groups.0.group"] = "First"

    html = client.post(
        url_of(project), sent | {"row": "add:sufferers.groups", "then": "stay"}
    ).content.decode()

    assert "Not saved yet." in html
    assert 'name="sufferers.groups.1.group"' in html
    html = client.post(
        url_of(project),
        sent
        | {
            "sufferers.groups.rows": "2",
            "sufferers.groups.1.group": "Second",
            "row": "up:sufferers.groups:1",
        },
    ).content.decode()
    assert 'formaction="#id_sufferers-groups-2-group"' in html  # where the next row will begin
    assert 'formaction="#id_sufferers-groups-0-remove"' in html
    assert 'id="id_sufferers-groups-0-remove"' in html
    assert f'action="{url_of(project)}"' in html
    assert html.index("Second</textarea>") < html.index("First</textarea>")
    assert statement(project) == ""


def test_another_persons_save_in_between_answers_409_with_both_texts(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    written_by(cast.contributor, project, "Theirs, saved first.")
    sent["statement.statement"] = "Mine, typed meanwhile."

    response = client.post(url_of(project), sent | {"then": "stay"})

    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs, saved first." in html
    assert "Mine, typed meanwhile." in html
    assert "Carl Beck" in html
    assert "<title>Error: " in html
    assert 'href="#conflict-statement"' in html
    assert 'id="conflict-statement"' in html
    assert statement(project) == "Theirs, saved first."


@pytest.mark.parametrize(
    ("keep", "stored"), [("mine", "Mine, typed meanwhile."), ("theirs", "Theirs, saved first.")]
)
def test_after_a_conflict_the_chosen_text_is_stored(
    client: Client, cast: Cast, keep: str, stored: str
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    written_by(cast.contributor, project, "Theirs, saved first.")
    sent["statement.statement"] = "Mine, typed meanwhile."
    html = client.post(url_of(project), sent | {"then": "stay"}).content.decode()
    version = re.search(r'id="version-statement"\s+value="(\d+)"', html)
    assert version
    chosen = {"version.statement": version[1], "keep.statement": keep, "then": "stay"}

    response = client.post(url_of(project), sent | chosen)

    assert response.status_code == 302
    assert statement(project) == stored


def test_people_who_write_different_answers_do_not_meet(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    written_by(cast.contributor, project, "Theirs.")
    sent["scope.out_of_scope"] = "Mine, elsewhere."
    assert client.post(url_of(project), sent | {"then": "stay"}).status_code == 302
    assert statement(project) == "Theirs."


def test_autosave_stores_a_draft_and_hands_out_the_new_version(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    for text in ("Begun", "Begun, and gone on"):
        response = client.post(autosave_of(project), sent | {"statement.statement": text})
        assert response.status_code == 200
        assert "X-Saved" not in response
        assert statement(project) == text
    html = response.content.decode()
    assert 'name="version.statement"' in html
    assert 'hx-swap-oob="true"' in html
    assert "textarea" not in html


def test_autosave_saves_what_it_can_and_says_that_something_is_wrong(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    typed = {"statement.statement": "Good.", "cost.today.low": "twelve"}
    response = client.post(autosave_of(project), sent | typed)
    assert response.status_code == 200
    assert response["X-Saved"] == "no"
    assert statement(project) == "Good."


def test_autosave_in_a_conflict_stores_nothing_and_names_the_other(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    written_by(cast.contributor, project, "Theirs.")
    response = client.post(autosave_of(project), sent | {"statement.statement": "Mine."})
    assert response.status_code == 409
    assert response["X-Saved"] == "no"
    assert "Carl Beck" in response.content.decode()
    assert statement(project) == "Theirs."


def test_a_contributor_writes_the_stage_they_are_named_for_and_reads_the_others(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.contributor, url_of(project))
    sent["statement.statement"] = "By Carl."
    assert client.post(url_of(project), sent | {"then": "stay"}).status_code == 302

    page = client.get(url_of(project, "data"))
    assert page.status_code == 200
    assert 'id="sheet"' not in page.content.decode()
    refused = client.post(url_of(project, "data"), {"edit_session": "x"})
    assert refused.status_code == 403
    assert "Mara Lind" in refused.content.decode()


@pytest.mark.parametrize("who", ["director", "auditor", "sponsor"])
def test_readers_see_the_whole_answer_and_cannot_write(
    client: Client, cast: Cast, who: str
) -> None:
    project = make_project(cast)
    long = "One line that goes on. " * 400 + "\nThe very last words."
    written_by(cast.manager, project, long)
    client.force_login(getattr(cast, who))
    html = client.get(url_of(project)).content.decode()
    assert "The very last words." in html
    assert 'id="sheet"' not in html
    assert client.post(url_of(project), {"statement.statement": "x"}).status_code == 403
    assert client.post(autosave_of(project), {"statement.statement": "x"}).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "other_manager", "other_sponsor", "administrator"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_no_such_page(client: Client, cast: Cast, who: str, method: str) -> None:
    project = make_project(cast)
    client.force_login(getattr(cast, who))
    assert getattr(client, method)(url_of(project)).status_code == 404


def test_a_stage_that_does_not_exist_is_not_found(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    assert client.get(url_of(project, "exam")).status_code == 404


def test_a_submitted_stage_is_read_only_and_says_why(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    client.force_login(cast.manager)
    html = client.get(url_of(project)).content.decode()
    assert "this part is locked" in html
    assert 'id="sheet"' not in html
    assert client.post(url_of(project), {"cost.today.low": "twelve"}).status_code == 409
    saved = client.post(autosave_of(project), {"statement.statement": "x"})
    assert saved.status_code == 409
    assert saved["X-Saved"] == "no"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_asks_the_same_number_of_queries_however_much_it_holds(
    client: Client, cast: Cast, stage: str
) -> None:
    empty, full = make_project(cast), make_project(cast, name="Full")
    for month in ("March", "April", "May"):
        with_data(full, f"Tickets of {month}")
    fill(full, *STAGES)
    client.force_login(cast.manager)
    counts = []
    for project in (empty, full):
        client.get(url_of(project, stage))
        with CaptureQueriesContext(connection) as caught:
            client.get(url_of(project, stage))
        counts.append(len(caught))
    assert counts[0] == counts[1] <= MOST_QUERIES
