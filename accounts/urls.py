"""Addresses of people: signing in and out, passwords, invitations, one's own settings."""

from allauth.account import views as allauth
from django.urls import path, re_path

from accounts.views import invitations, people, settings

urlpatterns = [
    path("account/", settings.account, name="account"),
    path("manage/people/", people.people, name="people"),
    path("manage/people/<int:pk>/", people.person, name="person"),
    path("invitation/<str:uid>/<str:token>/", invitations.accept, name="accept-invitation"),
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("signup/", allauth.signup, name="account_signup"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(  # the key itself holds a hyphen
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
