"""Names of courts for pages of this room, which stands below the room of courts: the site says where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

NamesOf = Callable[[], Mapping[str, str]]
_names: list[NamesOf] = []


def register(names: NamesOf) -> None:
    """Let `names()` give the courts' names by code, in the language that is active."""
    _names[:] = [names]


def all_courts() -> dict[str, str]:
    """Names by code, in the order of the codes; empty where no room of courts is installed."""
    return dict(sorted(_names[0]().items())) if _names else {}


def court_name(code: str) -> str:
    """The court's name, or its code if nobody knows a name."""
    return all_courts().get(code) or code
