"""The bank of judicial acts as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActsConfig(AppConfig):
    name = "tarazy.acts"
    label = "acts"
    verbose_name = _("Bank of judicial acts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tarazy.acts import lookups

        lookups.register()
