"""The site as a Django application: it joins what stands on different floors."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "tarazy.site"
    label = "site"

    def ready(self) -> None:
        """Tell the pages of accounts the names of the courts."""
        from tarazy.people import court_names

        court_names.register(_courts)


def _courts() -> dict[str, str]:
    from tarazy.courts.models import Court

    return {court.code: court.name for court in Court.objects.all()}
