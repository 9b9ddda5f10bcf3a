"""Addresses of notices."""

from __future__ import annotations

from django.urls import path

from tarazy.cabinet.notices import views

app_name = "notices"

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.all_read, name="all_read"),
    path("notices/settings/", views.preferences, name="preferences"),
    path("notices/settings/telegram/", views.link_telegram, name="link_telegram"),
    path("notices/settings/telegram/unlink/", views.unlink_telegram, name="unlink_telegram"),
    path("notices/<uuid:uuid>/", views.open_notice, name="open"),
    path("cases/<uuid:case_uuid>/notices/", views.case_log, name="case_log"),
]
