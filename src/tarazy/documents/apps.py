"""What is filed, as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "tarazy.documents"
    label = "documents"
    verbose_name = _("Documents")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        user_logged_in.connect(_hand_over, dispatch_uid="documents_hand_over")


def _hand_over(sender: object, request: object, user: object, **more: object) -> None:
    """What somebody put in before signing in becomes theirs."""
    from tarazy.documents.uploads import hand_over

    hand_over(request, user)
