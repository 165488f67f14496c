"""What preflight found, in words on the pages of those who submit and who examine."""

import pytest
from django.test import Client

from initiation.facts import Place
from initiation.preflight import REGISTER, Finding, Severity
from initiation.queries.question_sets import pinned
from initiation.services.evidence import add_link
from reviews.content.objections import objections
from tests.factories import Cast, make_project
from tests.reviews.paging import Browser

pytestmark = pytest.mark.django_db


def test_evidence_that_nothing_cites_leads_to_its_place_in_the_register(
    client: Client, cast: Cast
) -> None:
    project = make_project(cast)
    add_link(actor=cast.manager, project=project, title="Log", note="", link="https://a.example/")
    status, html = Browser(client).get(cast.manager, "check-and-submit", project, "ml")
    assert status == 200
    assert "E-1, “Log”, is cited by no answer." in html
    link = f'/projects/{project.ref}/evidence/1/"'
    assert link in html
    assert client.get(link.rstrip('"')).status_code == 200


def test_a_finding_says_where_it_is_and_how_much_it_weighs(cast: Cast) -> None:
    project = make_project(cast)
    places = (Place("problem", "cost", "today", ".likely"), Place(REGISTER, "E-7"))
    found = [Finding("a_code", Severity.WARNING, place, "Text.", "Remedy.") for place in places]
    said = objections(project.ref, pinned(project), found)
    assert [(one.section, one.label) for one in said] == [
        (
            "Business problem: What does the problem cost, and what does doing nothing cost?",
            "Cost of the problem today, likely",
        ),
        ("Evidence", "E-7"),
    ]
    assert {one.severity for one in said} == {"Will be asked about"}
