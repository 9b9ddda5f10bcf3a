"""Oversight: the five principles of the Charter as working parts. As a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    name = "tarazy.oversight"
    label = "oversight"
    verbose_name = _("Oversight")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Uses are heard, questions answered, homes filled, cases lead to their page."""
        from tarazy.cases.ai_use import ai_answered, ai_used
        from tarazy.cases.signals import case_filed
        from tarazy.cases.tasks_told import TASKS
        from tarazy.cases.templatetags.case_words import READ
        from tarazy.oversight import asking, filing, homes
        from tarazy.oversight.actions import keep_use
        from tarazy.oversight.actions.object_to_ai import TASK

        ai_used.connect(keep_use.hear_use, dispatch_uid="oversight.use")
        ai_answered.connect(keep_use.hear_answer, dispatch_uid="oversight.answer")
        case_filed.connect(filing.hear_filed, dispatch_uid="oversight.filed")
        TASKS[TASK] = _("Answer an objection to AI")
        READ["ai"] = _("AI in this case")
        asking.register()
        homes.register_all()
