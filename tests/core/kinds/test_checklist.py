"""The checklist of docs/kinds.md, walked: for every kind there is, and by really adding one."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

import core.kinds
from core.forms import QuestionForm
from core.kinds import KINDS, Kind, discover
from core.question_sets import QuestionSet, check, difference, missing, parse, show
from tests.core.kinds.helpers import AROUND, SAMPLES, VALUES, spec

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs/kinds.md").read_text(encoding="utf-8")
PLACES = re.findall(
    r"^- \[ \] `([^`]+)`", DOCUMENT.partition("## Adding a kind")[2], flags=re.MULTILINE
)
SAMPLE_PLACE = "tests/core/kinds/helpers.py"


def places_of(kind: Kind, shapes: set[str]) -> set[str]:
    """Return the files that the checklist asks for, for one kind."""
    named = {"<name>": {kind.name}, "<input>": {kind.input_template}, "<shape>": shapes}
    places = set(PLACES)
    for mark, words in named.items():
        places = {place.replace(mark, word) for place in places for word in words}
    return places


def shapes_of(kind: Kind) -> set[str]:
    """Return the shapes a kind shows itself in, filled and empty."""
    fields = [spec(kind.name, layout=layout) for layout in ("table", "blocks")]
    values = (None, SAMPLES[kind.name])
    return {kind.show(field, value, AROUND).shape for field in fields for value in values}


def test_the_checklist_names_the_places_of_a_kind() -> None:
    assert PLACES == [
        "core/kinds/<name>.py",
        "templates/kinds/inputs/<input>.html",
        "templates/kinds/<shape>.html",
        "templates/dossiers/pdf/kinds/<shape>.html",
        SAMPLE_PLACE,
    ]


def test_every_other_file_that_the_document_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_/]+\.(?:py|html|md))`", DOCUMENT))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_every_place_of_the_checklist(name: str) -> None:
    assert name in SAMPLES
    assert name in VALUES
    places = places_of(KINDS[name], shapes_of(KINDS[name]))
    assert [place for place in sorted(places) if not (ROOT / place).is_file()] == []


# A kind that nobody needs: a number of stars.
FILES = {
    "core/kinds/stars.py": '''
"""`stars`: from one to five of them."""

from core.kinds.base import Problem, Reading, Shown, typed
from core.kinds.simple import LineKind


class Stars(LineKind):
    """Stored as a digit."""

    name = "stars"
    input_template = "stars"

    def read(self, spec, posted, name, surroundings=None):
        """Read a digit from 1 to 5."""
        text = typed(posted, name).strip()
        if not text:
            return Reading(None)
        if text not in set("12345"):
            return Reading(None, (Problem("", "Give one to five stars."),))
        return Reading(text)

    def controls(self, place):
        """Return one input."""
        return (place.control("text"),)

    def plain(self, spec, value, surroundings=None):
        """Return the stars in words."""
        return f"{value} of 5 stars"

    def present(self, spec, value, surroundings):
        """Return the stars drawn."""
        return Shown("stars", {"stars": "*" * int(value)})
''',
    "templates/kinds/inputs/stars.html": (
        '<div class="stars-input">{% include "kinds/inputs/controls.html" %}</div>'
    ),
    "templates/kinds/stars.html": '<p class="stars-page">{{ data.stars }}</p>',
    "templates/dossiers/pdf/kinds/stars.html": '<p class="stars-pdf">{{ data.stars }}</p>',
}


def write(folder: Path) -> None:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.lstrip(), encoding="utf-8")


@pytest.fixture
def stars(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Kind]:
    """Add the kind by its files alone, in a folder beside ours, and find the kinds anew."""
    write(tmp_path)
    beside = [*core.kinds.__path__, str(tmp_path / "core/kinds")]
    monkeypatch.setattr(core.kinds, "__path__", beside)
    monkeypatch.setattr(core.kinds, "KINDS", discover())
    engine = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], tmp_path / "templates"]
    settings.TEMPLATES = [engine | {"DIRS": folders}, *settings.TEMPLATES[1:]]
    yield core.kinds.kind_of("stars")
    sys.modules.pop("core.kinds.stars", None)
    vars(core.kinds).pop("stars", None)


def question_set() -> QuestionSet:
    """Return a set that uses the kind as a field and as a column of a table."""
    stars = {"kind": "stars", "label": "Stars", "code": "stars"}
    rows = {"kind": "table", "label": "Rows", "code": "rows", "columns": [stars]}
    fields = [{**stars, "required": True}, rows]
    question = {"code": "liked", "title": "Was it liked?", "fields": fields}
    return parse({"code": "liking", "version": 1, "title": "Liking", "questions": [question]})


def test_control_before_it_is_added_no_set_may_use_the_kind() -> None:
    with pytest.raises(ValueError, match="unknown kind “stars”"):
        question_set()


def test_the_added_kind_has_the_places_of_the_checklist_and_no_other(stars: Kind) -> None:
    wanted = places_of(stars, {"stars"}) - {SAMPLE_PLACE}
    assert wanted == set(FILES)


def test_an_added_kind_is_read_stored_and_checked(stars: Kind) -> None:
    question = question_set().questions[0]
    form = QuestionForm(
        question,
        {},
        AROUND,
        {"liked.stars": "4", "liked.rows.rows": "1", "liked.rows.0.stars": "5"},
    )
    assert form.is_valid()
    value = form.value()
    assert value == {"stars": "4", "rows": [{"id": "r1", "stars": "5"}]}
    assert check(question, value, AROUND) == ()
    assert check(question, {"stars": "6"}, AROUND)
    assert [problem.where for problem in missing(question, {})] == ["liked.stars"]


def test_a_fault_of_an_added_kind_stands_at_its_input_and_keeps_what_was_typed(
    stars: Kind,
) -> None:
    form = QuestionForm(question_set().questions[0], {}, AROUND, {"liked.stars": "many"})
    assert not form.is_valid()
    assert form.error_links() == [("id_liked-stars", "Stars: Give one to five stars.")]
    html = str(form["liked.stars"])
    assert 'class="stars-input"' in html
    assert 'value="many"' in html
    assert 'aria-invalid="true"' in html


def test_an_added_kind_is_shown_on_the_page_and_on_paper(stars: Kind) -> None:
    ((_, shown), (_, rows)) = show(
        question_set().questions[0], {"stars": "3", "rows": [{"id": "r1", "stars": "2"}]}, AROUND
    )
    page = render_to_string(shown.template, {"data": shown.data})
    paper = render_to_string(shown.pdf_template, {"data": shown.data})
    assert page == '<p class="stars-page">***</p>'
    assert paper == '<p class="stars-pdf">***</p>'
    assert rows.data["rows"][0][0]["text"] == "2 of 5 stars"


def test_two_answers_of_an_added_kind_are_compared(stars: Kind) -> None:
    question = question_set().questions[0]
    ((_, changed), _) = difference(question, {"stars": "3"}, {"stars": "4"})
    assert changed.changed
    ((_, same), _) = difference(question, {"stars": "3"}, {"stars": "3"})
    assert not same.changed
