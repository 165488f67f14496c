"""Answers of an examination, of the management case and of the team case, as they are written."""

import re
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from initiation.models import Answer, Project
from initiation.workflow import State
from tests.factories import Cast, at, fill, make_person, make_project
from tests.initiation.browsing import opened
from tests.reviews.paging import MOST_QUERIES, Browser


@dataclass(frozen=True)
class Place:
    """An answer with a table and a prose field, where it is written, and when."""

    name: str
    rest: tuple[object, ...]
    state: State
    set_code: str
    prose: str
    cell: str
    words: int

    def url(self, project: Project, *, autosave: bool = False) -> str:
        """Return its address."""
        name = f"{self.name}-autosave" if autosave else self.name
        return reverse(name, args=[project.ref, *self.rest])

    @property
    def question(self) -> str:
        """The code of its question."""
        return self.prose.partition(".")[0]

    @property
    def table(self) -> str:
        """The name of its table."""
        return self.cell.rpartition(".")[0]

    def stored(self, project: Project) -> str:
        """Return the prose as it is stored."""
        row = Answer.objects.filter(
            project=project, set_code=self.set_code, question_code=self.question
        ).first()
        return str(row.value.get(self.prose.partition(".")[2], "")) if row else ""


EXAM = Place(
    "exam-answer", ("ml", 4), State.PREPARING, "exam", "fit.summary", "fit.capacity.part", 200
)
MANAGEMENT = Place(
    "management-answer", (6,), State.MANAGEMENT_CASE, "management",
    "closing.decision_wanted", "", 100,
)  # fmt: skip
TEAM = Place(
    "team-answer", (1,), State.TEAM_CASE, "team",
    "why_not_as_before.reasons", "why_not_as_before.facts.fact", 300,
)  # fmt: skip
PLACES = pytest.mark.parametrize("place", [EXAM, MANAGEMENT, TEAM], ids=lambda place: place.name)


def ready(cast: Cast, place: Place) -> Project:
    return at(make_project(cast), place.state)


def stored_by_another(client: Client, cast: Cast, place: Place, project: Project) -> None:
    """Save another text from another window, as somebody does meanwhile."""
    sent = opened(client, cast.manager, place.url(project))
    sent[place.prose] = "Theirs, saved first."
    assert client.post(place.url(project), sent | {"then": "stay"}).status_code == 302


@PLACES
def test_the_manager_writes_it_and_finds_it_again(client: Client, cast: Cast, place: Place) -> None:
    project = ready(cast, place)
    sent = opened(client, cast.manager, place.url(project))
    sent[place.prose] = "Two lines,\r\nthe second one."
    for _ in range(2):
        response = client.post(place.url(project), sent | {"then": "stay"})
        assert (response.status_code, response["Location"]) == (302, place.url(project))
    assert place.stored(project) == "Two lines,\nthe second one."
    assert opened(client, cast.manager, place.url(project))[place.prose] == [
        "Two lines,\nthe second one."
    ]


@PLACES
def test_readers_read_it_and_are_told_who_writes_it(
    client: Client, cast: Cast, place: Place
) -> None:
    project = ready(cast, place)
    for person in (cast.director, cast.sponsor, cast.auditor, cast.contributor):
        client.force_login(person)
        page = client.get(place.url(project))
        assert page.status_code == 200
        assert 'id="sheet"' not in page.content.decode()
        for autosave in (False, True):
            refused = client.post(place.url(project, autosave=autosave), {place.prose: "No."})
            assert refused.status_code == 403
            assert "project manager" in refused.content.decode()
        assert "Mara Lind (project manager)" in client.post(place.url(project)).content.decode()


@PLACES
@pytest.mark.parametrize("who", ["stranger", "other_manager", "other_sponsor", "administrator"])
def test_strangers_find_no_such_answer(client: Client, cast: Cast, place: Place, who: str) -> None:
    project = ready(cast, place)
    client.force_login(getattr(cast, who))
    assert client.get(place.url(project)).status_code == 404
    assert client.post(place.url(project)).status_code == 404
    assert client.post(place.url(project, autosave=True)).status_code == 404


