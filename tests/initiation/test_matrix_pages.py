"""The page of the comparison: written apart from its stage, ranked beside, read by examiners."""

import gzip
import tomllib
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.question_sets import missing
from initiation.models import Answer, PinnedSet, Project, PublishedSet
from initiation.queries.question_sets import pinned
from initiation.services.evidence import add_link
from initiation.services.question_sets import BUILTIN, publish
from initiation.workflow import State
from tests.factories import Cast, at, fill, make_project
from tests.initiation.browsing import FormReader, opened

NAME = "components.matrix"
MOST_QUERIES = 20


def url_of(project: Project) -> str:
    return reverse("matrix", args=[project.ref])


def autosave_of(project: Project) -> str:
    return reverse("matrix-autosave", args=[project.ref])


def stage_of(project: Project) -> str:
    return reverse("stage", args=[project.ref, "architecture"])


def stored(project: Project) -> dict[str, Any]:
    row = Answer.objects.filter(project=project, question_code="components").first()
    return row.value.get("matrix", {}) if row else {}


def compared(cast: Cast) -> Project:
    """Return a project whose second stage is filled in, citing its only piece of evidence."""
    project = make_project(cast)
    add_link(
        actor=cast.manager, project=project, title="Log", note="", link="https://example.org/log"
    )
    fill(project, "architecture")
    return project


def typed(**changes: str) -> dict[str, Any]:
    """Return what somebody types into a new comparison: two candidates and two criteria."""
    begun = {
        "criteria.0.criterion": "Data stays here",
        "criteria.0.function": "all",
        "criteria.0.weight": "must",
        "criteria.1.criterion": "Effort to run",
        "criteria.1.function": "serve",
        "criteria.1.weight": "5",
        "criteria.2.criterion": "Running cost",
        "criteria.2.function": "serve",
        "criteria.2.weight": "3",
    }
    for at_, (name, effort, cost) in enumerate((("Own platform", "4", "3"), ("Cloud", "3", "4"))):
        begun |= {
            f"candidates.{at_}.function": "serve",
            f"candidates.{at_}.candidate": name,
            f"candidates.{at_}.origin": "have",
            f"candidates.{at_}.chosen": "no" if at_ else "yes",
            f"candidates.{at_}.why": "By its total",
            f"candidates.{at_}.scores.r1.score": "yes",
            f"candidates.{at_}.scores.r2.score": effort,
            f"candidates.{at_}.scores.r3.score": cost,
        }
    return {f"{NAME}.{place}": text for place, text in (begun | changes).items()}


def test_what_is_typed_into_a_new_comparison_is_saved_and_ranked_beside_it(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project)) | typed()

    response = client.post(url_of(project), sent | {"then": "continue"})

    assert response.status_code == 302
    assert response["Location"] == f"{stage_of(project)}#question-components"
    question = pinned(project)["architecture"].question("components")
    assert not missing(question, {"matrix": stored(project)})
    assert [row["id"] for row in stored(project)["candidates"]] == ["r1", "r2"]
    html = client.get(url_of(project)).content.decode()
    finding = (
        "“Own platform” leads by 0.25; it would lose first if “Effort to run” weighed less than 3."
    )
    assert f"<title>{finding}</title>" in html
    assert (
        "“Effort to run”, weight 5: below 3, “Cloud” is ahead of “Own platform”; "
        "at weight 2, the first whole one, “Cloud” leads."
    ) in html


