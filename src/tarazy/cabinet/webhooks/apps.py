"""Webhooks as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "tarazy.cabinet.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What happens in cases is heard, sealed cases are let go of."""
        from tarazy.cabinet.webhooks import hearing, purging

        hearing.connect()
        purging.register()
