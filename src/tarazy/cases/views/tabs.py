"""The tabs of a case's page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tarazy.cases.views.opening import OpenedCase


@dataclass(frozen=True)
class Tab:
    """A tab: its words, its page, whether it is the current one."""

    title: str | Promise
    url: str
    current: bool


_TABS = (
    ("overview", _("Overview"), "cases:case"),
    ("file", pgettext_lazy("case", "File"), "cases:file"),
    ("docket", _("Docket"), "cases:docket"),
    ("deadlines", _("Time limits"), "cases:case_deadlines"),
    ("parties", _("Parties"), "cases:parties"),
    ("tasks", _("Tasks"), "cases:case_tasks"),
    ("related", _("Related cases"), "cases:related"),
    ("audit", _("Who looked"), "cases:audit"),
)


def tabs(opened: OpenedCase, current: str) -> list[Tab]:
    """Those that this person may open."""
    hidden = set()
    if not opened.court_side:
        hidden |= {"tasks"}
    if not opened.sees_audit:
        hidden |= {"audit"}
    return [
        Tab(title, reverse(view, args=[opened.case.uuid]), name == current)
        for name, title, view in _TABS
        if name not in hidden
    ]
