"""What is in a dossier, that all of it is there, and that it is built once."""

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.utils import timezone

from core.models import Event, Job
from core.services.jobs import JobFailed
from dossiers.models import Dossier
from dossiers.render.fetching import ClosedFetcher, Refused
from dossiers.render.pdf import render_pdf
from dossiers.services.building import STYLE_SHEET, build
from initiation.casefile import from_text
from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.workflow import Gate, State
from reviews.models import Outcome, Stance
from reviews.services.examining import ask_follow_up, give_verdict
from tests.dossiers.conftest import Paper, nothing
from tests.factories import Cast, at, decided, make_project, submitted
from tests.reviews.costing import DEAR, FORM, ML, NOTHING, RULES, task, why_ml
from tests.samples import sample

Print = Callable[[Project], Paper]

DRAFT = "Say where the figure comes from."
HOSTILE = {
    "problem.statement": {
        "statement": "<script>alert(1)</script> ]]> <img src='file:///etc/passwd'>\n"
        "url(http://169.254.169.254/) {{ settings.SECRET_KEY }} %s {0}\n"
        "<style>body{display:none}</style>\n\u05e9\u05dc\u05d5\u05dd\n\U0001f680 \u4e2d\u6587\n"
        "last line"
    },
}


def words_in(value: Any) -> Iterator[str]:
    """Yield every text a person typed, one line at a time."""
    if isinstance(value, str):
        yield from filter(None, (" ".join(line.split()) for line in value.splitlines()))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "currency", "amount"):
                yield from words_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words_in(inner)


def words_of(matrix: dict[str, Any]) -> Iterator[str]:
    """Yield what somebody wrote into a comparison: criteria, candidates, reasons and notes."""
    for criterion in matrix.get("criteria", ()):
        yield from words_in(criterion["criterion"])
    for row in matrix.get("candidates", ()):
        yield from words_in([row["candidate"], row["why"]])
        yield from words_in([score.get("note", "") for score in row["scores"].values()])


def test_every_answer_stands_whole_in_the_dossier(cast: Cast, print_last: Print) -> None:
    project = at(make_project(cast), State.INITIATED)
    paper = print_last(project)
    content = from_text(paper.dossier.case_file.body)
    wanted = []
    for case_set in content.sets:
        for answer in case_set.answers:
            wanted.append(answer.title)
            for spec in answer.fields:
                wanted.append(spec.label)
                if spec.kind in ("text", "prose"):
                    wanted += words_in(answer.value.get(spec.code))
                if spec.kind == "matrix":
                    wanted += words_of(answer.value.get(spec.code) or {})
                    continue
                for row in answer.value.get(spec.code) or () if spec.columns else ():
                    prose = [c.code for c in spec.columns if c.kind in ("text", "prose")]
                    wanted += [line for code in prose for line in words_in(row.get(code))]
    absent = [text for text in wanted if squeezed(text) not in squeezed(paper.text)]
    assert len(wanted) > 300
    assert absent == []


def squeezed(text: str) -> str:
    """Take out every blank, since a line may end anywhere."""
    return "".join(text.split())


def test_verdicts_reasons_signatures_and_responses_are_in_it(cast: Cast, print_last: Print) -> None:
    paper = print_last(at(make_project(cast), State.INITIATED))
    for words in (
        "Initiated. The team was heard",
        "Round 1: Accepted",
        "Simon Falk: Signed",
        "What the rule says",
        "Who read the team case",
        "Tess Holm: Clear",
        paper.dossier.case_file.sha256,
    ):
        assert squeezed(words) in squeezed(paper.text), words


def test_a_verdict_that_is_still_a_draft_is_in_no_dossier(cast: Cast, print_last: Print) -> None:
    project = submitted(make_project(cast))
    give_verdict(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="fit",
        stance=Stance.NEEDS_WORK, comment=DRAFT,
    )  # fmt: skip
    assert DRAFT not in print_last(project).text


