from accounts.access import Role
from initiation.workflow import State
from tests.factories import Cast, at, make_project


def test_a_project_walks_from_preparing_to_initiated(cast: Cast) -> None:
    project = at(make_project(cast), State.INITIATED)
    assert project.where is State.INITIATED
    assert project.outcome == "mlops"
    assert Role.DIRECTOR in cast.director.roles
