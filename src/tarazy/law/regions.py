"""The regions of a country and the courts numbered after them."""

from __future__ import annotations

from .model import Jurisdiction, Region


def region_of_court(jurisdiction: Jurisdiction, court_code: str) -> Region | None:
    """The region whose courts' codes begin like this one ("7585" is of Almaty), None if the pack knows none.

    A case number may be given too: it begins with the court's code.
    """
    return next(
        (region for region in jurisdiction.regions if court_code.startswith(region.court_prefixes)), None
    )
