"""Who leads a stage is told when it comes back, by mail, without the director's words."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from initiation.models import Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.services.members import add_member
from initiation.workflow import STAGES, Gate, State
from reviews.models import Outcome, Stance
from tests.factories import Cast, at, decided, make_project
from tests.initiation.browsing import shown
from tests.reviews.test_turn_mails import told

WORDS = "came back"


def sent_back(project: Project, **stances: Stance) -> Project:
    return decided(project, Gate.ML, Outcome.REQUEST_CHANGES, **stances)


def stages_behind(project: Project, code: str) -> set[str]:
    views = pinned(project)["exam"].question(code).stage_views
    return {view.partition(".")[0] for view in views} or set(STAGES)


def test_the_lead_of_a_stage_behind_a_returned_answer_is_told_once_and_not_in_whose_words(
    cast: Cast,
) -> None:
    project = at(make_project(cast), State.ML_EXAM)  # its contributor leads the problem
    assert "problem" in stages_behind(project, "problem")
    sent_back(project, problem=Stance.NEEDS_WORK)
    (body,) = told(cast.contributor, WORDS)
    assert "Business problem" in body
    assert "question 1 of the director" in body
    assert reverse("stage", args=[project.ref, "problem"]) in body
    assert "Say where the figure comes from." not in body


def test_a_lead_whose_account_is_closed_gets_no_mail(cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    User.objects.filter(pk=cast.contributor.pk).update(is_active=False)
    project = Project.objects.get(pk=project.pk)
    sent_back(project, problem=Stance.NEEDS_WORK)
    assert told(cast.contributor, WORDS) == []


def test_several_questions_are_named_in_one_mail(cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    codes = [
        question.code
        for question in pinned(project)["exam"].questions
        if "problem" in stages_behind(project, question.code)
    ]
    assert len(codes) > 1
    sent_back(project, **dict.fromkeys(codes, Stance.REJECTED))
    (body,) = told(cast.contributor, WORDS)
    assert " and " in body
    assert "questions" in body


def named(project: Project, person: User, stage: str, *, leads: bool) -> Member:
    return add_member(
        actor=project.manager, project=project, email=person.email, name=person.name,
        part=Part.CONTRIBUTOR, stage=stage, leads=leads,
    )  # fmt: skip


def test_neither_other_contributors_nor_leads_of_other_stages_nor_the_manager_are_told(
    cast: Cast,
) -> None:
    project = make_project(cast)
    untouched = next(s for s in STAGES if s not in stages_behind(project, "problem"))
    named(project, cast.stranger, untouched, leads=True)
    named(project, cast.other_manager, "problem", leads=False)
    project = at(project, State.ML_EXAM)
    sent_back(project, problem=Stance.NEEDS_WORK)
    for person in (cast.stranger, cast.other_manager, cast.manager):
        assert told(person, WORDS) == []


@pytest.mark.parametrize("outcome", [Outcome.APPROVE, Outcome.REJECT])
def test_control_of_any_other_decision_no_lead_is_told(cast: Cast, outcome: Outcome) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    stances = {} if outcome is Outcome.APPROVE else {"problem": Stance.REJECTED}
    decided(project, Gate.ML, outcome, **stances)
    assert told(cast.contributor, WORDS) == []


# Who leads what


def test_the_stage_names_its_lead_and_who_else_writes_it(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    named(project, cast.stranger, "problem", leads=False)
    html = shown(client, cast.manager, reverse("stage", args=[project.ref, "problem"]))
    assert "Led by Carl Beck. Also writing: Sven Fremd." in html
    html = shown(client, cast.manager, reverse("stage", args=[project.ref, "data"]))
    assert "Nobody leads this stage yet. It is usually led by a" in html


def test_the_task_list_shows_who_leads_each_stage(client: Client, cast: Cast) -> None:
    project = make_project(cast)
    html = shown(client, cast.manager, reverse("project", args=[project.ref]))
    assert "Carl Beck leads" in html
    assert html.count("Usually led by a") == len(STAGES) - 1
