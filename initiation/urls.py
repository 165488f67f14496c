"""Addresses of what the project team writes."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
