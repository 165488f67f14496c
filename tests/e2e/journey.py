"""The steps of the mission, each done by one person on the pages they would use."""

import re
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.filling import fill_page
from tests.e2e.person import PASSWORD, Person
from tests.live.stack import eventually

STAGES = ("problem", "architecture", "ml", "data", "rawdata")


def open_project(manager: Person, name: str) -> str:
    """Open a project from My work; return the address of its task list."""
    manager.open("/projects/new/")
    manager.write("Name of the project", name)
    manager.choose("Department", "Customer Service")
    manager.choose("Sponsor", "Simon Falk")
    manager.choose("IT director", "Dora Weiss")
    manager.press("Create project")
    manager.sees(name)
    found = re.search(r"/projects/GW-\d+/", manager.page.url)
    assert found, manager.page.url
    return found.group()


def add_evidence(manager: Person, project: str) -> None:
    """Register a link as evidence."""
    manager.open(f"{project}evidence/")
    manager.write("Title", "Ticket log of March")
    manager.write("Link", "https://example.org/log")
    manager.press("Add evidence")
    manager.sees("Ticket log of March")


def add_raw_data(manager: Person, project: str, csv: Path) -> None:
    """Upload the CSV and wait until a worker has measured it."""
    manager.open(f"{project}stages/rawdata/")
    manager.follow("Add a CSV file")
    manager.write("Name of the source", "Tickets of March")
    manager.attach("CSV file", csv)
    manager.tick("This data is made up")
    manager.press("Upload and profile")
    profile = manager.page.url

    def measured() -> bool:
        manager.page.goto(profile)
        return "minutes" in manager.text()

    eventually(measured, "the profile")
    manager.sees("200")


def name_people(manager: Person, project: str) -> None:
    """Name who writes the data stage, and who will have to live with the system."""
    for name, part, stage in (
        ("Carl Beck", "Contributor", "Required data"),
        ("Tess Holm", "Team member", ""),
    ):
        manager.open(f"{project}people/")
        manager.write("E-mail address", f"{name.lower().replace(' ', '.')}@example.org")
        manager.write("Name", name)
        manager.choose("Part", part)
        if stage:
            manager.choose("Stage", stage)
        manager.press("Add to the project")
        manager.sees(name)


def fill_and_save(person: Person, address: str) -> list[str]:
    """Fill a page of questions, save it, and check that it went through."""
    person.open(address)
    typed = fill_page(person)
    assert typed or "rawdata" in address
    save_page(person)
    return typed


def save_page(person: Person) -> None:
    """Press what a page of questions is saved with."""
    person.go(person.page.locator("#sheet button[name=then][value=continue]"))
    assert not person.page.title().startswith("Error"), person.text()[:1500]


def compare_components(person: Person, project: str) -> list[str]:
    """Compare two candidates on the page of their own, and choose the first."""
    person.open(f"{project}stages/architecture/matrix/")
    other = "Something we could buy"
    person.page.locator('input[name$="candidates.1.candidate"]').fill(other)
    typed = [other, *fill_page(person)]
    person.page.locator('input[name$="candidates.1.chosen"][value=no]').check()
    person.go(person.page.locator("#sheet button[name=row][value^=show]"))
    typed += fill_page(person)
    save_page(person)
    return typed


def write_stages(writers: Mapping[str, Person], project: str) -> list[str]:
    """Let each stage be filled by its writer; return the texts that were typed."""
    typed = compare_components(writers["architecture"], project)
    for stage, writer in writers.items():
        typed += fill_and_save(writer, f"{project}stages/{stage}/")
    return typed


def write_answers(manager: Person, address: str, count: int) -> list[str]:
    """Fill numbered answers below an address; return the texts that were typed."""
    return [
        text
        for number in range(1, count + 1)
        for text in fill_and_save(manager, f"{address}answers/{number}/")
    ]


def add_what_is_missing(manager: Person, address: str) -> list[str]:
    """Follow every gap on the last look to its field and add rows there; return what was typed."""
    typed: list[str] = []
    manager.open(address)
    while (gaps := manager.page.locator(".gw-gaps a")).count():
        field = gaps.first.inner_text()
        manager.follow(field)
        table = manager.page.get_by_role("group", name=re.compile(rf"^\s*{re.escape(field)}"))
        manager.go(table.get_by_role("button", name="Add a row").first)
        typed += fill_page(manager)
        save_page(manager)
        manager.open(address)
    return typed


def submit(manager: Person, address: str) -> None:
    """Declare and submit."""
    manager.open(address)
    manager.tick("The answers are true")
    manager.page.locator("form:has(#id_declared) button[type=submit]").click()
    manager.page.wait_for_url(re.compile(r"(?!.*submit/$)"))
    assert not manager.page.title().startswith("Error"), manager.text()[:1500]


def judge(director: Person, address: str, count: int = 7) -> None:
    """Accept every answer that has no verdict, one after the other."""
    director.open(f"{address}q/1/")
    for number in range(1, count + 1):
        give_verdict(director, f"{address}q/{number}/", "Accepted")


def give_verdict(director: Person, address: str, verdict: str, comment: str = "") -> None:
    """Give one answer a verdict."""
    if not director.page.url.endswith(address):
        director.open(address)
    director.page.get_by_role("radio", name=verdict).check()
    if comment:
        director.write("Comment to the project manager", comment)
    director.press("Save and next unjudged")


def decide(director: Person, address: str, outcome: str, reasons: str, **reject: str) -> None:
    """End the round: choose how, give reasons, read the message, record it."""
    director.open(f"{address}decide/")
    director.follow(outcome)
    if reject:
        director.page.locator("#reason_code").select_option(index=1)
        director.write("What would change your mind", reject["would_change"])
    director.write("Your reasons", reasons)
    director.press("Read the message before it leaves")
    director.sees(reasons)
    director.press("Record the decision")


def put_mlops_need(manager: Person, project: str, kind: str = "") -> None:
    """Record the facts of the MLOps question and put the rule's result before the director."""
    manager.open(f"{project}mlops-need/")
    if kind:
        manager.tick(kind)
    fill_page(manager)
    save_page(manager)
    manager.open(f"{project}mlops-need/")
    manager.press("Put this before Dora Weiss")


def confirm_mlops_need(director: Person, project: str, need: str, reason: str = "") -> None:
    """Confirm or override what the rule says."""
    director.open(f"{project}mlops-need/")
    director.page.get_by_role("radio", name=need).check()
    if reason:
        director.write("Reason", reason)
    director.press("Record my word")


def sign(sponsor: Person, project: str) -> None:
    """Sign the management case."""
    sponsor.open(f"{project}management/sign/")
    sponsor.tick("I sign this case")
    sponsor.write("Your password", PASSWORD)
    sponsor.press("Record my word")


def respond(member: Person, project: str) -> None:
    """Say clear to all seven answers."""
    member.open(f"{project}team/respond/")
    for choice in member.page.get_by_role("radio", name="Clear", exact=True).all():
        choice.check()
    member.tick("I have read the whole case")
    member.press("Send my response")


def initiate(director: Person, project: str) -> None:
    """Confirm the initiation."""
    director.open(f"{project}team/")
    director.press("Confirm the initiation")
