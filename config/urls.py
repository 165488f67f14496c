"""Every address of Groundwork; each room lists its own."""

from django.urls import include, path, register_converter

from core.converters import RefConverter
from core.views import help_page

register_converter(RefConverter, "ref")

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler500 = "core.views.server_error"

urlpatterns = [
    path("", include("reviews.urls")),
    path("", include("initiation.urls")),
    path("", include("dossiers.urls")),
    path("", include("accounts.urls")),
    path("help/", help_page, name="help"),
]
