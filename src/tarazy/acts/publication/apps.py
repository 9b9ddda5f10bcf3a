"""Publication: what an act must pass before anyone may read it, and how it is anonymised. As a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "tarazy.acts.publication"
    label = "publication"
    verbose_name = _("Publication of acts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """It hears of signed acts and of what happens in their cases, and lets go of what is sealed."""
        from tarazy.acts.desk.signals import act_signed
        from tarazy.acts.publication import hearing, homes
        from tarazy.acts.publication.actions.withdraw import let_go
        from tarazy.cases import exits
        from tarazy.cases.signals import docket_recorded

        act_signed.connect(hearing.hear_signed, dispatch_uid="publication.signed")
        docket_recorded.connect(hearing.hear_docket, dispatch_uid="publication.docket")
        exits.register("publication", let_go)
        homes.register_homes()
