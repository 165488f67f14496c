"""Founding the demo organisation: all of it or nothing, and only in an empty installation."""

from django.db import transaction

from core.refused import Refused
from demo.reading import organisation, projects
from demo.services.engaging import engage, is_demo, is_empty
from demo.services.opening import open_told, profile_all
from demo.services.telling import Scene, tell
from initiation.services.question_sets import publish_builtin


@transaction.atomic
def found() -> bool:
    """Add the demo organisation; return False when it is already here, and then change nothing.

    Everything happens through the services that pages call, in one transaction. Raises Refused
    in an installation that holds anybody else's data.
    """
    if is_demo():
        return False
    if not is_empty():
        raise Refused(
            "This installation already has people in it. The demo organisation is only added to "
            "an empty one, so nothing was changed."
        )
    publish_builtin()
    company = organisation()
    people = engage(company)
    told = projects()
    opened = [open_told(project, people) for project in told]
    # Now, while the queue holds little else: jobs are done in the order they were asked for.
    profile_all()
    for project, story in zip(opened, told, strict=True):
        tell(Scene(project.pk, story, people, company["password"]))
    return True
