"""Saved searches, alerts, feeds, sitemap and bulk files. As a Django application."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils.translation import gettext_lazy as _


class FollowingConfig(AppConfig):
    name = "tarazy.acts.following"
    label = "following"
    verbose_name = _("Saved searches")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """It hears of acts that change, and lets go of what is sealed."""
        from tarazy.acts.following import hearing
        from tarazy.acts.models import Act
        from tarazy.acts.signals import acts_updated
        from tarazy.cases import exits

        pre_save.connect(hearing.before_saved, sender=Act, dispatch_uid="following.before_saved")
        post_save.connect(hearing.after_saved, sender=Act, dispatch_uid="following.after_saved")
        post_delete.connect(hearing.after_deleted, sender=Act, dispatch_uid="following.after_deleted")
        acts_updated.connect(hearing.after_updated, dispatch_uid="following.after_updated")
        exits.register("following", hearing.let_go)
