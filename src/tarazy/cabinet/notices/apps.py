"""Notices as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "tarazy.cabinet.notices"
    label = "notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What happens in cases is heard, sealed cases are let go of, pages and homes lead here."""
        from tarazy.cabinet.notices import hearing, homes, purging

        hearing.connect()
        purging.register()
        homes.register_all()
