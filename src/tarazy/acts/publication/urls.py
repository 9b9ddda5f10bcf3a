"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tarazy.acts.publication.views import confirming, reading

app_name = "publication"
urlpatterns: list[URLPattern | URLResolver] = [
    path("publication/", confirming.inbox, name="inbox"),
    path("publication/<uuid:publication_id>/", confirming.confirming, name="confirming"),
    path("publication/<uuid:publication_id>/work/", confirming.work, name="work"),
    path("publication/<uuid:publication_id>/confirm/", confirming.confirm, name="confirm"),
    path("publication/<uuid:publication_id>/withdraw/", confirming.withdraw, name="withdraw"),
    path("published/<path:address>/text.txt", reading.text, name="text"),
    path("published/<path:address>/leak/", reading.leak, name="leak"),
    path("published/<path:address>/", reading.published, name="published"),
]
