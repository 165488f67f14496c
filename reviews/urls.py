"""Addresses of this room: the director's pages and my work, then the pages that write and sign."""

from django.urls import URLPattern

from reviews.urls_examining import urlpatterns as examining
from reviews.urls_writing import urlpatterns as writing

urlpatterns: list[URLPattern] = [*examining, *writing]