@PLACES
def test_too_many_words_are_kept_and_linked(client: Client, cast: Cast, place: Place) -> None:
    project = ready(cast, place)
    sent = opened(client, cast.manager, place.url(project))
    sent[place.prose] = "word " * (place.words + 1)
    response = client.post(place.url(project), sent | {"then": "continue"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in html
    assert html.count("word word") > place.words // 3
    anchor = re.search(rf'href="#(id_{place.prose.replace(".", "-")})"', html)
    assert anchor
    assert f'id="{anchor[1]}"' in html
    assert place.stored(project) != sent[place.prose]


@PLACES
def test_a_stale_save_shows_both_texts_and_saves_neither(
    client: Client, cast: Cast, place: Place
) -> None:
    project = ready(cast, place)
    sent = opened(client, cast.manager, place.url(project))
    stored_by_another(client, cast, place, project)
    response = client.post(
        place.url(project), sent | {place.prose: "Mine, typed meanwhile.", "then": "stay"}
    )
    html = response.content.decode()
    assert response.status_code == 409
    assert "Theirs, saved first." in html
    assert "Mine, typed meanwhile." in html
    assert f'href="#conflict-{place.question}"' in html
    assert f'id="conflict-{place.question}"' in html
    assert place.stored(project) == "Theirs, saved first."


@PLACES
@pytest.mark.parametrize(
    ("keep", "kept"), [("mine", "Mine, typed meanwhile."), ("theirs", "Theirs, saved first.")]
)
def test_of_two_texts_the_chosen_one_stays(
    client: Client, cast: Cast, place: Place, keep: str, kept: str
) -> None:
    project = ready(cast, place)
    sent = opened(client, cast.manager, place.url(project))
    stored_by_another(client, cast, place, project)
    sent[place.prose] = "Mine, typed meanwhile."
    html = client.post(place.url(project), sent | {"then": "stay"}).content.decode()
    version = re.search(rf'id="version-{place.question}"\s+value="(\d+)"', html)
    assert version
    chosen = {f"version.{place.question}": version[1], f"keep.{place.question}": keep}
    assert client.post(place.url(project), sent | chosen | {"then": "stay"}).status_code == 302
    assert place.stored(project) == kept


@PLACES
def test_typing_is_saved_by_itself_and_answered_with_the_new_version(
    client: Client, cast: Cast, place: Place
) -> None:
    project = ready(cast, place)
    sent = opened(client, cast.manager, place.url(project))
    versions = []
    for text in ("Begun", "Begun, and gone on"):
        response = client.post(place.url(project, autosave=True), sent | {place.prose: text})
        assert response.status_code == 200
        assert "X-Saved" not in response
        assert place.stored(project) == text
        html = response.content.decode()
        found = re.search(
            rf'name="version\.{place.question}"\s+id="version-{place.question}"\s+'
            r'value="(\d+)"\s+hx-swap-oob="true"',
            html,
        )
        assert found
        assert "textarea" not in html
        versions.append(int(found[1]))
    assert versions[1] == versions[0] + 1


@PLACES
def test_what_cannot_be_saved_by_itself_is_said(client: Client, cast: Cast, place: Place) -> None:
    project = ready(cast, place)
    sent = opened(client, cast.manager, place.url(project))
    before = place.stored(project)
    faulty = client.post(
        place.url(project, autosave=True), sent | {place.prose: "word " * (place.words + 1)}
    )
    assert (faulty.status_code, faulty["X-Saved"]) == (200, "no")
    assert place.stored(project) == before
    stored_by_another(client, cast, place, project)
    clashing = client.post(place.url(project, autosave=True), sent | {place.prose: "Mine."})
    assert (clashing.status_code, clashing["X-Saved"]) == (409, "no")
    assert "Mara Lind changed this answer" in clashing.content.decode()
    assert place.stored(project) == "Theirs, saved first."


@pytest.mark.parametrize("place", [EXAM, TEAM], ids=lambda place: place.name)
def test_rows_are_added_moved_and_removed_without_javascript(
    client: Client, cast: Cast, place: Place
) -> None:
    project = ready(cast, place)
    fill(project, place.set_code)
    before = place.stored(project)
    sent = opened(client, cast.manager, place.url(project))
    table, column = place.table, place.cell.rpartition(".")[2]
    rows = int(sent[f"{table}.rows"][0])
    sent |= {place.prose: "Not saved yet.", f"{table}.0.{column}": "First"}

    html = client.post(place.url(project), sent | {"row": f"add:{table}"}).content.decode()
    assert "Not saved yet." in html
    assert f'name="{table}.{rows}.{column}"' in html

    sent |= {f"{table}.rows": str(rows + 1), f"{table}.{rows}.{column}": "Last"}
    up = client.post(place.url(project), sent | {"row": f"up:{table}:{rows}"})
    assert up.status_code == 200
    moved = up.content.decode()
    assert f'name="{table}.{rows}.{column}"' in moved
    if rows == 1:
        assert moved.index(">\nLast</") < moved.index(">\nFirst</")

    gone = client.post(place.url(project), sent | {"row": f"remove:{table}:0"}).content.decode()
    assert ">\nFirst</" not in gone
    assert ">\nLast</" in gone
    assert place.stored(project) == before


@PLACES
@pytest.mark.parametrize("field", ["edit_session", "prose"])
def test_a_character_no_database_takes_is_no_server_error(
    client: Client, cast: Cast, place: Place, field: str
) -> None:
    project = ready(cast, place)
    sent = opened(client, cast.manager, place.url(project))
    sent[place.prose] = "Typed."
    name = place.prose if field == "prose" else field
    sent[name] = "a\x00b"
    for autosave in (False, True):
        answer = client.post(place.url(project, autosave=autosave), sent | {"then": "stay"})
        assert answer.status_code in {200, 302, 422}


@PLACES
def test_a_long_table_costs_as_many_queries_as_a_short_one(
    client: Client, cast: Cast, place: Place
) -> None:
    browser, project = Browser(client), ready(cast, place)
    fill(project, place.set_code)
    at_one = browser.queries(cast.manager, place.name, project, *place.rest)
    assert at_one <= MOST_QUERIES
    if not place.table:
        return
    row = Answer.objects.get(project=project, set_code=place.set_code, question_code=place.question)
    first = row.value[place.table.partition(".")[2]][0]
    rows = [first | {"id": f"r{number}"} for number in range(1, 4)]
    fill(
        project, place.set_code,
        changes={f"{place.set_code}.{place.question}": {place.table.partition(".")[2]: rows}},
    )  # fmt: skip
    assert browser.queries(cast.manager, place.name, project, *place.rest) == at_one


def test_a_team_member_reads_the_case_and_not_the_pages_it_is_written_on(
    client: Client, cast: Cast
) -> None:
    project = ready(cast, TEAM)
    browser = Browser(client)
    assert browser.get(cast.team_member, "team-case", project)[0] == 200
    status, html = browser.get(cast.team_member, "team-answer", project, 1)
    assert status == 403
    assert "project manager" in html
    assert browser.get(make_person("Nora Neu"), "team-case", project)[0] == 404


@PLACES
def test_a_number_without_a_question_is_not_found(client: Client, cast: Cast, place: Place) -> None:
    project = ready(cast, place)
    client.force_login(cast.manager)
    for number in (0, 99):
        args = [project.ref, *place.rest[:-1], number]
        assert client.get(reverse(place.name, args=args)).status_code == 404
        assert client.post(reverse(f"{place.name}-autosave", args=args)).status_code == 404
