"""The demo organisation keeps out of installations that are somebody's."""

import pytest
from django.core.management import CommandError

from initiation.models import Project
from tests.demo.running import run
from tests.factories import Cast


class TestSomebodyElsesInstallation:
    def test_it_is_refused_and_left_alone(self, cast: Cast) -> None:
        with pytest.raises(CommandError, match="already has people in it"):
            run()
        assert not Project.objects.exists()

    def test_with_if_empty_it_is_left_alone_without_an_error(self, cast: Cast) -> None:
        assert "was not added" in run(if_empty=True)
        assert not Project.objects.exists()

    def test_nobody_is_named(self, cast: Cast) -> None:
        assert run(people=True) == ""
