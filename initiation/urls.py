"""Addresses of this room."""

from django.urls import URLPattern, path

from initiation.views import (
    evidence,
    fit,
    history,
    matrix,
    members,
    projects,
    rawdata,
    seats,
    stages,
)

P = "projects/<ref:ref>/"

urlpatterns: list[URLPattern] = [
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.new_project, name="new-project"),
    path(f"{P}stages/rawdata/add/", rawdata.add_data, name="add-data"),
    path(f"{P}stages/architecture/matrix/", matrix.matrix, name="matrix"),
    path(
        f"{P}stages/architecture/matrix/autosave/", matrix.matrix_autosave, name="matrix-autosave"
    ),
    path(f"{P}stages/<slug:stage>/", stages.stage, name="stage"),
    path(f"{P}stages/<slug:stage>/autosave/", stages.stage_autosave, name="stage-autosave"),
    path(f"{P}data/<int:number>/profile/", rawdata.profile, name="profile"),
    path(f"{P}data/<int:number>/set-aside/", rawdata.set_data_aside, name="set-data-aside"),
    path(f"{P}fit/", fit.fit, name="fit"),
    path(f"{P}evidence/", evidence.evidence, name="evidence"),
    path(f"{P}evidence/<int:number>/", evidence.evidence_piece, name="evidence-piece"),
    path(f"{P}evidence/<int:number>/words/", evidence.evidence_words, name="evidence-words"),
    path(f"{P}evidence/<int:number>/versions/", evidence.evidence_version, name="evidence-version"),
    path(f"{P}evidence/<int:number>/file/", evidence.evidence_file, name="evidence-file"),
    path(
        f"{P}evidence/<int:number>/versions/<int:version>/file/",
        evidence.evidence_file,
        name="evidence-version-file",
    ),
    path(f"{P}people/", members.members, name="members"),
    path(f"{P}people/<int:pk>/remove/", members.remove, name="remove-member"),
    path("manage/people/<int:pk>/projects/", seats.seats, name="seats"),
    path(f"{P}history/", history.history, name="history"),
]