def test_control_the_same_verdict_is_in_it_once_the_round_is_decided(
    cast: Cast, print_last: Print
) -> None:
    project = submitted(make_project(cast))
    ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="fit",
        text="Who measured this?", blocking=False,
    )  # fmt: skip
    decided(project, Gate.ML, Outcome.REQUEST_CHANGES, fit=Stance.NEEDS_WORK)
    text = print_last(project).text
    assert DRAFT in text
    assert "Who measured this?" in text


def test_what_people_wrote_is_text_and_never_markup(cast: Cast, print_last: Print) -> None:
    paper = print_last(submitted(make_project(cast), **HOSTILE))
    lines = list(words_in(HOSTILE["problem.statement"]["statement"]))
    assert len(lines) == 6
    for line in lines:
        assert squeezed(line) in squeezed(paper.text)
    assert "root:x:0" not in paper.text


def test_line_breaks_stay_line_breaks(cast: Cast, print_last: Print) -> None:
    changes = {"problem.statement": {"statement": "first line\nsecond line\n\nafter a gap"}}
    paper = print_last(submitted(make_project(cast), **changes))
    page = next(text for text in paper.texts if "first line" in text and "after a gap" in text)
    lines = [line.strip() for line in page.splitlines()]
    assert lines.index("first line") + 1 == lines.index("second line")
    assert "after a gap" in lines


def outside(paper: Paper) -> list[str]:
    """Return the characters that lie outside the page, as page and character."""
    found = []
    with pypdfium2.PdfDocument(paper.path) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(index)
                if left < -1 or bottom < -1 or right > width + 1 or top > height + 1:
                    found.append(f"{number}: {text.get_text_range(index, 1)!r}")
    return found


def test_nothing_lies_outside_the_page(cast: Cast, print_last: Print) -> None:
    endless = {"problem.statement": {"statement": "x" * 10_000 + "\n" + "Wide words " * 600}}
    paper = print_last(submitted(make_project(cast), **endless))
    assert squeezed(paper.text).count("x" * 50) > 0
    assert "".join(squeezed(text) for text in paper.texts).count("x") >= 10_000
    assert outside(paper) == []


def test_an_endless_word_in_a_cell_a_block_or_a_score_is_neither_cut_nor_outside(
    cast: Cast, print_last: Print
) -> None:
    project = make_project(cast)
    sets = pinned(project)
    changes, typed = {}, {}
    for code, layout, letter in (("problem", "table", "Ж"), ("problem", "blocks", "Ω")):
        question, spec, column = next(
            (question, spec, column)
            for question in sets[code].questions
            for spec in question.fields
            if spec.columns and spec.layout == layout and question.code != "success"
            for column in spec.columns[1:]
            if column.kind in ("text", "prose")
        )
        rows = [row | {column.code: letter * 10_000} for row in sample(spec)]
        changes[f"{code}.{question.code}"] = {spec.code: rows}
        typed[letter] = 10_000 * len(rows)
    question = sets["architecture"].question("components")
    matrix = sample(question.fields[0])
    matrix["candidates"][1]["why"] = "Ψ" * 10_000
    matrix["candidates"][0]["scores"]["r2"]["note"] = "Φ" * 10_000
    changes["architecture.components"] = {"matrix": matrix}
    typed |= {"Ψ": 10_000, "Φ": 10_000}
    paper = print_last(submitted(project, **changes))
    assert {letter: paper.text.count(letter) for letter in typed} == typed
    assert outside(paper) == []


