"""The rooms of acts at work: desks, publication, the robot, the Charter kept. After the cases are told, before time is.

Only in a demo: there every desk opens with the word on the page, and every person signs with a key kept here.
"""

from __future__ import annotations

from collections.abc import Callable

from tarazy.modelcourt.filling import charter
from tarazy.modelcourt.filling.desks import Desks
from tarazy.modelcourt.filling.materials import Robot
from tarazy.modelcourt.filling.telling import Telling, Told
from tarazy.modelcourt.filling.today import PUBLIC
from tarazy.people.permissions import Role

PARTS = ("public", "robot", "desks", "practice", "objections", "oversight")


def fill_rooms(
    telling: Telling, told: dict[str, Told], seed: int, report: Callable[[int], None] | None = None
) -> None:
    """Everything of `PARTS`, in the caller's transaction; `report` is told how many are done."""
    desks = Desks(telling)
    published = desks.in_public([told[name] for name in PUBLIC])
    _say(report, 1)
    published += Robot(telling, desks, seed).go_through()
    _say(report, 2)
    desks.write()
    desks.gather()
    desks.reported(published[0])
    _say(report, 3)
    charter.look_beside(telling, desks)
    _say(report, 4)
    charter.objections(telling, told)
    charter.proposals(telling)
    charter.searches([telling.cast.citizens[0], telling.cast.one(Role.ADVOCATE)], telling.now)
    _say(report, 5)
    charter.overseen(telling)
    _say(report, 6)


def _say(report: Callable[[int], None] | None, done: int) -> None:
    if report:
        report(done)
