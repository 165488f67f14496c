"""Telling a project's story step by step, each step through the service a page would call."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.question_sets import check
from demo.reading import Told
from demo.services.opening import add_evidence, add_version
from demo.typed import as_answer
from initiation.mlops import Need
from initiation.models import Project
from initiation.queries.question_sets import pinned
from initiation.queries.surroundings import surroundings_of
from initiation.services.answers import Entry, save_answers
from initiation.workflow import Gate
from reviews.models import FollowUp, Outcome, Response, Round, Stance, TeamStance
from reviews.services.consulting import Word, initiate, reply, respond
from reviews.services.deciding import decide
from reviews.services.examining import (
    answer_follow_up,
    ask_follow_up,
    close_follow_up,
    give_verdict,
)
from reviews.services.mlops_need import confirm_need, put_need
from reviews.services.signing import sign
from reviews.services.submitting import submit

Step = Mapping[str, Any]


class NotAsAsked(Exception):
    """A file of the demo gives an answer that its question would refuse."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a step needs at hand."""

    project_id: int
    told: Told
    people: Mapping[str, User]
    password: str

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return Project.objects.with_people().get(pk=self.project_id)

    @property
    def seen(self) -> str:
        """The hash of the case file that is on the table."""
        case_file = self.project.case_file
        if case_file is None:
            raise NotAsAsked(f"{self.told.slug}: nothing is submitted yet")
        return str(case_file.sha256)

    def open_round(self) -> Round:
        """The round being examined."""
        return Round.objects.select_related("case_file").get(
            project_id=self.project_id, closed_at=None
        )


def tell(scene: Scene) -> None:
    """Take every step of the story."""
    for step in scene.told.content["story"]:
        _STEPS[step["do"]](scene, step)


def _add_evidence(scene: Scene, step: Step) -> None:
    add_evidence(scene.project, scene.people[step["by"]], step)


def _add_version(scene: Scene, step: Step) -> None:
    add_version(scene.project, scene.people[step["by"]], step)


def _write(scene: Scene, step: Step) -> None:
    for code in step["sets"]:
        _save(scene, code, scene.told.answers[code])


def _revise(scene: Scene, step: Step) -> None:
    for code, changes in step["answers"].items():
        _save(scene, code, changes)


def _save(scene: Scene, code: str, typed: Mapping[str, Mapping[str, Any]]) -> None:
    project = scene.project
    questions = {question.code: question for question in pinned(project)[code].questions}
    surroundings = surroundings_of(project)
    stored = {row.question_code: row for row in project.answers.filter(set_code=code)}
    entries = []
    for question_code, fields in typed.items():
        question, row = questions[question_code], stored.get(question_code)
        value = (row.value if row else {}) | as_answer(question, fields, project.currency)
        if problems := check(question, value, surroundings):
            raise NotAsAsked(f"{scene.told.slug}, {code}: {problems}")
        entries.append(Entry(question, value, row.version if row else 0))
    author = scene.people[scene.told.content["authors"].get(code, scene.told.content["manager"])]
    save_answers(actor=author, project=project, set_code=code, entries=entries, edit_session="")


def _submit(scene: Scene, step: Step) -> None:
    submit(actor=scene.project.manager, project=scene.project, declared=True)


def _ask(scene: Scene, step: Step) -> None:
    project, round_ = scene.project, scene.open_round()
    asked = ask_follow_up(
        actor=project.director,
        project=project,
        gate=Gate(round_.gate),
        number=round_.number,
        question_code=step["question"],
        text=step["text"],
        blocking=step["blocking"],
    )
    if "answer" in step:
        answer_follow_up(
            actor=project.manager, project=project, follow_up=asked, text=step["answer"]
        )
        close_follow_up(
            actor=project.director,
            project=project,
            follow_up=FollowUp.objects.get(pk=asked.pk),
        )


def _judge(scene: Scene, step: Step) -> None:
    project, round_ = scene.project, scene.open_round()
    for question_code, (stance, comment) in step["verdicts"].items():
        give_verdict(
            actor=project.director,
            project=project,
            gate=Gate(round_.gate),
            number=round_.number,
            question_code=question_code,
            stance=Stance(stance),
            comment=comment,
        )


def _decide(scene: Scene, step: Step) -> None:
    project, round_ = scene.project, scene.open_round()
    decide(
        actor=project.director,
        project=project,
        gate=Gate(round_.gate),
        number=round_.number,
        outcome=Outcome(step["outcome"]),
        reasons=step["reasons"],
        seen_sha256=round_.case_file.sha256,
        reason_code=step.get("reason_code", ""),
        would_change=step.get("would_change", ""),
    )


def _put_need(scene: Scene, step: Step) -> None:
    put_need(actor=scene.project.manager, project=scene.project)


def _confirm_need(scene: Scene, step: Step) -> None:
    confirm_need(
        actor=scene.project.director,
        project=scene.project,
        decided=Need(step["decided"]),
        reason=step.get("reason", ""),
        seen_sha256=scene.seen,
    )


def _sign(scene: Scene, step: Step) -> None:
    sign(
        actor=scene.people[step["person"]],
        project=scene.project,
        signed=True,
        reason=step.get("reason", ""),
        seen_sha256=scene.seen,
        password=scene.password,
    )


def _respond(scene: Scene, step: Step) -> None:
    codes: Iterable[str] = (question.code for question in pinned(scene.project)["team"].questions)
    said = step.get("words", {})
    respond(
        actor=scene.people[step["person"]],
        project=scene.project,
        words={code: _word(said.get(code, ["clear", ""])) for code in codes},
        read=True,
        seen_sha256=scene.seen,
    )


def _word(said: tuple[str, str]) -> Word:
    return Word(TeamStance(said[0]), said[1])


def _reply(scene: Scene, step: Step) -> None:
    response = Response.objects.get(
        consultation__project_id=scene.project_id,
        member=scene.people[step["person"]],
        question_code=step["question"],
    )
    reply(actor=scene.project.manager, project=scene.project, response=response, text=step["text"])


def _initiate(scene: Scene, step: Step) -> None:
    initiate(actor=scene.project.director, project=scene.project, seen_sha256=scene.seen)


_STEPS: Mapping[str, Callable[[Scene, Step], None]] = {
    "add_evidence": _add_evidence,
    "add_version": _add_version,
    "write": _write,
    "revise": _revise,
    "submit": _submit,
    "ask": _ask,
    "judge": _judge,
    "decide": _decide,
    "put_need": _put_need,
    "confirm_need": _confirm_need,
    "sign": _sign,
    "respond": _respond,
    "reply": _reply,
    "initiate": _initiate,
}
