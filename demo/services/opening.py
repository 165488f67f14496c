"""Opening the demo's projects: people, evidence and raw data, before anything is answered."""

import time
from collections.abc import Mapping
from typing import Any

from accounts.models import Department, User
from core.services import jobs
from demo.rawdata.recipes import RECIPES
from demo.reading import Told
from initiation.models import DataSource, Evidence, Part, Project
from initiation.services.evidence import add_file, add_file_version, add_link
from initiation.services.members import add_member
from initiation.services.projects import open_project
from initiation.services.rawdata import add_csv

NOTE = "Made up for the Groundwork demo; no real company, person or figure is meant."
CITED = "A real publication, cited by a made-up project."
PATIENCE = 60.0


class NotProfiled(Exception):
    """The demo's raw data could not be measured."""


def open_told(told: Told, people: Mapping[str, User]) -> Project:
    """Open one project with everything its people bring along."""
    content = told.content
    manager = people[content["manager"]]
    project = open_project(
        actor=manager,
        name=content["name"],
        department=Department.objects.get(name=content["department"]),
        director=people[content["director"]],
        sponsor=people[content["sponsor"]],
    )
    for entry in content["members"]:
        user = people[entry["person"]]
        add_member(
            actor=manager,
            project=project,
            email=user.email,
            name=user.name,
            part=Part(entry["part"]),
            stage=entry.get("stage", ""),
            leads=entry.get("leads", False),
        )
    for entry in content["evidence"]:
        add_evidence(project, people[entry["by"]], entry)
    for entry in content["data"]:
        _add_data(project, people[entry["by"]], entry)
    return project


def add_evidence(project: Project, actor: User, entry: Mapping[str, Any]) -> None:
    """Add a file or a link to the register, marked as what it is."""
    note = f"{entry.get('note', '')} {CITED if 'link' in entry else NOTE}".strip()
    words = {"title": entry["title"], "note": note, "expires_on": entry.get("expires_on")}
    if "link" in entry:
        add_link(actor=actor, project=project, link=entry["link"], **words)
        return
    add_file(
        actor=actor,
        project=project,
        file_name=entry["file"],
        chunks=_marked(entry["text"]),
        **words,
    )


def add_version(project: Project, actor: User, entry: Mapping[str, Any]) -> None:
    """Put a newer file in the place of one in the register; the earlier one stays."""
    piece = Evidence.objects.select_related("project").get(project=project, number=entry["number"])
    add_file_version(
        actor=actor,
        evidence=piece,
        file_name=entry["file"],
        chunks=_marked(entry["text"]),
        expires_on=entry.get("expires_on", piece.expires_on),
    )


def _marked(text: str) -> list[bytes]:
    return [f"{NOTE}\n\n{text.strip()}\n".encode()]


def _add_data(project: Project, actor: User, entry: Mapping[str, Any]) -> None:
    add_csv(
        actor=actor,
        project=project,
        name=entry["name"],
        file_name=entry["file"],
        chunks=[RECIPES[entry["recipe"]](entry["rows"], entry["seed"])],
        granted_by=entry["granted_by"],
        granted_on=entry["granted_on"],
        made_up=True,
    )


def profile_all() -> None:
    """Measure the uploaded data here and now, by the jobs a worker would have taken.

    Nothing can be submitted before its data is profiled, and the demo must not need a worker.
    Raises NotProfiled when a source is refused or takes too long.
    """
    deadline = time.monotonic() + PATIENCE
    while DataSource.objects.filter(profile__isnull=True, refusal="").exists():
        if time.monotonic() > deadline or not jobs.drain_one():
            raise NotProfiled("The demo's raw data could not be profiled; see the log.")
    if refused := DataSource.objects.exclude(refusal="").first():
        raise NotProfiled(f"{refused.file_name}: {refused.refusal}")