def test_control_a_word_that_cannot_break_is_found_outside_the_page(
    cast: Cast, print_last: Print, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    rigid = tmp_path / "rigid.css"
    rigid.write_text(STYLE_SHEET.read_text().replace("overflow-wrap: anywhere", "color: inherit"))
    monkeypatch.setattr("dossiers.services.building.STYLE_SHEET", rigid)
    endless = {"problem.statement": {"statement": "x" * 10_000}}
    assert outside(print_last(submitted(make_project(cast), **endless))) != []


def test_the_dossier_is_tagged_named_and_in_a_language(cast: Cast, print_last: Print) -> None:
    paper = print_last(submitted(make_project(cast)))
    with pikepdf.open(paper.path) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"
        assert "Ticket triage" in str(pdf.docinfo["/Title"])
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert "Business problem" in titles


def test_the_contents_name_the_pages_things_are_on(cast: Cast, print_last: Print) -> None:
    paper = print_last(submitted(make_project(cast)))
    first = next(i for i, text in enumerate(paper.texts) if text.lstrip().startswith("Contents"))
    begin = next(i for i, text in enumerate(paper.texts) if "Stage 1\r" in text)
    lines = " ".join(" ".join(paper.texts[first:begin]).split())
    entries = re.findall(
        r"((?:Stage \d: |\d+\. |Raw|Evid|People|How to)[^.]*?\??)[ .]{4,}(\d+)", lines
    )
    assert len(entries) > 30
    for title, number in entries:
        page = squeezed(paper.texts[int(number) - 1])
        assert squeezed(re.sub(r"^(Stage \d: |\d+\. )", "", title)) in page, title
        assert squeezed(f"Page {number} of {len(paper.texts)}") in page


def test_building_twice_makes_one_dossier(cast: Cast, print_last: Print) -> None:
    project = submitted(make_project(cast))
    first = print_last(project)
    again = print_last(project)
    assert Dossier.objects.filter(project=project).count() == 1
    assert again.dossier == first.dossier
    assert Event.objects.filter(subject=project.ref, verb="dossier built").count() == 1


def test_the_same_case_file_gives_the_same_bytes(cast: Cast, print_last: Print) -> None:
    project = submitted(make_project(cast))
    first = print_last(project).dossier.sha256
    Dossier.objects.filter(project=project).delete()
    assert print_last(project).dossier.sha256 == first


def test_two_workers_at_once_make_one_dossier(committed: Cast) -> None:
    project = submitted(make_project(committed))
    job = Job.objects.get(kind="dossier", subject=project.ref)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        build(job=job, progress=nothing)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Dossier.objects.filter(project=project).count() == 1


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1/", "https://example.org/a.png", "data:text/css,a{}"],
)
def test_a_dossier_loads_nothing_from_anywhere(address: str) -> None:
    with pytest.raises(Refused, match="may not load"):
        ClosedFetcher().fetch(address)
    with pytest.raises(Refused, match="may not load"):
        render_pdf(f'<p>a</p><img src="{address}">', STYLE_SHEET, "x", timezone.now())


def test_control_the_packaged_font_is_loaded() -> None:
    assert render_pdf("<title>a</title><p>a</p>", STYLE_SHEET, "x", timezone.now()).pages == 1
    assert ClosedFetcher().fetch("groundwork:font/upright").read()[:4] == b"\x00\x01\x00\x00"


def test_a_build_that_may_not_load_something_fails_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = submitted(make_project(cast))
    job = Job.objects.get(kind="dossier", subject=project.ref)
    monkeypatch.setattr(
        "dossiers.services.building.render_to_string", lambda *_: "<img src='http://a/'>"
    )
    with pytest.raises(JobFailed, match="may not load"):
        build(job=job, progress=nothing)
    assert not Dossier.objects.filter(project=project).exists()


def test_the_figures_of_routes_and_errors_stand_in_the_dossier(
    cast: Cast, print_last: Print
) -> None:
    project = make_project(cast)
    tasks = {"tasks": [task(project)]}
    routes = why_ml(RULES, ML, FORM, NOTHING)
    submitted(project, **{"exam.why_ml": routes, "ml.tasks": tasks}, **DEAR)
    paper = print_last(project)
    assert "“Build ML” is not the best route: “Change the process” is ahead" in paper.text
    assert squeezed("Cost in three years (EUR)") in squeezed(paper.text)
    assert "Useful from 0.917 on." in paper.text
    assert outside(paper) == []
