"""The whole mission by five people, with JavaScript and without."""

from pathlib import Path

import pytest

from tests.e2e import journey as does
from tests.e2e.conftest import Enter
from tests.e2e.person import Person
from tests.live.stack import eventually
from tests.reading_pdf import texts_of

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_five_people_bring_a_project_from_new_to_initiated(
    enter: Enter, csv: Path, tmp_path: Path, scripts: bool
) -> None:
    manager = enter("mara.lind", scripts=scripts)
    name = f"Ticket triage {'with' if scripts else 'without'} scripts"
    project = does.open_project(manager, name)
    does.add_evidence(manager, project)
    does.add_raw_data(manager, project, csv)
    does.name_people(manager, project)
    writers = dict.fromkeys(does.STAGES, manager)
    writers["data"] = enter("carl.beck", scripts=scripts)
    typed = does.write_stages(writers, project)
    typed += does.write_answers(manager, f"{project}exams/ml/", 7)
    typed += does.add_what_is_missing(manager, f"{project}exams/ml/submit/")
    does.submit(manager, f"{project}exams/ml/submit/")

    director = enter("dora.weiss", scripts=scripts)
    does.judge(director, f"{project}exams/ml/rounds/1/")
    does.decide(director, f"{project}exams/ml/rounds/1/", "Approve", "It pays for itself.")

    does.put_mlops_need(manager, project)
    does.confirm_mlops_need(
        director, project, "Full MLOps is needed", "As discussed with the platform team."
    )

    typed += does.write_answers(manager, f"{project}management/", 6)
    typed += does.write_answers(manager, f"{project}exams/mlops/", 7)
    typed += does.add_what_is_missing(manager, f"{project}exams/mlops/submit/")
    does.submit(manager, f"{project}exams/mlops/submit/")
    sponsor = enter("simon.falk", scripts=scripts)
    does.sign(sponsor, project)

    does.judge(director, f"{project}exams/mlops/rounds/1/")
    does.decide(director, f"{project}exams/mlops/rounds/1/", "Approve", "The platform is needed.")

    typed += does.write_answers(manager, f"{project}team/", 7)
    does.submit(manager, f"{project}team/submit/")
    member = enter("tess.holm", scripts=scripts)
    does.respond(member, project)
    does.initiate(director, project)
    manager.open(project)
    manager.sees("Initiated")

    text = squeezed(dossier_of(manager, project, tmp_path))
    absent = [words for words in typed if squeezed(words) not in text]
    assert absent == []
    for words in (name, "It pays for itself.", "The platform is needed.", "Simon Falk: Signed"):
        assert squeezed(words) in text, words
    print(f"figure journey: {len(typed)} of {len(typed)} typed texts stand in the dossier")


def dossier_of(person: Person, project: str, folder: Path) -> str:
    """Download the dossier of the initiation and return its text."""

    def there() -> bool:
        person.open(f"{project}dossier/")
        return person.page.get_by_role("link", name="As initiated").count() > 0

    eventually(there, "the dossier of the initiation", 180)
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="As initiated").first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"%PDF")
    return "".join(texts_of(path))


def squeezed(text: str) -> str:
    """Take out every blank, since a line may end anywhere."""
    return "".join(text.split())
