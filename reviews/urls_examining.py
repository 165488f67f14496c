"""Addresses of My work and of the examination."""

from django.urls import URLPattern, path

from reviews.views import deciding, examining, follow_ups, work

_ROUND = "projects/<ref:ref>/exams/<slug:gate>/rounds/<int:round_number>/"

urlpatterns: list[URLPattern] = [
    path("", work.my_work, name="my-work"),
    path(f"{_ROUND}q/<int:number>/", examining.examine, name="examine"),
    path(f"{_ROUND}q/<int:number>/follow-ups/", follow_ups.ask, name="ask-follow-up"),
    path(f"{_ROUND}all/", examining.examine_all, name="examine-all"),
    path(f"{_ROUND}decide/", deciding.decide_round, name="decide"),
    path(f"{_ROUND}decision/", deciding.decision_record, name="decision"),
    path(
        "projects/<ref:ref>/follow-ups/<int:pk>/answer/",
        follow_ups.answer,
        name="answer-follow-up",
    ),
    path(
        "projects/<ref:ref>/follow-ups/<int:pk>/close/",
        follow_ups.close,
        name="close-follow-up",
    ),
]
