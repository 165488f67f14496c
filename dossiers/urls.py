"""Addresses of this room."""

from django.urls import URLPattern, path

from dossiers.views import dossiers

P = "projects/<ref:ref>/dossier/"

urlpatterns: list[URLPattern] = [
    path(P, dossiers.dossiers, name="dossiers"),
    path(f"{P}status/", dossiers.dossier_status, name="dossier-status"),
    path(f"{P}<int:pk>/file/", dossiers.dossier_file, name="dossier-file"),
    path(f"{P}jobs/<int:pk>/retry/", dossiers.dossier_retry, name="dossier-retry"),
]
