"""A dossier tells of its moment, however late it is made and however often."""

from collections.abc import Callable

from accounts.models import User
from core.models import Job
from core.models.job import JobState
from dossiers.models import Dossier
from dossiers.services.asking import ask_for_draft
from dossiers.services.building import build
from initiation.models import Project
from initiation.workflow import State
from reviews.models import TeamStance
from tests.dossiers.conftest import Paper, nothing
from tests.factories import Cast, at, make_project
from tests.reviews.test_earlier_words import say

Print = Callable[[Project], Paper]


def test_a_copy_asked_for_before_a_word_changed_tells_the_word_of_its_moment(
    cast: Cast, print_last: Print
) -> None:
    project = at(make_project(cast), State.TEAM_CONSULTATION)
    say(project, cast.team_member, TeamStance.CONCERN, "Who pays for the nights?")
    ask_for_draft(actor=cast.manager, project=project)
    say(project, cast.team_member, TeamStance.UNCLEAR, "Is it only in winter?")
    early = print_last(project)
    assert "Who pays for the nights?" in early.text
    assert "Is it only in winter?" not in early.text
    Job.objects.filter(kind="dossier").update(state=JobState.DONE)
    ask_for_draft(actor=cast.manager, project=project)
    late = print_last(project)
    assert "Who pays for the nights?" not in late.text
    assert "Is it only in winter?" in late.text


def test_a_dossier_made_again_after_people_took_other_names_has_the_same_bytes(
    cast: Cast, print_last: Print
) -> None:
    User.objects.filter(pk=cast.sponsor.pk).update(title="Head of Service")
    project = at(make_project(cast), State.INITIATED)
    first = print_last(project).dossier.sha256
    User.objects.update(name="Somebody Else", title="Retired")
    Dossier.objects.filter(project=project).delete()
    build(job=Job.objects.filter(kind="dossier").latest("pk"), progress=nothing)
    assert Dossier.objects.latest("pk").sha256 == first
