"""Norms as dated data, one pack a country, and pure functions over them. The code knows no country."""

from .categories import categories_of, category, resolve_category
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
from .model import Category, CategoryGroup, Code, Edition, Jurisdiction, Payer, Region, TimeLimit, Unit
from .pack import available, load, read_pack
from .references import Reference, ReferenceMatch, parse_references

__all__ = [
    "BadIdentifier",
    "BadPack",
    "Category",
    "CategoryGroup",
    "Code",
    "Edition",
    "Jurisdiction",
    "LawError",
    "NoCalendar",
    "NoFeeRate",
    "NoIndexValue",
    "Payer",
    "Reference",
    "ReferenceMatch",
    "Region",
    "TimeLimit",
    "Unit",
    "UnknownCode",
    "UnknownJurisdiction",
    "UnknownLimit",
    "available",
    "categories_of",
    "category",
    "load",
    "parse_references",
    "read_pack",
    "resolve_category",
]
