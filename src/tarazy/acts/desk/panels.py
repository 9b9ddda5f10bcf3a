"""What rooms above put beside the act being written. The desk knows a panel's address, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from tarazy.acts.desk.models import Draft
    from tarazy.people.models import User


@dataclass(frozen=True)
class Panel:
    """A piece of the right side: fetched from `view` (a view name that takes the draft's id) after the page is there."""

    name: str
    title: str | Promise
    view: str
    shown: Callable[[User, Draft], bool]


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    """Put a panel beside the desk; a second one of the same name takes its place."""
    _panels[panel.name] = panel


def panels_for(user: User, draft: Draft) -> list[Panel]:
    """The panels that this user sees beside this draft, in the order in which they were registered."""
    if not draft.practice_shown:
        return []
    return [panel for panel in _panels.values() if panel.shown(user, draft)]
