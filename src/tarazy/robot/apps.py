"""The robot: drafts of acts where the law leaves no discretion; never a signature. As a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RobotConfig(AppConfig):
    name = "tarazy.robot"
    label = "robot"
    verbose_name = _("The robot")
    default_auto_field = "django.db.models.BigAutoField"
