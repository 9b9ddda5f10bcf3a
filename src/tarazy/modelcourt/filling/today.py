"""What makes today's inboxes whole."""

from __future__ import annotations

from tarazy.modelcourt.filling.telling import Told, Telling


def plans_of_today(telling: Telling, seed: int) -> dict[str, Told]:
    return {}


def make_today(telling: Telling, told: dict[str, Told]) -> None:
    return None
