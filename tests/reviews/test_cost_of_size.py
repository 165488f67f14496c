"""The project's page and the check before submitting ask the same queries at 1, 5 and 50 rows."""

import pytest
from django.test import Client

from initiation.models import Project
from initiation.services.evidence import add_link
from initiation.workflow import STAGES
from tests.factories import Cast, fill, make_project, with_data
from tests.reviews.paging import MOST_QUERIES, Browser

pytestmark = pytest.mark.django_db
SIZES = (1, 5, 50)


@pytest.fixture
def browser(client: Client) -> Browser:
    return Browser(client)


def sized(cast: Cast, size: int) -> Project:
    """Return a project whose tables, register and raw data hold ``size`` rows each."""
    project = make_project(cast, name=f"Project of {size}")
    for number in range(size):
        link = f"https://a.example/{number}"
        add_link(actor=cast.manager, project=project, title="Log", note="", link=link)
    for number in range(min(size, 5)):
        with_data(project, f"Month {number}")
    groups = [
        {"id": f"r{n}", "group": f"Group {n}", "how": "Waits", "how_many": "12"}
        for n in range(1, size + 1)
    ]
    risks = [
        {"id": f"r{n}", "risk": f"Risk {n}", "response": "Wait", "owner": "Mara Lind"}
        for n in range(1, size + 1)
    ]
    rows = {"problem.sufferers": {"groups": groups}, "architecture.risks": {"risks": risks}}
    fill(project, *STAGES, "exam", changes=rows)
    return project


@pytest.mark.parametrize(
    ("page", "rest"), [("project", ()), ("check-and-submit", ("ml",)), ("exam-answers", ("ml",))]
)
def test_a_page_asks_the_same_queries_at_1_5_and_50_rows(
    browser: Browser, cast: Cast, page: str, rest: tuple[str, ...]
) -> None:
    costs = [browser.queries(cast.manager, page, sized(cast, size), *rest) for size in SIZES]
    assert costs == [costs[0]] * 3
    assert costs[0] <= MOST_QUERIES
