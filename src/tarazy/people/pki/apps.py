"""The application of the test PKI."""

from __future__ import annotations

from django.apps import AppConfig


class PkiConfig(AppConfig):
    """Certificates issued by the test CA; its keys are files, not rows."""

    name = "tarazy.people.pki"
    label = "pki"
    default_auto_field = "django.db.models.BigAutoField"
