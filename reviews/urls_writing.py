"""Addresses of what is written, signed and answered."""

from django.urls import URLPattern, path

from reviews.views import (
    answer_history,
    answering,
    management,
    mlops_need,
    pausing,
    project,
    submitting,
    team,
)

_P = "projects/<ref:ref>/"
_GATE = f"{_P}exams/<slug:gate>/"
_NUMBER = "answers/<int:number>/"

urlpatterns: list[URLPattern] = [
    path(_P, project.project, name="project"),
    path(f"{_GATE}answers/", answering.answers, name="exam-answers"),
    path(f"{_GATE}{_NUMBER}", answering.answer, name="exam-answer"),
    path(f"{_GATE}{_NUMBER}autosave/", answering.answer_autosave, name="exam-answer-autosave"),
    path(
        f"{_P}answers/<slug:set_code>/<slug:question_code>/history/",
        answer_history.answer_history,
        name="answer-history",
    ),
    path(f"{_GATE}submit/", submitting.check_and_submit, name="check-and-submit"),
    path(f"{_GATE}rounds/<int:round_number>/submitted/", submitting.submitted, name="submitted"),
    path(f"{_P}mlops-need/", mlops_need.mlops_need, name="mlops-need"),
    path(f"{_P}mlops-need/autosave/", mlops_need.mlops_need_autosave, name="mlops-need-autosave"),
    path(f"{_P}mlops-need/put/", mlops_need.put, name="put-mlops-need"),
    path(f"{_P}mlops-need/confirm/", mlops_need.confirm, name="confirm-mlops-need"),
    path(f"{_P}management/", management.case, name="management-case"),
    path(f"{_P}management/{_NUMBER}", management.answer, name="management-answer"),
    path(
        f"{_P}management/{_NUMBER}autosave/",
        management.answer_autosave,
        name="management-answer-autosave",
    ),
    path(f"{_P}management/sign/", management.sign_page, name="sign"),
    path(f"{_P}team/", team.case, name="team-case"),
    path(f"{_P}team/{_NUMBER}", team.answer, name="team-answer"),
    path(f"{_P}team/{_NUMBER}autosave/", team.answer_autosave, name="team-answer-autosave"),
    path(f"{_P}team/submit/", team.check_and_submit, name="submit-team"),
    path(f"{_P}team/respond/", team.respond_page, name="respond"),
    path(f"{_P}team/concerns/<int:pk>/", team.concern, name="concern"),
    path(f"{_P}team/initiate/", team.initiate_project, name="initiate"),
    path(f"{_P}hold/", pausing.hold, name="hold"),
    path(f"{_P}resume/", pausing.resume, name="resume"),
    path(f"{_P}withdraw/", pausing.withdraw, name="withdraw"),
    path(f"{_P}new-version/", pausing.new_version, name="new-version"),
]
