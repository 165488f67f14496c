"""Whoever's turn it becomes is told by mail, with an address they may open."""

import re
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from core.models import Job
from core.refused import Refused
from initiation.mlops import Need
from initiation.models import Member, Part, Project
from initiation.queries.question_sets import pinned
from initiation.workflow import Gate, State
from reviews.models import Consultation, Response, TeamStance
from reviews.services.consulting import Word, reply, respond
from reviews.services.examining import ask_follow_up
from reviews.services.mlops_need import confirm_need
from reviews.services.pausing import hold, resume, withdraw
from tests.factories import Cast, assessed, at, make_person, make_project, respond_all


def told(person: User, words: str) -> list[str]:
    """Return the mails to a person whose subject holds these words."""
    jobs = Job.objects.filter(kind="mail", payload__to=person.email).order_by("pk")
    return [job.payload["body"] for job in jobs if words in job.payload["subject"]]


def say(project: Project, member: User, stance: TeamStance, text: str = "") -> None:
    """Let one member say the same to every answer."""
    seen = Consultation.objects.get(project=project).case_file.sha256
    words = {item.code: Word(stance, text) for item in pinned(project)["team"].questions}
    respond(actor=member, project=project, words=words, read=True, seen_sha256=seen)


def answer_all(project: Project) -> None:
    for response in Response.objects.current().filter(
        consultation__project=project, replied_at=None
    ):
        if response.stance != TeamStance.CLEAR:
            reply(actor=project.manager, project=project, response=response, text="It stays paid.")


@pytest.mark.parametrize(
    ("need", "words", "page"),
    [
        (Need.FULL, "needs MLOps", "management-case"),
        (Need.POC, "is initiated as a proof of concept", "project"),
    ],
)
def test_the_manager_is_told_once_what_the_director_confirmed(
    cast: Cast, need: Need, words: str, page: str
) -> None:
    project = at(make_project(cast), State.NEED_CONFIRMED)
    found = assessed(project)
    for _ in range(2):
        with suppress(Refused):
            confirm_need(
                actor=cast.director, project=project, decided=need, reason="As discussed.",
                seen_sha256=found.case_file.sha256,
            )  # fmt: skip
    (body,) = told(cast.manager, words)
    assert f"{settings.PUBLIC_ADDRESS}{reverse(page, args=[project.ref])}\n" in body


def test_the_director_is_told_once_the_last_response_is_in(cast: Cast) -> None:
    project = make_project(cast)
    second = make_person("Theo Brandt")
    Member.objects.create(project=project, user=second, part=Part.TEAM)
    project = at(project, State.TEAM_CONSULTATION)
    say(project, cast.team_member, TeamStance.CLEAR)
    assert told(cast.director, "has heard its team") == []
    say(project, second, TeamStance.CLEAR)
    (body,) = told(cast.director, "has heard its team")
    assert reverse("team-case", args=[project.ref]) in body
    say(project, second, TeamStance.CLEAR)
    assert len(told(cast.director, "has heard its team")) == 1


def test_the_director_is_told_once_the_last_reply_is_in(cast: Cast) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    assert told(cast.director, "has heard its team") == []
    answer_all(project)
    assert len(told(cast.director, "has heard its team")) == 1


def test_a_word_that_is_changed_from_clear_to_a_concern_is_told_to_the_manager(
    cast: Cast,
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    say(project, cast.team_member, TeamStance.CLEAR)
    say(project, cast.team_member, TeamStance.CLEAR)
    assert len(told(cast.manager, "has a response")) == 1
    say(project, cast.team_member, TeamStance.CONCERN, "What about nights?")
    (body,) = told(cast.manager, "has a changed response")
    assert reverse("team-case", args=[project.ref]) in body
    answer_all(project)
    assert len(told(cast.director, "has heard its team")) == 2  # it has been, and is again


@pytest.mark.parametrize(
    ("state", "who", "page"),
    [
        (State.PREPARING, "contributor", "project"),
        (State.ML_EXAM, "director", "project"),
        (State.MANAGEMENT_REVIEW, "sponsor", "sign"),
        (State.TEAM_CONSULTATION, "team_member", "respond"),
    ],
)
def test_whoever_was_asked_is_asked_again_when_the_project_goes_on(
    cast: Cast, state: State, who: str, page: str
) -> None:
    project = at(make_project(cast), state)
    person = getattr(cast, who)
    for number in (1, 2):
        hold(actor=cast.manager, project=project, reason="Holidays.")
        resume(actor=cast.manager, project=project)
        mails = told(person, "goes on, and it is your turn")
        assert len(mails) == number
        assert f"{settings.PUBLIC_ADDRESS}{reverse(page, args=[project.ref])}\n" in mails[0]
    assert told(cast.manager, "goes on") == []  # who resumes it knows


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.ML_EXAM, "director"),
        (State.MANAGEMENT_REVIEW, "sponsor"),
        (State.TEAM_CONSULTATION, "team_member"),
    ],
)
def test_a_hold_and_a_withdrawal_are_told_to_who_was_asked(
    cast: Cast, state: State, who: str
) -> None:
    project = at(make_project(cast), state)
    hold(actor=cast.manager, project=project, reason="Holidays.")
    assert len(told(getattr(cast, who), "was put on hold")) == 1
    resume(actor=cast.manager, project=project)
    withdraw(actor=cast.manager, project=project, reason="Bought instead.")
    assert len(told(getattr(cast, who), "was withdrawn")) == 1
    assert told(cast.manager, "was put on hold") + told(cast.manager, "was withdrawn") == []


def test_a_director_whose_team_is_heard_or_facts_are_put_hears_of_a_withdrawal(
    cast: Cast,
) -> None:
    heard = at(make_project(cast, "Heard"), State.TEAM_CONSULTATION)
    respond_all(heard)
    put = at(make_project(cast, "Put"), State.NEED_CONFIRMED)
    assessed(put)
    for project in (heard, put):
        withdraw(actor=cast.manager, project=project, reason="Bought instead.")
        assert len(told(cast.director, f"{project.name} was withdrawn")) == 1
    assert told(cast.team_member, "was withdrawn") == []  # they have spoken


def test_every_address_in_a_mail_opens_for_who_gets_it(client: Client, cast: Cast) -> None:
    project = at(make_project(cast), State.ML_EXAM)
    ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="data",
        text="Whose leave?", blocking=False,
    )  # fmt: skip
    asked = at(make_project(cast, "Asked"), State.TEAM_CONSULTATION)
    respond_all(asked, TeamStance.CONCERN)
    answer_all(asked)
    stopped = at(make_project(cast, "Stopped"), State.TEAM_CONSULTATION)
    withdraw(actor=cast.manager, project=stopped, reason="Bought instead.")
    people = {person.email: person for person in vars(cast).values() if isinstance(person, User)}
    seen = set()
    for job in Job.objects.filter(kind="mail"):
        client.force_login(people[job.payload["to"]])
        for address in re.findall(r"https?://\S+", job.payload["body"]):
            path = urlsplit(address).path
            assert client.get(path).status_code in {200, 302}, (job.payload["to"], path)
            seen.add((job.payload["to"], path))
    member = cast.team_member.email
    assert (member, reverse("respond", args=[asked.ref])) in seen
    assert (member, reverse("team-case", args=[stopped.ref])) in seen
    assert any(to == member and "/team/concerns/" in path for to, path in seen)
