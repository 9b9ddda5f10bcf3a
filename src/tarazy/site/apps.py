"""The site as a Django application: it joins what stands on different floors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from tarazy.cabinet.constructor.case_statistics import CaseStatistics


class SiteConfig(AppConfig):
    name = "tarazy.site"
    label = "site"

    def ready(self) -> None:
        """Tell the pages of accounts the names of the courts, and the constructor how such cases ended."""
        from tarazy.cabinet.constructor import case_statistics
        from tarazy.people import court_names

        court_names.register(_courts)
        case_statistics.register(_how_such_cases_ended)


def _courts() -> dict[str, str]:
    from tarazy.courts.models import Court

    return {court.code: court.name for court in Court.objects.all()}


def _how_such_cases_ended(category: str, region: str) -> CaseStatistics | None:
    from tarazy.cabinet.constructor.case_statistics import CaseStatistics
    from tarazy.practice.queries import public_figures

    found = public_figures(category, region)
    if found is None:
        return None
    share = found.granted
    return CaseStatistics(share.n, share.share, share.low, share.high, found.median_days, region)
