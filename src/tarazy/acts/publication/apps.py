"""Publication: what an act must pass before anyone may read it, and how it is anonymised. As a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "tarazy.acts.publication"
    label = "publication"
    verbose_name = _("Publication of acts")
    default_auto_field = "django.db.models.BigAutoField"
