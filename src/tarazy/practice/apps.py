"""The web face of practice analytics as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PracticeConfig(AppConfig):
    name = "tarazy.practice"
    label = "practice"
    verbose_name = _("Practice of the courts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Practice beside the judge's desk."""
        from tarazy.practice.beside import registering

        registering.register_all()
