"""Addresses of accounts. What django-allauth serves stands under `account/` beside them (see the site's addresses)."""

from __future__ import annotations

from django.urls import path

from tarazy.people.views import home

app_name = "people"

urlpatterns = [
    path("home/", home.home, name="home"),
]
