"""Every kind keeps the whole interface, and what it writes it reads back."""

import inspect
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kinds import KINDS, Kind, kind_of
from tests.core.kinds.helpers import AROUND, SAMPLES, VALUES, spec

NAMES = sorted(SAMPLES)
TEMPLATES = Path(__file__).parents[3] / "templates"


def test_the_registry_holds_exactly_the_kinds_that_these_properties_are_tried_on() -> None:
    assert set(KINDS) == set(NAMES) == set(VALUES)
    assert all(kind.name == name for name, kind in KINDS.items())


def test_every_kind_lives_in_a_file_of_its_own_name() -> None:
    for name, kind in KINDS.items():
        assert type(kind).__module__ == f"core.kinds.{name}"


def test_an_unknown_kind_is_refused_naming_those_there_are() -> None:
    with pytest.raises(KeyError, match=r"numbr.*prose"):
        kind_of("numbr")


@pytest.mark.parametrize("name", NAMES)
def test_no_kind_leaves_a_part_of_the_interface_open(name: str) -> None:
    kind = KINDS[name]
    assert not inspect.isabstract(type(kind))
    for method in ("read", "write", "inputs", "plain", "missing", "show", "difference", "check"):
        assert list(inspect.signature(getattr(kind, method)).parameters) == [
            parameter
            for parameter in inspect.signature(getattr(Kind, method)).parameters
            if parameter != "self"
        ]


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_has_its_templates_for_input_page_and_pdf(name: str) -> None:
    kind = KINDS[name]
    assert (TEMPLATES / f"kinds/inputs/{kind.input_template}.html").is_file()
    for layout in ("table", "blocks"):
        for value in (None, SAMPLES[name]):
            shown = kind.show(spec(name, layout=layout), value, AROUND)
            assert (TEMPLATES / shown.template).is_file()
            assert (TEMPLATES / shown.pdf_template).is_file()


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_what_a_kind_writes_it_reads_back_unchanged(name: str, data: st.DataObject) -> None:
    value: Any = data.draw(VALUES[name])
    kind, field = KINDS[name], spec(name)
    reading = kind.read(field, kind.write(field, value, "q.f"), "q.f", AROUND)
    assert reading.problems == ()
    assert reading.value == value


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_a_value_as_a_form_stores_it_passes_the_check(name: str, data: st.DataObject) -> None:
    assert KINDS[name].check(spec(name), data.draw(VALUES[name]), AROUND) == ()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [12.5, {"a": 1}, [1], "\x00", [{"who": "no id"}], object()])
def test_a_value_of_another_kind_fails_the_check_and_never_crashes_it(
    name: str, value: Any
) -> None:
    assert KINDS[name].check(spec(name), value, AROUND)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_posted_reads_as_nothing_entered(name: str) -> None:
    reading = KINDS[name].read(spec(name), {}, "f", AROUND)
    assert (reading.value, reading.problems) == (None, ())


@pytest.mark.parametrize("name", NAMES)
def test_only_a_required_field_is_missing_when_absent(name: str) -> None:
    kind = KINDS[name]
    assert kind.missing(spec(name), None) == ()
    assert len(kind.missing(spec(name, required=True), None)) == 1
    assert kind.missing(spec(name, required=True), SAMPLES[name]) == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_value_compared_with_itself_shows_no_change(name: str) -> None:
    kind, value = KINDS[name], SAMPLES[name]
    assert not kind.difference(spec(name), value, value).changed
    assert not kind.difference(spec(name), None, None).changed
    assert kind.difference(spec(name), None, value).changed
    assert kind.difference(spec(name), value, None).changed


@pytest.mark.parametrize("name", NAMES)
def test_a_message_about_the_whole_field_leads_to_an_input_that_exists(name: str) -> None:
    kind, field = KINDS[name], spec(name)
    written = kind.write(field, SAMPLES[name], "f")
    assert kind.read_only or f"f{kind.anchor(field, '')}" in written
