"""Raw data that is still being profiled keeps a project from being submitted."""

import pytest

from core.refused import Refused
from initiation.models import DataSource
from initiation.services.guards import data_profiled
from initiation.workflow import State
from tests.factories import Cast, make_project, submitted, with_data


def test_a_source_without_a_profile_refuses_the_submission_by_name(cast: Cast) -> None:
    project = make_project(cast)
    source = with_data(project)
    DataSource.objects.filter(pk=source.pk).update(profile=None)

    with pytest.raises(Refused, match="D-1 is still being profiled"):
        submitted(project)

    project.refresh_from_db()
    assert project.where is State.PREPARING


def test_a_refused_file_holds_nobody_up(cast: Cast) -> None:
    project = make_project(cast)
    source = with_data(project)
    DataSource.objects.filter(pk=source.pk).update(profile=None, refusal="It is no table.")

    assert data_profiled(project, "") is None
