"""A model of the workflow, written by hand from the mission, that Hypothesis walks."""

import os
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts.models import User
from core.refused import Refused
from initiation.mlops import Need
from initiation.models import Project
from initiation.services.evidence import add_link
from initiation.workflow import SUBMITTED_SETS, Gate, State
from reviews.models import MlopsAssessment, Outcome, Round, Stance
from reviews.services.consulting import initiate
from reviews.services.deciding import decide
from reviews.services.mlops_need import confirm_need, put_need
from reviews.services.pausing import hold, resume, withdraw
from reviews.services.signing import sign
from reviews.services.submitting import submit
from tests.factories import (
    PASSWORD,
    Cast,
    fill,
    judged,
    make_cast,
    make_project,
    respond_all,
    with_data,
)

FULL = os.environ.get("GROUNDWORK_FULL") == "1"
PEOPLE = (
    "manager", "contributor", "director", "sponsor", "team_member", "auditor", "administrator",
    "other_manager", "other_director", "other_sponsor", "stranger",
)  # fmt: skip

# The model's own table, written from the mission and not from workflow.py.
RUNNING = {
    "preparing", "ml_exam", "need_confirmed", "management_case", "management_review",
    "mlops_exam", "team_case", "team_consultation",
}  # fmt: skip
NEXT_BY_SUBMISSION = {
    "preparing": "ml_exam",
    "management_case": "management_review",
    "team_case": "team_consultation",
}
AFTER_DECISION = {
    ("ml_exam", "approve"): "need_confirmed",
    ("ml_exam", "request_changes"): "preparing",
    ("ml_exam", "reject"): "rejected",
    ("mlops_exam", "approve"): "team_case",
    ("mlops_exam", "request_changes"): "management_case",
    ("mlops_exam", "reject"): "rejected",
}

RIGHT_STEPS = {
    "preparing": 0, "ml_exam": 1, "need_confirmed": 2, "management_case": 3, "management_review": 4,
    "mlops_exam": 5, "team_case": 6, "team_consultation": 7, "initiated": 8,
}  # fmt: skip

people = st.sampled_from(PEOPLE)
likely = {
    name: st.sampled_from([*[name] * len(PEOPLE), *PEOPLE])
    for name in ("manager", "director", "sponsor")
}
steps = {"count": 0}
happened_at: set[tuple[str, bool]] = set()


