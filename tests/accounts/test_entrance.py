"""The door: what the sign-in and password pages call things."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_the_door_asks_for_an_e_mail_address_in_the_words_of_every_page(
    client: Client, name: str
) -> None:
    html = client.get(reverse(name)).content.decode()
    assert "E-mail address" in html
    assert "Email" not in html


@pytest.mark.django_db
def test_a_wrong_password_is_said_without_telling_which_part_is_wrong(client: Client) -> None:
    typed = {"login": "nobody@example.org", "password": "not this one"}
    html = client.post(reverse("account_login"), typed).content.decode()
    assert "The e-mail address or the password is not right." in html
