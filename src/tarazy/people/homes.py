"""Home pages by role: the rooms above say what waits for somebody; the frame puts it on one page.

`register(Role.JUDGE, builder)` in the `ready()` of a room's application. Several builders may serve a role; their
sections stand in the order of registration. A builder gets the user and the time and returns sections; it reads
only what the user may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from tarazy.people.permissions import Role

if TYPE_CHECKING:
    from tarazy.people.models import User

Words = str | Promise
MOST_COUNTED = 100  # a builder that counts may stop one above


@dataclass(frozen=True)
class Item:
    """One thing: `title` leads to `url`; `due` is when (or the day on which) it must be done; `tag` is a word or two of its state."""

    title: Words
    detail: Words = ""
    url: str = ""
    due: datetime | Date | None = None
    urgent: bool = False
    tag: Words = ""

    @property
    def due_format(self) -> str:
        """How `due` is written: a day alone has no hour."""
        return "d.m.Y H:i" if isinstance(self.due, datetime) else "d.m.Y"

    @property
    def due_machine_format(self) -> str:
        """The same for programs."""
        return "c" if isinstance(self.due, datetime) else "Y-m-d"


@dataclass(frozen=True)
class Section:
    """What waits, what is urgent or what changed. `total` counts all where `items` shows the first of them.

    `court_code` names the court that it is about, if it is about one: who works in several may look at one alone.
    """

    title: Words
    items: list[Item] = field(default_factory=list)
    empty_text: Words = ""
    more_url: str = ""
    urgent_count: int = 0
    total: int | None = None
    court_code: str = ""

    @property
    def count(self) -> int:
        """How many things it is about."""
        return len(self.items) if self.total is None else self.total

    @property
    def count_words(self) -> str:
        """The same for people: beyond a hundred it says no more than that."""
        return str(self.count) if self.count <= MOST_COUNTED else f"{MOST_COUNTED}+"


Builder = Callable[["User", datetime], Iterable[Section]]
_BUILDERS: dict[Role, list[Builder]] = {}


def register(role: Role, builder: Builder) -> None:
    """Let `builder` fill the home page of everybody who holds `role`. Registering it again changes nothing."""
    builders = _BUILDERS.setdefault(role, [])
    if builder not in builders:
        builders.append(builder)


def sections(user: User, role: Role, now: datetime, court_code: str = "") -> list[Section]:
    """The sections of the role's home page; with a court, those about it and those about none."""
    found = [section for builder in _BUILDERS.get(role, ()) for section in builder(user, now)]
    return [one for one in found if not (court_code and one.court_code) or one.court_code == court_code]


def waiting(user: User, role: Role, now: datetime) -> tuple[int, int]:
    """How many things wait for the user in the role, and how many of them are urgent."""
    found = sections(user, role, now)
    return sum(one.count for one in found), sum(one.urgent_count for one in found)
