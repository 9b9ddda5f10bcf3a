"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tarazy.acts.following.views import bulk, feeds, saved

app_name = "following"
urlpatterns: list[URLPattern | URLResolver] = [
    path("following/", saved.index, name="index"),
    path("following/save/", saved.save, name="save"),
    path("following/letters/<str:token>/off/", saved.unsubscribe, name="unsubscribe"),
    path("following/<int:pk>/", saved.look, name="look"),
    path("following/<int:pk>/change/", saved.change, name="change"),
    path("following/<int:pk>/delete/", saved.delete, name="delete"),
    path("bulk/", bulk.listing, name="bulk"),
    path("bulk/<str:key>", bulk.download, name="bulk_file"),
]
for form in ("atom", "rss"):
    more = {"form": form}
    urlpatterns += [
        path(f"feeds/acts.{form}", feeds.newest, more, name=f"newest_{form}"),
        path(f"feeds/search.{form}", feeds.search, more, name=f"search_{form}"),
        path(f"feeds/category/<slug:slug>.{form}", feeds.category, more, name=f"category_{form}"),
        path(f"feeds/court/<str:key>.{form}", feeds.court, more, name=f"court_{form}"),
    ]
