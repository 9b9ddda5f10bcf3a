"""The Court Cabinet as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CabinetConfig(AppConfig):
    name = "tarazy.cabinet"
    label = "cabinet"
    verbose_name = _("Court Cabinet")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offers to parties on the page of a case, and what waits on the home pages."""
        from tarazy.cabinet import hearing, homes, presenting
        from tarazy.cases.signals import docket_recorded

        homes.register_all()
        presenting.register_all()
        docket_recorded.connect(hearing.hear_docket, dispatch_uid="cabinet.rulings")
