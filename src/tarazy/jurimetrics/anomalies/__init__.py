"""Spot anomalies, by three separate detectors: comparable cases, drift between courts, conflicts with rules.

A detector hands out cards (`AnomalyCard`) for a person to answer; it decides nothing.
"""

from tarazy.jurimetrics.anomalies.card import AnomalyCard, AnomalyKind, AnomalyStatus, AnswerRefused, answer
from tarazy.jurimetrics.anomalies.comparable import Analogues, Level, find_departures
from tarazy.jurimetrics.anomalies.conflicts import check_draft, find_conflicts
from tarazy.jurimetrics.anomalies.drift import Drift, Effect, Unit, find_drift

__all__ = [
    "Analogues",
    "AnomalyCard",
    "AnomalyKind",
    "AnomalyStatus",
    "AnswerRefused",
    "Drift",
    "Effect",
    "Level",
    "Unit",
    "answer",
    "check_draft",
    "find_conflicts",
    "find_departures",
    "find_drift",
]
