"""A finding leads to an input that a form really shows, in words that name it."""

from datetime import date

import pytest

from core.forms import QuestionForm
from core.question_sets import place_of
from initiation.preflight import REGISTER, findings
from tests.core.test_forms import page
from tests.initiation.preflight.cases import newest
from tests.initiation.preflight.planted import PLANTED
from tests.initiation.preflight.planting import Flaw, address

ON = date(2026, 11, 24)
IN_FORMS = [flaw for flaw in PLANTED if not flaw.place.startswith(REGISTER)]


@pytest.mark.parametrize("flaw", IN_FORMS, ids=lambda flaw: f"{flaw.slug}-{flaw.code}")
def test_a_finding_leads_to_an_input_of_the_form(flaw: Flaw) -> None:
    content = flaw.content
    finding = next(
        finding for finding in findings(content, on=ON) if address(finding) == flaw.place
    )
    place = finding.place
    question = newest()[place.set_code].question(place.question_code)
    answer = content.question_set(place.set_code).answer(place.question_code)
    html_id, label = place_of(question, place.input_name)
    assert f'id="{html_id}"' in page(QuestionForm(question, answer.value, content.surroundings()))
    assert label
