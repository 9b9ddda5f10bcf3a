"""What the registry stores. Rows leave the database through `visible_to(user)` only."""

from tarazy.cases.models.calendar import CalendarFeed
from tarazy.cases.models.case import Case, CaseLink, NumberSeries, Proceeding
from tarazy.cases.models.docket import CaseDocument, DocketEntry, DocketVisibility
from tarazy.cases.models.kinds import (
    NumberType,
    Outcome,
    PartyRole,
    ProceedingKind,
    Side,
    Stage,
)
from tarazy.cases.models.parties import Claim, Party, Representation
from tarazy.cases.models.people_in_case import Assignment, BreakGlass, CaseRead, StaffAssignment
from tarazy.cases.models.seals import Seal
from tarazy.cases.models.search import CaseTerm, PublicCard
from tarazy.cases.models.work import Deadline, InternalPaper, PaperStep, Task

__all__ = [
    "Assignment",
    "BreakGlass",
    "CalendarFeed",
    "Case",
    "CaseDocument",
    "CaseLink",
    "CaseRead",
    "CaseTerm",
    "Claim",
    "Deadline",
    "DocketEntry",
    "DocketVisibility",
    "InternalPaper",
    "NumberSeries",
    "NumberType",
    "Outcome",
    "PaperStep",
    "Party",
    "PartyRole",
    "Proceeding",
    "ProceedingKind",
    "PublicCard",
    "Representation",
    "Seal",
    "Side",
    "StaffAssignment",
    "Stage",
    "Task",
]
