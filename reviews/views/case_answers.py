"""Writing one answer of a case, for management or for the team: the same page with other words."""

from django.http import HttpRequest, HttpResponse

from accounts.access import Permission
from accounts.reader import reader_of
from initiation.queries.finding import project_for
from initiation.queries.question_sets import pinned
from initiation.views.answering import handle_autosave, handle_sheet
from reviews.content.management import answer_page
from reviews.views.addresses import numbered


def handle_answer(
    request: HttpRequest, ref: str, number: int, *, case: str, case_text: str
) -> HttpResponse:
    """Read or write answer ``number`` of ``case``, which is management or team."""
    project = project_for(reader_of(request), ref, Permission.VIEW_PROJECT)
    questions = pinned(project)[case]
    question = numbered(questions, number)
    page = answer_page(project, questions, question, kind=case, case_text=case_text)
    return handle_sheet(request, project, case, [question], page)


def handle_answer_autosave(
    request: HttpRequest, ref: str, number: int, *, case: str
) -> HttpResponse:
    """Save answer ``number`` of ``case`` while somebody types."""
    return handle_autosave(request, ref, case, number=number)