class Workflow(RuleBasedStateMachine):
    """One project, and what the model believes of it."""

    cast: Cast
    project: Project

    @initialize(right_steps=st.integers(0, 8))
    def open_a_project(self, right_steps: int) -> None:
        serial = steps["count"]
        self.project = make_project(self.cast, name=f"Model {serial} {id(self)}")
        self.state = "preparing"
        self.held_from = ""
        self.answered: set[str] = set()
        self.judgement = ""
        self.put = False
        self.team_spoke = False
        self.probing = False
        with_data(self.project)
        add_link(actor=self.cast.manager, project=self.project, title="Log", note="",
                 link="https://example.org/log")  # fmt: skip
        for _ in range(right_steps):
            self.go_on()

    @rule()
    def go_on(self) -> None:
        """Do what the mission expects next, so that a walk gets far enough to go wrong late."""
        self.answer_everything()
        if self.state in NEXT_BY_SUBMISSION:
            self.submit("manager", True)
        elif self.state in ("ml_exam", "mlops_exam"):
            self.judge("all accepted")
            self.decide("director", Outcome.APPROVE, False, "Reasons.")
        elif self.state == "need_confirmed":
            self.put_facts("manager")
            self.confirm_facts("director", Need.FULL)
        elif self.state == "management_review":
            self.sign_or_refuse("sponsor", True, PASSWORD)
        elif self.state == "team_consultation":
            self.let_the_team_speak()
            self.confirm_the_initiation("director")

    def attempt(self, expected: bool, act: Callable[[], Any]) -> bool:
        """Do it; whether it was allowed, and what it left behind, must be what was expected."""
        steps["count"] += 1
        happened_at.add((self.state, expected))
        before = self.traces()
        try:
            with transaction.atomic():
                act()
                transaction.set_rollback(self.probing)
            happened = True
        except Refused:
            happened = False
        self.project = Project.objects.with_people().get(pk=self.project.pk)
        if not happened:
            assert self.traces() == before, "a refusal left something behind"
        assert happened is expected, f"at {self.state}: expected {expected}, got {happened}"
        return happened and not self.probing

    def try_everything(self) -> None:
        """Let everybody try every act from here, and undo what was rightly allowed."""
        self.probing = True
        for who in PEOPLE:
            self.submit(who, True)
            for outcome in Outcome:
                self.decide(who, outcome, False, "Reasons.")
            self.put_facts(who)
            self.confirm_facts(who, Need.FULL)
            self.sign_or_refuse(who, True, PASSWORD)
            self.confirm_the_initiation(who)
            self.put_on_hold(who, "Budget is frozen.")
            self.take_up_again(who)
            self.withdraw(who, 0)
        self.submit("manager", False)
        self.decide("director", Outcome.APPROVE, True, "Reasons.")
        self.decide("director", Outcome.APPROVE, False, "  ")
        self.sign_or_refuse("sponsor", True, "wrong")
        self.put_on_hold("manager", " ")
        self.probing = False

    def traces(self) -> tuple[Any, ...]:
        """Everything a refused act must leave alone, in one query: it is asked for often."""
        query = """
            SELECT state, case_file_id,
                (SELECT count(*) FROM core_event WHERE subject = %(ref)s),
                (SELECT count(*) FROM reviews_round WHERE project_id = p.id AND closed_at IS NULL),
                (SELECT count(*) FROM reviews_decision d JOIN reviews_round r ON d.round_id = r.id
                    WHERE r.project_id = p.id),
                (SELECT count(*) FROM reviews_signoff WHERE project_id = p.id),
                (SELECT count(*) FROM reviews_mlopsassessment
                    WHERE project_id = p.id AND decided <> '')
            FROM initiation_project p WHERE id = %(pk)s
        """
        with connection.cursor() as cursor:
            cursor.execute(query, {"pk": self.project.pk, "ref": self.project.ref})
            found: tuple[Any, ...] = cursor.fetchone()
        return found

    def who(self, name: str) -> User:
        person: User = getattr(self.cast, name)
        return User.objects.get(pk=person.pk)

    @rule()
    def answer_everything(self) -> None:
        sets = SUBMITTED_SETS.get(State(self.state), ())
        if not sets or self.put:
            return
        fill(self.project, *sets)
        self.answered |= set(sets)

    @rule(who=likely["manager"], declared=st.sampled_from([True, True, True, False]))
    def submit(self, who: str, declared: bool) -> None:
        target = NEXT_BY_SUBMISSION.get(self.state)
        complete = target and set(SUBMITTED_SETS[State(self.state)]) <= self.answered
        expected = bool(who == "manager" and declared and target and complete)
        actor = self.who(who)
        if self.attempt(
            expected, lambda: submit(actor=actor, project=self.project, declared=declared)
        ):
            self.state, self.judgement, self.team_spoke = str(target), "", False

    @rule(how=st.sampled_from(["all accepted", "one needs work", "one rejected"]))
    def judge(self, how: str) -> None:
        if self.state not in ("ml_exam", "mlops_exam"):
            return
        stance = {"one needs work": Stance.NEEDS_WORK, "one rejected": Stance.REJECTED}.get(how)
        judged(self.project, self.gate, **({"fit": stance} if stance else {}))
        self.judgement = how

    @property
    def gate(self) -> Gate:
        return Gate.MLOPS if self.state == "mlops_exam" else Gate.ML

    @rule(
        who=likely["director"],
        outcome=st.sampled_from(list(Outcome)),
        forged=st.sampled_from([False, False, False, True]),
        words=st.sampled_from(["Reasons.", "Reasons.", "  "]),
    )
    def decide(self, who: str, outcome: Outcome, forged: bool, words: str) -> None:
        round_ = Round.objects.filter(project=self.project, gate=self.gate).last()
        sha = "0" * 64 if forged or round_ is None else round_.case_file.sha256
        fits = {
            Outcome.APPROVE: self.judgement == "all accepted",
            Outcome.REQUEST_CHANGES: self.judgement in ("one needs work", "one rejected"),
            Outcome.REJECT: bool(self.judgement),
        }[outcome]
        target = AFTER_DECISION.get((self.state, outcome.value))
        expected = bool(
            who == "director" and target and fits and not forged and words.strip() and round_
        )
        actor = self.who(who)
        if self.attempt(
            expected,
            lambda: decide(
                actor=actor, project=self.project, gate=self.gate,
                number=round_.number if round_ else 1, outcome=outcome, reasons=words,
                seen_sha256=sha, reason_code="no_case", would_change="A baseline.",
            ),
        ):  # fmt: skip
            self.state, self.judgement = str(target), ""

    @rule(who=likely["manager"])
    def put_facts(self, who: str) -> None:
        expected = who == "manager" and self.state == "need_confirmed" and "mlops" in self.answered
        actor = self.who(who)
        if self.attempt(expected, lambda: put_need(actor=actor, project=self.project)):
            self.put = True

    @rule(who=likely["director"], need=st.sampled_from(list(Need)))
    def confirm_facts(self, who: str, need: Need) -> None:
        assessment = MlopsAssessment.objects.filter(project=self.project).last()
        expected = who == "director" and self.state == "need_confirmed" and self.put
        actor = self.who(who)
        if self.attempt(
            expected,
            lambda: confirm_need(
                actor=actor, project=self.project, decided=need, reason="Discussed.",
                seen_sha256=assessment.case_file.sha256 if assessment else "",
            ),
        ):  # fmt: skip
            needed = need in (Need.LIGHT, Need.FULL)
            self.state = "management_case" if needed else "initiated"
            self.put = False

    @rule(
        who=likely["sponsor"],
        signed=st.sampled_from([True, True, False]),
        password=st.sampled_from([PASSWORD, PASSWORD, "wrong"]),
    )
    def sign_or_refuse(self, who: str, signed: bool, password: str) -> None:
        case_file = self.project.case_file
        expected = who == "sponsor" and self.state == "management_review" and password == PASSWORD
        actor = self.who(who)
        if self.attempt(
            expected,
            lambda: sign(
                actor=actor, project=self.project, signed=signed, reason="Too dear.",
                seen_sha256=case_file.sha256 if case_file else "", password=password,
            ),
        ):  # fmt: skip
            self.state = "mlops_exam" if signed else "management_case"
            self.judgement = ""

    @rule()
    def let_the_team_speak(self) -> None:
        if self.state == "team_consultation":
            respond_all(self.project)
            self.team_spoke = True

    @rule(who=likely["director"])
    def confirm_the_initiation(self, who: str) -> None:
        case_file = self.project.case_file
        expected = who == "director" and self.state == "team_consultation" and self.team_spoke
        actor = self.who(who)
        sha = case_file.sha256 if case_file else ""
        if self.attempt(
            expected, lambda: initiate(actor=actor, project=self.project, seen_sha256=sha)
        ):
            self.state = "initiated"

    @rule(who=likely["manager"], reason=st.sampled_from(["Budget is frozen.", " "]))
    def put_on_hold(self, who: str, reason: str) -> None:
        expected = who == "manager" and self.state in RUNNING and bool(reason.strip())
        actor = self.who(who)
        if self.attempt(expected, lambda: hold(actor=actor, project=self.project, reason=reason)):
            self.held_from, self.state = self.state, "on_hold"

    @rule(who=likely["manager"])
    def take_up_again(self, who: str) -> None:
        expected = who == "manager" and self.state == "on_hold"
        actor = self.who(who)
        if self.attempt(expected, lambda: resume(actor=actor, project=self.project)):
            self.state, self.held_from = self.held_from, ""

    @rule(who=people, often=st.integers(0, 9))
    def withdraw(self, who: str, often: int) -> None:
        if who == "manager" and often:
            return
        expected = who == "manager" and self.state in RUNNING | {"on_hold"}
        actor = self.who(who)
        if self.attempt(
            expected, lambda: withdraw(actor=actor, project=self.project, reason="No budget.")
        ):
            self.state = "withdrawn"

    def teardown(self) -> None:
        if hasattr(self, "project"):
            self.try_everything()
            assert self.project.state == self.state


def run(examples: int) -> None:
    """Let Hypothesis walk through the workflow."""
    Workflow.cast = make_cast()
    steps["count"] = 0
    happened_at.clear()
    run_state_machine_as_test(
        Workflow,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            derandomize=not FULL,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
