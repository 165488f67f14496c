"""What autosave and the row buttons may do while nobody has pressed Save."""

from typing import Any

import pytest
from django.test import Client

from initiation.models import Answer, Project
from tests.factories import Cast, make_project
from tests.initiation.browsing import FormReader, opened
from tests.initiation.test_stage_pages import autosave_of, statement, url_of, written_by


def posted(client: Client, project: Project, sent: dict[str, Any]) -> Any:
    return client.post(url_of(project), sent | {"then": "stay"})


def in_conflict(client: Client, cast: Cast, project: Project) -> dict[str, Any]:
    """Return what the page that shows both texts would send."""
    sent = opened(client, cast.manager, url_of(project))
    written_by(cast.contributor, project, "Theirs, saved first.")
    response = posted(client, project, sent | {"statement.statement": "Mine, meanwhile."})
    assert response.status_code == 409
    return dict(FormReader(response.content.decode(), "sheet").sent)


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_autosave_leaves_a_conflict_alone_until_save_decides_it(
    client: Client, cast: Cast, keep: str
) -> None:
    project = make_project(cast)
    sent = in_conflict(client, cast, project)
    assert sent["keep.statement"] == ["mine"]
    typed = {"statement.statement": "Mine, gone on.", "scope.out_of_scope": "Laptops."}

    response = client.post(autosave_of(project), sent | typed | {"keep.statement": keep})

    assert response["X-Saved"] == "no"
    assert "choose which text to keep" in response.content.decode()
    assert 'name="version.statement"' not in response.content.decode()
    assert statement(project) == "Theirs, saved first."
    scope = Answer.objects.get(project=project, question_code="scope")
    assert scope.value == {"out_of_scope": "Laptops."}
    assert posted(client, project, sent | typed | {"keep.statement": keep}).status_code == 302
    kept = {"mine": "Mine, gone on.", "theirs": "Theirs, saved first."}
    assert statement(project) == kept[keep]


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_a_row_button_in_a_conflict_chooses_no_text_and_the_next_save_asks_again(
    client: Client, cast: Cast, keep: str
) -> None:
    project = make_project(cast)
    sent = in_conflict(client, cast, project) | {"keep.statement": keep}
    reply = posted(client, project, sent | {"row": "add:sufferers.groups"})
    sent = dict(FormReader(reply.content.decode(), "sheet").sent)
    assert "".join(sent["statement.statement"]).strip() == "Mine, meanwhile."

    assert client.post(autosave_of(project), sent).status_code == 409
    again = posted(client, project, sent)

    assert again.status_code == 409
    assert 'id="conflict-statement"' in again.content.decode()
    assert statement(project) == "Theirs, saved first."


def test_a_page_that_shows_what_is_not_stored_says_so_to_the_browser(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    assert "data-gw-unsaved" not in client.get(url_of(project)).content.decode()
    for posting in ({"row": "add:sufferers.groups"}, {"cost.today.low": "twelve"}):
        assert "data-gw-unsaved" in posted(client, project, sent | posting).content.decode()