def test_an_empty_comparison_says_what_to_begin_with_and_has_the_cells_for_it(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    assert f"{NAME}.criteria.2.criterion" in sent
    assert f"{NAME}.candidates.1.candidate" in sent
    assert f"{NAME}.candidates.1.scores.r3.note" in sent
    html = client.get(url_of(project)).content.decode()
    assert "Begin with 2 candidates × 3 criteria" in html
    assert client.post(url_of(project), sent | {"then": "stay"}).status_code == 302
    assert stored(project) == {}


def test_opening_and_saving_without_a_change_writes_nothing(client: Client, cast: Cast) -> None:
    project = compared(cast)
    sent = opened(client, cast.manager, url_of(project))
    assert client.post(url_of(project), sent | {"then": "stay"}).status_code == 302
    assert Answer.objects.get(project=project, question_code="components").version == 1


def test_a_row_button_keeps_what_is_typed_and_saves_nothing(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project)) | typed()
    html = client.post(url_of(project), sent | {"row": f"up:{NAME}.candidates:1"}).content.decode()
    moved = FormReader(html, "sheet").sent
    assert moved[f"{NAME}.candidates.0.candidate"] == ["Cloud"]
    assert moved[f"{NAME}.candidates.0.scores.r2.score"] == ["3"]
    assert moved[f"{NAME}.candidates.1.scores.r2.score"] == ["4"]
    html = client.post(url_of(project), sent | {"row": f"show:{NAME}"}).content.decode()
    assert "Own platform" in html
    assert stored(project) == {}


def test_a_fault_in_a_score_is_linked_to_its_cell_and_everything_is_kept(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    sent |= typed(**{"candidates.1.scores.r2.score": "9"})
    response = client.post(url_of(project), sent | {"then": "stay"})
    html = response.content.decode()
    cell = f"id_{NAME}.candidates.1.scores.r2.score".replace(".", "-")
    assert response.status_code == 422
    assert f'href="#{cell}"' in html
    assert f'id="{cell}"' in html
    assert f'id="{cell}_error"' in html
    assert "Own platform" in html
    assert stored(project) == {}


def test_autosave_saves_only_the_comparison_and_ranks_anew(client: Client, cast: Cast) -> None:
    project = compared(cast)
    before = dict(Answer.objects.filter(project=project).values_list("question_code", "version"))
    sent = opened(client, cast.manager, url_of(project))
    sent[f"{NAME}.candidates.0.candidate"] = "Renamed while typing"

    response = client.post(autosave_of(project), sent)

    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="results" hx-swap-oob="true"' in html
    assert "Renamed while typing" in html
    assert 'id="version-components"' in html
    after = dict(Answer.objects.filter(project=project).values_list("question_code", "version"))
    assert after == before | {"components": 2}


def test_the_autosave_of_the_stage_leaves_the_comparison_alone(client: Client, cast: Cast) -> None:
    project = compared(cast)
    before = stored(project)
    sent = opened(client, cast.manager, stage_of(project))
    assert not any(name.startswith(NAME) for name in sent)
    url = reverse("stage-autosave", args=[project.ref, "architecture"])
    assert client.post(url, sent | {"running.people": "3"}).status_code == 200
    assert client.post(stage_of(project), sent | {"then": "stay"}).status_code == 302
    assert stored(project) == before


def test_two_who_change_the_comparison_meet_with_both_texts(client: Client, cast: Cast) -> None:
    project = compared(cast)
    mine = opened(client, cast.manager, url_of(project))
    theirs = opened(client, cast.manager, url_of(project))
    theirs[f"{NAME}.candidates.0.candidate"] = "Theirs"
    assert client.post(url_of(project), theirs | {"then": "stay"}).status_code == 302
    mine |= {f"{NAME}.candidates.0.candidate": "Mine", "edit_session": "another"}
    response = client.post(url_of(project), mine | {"then": "stay"})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs" in html
    assert 'value="Mine"' in html
    assert stored(project)["candidates"][0]["candidate"] == "Theirs"


def test_the_stage_shows_the_ranking_and_leads_to_the_comparison(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    client.force_login(cast.manager)
    html = client.get(stage_of(project)).content.decode()
    assert "Nothing is compared yet." in html
    assert f'href="{url_of(project)}"' in html
    fill(project, "architecture")
    html = client.get(stage_of(project)).content.decode()
    assert "“Candidate in short” leads by 1.0" in html


def test_the_stage_and_the_comparison_stay_small(client: Client, cast: Cast) -> None:
    project = compared(cast)
    client.force_login(cast.manager)
    for url in (stage_of(project), url_of(project)):
        assert len(gzip.compress(client.get(url).content)) < 30_000


def test_gaps_of_the_comparison_lead_to_their_cells_on_its_page(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project))
    sent |= typed(**{"candidates.1.scores.r3.score": ""})
    client.post(url_of(project), sent | {"then": "stay"})
    html = client.get(reverse("check-and-submit", args=[project.ref, "ml"])).content.decode()
    cell = f"id_{NAME}.candidates.1.scores.r3.score".replace(".", "-")
    assert f'href="{url_of(project)}#{cell}"' in html
    assert f'id="{cell}"' in client.get(url_of(project)).content.decode()


@pytest.mark.parametrize("who", ["director", "auditor", "sponsor", "contributor"])
def test_readers_see_the_whole_matrix_and_cannot_write(
    client: Client, cast: Cast, who: str
) -> None:
    project = compared(cast)
    client.force_login(getattr(cast, who))
    html = client.get(url_of(project)).content.decode()
    assert 'id="sheet"' not in html
    assert "Weighted total, of 5" in html
    assert "Data stays here" in html
    assert client.post(url_of(project), {}).status_code == 403
    assert client.post(autosave_of(project), {}).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "other_manager", "team_member", "administrator"])
