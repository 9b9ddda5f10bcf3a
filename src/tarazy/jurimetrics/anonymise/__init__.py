"""Anonymising: an act without people's names, numbers and addresses, in Russian and Kazakh."""

from tarazy.jurimetrics.anonymise.anonymiser import Anonymiser, anonymise, rebuilt
from tarazy.jurimetrics.anonymise.decisions import anonymiser_of, mask_decision, mask_with
from tarazy.jurimetrics.anonymise.model import Anonymised, Kept, Kind, KnownPerson, Replacement, Source, Style

__all__ = [
    "Anonymised",
    "Anonymiser",
    "Kept",
    "Kind",
    "KnownPerson",
    "Replacement",
    "Source",
    "Style",
    "anonymise",
    "anonymiser_of",
    "mask_decision",
    "mask_with",
    "rebuilt",
]
