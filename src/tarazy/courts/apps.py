from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourtsConfig(AppConfig):
    name = "tarazy.courts"
    label = "courts"
    verbose_name = _("Courts")

    def ready(self) -> None:
        """A judge's role makes a judge of the court, and its end ends the powers."""
        from tarazy.courts import appointing
        from tarazy.people.signals import role_ended, role_granted

        role_granted.connect(appointing.appoint, dispatch_uid="courts.appoint")
        role_ended.connect(appointing.dismiss, dispatch_uid="courts.dismiss")
