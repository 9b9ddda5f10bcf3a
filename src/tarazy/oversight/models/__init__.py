"""What oversight stores. Rows leave the database through `visible_to(user)` only, unless they are open to all."""

from tarazy.oversight.models.figures import Band, CourtFigure
from tarazy.oversight.models.rights import CaseChoice, Objection, OwnChoice, Told
from tarazy.oversight.models.systems import Alarm, RiskReview, Switch, SystemVersion
from tarazy.oversight.models.uses import Use, UseAnswer

__all__ = [
    "Alarm",
    "Band",
    "CaseChoice",
    "CourtFigure",
    "Objection",
    "OwnChoice",
    "RiskReview",
    "Switch",
    "SystemVersion",
    "Told",
    "Use",
    "UseAnswer",
]
