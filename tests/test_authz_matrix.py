"""Who reaches what: every address, every method, every person, on an own and on a foreign project.

The expectations are written here by hand from the mission, not read from the permission table. An
address without a row fails the test, and so does a row without an address.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.access import Role
from accounts.models import User
from core.models import Job
from dossiers.models import Dossier
from dossiers.services.building import build
from initiation.models import Project
from initiation.services.evidence import add_file
from initiation.workflow import Gate, State
from reviews.models import Outcome, Response, Round, TeamStance
from reviews.services.consulting import initiate, reply
from reviews.services.examining import ask_follow_up
from tests.factories import Cast, decided, make_person, make_project, respond_all, submitted

pytestmark = pytest.mark.authz_matrix

METHODS = ("GET", "POST", "PUT", "DELETE")
PERSONS = (
    "manager", "contributor", "director", "sponsor", "team_member", "auditor", "administrator",
    "other_manager", "other_director", "other_sponsor", "stranger",
)  # fmt: skip

# Who has some part in a project of their own; whoever has none must not learn that it exists.
KNOWN_ON_OWN = {
    "manager", "contributor", "director", "other_director", "sponsor", "team_member", "auditor",
}  # fmt: skip
KNOWN_ON_FOREIGN = {"director", "other_director", "auditor"}


@dataclass(frozen=True)
class Row:
    """Who may use an address of a project with GET and with POST; None means no such method."""

    get: frozenset[str] | None = None
    post: frozenset[str] | None = None


def only(*names: str) -> frozenset[str]:
    return frozenset(names)


VIEW = only("manager", "contributor", "director", "other_director", "sponsor", "auditor")
TEAM = VIEW | {"team_member"}
EXAMINED = VIEW - {"contributor"}
MANAGER = only("manager")
DIRECTOR = only("director")
# Reading is the only thing that is open on any project, by these roles.
READING = (VIEW, TEAM, EXAMINED)

PROJECT_ROWS = {
    "project": Row(VIEW),
    "stage": Row(VIEW, only("manager", "contributor")),
    "stage-autosave": Row(None, only("manager", "contributor")),
    "matrix": Row(VIEW, MANAGER),
    "matrix-autosave": Row(None, MANAGER),
    "add-data": Row(MANAGER, MANAGER),
    "profile": Row(VIEW, MANAGER),
    "set-data-aside": Row(MANAGER, MANAGER),
    "fit": Row(VIEW),
    "evidence": Row(VIEW, only("manager", "contributor")),
    "evidence-piece": Row(VIEW),
    "evidence-version": Row(only("manager", "contributor"), only("manager", "contributor")),
    "evidence-words": Row(only("manager", "contributor"), only("manager", "contributor")),
    "evidence-file": Row(VIEW),
    "evidence-version-file": Row(VIEW),
    "members": Row(VIEW, MANAGER),
    "remove-member": Row(None, MANAGER),
    "history": Row(VIEW),
    "answer-history": Row(VIEW, only("manager", "contributor")),
    "taken-over": Row(VIEW),
    "template": Row(MANAGER, MANAGER),
    "exam-answers": Row(VIEW),
    "exam-answer": Row(VIEW, MANAGER),
    "exam-answer-autosave": Row(None, MANAGER),
    "check-and-submit": Row(MANAGER, MANAGER),
    "submitted": Row(VIEW),
    "examine": Row(DIRECTOR, DIRECTOR),
    "ask-follow-up": Row(None, DIRECTOR),
    "answer-follow-up": Row(None, MANAGER),
    "close-follow-up": Row(None, DIRECTOR),
    "examine-all": Row(EXAMINED),
    "decide": Row(DIRECTOR, DIRECTOR),
    "decision": Row(EXAMINED),
    "mlops-need": Row(VIEW, MANAGER),
    "mlops-need-autosave": Row(None, MANAGER),
    "put-mlops-need": Row(None, MANAGER),
    "confirm-mlops-need": Row(None, DIRECTOR),
    "management-case": Row(VIEW),
    "management-answer": Row(VIEW, MANAGER),
    "management-answer-autosave": Row(None, MANAGER),
    "sign": Row(only("sponsor"), only("sponsor")),
    "team-case": Row(TEAM),
    "team-answer": Row(VIEW, MANAGER),
    "team-answer-autosave": Row(None, MANAGER),
    "submit-team": Row(MANAGER, MANAGER),
    "respond": Row(only("team_member"), only("team_member")),
    "concern": Row(TEAM, MANAGER),
    "initiate": Row(None, DIRECTOR),
    "hold": Row(MANAGER, MANAGER),
    "resume": Row(MANAGER, MANAGER),
    "withdraw": Row(MANAGER, MANAGER),
    "new-version": Row(MANAGER, MANAGER),
    "dossiers": Row(EXAMINED, only("manager", "director", "sponsor")),
    "dossier-status": Row(EXAMINED),
    "dossier-file": Row(EXAMINED),
    "dossier-retry": Row(None, only("manager", "director", "sponsor")),
}
EVERYBODY = frozenset(PERSONS)
OPENERS = only("manager", "other_manager")
HOUSE_ROWS = {
    "my-work": Row(EVERYBODY),
    "projects": Row(EVERYBODY),
    "new-project": Row(OPENERS, OPENERS),
    "account": Row(EVERYBODY, EVERYBODY),
    "people": Row(only("administrator"), only("administrator")),
    "person": Row(only("administrator"), only("administrator")),
    "seats": Row(only("administrator"), only("administrator")),
    "account_change_password": Row(EVERYBODY, EVERYBODY),
    "account_reauthenticate": Row(EVERYBODY, EVERYBODY),
}
# Open to people who are not signed in: signing in and out, a forgotten password, invitations, help.
OPEN_NAMES = {
    "help", "accept-invitation", "account_login", "account_logout", "account_signup",
    "account_inactive", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done",
}  # fmt: skip


def patterns(found: list[Any] | None = None) -> Iterator[URLPattern]:
    """Yield every address the resolver knows."""
    for entry in get_resolver().url_patterns if found is None else found:
        if isinstance(entry, URLResolver):
            yield from patterns(entry.url_patterns)
        else:
            yield entry


NAMES = {entry.name for entry in patterns()}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert PROJECT_ROWS.keys() | HOUSE_ROWS.keys() | OPEN_NAMES == NAMES


def consulted(cast: Cast) -> Project:
    """Take a project the whole way, with a follow-up, a concern, a file and a rejected dossier."""
    project = make_project(cast, name=f"Triage of {cast.manager.name}")
    add_file(
        actor=cast.manager, project=project, title="Counts", note="", file_name="counts.txt",
        chunks=[b"23 of 100"],
    )  # fmt: skip
    project = submitted(project)
    ask_follow_up(
        actor=cast.director, project=project, gate=Gate.ML, number=1, question_code="fit",
        text="Who counted?", blocking=False,
    )  # fmt: skip
    decided(project, Gate.ML, Outcome.APPROVE)
    project = at_from(project, State.TEAM_CONSULTATION)
    respond_all(project, TeamStance.CONCERN)
    for found in Response.objects.filter(consultation__project=project):
        reply(actor=cast.manager, project=project, response=found, text="Nobody loses a shift.")
    if project.case_file is None:
        raise AssertionError("a consulted project has a case file")
    project = initiate(actor=cast.director, project=project, seen_sha256=project.case_file.sha256)
    job = Job.objects.filter(kind="dossier", subject=project.ref).latest("pk")
    build(job=job, progress=lambda *_: None)
    return project


def at_from(project: Project, state: State) -> Project:
    """Go on from where the project is."""
    from initiation.mlops import Need
    from tests.factories import _STEPS

    while project.where is not state:
        _STEPS[project.where](project, Need.FULL)
        project = Project.objects.with_people().get(pk=project.pk)
    return project


@pytest.fixture
def both(cast: Cast, settings: Any, tmp_path: Any) -> dict[str, Project]:
    """The project of the cast, and one in which none of them has a part."""
    settings.DOSSIER_DIR, settings.EVIDENCE_DIR = tmp_path / "dossiers", tmp_path / "evidence"
    others = replace(
        cast,
        manager=make_person("Far Manager", Role.PROJECT_MANAGER),
        contributor=make_person("Far Contributor"),
        director=make_person("Far Director", Role.DIRECTOR),
        sponsor=make_person("Far Sponsor", Role.MANAGEMENT),
        team_member=make_person("Far Member"),
    )
    return {"own": consulted(cast), "foreign": consulted(others)}


def wanted(name: str) -> set[str]:
    """Return the names of what an address holds."""
    return set(next(item for item in patterns() if item.name == name).pattern.converters)


def arguments(name: str, project: Project | None, spare: User) -> dict[str, Any]:
    """Return what an address needs, so that what it is about exists."""
    if project is None:
        return dict.fromkeys(wanted(name), spare.pk)
    round_ = Round.objects.filter(project=project, gate=Gate.ML).get()
    keys = {
        "remove-member": project.members.all()[0].pk,
        "answer-follow-up": round_.follow_ups.all()[0].pk,
        "close-follow-up": round_.follow_ups.all()[0].pk,
        "concern": Response.objects.filter(consultation__project=project)[0].pk,
        "dossier-file": Dossier.objects.filter(project=project)[0].pk,
        "dossier-retry": Job.objects.filter(kind="dossier", subject=project.ref)[0].pk,
    }
    known = {
        "ref": project.ref, "stage": "problem", "gate": "ml", "number": 1, "version": 1,
        "round_number": 1, "set_code": "problem", "question_code": "statement",
        "pk": keys.get(name, 0),
    }  # fmt: skip
    return {key: known[key] for key in wanted(name)}


def expected(row: Row, method: str, person: str, *, own: bool) -> str:
    """Return what must happen: allowed, 403, 404 or 405."""
    allowed = {"GET": row.get, "POST": row.post}.get(method)
    if allowed is None:
        return "405"
    if not own:
        allowed = allowed & KNOWN_ON_FOREIGN if allowed in READING else frozenset()
    if person in allowed:
        return "allowed"
    return "403" if person in (KNOWN_ON_OWN if own else KNOWN_ON_FOREIGN) else "404"


def outcome(response: Any) -> str:
    code = response.status_code
    if response.streaming:
        list(response.streaming_content)  # which closes the file at its end
    if code == 302 and response["Location"].startswith("/login/"):
        return "sign in"
    return str(code) if code in (403, 404, 405) or code >= 500 else "allowed"


def test_the_matrix(cast: Cast, both: dict[str, Project]) -> None:
    spare, wrong, tried = make_person("Spare Person"), [], 0
    for person in PERSONS:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(cast, person))
        for which, project in both.items():
            for name, row in PROJECT_ROWS.items():
                url = reverse(name, kwargs=arguments(name, project, spare))
                for method in METHODS:
                    tried += 1
                    got = outcome(client.generic(method, url))
                    must = expected(row, method, person, own=which == "own")
                    if got != must:
                        wrong.append(f"{person} {method} {which} {name}: {got}, not {must}")
        for name, row in HOUSE_ROWS.items():
            url = reverse(name, kwargs=arguments(name, None, spare))
            for method in METHODS:
                tried += 1
                got = outcome(client.generic(method, url))
                allowed = {"GET": row.get, "POST": row.post}.get(method)
                must = "405" if allowed is None else "allowed" if person in allowed else "403"
                if got != must and not name.startswith("account_"):
                    wrong.append(f"{person} {method} {name}: {got}, not {must}")
                assert not got.startswith("5")
    print(f"figure authz matrix: {tried} combinations of {len(NAMES)} addresses")
    assert wrong == []


def test_whoever_is_not_signed_in_is_asked_to_and_learns_nothing(
    cast: Cast, both: dict[str, Project]
) -> None:
    client, spare = Client(), make_person("Spare Person")
    addresses = [
        reverse(name, kwargs=arguments(name, project, spare))
        for name in PROJECT_ROWS
        for project in both.values()
    ]
    addresses += [reverse(name, kwargs=arguments(name, None, spare)) for name in HOUSE_ROWS]
    missing = reverse("project", args=["GW-999999"])
    for url in [*addresses, missing]:
        for method in METHODS:
            assert outcome(client.generic(method, url)) in ("sign in", "405"), f"{method} {url}"


def test_nothing_is_changed_without_the_token_of_the_form(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.manager)
    refused = 0
    known = {"ref": make_project(cast).ref, "stage": "problem", "gate": "ml"}
    for name, row in PROJECT_ROWS.items():
        if row.post is not None:
            url = reverse(name, kwargs={key: known.get(key, 1) for key in wanted(name)})
            response = client.post(url)
            assert response.status_code == 403, name
            assert "session that has ended" in response.content.decode()
            refused += 1
    assert refused > 20


def test_control_with_the_token_the_same_form_is_taken(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.manager)
    client.get(reverse("account"))
    token = client.cookies["csrftoken"].value
    response = client.post(reverse("account"), {"csrfmiddlewaretoken": token})
    assert response.status_code == 422
