"""Forms of questions: everything typed comes back, faults stand where they are, no JavaScript."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string

from core.forms import QuestionForm, problem_links
from core.frozen_specs import field_to_dict
from core.kinds import KINDS
from core.kinds.difference import word_difference
from core.question_sets import Question, missing, parse
from dossiers.content.layout import paper
from tests.core.kinds.helpers import AROUND, SAMPLES, TABLES, spec

COLUMNS = [
    {"code": "who", "kind": "text", "label": "Who", "required": True, "hint": "A group"},
    {"code": "cost", "kind": "money", "label": "Cost"},
    {"code": "effort", "kind": "range", "label": "Effort", "unit": "days"},
    {"code": "agreed", "kind": "yesno", "label": "Agreed"},
    {"code": "proof", "kind": "evidence", "label": "Proof"},
    {"code": "owner", "kind": "person", "label": "Owner"},
    {"code": "why", "kind": "prose", "label": "Why"},
    {"code": "tags", "kind": "choices", "label": "Tags", "choices": [["a", "A"], ["b", "B"]]},
]


def ask(*fields: dict[str, Any]) -> Question:
    content = {"code": "s", "version": 1, "title": "S"}
    asked = {"code": "q", "title": "Question", "fields": list(fields)}
    return parse(content | {"questions": [asked]}).question("q")


def field(kind: str, code: str = "f", **settings: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"code": code, "kind": kind, "label": code.title()}
    if kind in {"number", "range"}:
        data["unit"] = "hours"
    if kind in {"choice", "choices"}:
        data["choices"] = [["low", "Low"], ["mid", "Middle"], ["high", "High"]]
    if kind in TABLES:
        data["columns"] = COLUMNS
    if kind == "matrix":
        asked = field_to_dict(spec("matrix"))
        data |= {"choices": asked["choices"], "columns": asked["columns"]}
    return data | settings


def everything(**settings: Any) -> Question:
    return ask(*(field(kind, kind, hint="A hint", **settings) for kind in KINDS))


def page(form: forms.Form) -> str:
    template = Template("{% load crispy_forms_tags %}{% crispy form %}")
    return template.render(Context({"form": form}))


class Elements(HTMLParser):
    """Collects start tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.found if tag in tags]


def typed_values(html: str) -> dict[str, list[str]]:
    """Return what a browser would post for the page, as it stands."""
    posted: dict[str, list[str]] = {}
    for attrs in Elements(html).all("input"):
        unticked = attrs["type"] in {"radio", "checkbox"} and "checked" not in attrs
        if not unticked:
            posted.setdefault(str(attrs["name"]), []).append(attrs["value"] or "")
    for name, inner in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.S
    ):
        posted[name] = [inner]
    for name, inner in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        posted[name] = re.findall(r'value="([^"]*)"\s+selected', inner)
    return posted


@pytest.mark.parametrize("layout", ["table", "blocks"])
def test_an_untouched_page_posts_the_stored_answer_of_every_kind(layout: str) -> None:
    fields = [field(kind, kind) | ({"layout": layout} if kind in TABLES else {}) for kind in KINDS]
    question = ask(*fields)
    rows = [
        {"id": "r3", "who": "Agents", "cost": {"amount": "5.00", "currency": "CHF"}, "why": "a\nb"},
        {"id": "r1", "who": "Callers", "agreed": False, "proof": ["E-2"], "tags": ["b"]},
    ]
    value = {kind: rows if kind in TABLES else SAMPLES[kind] for kind in KINDS}
    html = page(QuestionForm(question, value, AROUND))
    posted = {name: [_unescape(v) for v in values] for name, values in typed_values(html).items()}
    form = QuestionForm(question, value, AROUND, posted)
    assert form.is_valid(), form.errors
    assert form.value() == value
    assert not form.has_changed()


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&amp;", "&")


@pytest.mark.parametrize("layout", ["table", "blocks"])
@pytest.mark.parametrize("posted", [None, {"q.text": ["\x00"]}])
def test_every_label_message_and_hint_is_tied_to_an_input(
    layout: str, posted: dict[str, list[str]] | None
) -> None:
    fields = [field(k, k, hint="h") | ({"layout": layout} if k in TABLES else {}) for k in KINDS]
    elements = Elements(page(QuestionForm(ask(*fields), None, AROUND, posted)))
    ids = [str(attrs["id"]) for _, attrs in elements.found if attrs.get("id")]
    assert len(ids) == len(set(ids))
    assert {str(attrs["for"]) for attrs in elements.all("label")} <= set(ids)
    for _, attrs in elements.found:
        assert set((attrs.get("aria-describedby") or "").split()) <= set(ids)
    labelled = {attrs["for"] for attrs in elements.all("label")}
    for attrs in elements.all("input", "select", "textarea"):
        assert attrs.get("type") == "hidden" or attrs["id"] in labelled


