"""Every address: pages under their language, the API and what machines read without one."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from tarazy.site import views
from tarazy.site.api import api, healthz

ROOMS = (
    "ledger",
    "people",
    "courts",
    "documents",
    "cases",
    "cabinet",
    "allocation",
    "acts",
    "practice",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", views.set_language, name="set_language"),
    path("healthz", healthz),
    path("api/v1/", api.urls),
    path("pki/", include("tarazy.people.pki.urls")),
]
urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    *(path("", include(f"tarazy.{room}.urls")) for room in ROOMS if find_spec(f"tarazy.{room}.urls")),
)

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.not_found
handler429 = "tarazy.people.limits.too_many"
handler500 = views.server_error
