"""The addresses of the court, and those of the test CA first."""

from __future__ import annotations

from django.urls import include, path

from tarazy.site import urls as court

handler404 = getattr(court, "handler404", "django.views.defaults.page_not_found")
urlpatterns = [path("pki/", include("tarazy.people.pki.urls")), *court.urlpatterns]
