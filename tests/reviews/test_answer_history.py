"""The history of an answer: who wrote what and when, and bringing an earlier version back."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from initiation.models import Answer, AnswerVersion, Project
from initiation.queries.answer_history import PAGE
from initiation.queries.question_sets import pinned
from initiation.services.answers import Entry, save_answers
from initiation.services.restoring import restore_version
from initiation.workflow import STAGES, State
from tests.factories import Cast, at, fill, make_project
from tests.initiation.browsing import queries, shown

MOST_QUERIES = 20


def history_of(project: Project, set_code: str = "problem", code: str = "statement") -> str:
    return reverse("answer-history", args=[project.ref, set_code, code])


def saved(
    project: Project,
    value: dict[str, Any],
    *,
    by: User | None = None,
    code: str = "statement",
    session: str = "",
) -> int:
    row = Answer.objects.filter(project=project, question_code=code).first()
    question = pinned(project)["problem"].question(code)
    done = save_answers(
        actor=by or project.manager,
        project=project,
        set_code="problem",
        entries=[Entry(question, value, row.version if row else 0)],
        edit_session=session,
    )
    return done.versions[code]


def said(project: Project, text: str, **more: Any) -> int:
    return saved(project, {"statement": text}, **more)


def stored(project: Project, code: str = "statement") -> dict[str, Any]:
    value: dict[str, Any] = Answer.objects.get(project=project, question_code=code).value
    return value


def restore(client: Client, project: Project, version: int, base: int, **where: str) -> Any:
    return client.post(history_of(project, **where), {"version": version, "base": base})


# Reading it


def test_versions_stand_newest_first_with_who_when_and_the_words_that_changed(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    said(project, "We lose calls.")
    said(project, "We lose many calls.", by=cast.contributor)
    html = shown(client, cast.auditor, history_of(project))
    assert html.index("Version 2") < html.index("Version 1")
    assert "Carl Beck" in html
    assert "Mara Lind" in html
    assert "1 word added" in html
    assert re.search(r'<ins><span class="visually-hidden">added: </span>\s*many', html)


def test_a_table_shows_which_cell_of_which_row_changed(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    rows = [
        {"id": "r1", "step": "Open the ticket", "minutes": "3"},
        {"id": "r2", "step": "Route the ticket", "minutes": "9"},
    ]
    saved(project, {"steps": rows}, code="process")
    saved(project, {"steps": [rows[0], rows[1] | {"minutes": "12"}]}, code="process")
    html = shown(client, cast.manager, history_of(project, code="process"))
    newest = html[html.index('id="version-2"') : html.index('id="version-1"')]
    assert "1 row changed" in newest
    assert "Route the ticket" in newest
    assert "Open the ticket" not in newest
    assert newest.count("<ins>") == newest.count("<del>") == 1


def test_what_one_person_typed_in_one_go_is_one_entry_until_every_save_is_asked_for(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    said(project, "First.", session="one")
    for text in ("First. A", "First. And", "First. And more."):
        said(project, text, by=cast.contributor, session="two")
    html = shown(client, cast.manager, history_of(project))
    assert "Versions 2 to 4, written in one go" in html
    assert 'id="version-3"' not in html
    assert "2 words added" in html
    html = shown(client, cast.manager, f"{history_of(project)}?each=1")
    assert 'id="version-3"' in html


def test_a_long_history_goes_on_on_the_next_page_without_a_gap(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    for number in range(PAGE + 2):
        said(project, f"Text {number}.")
    html = shown(client, cast.manager, history_of(project))
    assert 'id="version-3"' in html
    assert 'id="version-2"' not in html
    link = re.search(r'href="([^"]+before=3)"', html)
    assert link
    html = shown(client, cast.manager, link[1].replace("&amp;", "&"))
    assert 'id="version-2"' in html
    assert 'id="version-1"' in html
    assert 'id="version-3"' not in html


@pytest.mark.parametrize("each", ["", "?each=1"])
def test_the_page_asks_the_same_number_of_queries_at_1_3_and_50_versions(
    client: Client, cast: Cast, each: str
) -> None:
    project = make_project(cast)
    counts = []
    for least in (1, 3, 50):
        done = AnswerVersion.objects.filter(project=project).count()
        for number in range(done, least):
            said(project, f"Text {number}.", session=f"visit {number // 2}")
        counts.append(queries(client, cast.manager, history_of(project) + each))
    assert counts[0] == counts[1] == counts[2] <= MOST_QUERIES


def test_a_question_nobody_answered_says_so(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    assert "Nothing has been saved here yet" in shown(client, cast.manager, history_of(project))


@pytest.mark.parametrize(
    ("set_code", "code"),
    [("problem", "nonsense"), ("nonsense", "statement"), ("exam", "statement")],
)
def test_a_question_that_is_not_asked_has_no_history(
    client: Client, cast: Cast, set_code: str, code: str
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    assert client.get(history_of(project, set_code, code)).status_code == 404


@pytest.mark.parametrize("query", ["before=x", "before=" + "9" * 30, "version=x", "version=77"])
def test_a_query_that_makes_no_sense_is_dropped(client: Client, cast: Cast, query: str) -> None:
    project = make_project(cast)
    said(project, "We lose calls.")
    assert "We lose calls." in shown(client, cast.manager, f"{history_of(project)}?{query}")


def test_each_question_says_how_many_versions_it_has_and_leads_to_them(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    for text in ("One.", "Two.", "Three."):
        said(project, text)
    stage = reverse("stage", args=[project.ref, "problem"])
    for reader in (cast.manager, cast.auditor):
        html = shown(client, reader, stage)
        assert "History: 3 versions" in html
        assert history_of(project) in html
    assert history_of(project) in shown(
        client, cast.auditor, reverse("history", args=[project.ref])
    )


def test_the_seven_answers_lead_to_their_histories_too(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    fill(project, "exam")
    html = shown(client, cast.manager, reverse("exam-answer", args=[project.ref, "ml", 1]))
    assert "History: 1 version" in html
    assert history_of(project, "exam", "problem") in html
    assert shown(client, cast.manager, history_of(project, "exam", "problem"))


# Restoring


def test_an_earlier_version_is_restored_as_a_new_one(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    said(project, "Other words.")
    client.force_login(cast.contributor)
    response = restore(client, project, 1, 2)
    assert response.status_code == 302
    assert stored(project) == {"statement": "The first words."}
    newest = AnswerVersion.objects.filter(project=project).latest("version")
    assert (newest.version, newest.restores, newest.author) == (3, 1, cast.contributor)
    html = client.get(history_of(project)).content.decode()
    assert "Version 1, restored." in html


def test_a_version_can_be_read_whole_before_it_is_restored(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    said(project, "Other words.")
    html = shown(client, cast.manager, f"{history_of(project)}?version=1")
    whole = html[html.index('id="whole"') : html.index("gw-switch")]
    assert "The first words." in whole
    assert "Restore version 1" in whole


def test_restoring_over_a_save_that_came_meanwhile_is_refused_in_words(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    said(project, "Other words.")
    said(project, "Written meanwhile.", by=cast.contributor)
    client.force_login(cast.manager)
    response = restore(client, project, 1, 2)
    assert response.status_code == 409
    assert "Carl Beck saved version 3" in response.content.decode()
    assert history_of(project) in response.content.decode()
    assert stored(project) == {"statement": "Written meanwhile."}


def test_control_with_the_version_that_stands_the_same_press_restores(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    said(project, "Other words.")
    said(project, "Written meanwhile.", by=cast.contributor)
    client.force_login(cast.manager)
    assert restore(client, project, 1, 3).status_code == 302
    assert stored(project) == {"statement": "The first words."}


def test_a_submitted_answer_is_not_restored_and_the_page_offers_it_to_nobody(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    project = at(project, State.ML_EXAM)
    before = stored(project)
    html = shown(client, cast.manager, history_of(project))
    assert "this part is locked" in html
    assert "Restore version" not in html
    response = restore(client, project, 1, 2)
    assert response.status_code == 409
    assert "this part is locked" in response.content.decode()
    assert stored(project) == before


@pytest.mark.parametrize(
    ("who", "status"), [("director", 403), ("auditor", 403), ("sponsor", 403), ("stranger", 404)]
)
def test_who_may_not_write_an_answer_may_not_restore_it(
    client: Client, cast: Cast, who: str, status: int
) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    said(project, "Other words.")
    client.force_login(getattr(cast, who))
    assert restore(client, project, 1, 2).status_code == status
    assert stored(project) == {"statement": "Other words."}


def test_a_contributor_of_another_stage_may_not_restore(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    fill(project, "data")
    code = pinned(project)["data"].questions[0].code
    client.force_login(cast.contributor)
    assert restore(client, project, 1, 1, set_code="data", code=code).status_code == 403


@pytest.mark.parametrize("version", ["", "0", "x", "77", "9" * 30])
def test_a_version_that_does_not_exist_is_refused_in_words(
    client: Client, cast: Cast, version: str
) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    client.force_login(cast.manager)
    response = client.post(history_of(project), {"version": version, "base": "1"})
    assert response.status_code == 422
    assert "There is no version of this number." in response.content.decode()


def test_fields_that_are_not_asked_any_more_are_left_out_of_what_is_restored(cast: Cast) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    AnswerVersion.objects.create(
        project=project, set_code="problem", question_code="statement", version=2,
        value={"statement": "Older words.", "slogan": "Not asked now."},
        author=cast.manager, saved_at=Answer.objects.get(project=project).saved_at,
    )  # fmt: skip
    Answer.objects.filter(project=project).update(version=2)
    question = pinned(project)["problem"].question("statement")
    restore_version(
        actor=cast.manager, project=project, set_code="problem", question=question, version=2,
        base_version=2,
    )  # fmt: skip
    assert stored(project) == {"statement": "Older words."}


def test_what_is_restored_carries_the_wording_that_it_answers(cast: Cast) -> None:
    project = make_project(cast)
    said(project, "The first words.")
    said(project, "Other words.")
    Answer.objects.filter(project=project).update(wording={})
    question = pinned(project)["problem"].question("statement")
    restore_version(
        actor=cast.manager, project=project, set_code="problem", question=question, version=1,
        base_version=2,
    )  # fmt: skip
    wording = Answer.objects.get(project=project, question_code="statement").wording
    assert wording["title"] == question.title


def test_every_answer_of_every_stage_can_be_restored_as_it_was(cast: Cast) -> None:
    project = make_project(cast)
    fill(project, "problem", "architecture", "ml", "data")
    for set_code in set(STAGES) - {"rawdata"}:
        for question in pinned(project)[set_code].questions:
            row = Answer.objects.get(
                project=project, set_code=set_code, question_code=question.code
            )
            before = row.value
            save_answers(
                actor=cast.manager, project=project, set_code=set_code,
                entries=[Entry(question, {}, row.version)], edit_session="",
            )  # fmt: skip
            restore_version(
                actor=cast.manager, project=project, set_code=set_code, question=question,
                version=1, base_version=2,
            )  # fmt: skip
            row.refresh_from_db()
            assert row.value == before, question.code


def test_restoring_what_stands_already_says_so_and_saves_nothing(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    said(project, "We lose calls.")
    client.force_login(cast.manager)
    answer = client.post(history_of(project), {"version": 1, "base": 1}, follow=True)
    assert "Version 1 is what stands already" in answer.content.decode()
    assert AnswerVersion.objects.filter(project=project).count() == 1
