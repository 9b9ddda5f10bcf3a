"""The judge's desk: acts while they are written, signed and corrected. As a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "tarazy.acts.desk"
    label = "desk"
    verbose_name = _("The judge's desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Home pages and cases learn of the desk."""
        from tarazy.acts.desk.homes import register_homes

        register_homes()
