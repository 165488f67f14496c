"""The broker goes away and comes back: pages work meanwhile, nothing is lost, all is built."""

import http.client
import shutil
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from tests.e2e.person import PASSWORD
from tests.live.stack import Stack, eventually

pytestmark = [pytest.mark.chaos, pytest.mark.chaos_broker]

ASKED_MEANWHILE = 3
NEVER = "0"


class Visitor:
    """A plain HTTP client that keeps its cookies."""

    def __init__(self, stack: Stack) -> None:
        self.port = stack.port
        self.cookies: SimpleCookie = SimpleCookie()

    def ask(self, path: str, **form: str) -> tuple[int, str]:
        """Get a page, or post a form to it; return status and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{c.key}={c.value}" for c in self.cookies.values())}
        if form:
            form["csrfmiddlewaretoken"] = self.cookies["csrftoken"].value
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST" if form else "GET", path, urlencode(form) or None, headers)
        answer = connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(header)
        text = answer.read().decode(errors="replace")
        connection.close()
        return answer.status, text

    def sign_in(self, email: str) -> None:
        """Sign in as one of the cast."""
        self.ask("/login/")
        status, _ = self.ask("/login/", login=email, password=PASSWORD)
        assert status == 302


def unbuilt(stack: Stack) -> int:
    """Return how many dossiers are still owed."""
    query = "SELECT 1 FROM core_job WHERE kind = 'dossier' AND state IN ('waiting', 'running')"
    return len(stack.rows(query))


@pytest.mark.parametrize("wiped", [False, True], ids=["kept", "wiped"])
def test_what_is_asked_for_while_the_broker_is_away_is_built_on_its_return(
    stack: Stack, wiped: bool
) -> None:
    refs = stack.act("fresh", names=[f"Meanwhile {n} {wiped}" for n in range(ASKED_MEANWHILE)])
    stack.start("web", "worker", "beat", HALT_AT=NEVER)
    visitor = Visitor(stack)
    visitor.sign_in("mara.lind@example.org")
    stack.broker.stop()
    if wiped:
        shutil.rmtree(stack.broker.home)
    for ref in refs:
        status, _ = visitor.ask(f"/projects/{ref}/dossier/", make="yes")
        assert status == 302
        status, page = visitor.ask(f"/projects/{ref}/dossier/")
        assert status == 200
        assert "Waiting" in page
    assert unbuilt(stack) == ASKED_MEANWHILE
    stack.broker.start()
    eventually(lambda: unbuilt(stack) == 0, "the dossiers", 90)
    built = "SELECT 1 FROM dossiers_dossier WHERE project_id = %s AND kind = 'draft'"
    assert [len(stack.rows(built, int(ref.removeprefix("GW-")))) for ref in refs] == [1, 1, 1]
    print(f"figure chaos_broker: {len(refs)} of {len(refs)} dossiers built after its return")


def test_control_without_the_sweeper_what_was_asked_for_meanwhile_is_forgotten(
    stack: Stack,
) -> None:
    ref = stack.act("project", name="Nobody sweeps")
    stack.start("worker", HALT_AT=NEVER)
    stack.broker.stop()
    shutil.rmtree(stack.broker.home)  # a bell left over from before would wake the worker, too
    stack.act("draft", ref=ref)
    stack.broker.start()
    time.sleep(6)
    assert unbuilt(stack) == 1
    stack.start("beat")
    eventually(lambda: unbuilt(stack) == 0, "the dossier, once the sweeper runs", 90)
