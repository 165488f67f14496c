"""What the words in this room's addresses mean."""

from django.http import Http404

from core.question_sets import Question, QuestionSet
from initiation.workflow import Gate


def gate_of(name: str) -> Gate:
    """Return the examination that an address names. Raises Http404 for any other word."""
    try:
        return Gate(name)
    except ValueError as unknown:
        raise Http404 from unknown


def numbered(question_set: QuestionSet, number: int) -> Question:
    """Return the question with this number. Raises Http404 when there is none."""
    try:
        return question_set.by_number(number)
    except KeyError as unknown:
        raise Http404 from unknown
