"""Norms as dated data, one pack a country, and pure functions over them. The code knows no country."""

from .calendar import WorkingCalendar, calendar_of
from .categories import categories_of, category, resolve_category
from .deadlines import Deadline, add_months, deadline, time_limit, time_limits
from .editions import has_editions, in_force, mci
from .errors import (
    BadIdentifier,
    BadPack,
    LawError,
    NoCalendar,
    NoFeeRate,
    NoIndexValue,
    UnknownCode,
    UnknownJurisdiction,
    UnknownLimit,
)
from .fees import Demand, Fee, mixed_fee, state_fee
from .identifiers import Sex, bin_for, birth_date, complete, control_digit, iin_for, is_bin, is_iin, sex
from .lint import Problem, lint
from .model import Category, CategoryGroup, Code, Edition, Jurisdiction, Payer, Region, TimeLimit, Unit
from .pack import available, load, read_pack
from .references import Reference, ReferenceMatch, parse_references, print_reference
from .regions import region_of_court
from .steps import Step

__all__ = [
    "BadIdentifier",
    "BadPack",
    "Category",
    "CategoryGroup",
    "Code",
    "Deadline",
    "Demand",
    "Edition",
    "Fee",
    "Jurisdiction",
    "LawError",
    "NoCalendar",
    "NoFeeRate",
    "NoIndexValue",
    "Payer",
    "Problem",
    "Reference",
    "ReferenceMatch",
    "Region",
    "Sex",
    "Step",
    "TimeLimit",
    "Unit",
    "UnknownCode",
    "UnknownJurisdiction",
    "UnknownLimit",
    "WorkingCalendar",
    "add_months",
    "available",
    "bin_for",
    "birth_date",
    "calendar_of",
    "categories_of",
    "category",
    "complete",
    "control_digit",
    "deadline",
    "has_editions",
    "iin_for",
    "in_force",
    "is_bin",
    "is_iin",
    "lint",
    "load",
    "mci",
    "mixed_fee",
    "parse_references",
    "print_reference",
    "read_pack",
    "region_of_court",
    "resolve_category",
    "sex",
    "state_fee",
    "time_limit",
    "time_limits",
]