def test_strangers_find_no_such_page(client: Client, cast: Cast, who: str) -> None:
    project = make_project(cast)
    client.force_login(getattr(cast, who))
    expected = 403 if who == "team_member" else 404
    assert client.get(url_of(project)).status_code == expected


def test_the_director_reads_ranking_and_matrix_beside_the_third_question(
    client: Client, cast: Cast
) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    client.force_login(cast.director)
    html = client.get(reverse("examine", args=[project.ref, "ml", 1, 3])).content.decode()
    assert "“Candidate in short” leads by 1.0" in html
    assert "Weighted total, of 5" in html


def test_it_asks_the_same_number_of_queries_however_much_is_compared(
    client: Client, cast: Cast
) -> None:
    counts = []
    for number in (1, 3):
        project = make_project(cast, name=f"With {number}")
        fill(project, "architecture")
        row = Answer.objects.get(project=project, question_code="components")
        matrix = row.value["matrix"]
        for more in range(3, 3 + number):
            matrix["candidates"].append(matrix["candidates"][0] | {"id": f"r{more}"})
        row.save()
        client.force_login(cast.manager)
        client.get(url_of(project))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url_of(project)).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_project_of_the_first_version_keeps_its_table_on_the_stage(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    text = (BUILTIN / "architecture-1.toml").read_text(encoding="utf-8")
    first = publish(tomllib.loads(text))
    PinnedSet.objects.filter(project=project, code="architecture").update(published_set=first)
    assert PublishedSet.objects.filter(code="architecture").count() == 2
    sent = opened(client, cast.manager, stage_of(project))
    assert "components.candidates.0.score" in sent
    assert client.get(url_of(project))["Location"] == stage_of(project)
    assert client.post(autosave_of(project), {}).status_code == 404


def test_far_more_candidates_than_fit_are_refused_with_all_of_them_on_the_page(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project)) | typed()
    many = {f"{NAME}.candidates.{n}.candidate": f"Candidate no. {n}" for n in range(250)}
    response = client.post(url_of(project), sent | many | {"then": "stay"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "There are 250 candidates; at most 40 fit here." in html
    form = FormReader(html, "sheet").sent
    assert form[f"{NAME}.candidates.39.candidate"] == ["Candidate no. 39"]
    assert f"{NAME}.candidates.40.candidate" not in form
    assert "Candidate no. 249" in form[f"{NAME}.candidates.beyond"][0]
    assert not Answer.objects.filter(project=project).exists()


def test_a_score_at_a_row_number_of_thousands_of_digits_is_left_out(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    sent = opened(client, cast.manager, url_of(project)) | typed()
    sent[f"{NAME}.candidates.{'9' * 5000}.scores.r2.score"] = "5"
    body = urlencode(sent | {"then": "stay"}, doseq=True)
    response = client.post(url_of(project), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert len(stored(project)["candidates"]) == 2
