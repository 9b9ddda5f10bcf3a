"""The web face of the claim constructor as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConstructorConfig(AppConfig):
    name = "tarazy.cabinet.constructor"
    label = "constructor"
    verbose_name = _("Claim constructor")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Whoever signs in takes over the drafts that their browser holds."""
        from django.contrib.auth.signals import user_logged_in

        from tarazy.cabinet.constructor.reader import take_over_at_sign_in

        user_logged_in.connect(take_over_at_sign_in, dispatch_uid="constructor.take_over")
