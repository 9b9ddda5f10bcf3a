"""Saved searches of the bank and the alerts that they send. As a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "tarazy.acts.following"
    label = "following"
    verbose_name = _("Saved searches")
    default_auto_field = "django.db.models.BigAutoField"
