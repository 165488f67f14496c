"""The help page promises what there is, in the words of every page."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_help_promises_neither_anonymity_nor_deputies(client: Client) -> None:
    html = client.get(reverse("help")).content.decode().lower()
    assert "by name" in html
    assert "anonym" not in html
    assert "deput" not in html
