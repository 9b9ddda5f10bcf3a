"""The robot: drafts of acts where the law leaves no discretion; never a signature. As a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RobotConfig(AppConfig):
    name = "tarazy.robot"
    label = "robot"
    verbose_name = _("The robot")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what concerns a run, offer drafts on the page of a case, say what waits on the home pages."""
        from tarazy.cases.tasks_told import TASKS
        from tarazy.robot import following, homes, presenting

        TASKS.setdefault("robot_handed_over", _("Decide without the robot: it handed the material over"))
        following.listen()
        homes.register_all()
        presenting.offer()
