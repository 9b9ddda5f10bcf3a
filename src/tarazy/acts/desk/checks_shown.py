"""What upper rooms find to say of an act before it is signed. Warnings are read by the judge; none of them stops anything."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from tarazy.acts.desk.models import Draft
    from tarazy.acts.text import ActText
    from tarazy.people.models import User

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Warning:
    """Something worth another look: what, more about it, the part of the act (a `Part`), where to read on.

    `url` leads to the evidence, or to the page where the judge answers; `link` are its words.
    """

    title: str | Promise
    about: str | Promise = ""
    part: str = ""
    norm: str = ""
    url: str = ""
    link: str | Promise = ""


Check = Callable[["User", "Draft", "ActText"], Iterable[Warning]]
_checks: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Let `check` look at each act before it is signed; a second one of the same name takes its place."""
    _checks[name] = check


def warnings_for(user: User, draft: Draft, text: ActText) -> list[Warning]:
    """Everything that the registered checks say, in their order. A check that breaks is left out and logged: a fault
    of a program never stands between a judge and the signature."""
    found: list[Warning] = []
    for name, check in _checks.items():
        try:
            found += check(user, draft, text)
        except Exception:
            log.exception("check %s broke", name)
    return found
