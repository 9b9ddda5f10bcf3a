"""Every address: pages under their language, the API and what machines read without one."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from tarazy.site import api_pages, views
from tarazy.site.api import api, healthz

ROOMS = (
    "ledger",
    "people",
    "courts",
    "documents",
    "cases",
    "cabinet",
    "allocation",
    "acts.desk",
    "acts.publication",
    "acts.following",
    "acts",
    "practice",
    "robot",
    "oversight",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", views.set_language, name="set_language"),
    path("healthz", healthz),
    path("api/", api_pages.root, name="api"),
    path("api/openapi.json", api_pages.description, name="openapi"),
    path("api/problems/", api_pages.problem_list, name="api_problems"),
    path("api/problems/<str:code>", api_pages.problem_kind, name="api_problem"),
    path("api/v1/openapi.json", api_pages.description),
    path("api/v1/", api.urls),
    path("pki/", include("tarazy.people.pki.urls")),
    path("", include("tarazy.acts.following.root_urls")),
]
urlpatterns += i18n_patterns(
    path("", views.home, name="home"),
    path("api/", api_pages.page, name="api_page"),
    path("api/problems/", api_pages.problems_page, name="api_problems_page"),
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