def test_input_ids_are_the_names_with_hyphens() -> None:
    html = page(QuestionForm(everything(), None, AROUND))
    for attrs in Elements(html).all("input", "select", "textarea"):
        if attrs.get("type") not in {"hidden", "radio", "checkbox"}:
            assert attrs["id"] == "id_" + str(attrs["name"]).replace(".", "-")


def test_a_field_reads_label_then_hint_then_message_then_control() -> None:
    question = ask(field("number", hint="Count them", required=True))
    html = page(QuestionForm(question, None, AROUND, {"q.f": ["many"]}))
    places = [
        html.index(part)
        for part in ("<label", "(required to submit)", "Count them", "not a number", "<input")
    ]
    assert places == sorted(places)
    control = Elements(html).all("input")[0]
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "id_q-f_helptext id_q-f_error id_q-f_unit"


def test_what_was_typed_is_shown_again_exactly_and_escaped() -> None:
    question = ask(field("text"), field("prose", "p", max_words=1), field("date", "d"))
    posted = {"q.f": [' <b>"x"\x07 '], "q.p": ["\n\n a & b "], "q.d": ["next week"]}
    form = QuestionForm(question, None, AROUND, posted)
    html = page(form)
    assert not form.is_valid()
    assert 'value=" &lt;b&gt;&quot;x&quot;\x07 "' in html
    assert ">\n\n\n a &amp; b </textarea>" in html
    assert 'value="next week"' in html
    assert "<b>" not in html


def test_messages_lead_from_the_summary_to_inputs_on_the_page() -> None:
    question = ask(field("text"), field("money", "m"), field("table", "t"), field("evidence", "e"))
    posted = {
        "q.f": ["x" * 501],
        "q.m.amount": ["-1"],
        "q.t.rows": ["2"],
        "q.t.1.cost.amount": ["x"],
        "q.e": ["E-9"],
    }
    form = QuestionForm(question, None, AROUND, posted)
    links = form.error_links()
    assert [text.split(":")[0] for _, text in links] == ["F", "M", "T, row 2, Cost", "E"]
    ids = {attrs.get("id") for _, attrs in Elements(page(form)).found}
    assert {html_id for html_id, _ in links} <= ids
    assert [len(form.errors[name]) for name in form.errors] == [1, 1, 1, 1]


def test_what_submission_lacks_leads_to_inputs_on_the_page() -> None:
    question = everything(required=True)
    links = problem_links(question, missing(question, {}))
    ids = {attrs.get("id") for _, attrs in Elements(page(QuestionForm(question, {}, AROUND))).found}
    profile = {"id_q-profile"}
    assert {html_id for html_id, _ in links} - profile <= ids


def test_a_message_inside_a_field_stands_only_at_its_input() -> None:
    posted = {"q.f.low": ["5"], "q.f.high": ["4"]}
    html = page(QuestionForm(ask(field("range")), None, AROUND, posted))
    assert html.count("at least the low value") == 1
    assert [a["id"] for a in Elements(html).all("input") if a.get("aria-invalid")] == [
        "id_q-f-high"
    ]


def test_an_incomplete_draft_is_valid() -> None:
    form = QuestionForm(everything(required=True), None, AROUND, {})
    assert form.is_valid()
    assert form.value() == {}


def test_a_percent_sign_in_a_refused_text_does_no_harm() -> None:
    form = QuestionForm(ask(field("number")), None, AROUND, {"q.f": ["50 %s %(x)s"]})
    assert "50 %s %(x)s" in form.errors["q.f"][0]


def test_a_form_reads_posts_of_a_browser() -> None:
    data = QueryDict("q.f=E-2&q.f=E-1&other=1")
    form = QuestionForm(ask(field("evidence")), None, AROUND, data)
    assert form.is_valid()
    assert form.value() == {"f": ["E-1", "E-2"]}


def test_two_fields_with_one_beginning_do_not_read_each_other() -> None:
    question = ask(field("table", "t"), field("table", "tt"))
    form = QuestionForm(question, None, AROUND, {"q.tt.0.who": ["x"]})
    assert form.is_valid()
    assert form.value() == {"tt": [{"id": "r1", "who": "x"}]}


def test_measured_values_are_left_as_they_were() -> None:
    form = QuestionForm(ask(field("profile")), {"f": ["D-1"]}, AROUND, {"q.f": ["D-9"]})
    assert form.is_valid()
    assert form.value() == {"f": ["D-1"]}


def test_a_row_button_keeps_everything_typed_and_judges_nothing() -> None:
    question = ask(field("number"), field("table", "t"))
    posted = {"q.f": ["many"], "q.t.rows": ["1"], "q.t.0.who": [" x "], "row": ["add:q.t"]}
    form = QuestionForm(question, None, AROUND, posted).with_row_button("add:q.t")
    html = page(form)
    assert not form.is_bound
    assert "aria-invalid" not in html
    assert 'value="many"' in html
    assert ">\n x </textarea>" in html
    focused = [attrs["id"] for attrs in Elements(html).all("textarea") if "autofocus" in attrs]
    assert focused == ["id_q-t-1-who"]


