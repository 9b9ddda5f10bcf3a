"""Addresses of the test CA, without a language: programs read them. Mounted at `/pki/`."""

from __future__ import annotations

from django.urls import path, re_path

from . import views

app_name = "pki"

urlpatterns = [
    path("ocsp", views.ocsp, name="ocsp"),
    re_path(r"^ocsp/(?P<encoded>[A-Za-z0-9+/=%_-]{1,2000})$", views.ocsp, name="ocsp-get"),
    path("crl/<slug:name>.crl", views.crl, name="crl"),
    path("certificates/<slug:name>.crt", views.certificate, name="certificate"),
    path("tsa", views.tsa, name="tsa"),
]
