"""Pages of the registry."""

from tarazy.cases.views.access import emergency, emergency_new, register, seal_case
from tarazy.cases.views.acting import do
from tarazy.cases.views.calendars import calendar, calendar_change, deadlines, feed
from tarazy.cases.views.case import audit, case, case_deadlines, file, parties, related
from tarazy.cases.views.case import tasks as case_tasks
from tarazy.cases.views.changing import (
    extend,
    party_leave,
    party_new,
    party_succeed,
    represent,
    staff,
)
from tarazy.cases.views.docket import docket, docket_csv
from tarazy.cases.views.inbox import inbox, task
from tarazy.cases.views.papers import paper, paper_new, papers
from tarazy.cases.views.rulings import draft, sign
from tarazy.cases.views.search import card, search

__all__ = [
    "audit",
    "calendar",
    "calendar_change",
    "card",
    "case",
    "case_deadlines",
    "case_tasks",
    "deadlines",
    "do",
    "docket",
    "docket_csv",
    "draft",
    "emergency",
    "emergency_new",
    "extend",
    "feed",
    "file",
    "inbox",
    "paper",
    "paper_new",
    "papers",
    "parties",
    "party_leave",
    "party_new",
    "party_succeed",
    "register",
    "related",
    "represent",
    "seal_case",
    "search",
    "sign",
    "staff",
    "task",
]