@pytest.mark.parametrize("command", ["", "add:other.t", "add:q.f", "remove:q.t:77", "add:q.t:x"])
def test_a_row_command_for_something_else_changes_nothing(command: str) -> None:
    question = ask(field("text"), field("table", "t"))
    posted = {"q.f": ["kept"], "q.t.rows": ["1"], "q.t.0.who": ["x"]}
    html = page(QuestionForm(question, None, AROUND, posted).with_row_button(command))
    assert 'value="kept"' in html
    assert html.count("Remove row") == 1


def test_enter_saves_and_presses_no_row_button() -> None:
    html = page(QuestionForm(ask(field("table")), None, AROUND))
    first = Elements(html).all("button")[0]
    assert "name" not in first
    assert first["tabindex"] == "-1"


def test_people_are_suggested_once_a_question() -> None:
    html = page(QuestionForm(ask(field("person"), field("table", "t")), None, AROUND))
    assert html.count("<datalist") == 1
    assert {attrs.get("list") for attrs in Elements(html).all("input")} - {None} == {"people-q"}
    assert "<datalist" not in page(QuestionForm(ask(field("text")), None, AROUND))


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("layout", ["table", "blocks"])
def test_every_kind_is_shown_escaped_on_the_page_and_in_the_pdf(kind: str, layout: str) -> None:
    hostile = "<script>x</script>"
    value = SAMPLES[kind]
    if kind in TABLES:
        value = [{"id": "r1", "who": hostile, "count": "1200"}]
    elif isinstance(value, str):
        value = hostile
    elif isinstance(value, list):
        value = [hostile]
    elif kind == "range":
        value = value | {"basis": hostile}
    elif kind == "matrix":
        value = value | {"criteria": [row | {"criterion": hostile} for row in value["criteria"]]}
    shown = KINDS[kind].show(spec(kind, layout=layout), value, AROUND)
    for view in (shown, paper(shown)):
        template = view.template if view is shown else view.pdf_template
        html = render_to_string(template, {"data": view.data})
        assert "<script>" not in html
        assert kind in {"money", "yesno"} or "&lt;script&gt;" in html


def test_a_table_has_column_headers_on_the_page_and_in_the_pdf() -> None:
    shown = KINDS["table"].show(spec("table"), SAMPLES["table"], AROUND)
    for view in (shown, paper(shown)):
        template = view.template if view is shown else view.pdf_template
        html = render_to_string(template, {"data": view.data})
        assert html.index("<thead>") < html.index('scope="col"') < html.index("<tbody>")


def test_prose_keeps_its_line_breaks_on_the_page_and_in_the_pdf() -> None:
    shown = KINDS["prose"].show(spec("prose"), "a\n  b\n\nc", AROUND)
    for view in (shown, paper(shown)):
        template = view.template if view is shown else view.pdf_template
        html = render_to_string(template, {"data": view.data})
        assert '<p class="gw-lines">a\n  b</p><p class="gw-lines">c</p>' in html.replace("\n<", "<")


def test_a_difference_is_shown_with_spoken_words_and_a_count() -> None:
    text = word_difference("one two", "one <three>")
    html = render_to_string("kinds/difference.html", {"difference": text})
    assert "1 word added, 1 removed" in html
    assert "<ins>" in html
    assert "&lt;three&gt;" in html
    old, new = SAMPLES["table"], SAMPLES["table"][:1]
    rows = KINDS["table"].difference(spec("table"), old, new)
    for template in ("kinds/difference.html", "dossiers/pdf/kinds/difference.html"):
        html = render_to_string(template, {"difference": rows})
        assert "1 row removed" in html
        assert "Callers" in html
        assert "Agents" not in html


class Plain(forms.Form):
    """An ordinary form, as sign-in and settings use."""

    name = forms.CharField(help_text="Your name")
    note = forms.CharField(required=False, widget=forms.Textarea)
    role = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    side = forms.ChoiceField(choices=[("l", "Left"), ("r", "Right")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    file = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("data", [None, {}])
def test_ordinary_forms_use_the_same_order_and_ties(data: dict[str, str] | None) -> None:
    loop = "{% for field in form %}{{ field|as_crispy_field }}{% endfor %}"
    template = Template("{% load crispy_forms_filters %}" + loop)
    html = template.render(Context({"form": Plain(data)}))
    elements = Elements(html)
    ids = {attrs.get("id") for _, attrs in elements.found}
    assert html.index("<label") < html.index("Your name") < html.index("<input")
    assert html.count("(optional)") == 2
    assert {attrs["for"] for attrs in elements.all("label")} <= ids
    for _, attrs in elements.found:
        assert set((attrs.get("aria-describedby") or "").split()) <= ids
    assert html.count("This field is required.") == (0 if data is None else 4)
    assert html.count('aria-invalid="true"') == (0 if data is None else 5)
