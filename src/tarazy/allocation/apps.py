"""The distribution of cases as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AllocationConfig(AppConfig):
    name = "tarazy.allocation"
    label = "allocation"
    verbose_name = _("Distribution of cases")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from tarazy.allocation import following, offering

        following.listen()
        offering.offer()
