"""Addresses of webhooks."""

from __future__ import annotations

from django.urls import path

from tarazy.cabinet.webhooks import views

app_name = "webhooks"

urlpatterns = [
    path("webhooks/", views.endpoints, name="endpoints"),
    path("webhooks/signing/", views.signing, name="signing"),
    path("webhooks/<uuid:uuid>/", views.endpoint, name="endpoint"),
    path("webhooks/<uuid:uuid>/secret/", views.rotate, name="rotate"),
    path("webhooks/<uuid:uuid>/enable/", views.enable, name="enable"),
    path("webhooks/<uuid:uuid>/delete/", views.delete, name="delete"),
    path("webhooks/deliveries/<uuid:uuid>/again/", views.again, name="again"),
]
