"""A stack for all of these tests, with the people of the tests in it."""

from collections.abc import Iterator

import pytest

from tests.live.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Servers with a prepared database; the tests start the programs they need."""
    made = Stack(tmp_path_factory.mktemp("groundwork"), settings="tests.chaos.settings")
    try:
        made.start_servers()
        made.act("cast")
        yield made
    finally:
        made.close()


@pytest.fixture(autouse=True)
def nothing_runs_on(stack: Stack) -> Iterator[None]:
    """End what a test started; a worker that halts would not stop when asked."""
    yield
    for name in tuple(stack.programs):
        stack.kill(name)
