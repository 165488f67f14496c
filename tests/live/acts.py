"""What tests do to a running stack's data by its own services: python -m tests.live.acts NAME JSON.

Prints one JSON value. It runs in a process of its own with the stack's environment, so that the
tests' own process never connects to the stack's database as the application.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

import django

Act = Callable[..., Any]


def cast() -> dict[str, str]:
    """Make one person for every role; return their e-mail addresses."""
    from accounts.models import User
    from tests.factories import make_cast

    made = vars(make_cast())
    return {part: person.email for part, person in made.items() if isinstance(person, User)}


def demo() -> None:
    """Fill the installation with the made-up company."""
    from django.core.management import call_command

    call_command("demo", stdout=sys.stderr)


def project(*, name: str, state: str = "preparing", need: str = "full") -> str:
    """Take a new project of the cast to a state; return its reference."""
    from initiation.mlops import Need
    from initiation.workflow import State
    from tests.factories import at, make_project

    made = make_project(_cast(), name)
    return str(at(made, State(state), decided_need=Need(need)).ref)


def projects(*, situations: list[str], with_dossiers: str) -> dict[str, str]:
    """Take one project of the cast to each of these situations; return their references.

    A situation is a state, "changes" (asked for in the first examination) or "concern" (of the
    team). Only the one named by ``with_dossiers`` gets them: building all would keep the worker
    from other tests' work for minutes, and nobody reads them.
    """
    from django.db import transaction

    from core.models import Job

    with transaction.atomic():
        made = {situation: _project_in(situation) for situation in situations}
        Job.objects.filter(kind="dossier").exclude(subject=made[with_dossiers]).delete()
    return made


def _project_in(situation: str) -> str:
    from initiation.workflow import Gate
    from reviews.models import Outcome, Stance, TeamStance
    from tests.factories import decided, respond_all

    before = {"changes": "ml_exam", "concern": "team_consultation", "begun": "preparing"}
    ref = project(name=f"Project in {situation}", state=before.get(situation, situation))
    if situation == "changes":
        decided(_project(ref), Gate.ML, Outcome.REQUEST_CHANGES, data=Stance.NEEDS_WORK)
        _write_on(_project(ref))
    elif situation == "begun":
        return _begun_from(_project(ref))
    elif situation == "concern":
        respond_all(_project(ref), TeamStance.CONCERN)
    return ref


def _write_on(project: Any) -> None:
    """Let the contributor change a text and a cell of a table, so that their histories differ."""
    from initiation.models import Answer
    from initiation.queries.question_sets import pinned
    from initiation.services.answers import Entry, save_answers

    person = project.members.filter(part="contributor").get().user
    entries = []
    for code in ("statement", "process"):
        row = Answer.objects.get(project=project, set_code="problem", question_code=code)
        value = dict(row.value)
        if code == "statement":
            value["statement"] += "\nAnd a third one, which says more."
        else:
            first, *others = value["steps"]
            value["steps"] = [first | {"step": "Route the ticket"}, *others]
        question = pinned(project)["problem"].question(code)
        entries.append(Entry(question, value, row.version))
    save_answers(
        actor=person, project=project, set_code="problem", entries=entries, edit_session="visit"
    )


def _begun_from(source: Any) -> str:
    """Offer a filled project as a template and begin another from it, of which a part is lost."""
    from initiation.models import Answer
    from initiation.services.evidence import add_link
    from initiation.services.projects import begin_from, offer_as_template
    from initiation.workflow import STAGES
    from tests.factories import fill

    add_link(
        actor=source.manager, project=source, title="Log", note="", link="https://example.org/log"
    )
    fill(source, *(code for code in STAGES if code != "rawdata"), "exam")
    row = Answer.objects.get(project=source, set_code="problem", question_code="statement")
    slogan = {"code": "slogan", "kind": "text", "label": "The problem in five words"}
    row.value["slogan"] = "Tickets wait in wrong queues"
    row.wording["fields"].append(slogan)
    row.save()
    offer_as_template(actor=source.manager, project=source, offered=True)
    made, _ = begin_from(
        actor=source.manager, source=source, with_exam=True, name=f"Begun from {source.ref}",
        department=source.department, director=source.director, sponsor=source.sponsor,
    )  # fmt: skip
    return str(made.ref)


def links() -> list[str]:
    """Return where a person just invited, and one who forgot the password, choose one."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.conf import settings
    from django.urls import reverse

    from accounts.services.people import invitation_link, invite_with_roles

    asking, email = _cast(), "ina.neu@example.org"
    invited = invite_with_roles(
        actor=asking.administrator, email=email, name="Ina Neu", roles=frozenset()
    )
    forgetful = asking.stranger
    reset = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(forgetful),
            "key": default_token_generator.make_token(forgetful),
        },
    )
    return [invitation_link(invited).removeprefix(settings.PUBLIC_ADDRESS), reset]


def fresh(*, names: list[str]) -> list[str]:
    """Make new projects of the cast; return their references."""
    return [project(name=name) for name in names]


def raw_project(*, name: str) -> str:
    """Make a project with raw data that is not yet measured; return its reference."""
    from initiation.services.rawdata import add_csv
    from tests.factories import make_project

    made = make_project(_cast(), name)
    chunks = [b"id,text\n1,printer\n2,login\n3,screen\n"]
    add_csv(
        actor=made.manager,
        project=made,
        name="Tickets of March",
        file_name="tickets.csv",
        chunks=chunks,
        made_up=True,
    )
    return str(made.ref)


def draft(*, ref: str) -> int:
    """Ask for a working copy of the dossier; return its case file's number."""
    from dossiers.services.asking import ask_for_draft
    from initiation.models import CaseFile

    found = _project(ref)
    ask_for_draft(actor=found.manager, project=found)
    return int(CaseFile.objects.filter(project=found).latest("number").number)


def mail(*, to: str, count: int) -> int:
    """Post mails as the services do."""
    from django.db import transaction

    from core.services import jobs

    with transaction.atomic():
        for number in range(count):
            payload = {"to": to, "subject": f"Mail {number}", "body": f"Text {number}."}
            jobs.ask(kind="mail", key=f"mail:{to}:{number}", payload=payload)
    return count


def ring() -> bool:
    """Ring the workers' bell once."""
    from core.services import jobs

    return jobs.ring()


def _cast() -> Any:
    from accounts.models import Department, User
    from tests.factories import Cast

    names = {
        "manager": "mara.lind", "contributor": "carl.beck", "director": "dora.weiss",
        "sponsor": "simon.falk", "team_member": "tess.holm", "auditor": "anna.krog",
        "administrator": "adam.voss", "other_manager": "otto.manz",
        "other_director": "olga.dietz", "other_sponsor": "oskar.stein", "stranger": "sven.fremd",
    }  # fmt: skip
    people: dict[str, Any] = {
        part: User.objects.get(email=f"{n}@example.org") for part, n in names.items()
    }
    return Cast(department=Department.objects.get(name="Customer Service"), **people)


def _project(ref: str) -> Any:
    from initiation.models import Project

    return Project.objects.with_people().get(pk=int(ref.rpartition("-")[2]))


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (cast, demo, project, projects, links, fresh, raw_project, draft, mail, ring)
}


def main() -> int:
    """Do the act that the command line names."""
    django.setup()
    name, options = sys.argv[1:]
    print(json.dumps(ACTS[name](**json.loads(options))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
