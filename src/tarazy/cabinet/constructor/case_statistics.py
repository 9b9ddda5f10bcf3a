"""Public figures of cases alike, given by a room above: the bank of acts is no room of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class CaseStatistics:
    """How such cases ended. Shares are 0…1, `low` and `high` the bounds of a 95 % interval; days from filing."""

    n: int
    granted: float
    low: float
    high: float
    median_days: int | None = None
    region: str = ""


Provider = Callable[[str, str], CaseStatistics | None]
"""(category, region or "") to figures, None where there are too few cases to say anything."""

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Name who gives the figures; the last one named does."""
    _providers.append(provider)


def unregister(provider: Provider) -> None:
    """Take a provider back."""
    _providers.remove(provider)


def statistics_for(category: str, region: str) -> CaseStatistics | None:
    """Figures of such cases in the region, else in the country; None where nobody gives any."""
    if not _providers or not category:
        return None
    return _providers[-1](category, region) or (_providers[-1](category, "") if region else None)
