"""The search engines of the bank as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchingConfig(AppConfig):
    name = "tarazy.acts.searching"
    label = "searching"
    verbose_name = _("Search in judicial acts")
    default_auto_field = "django.db.models.BigAutoField"
