"""Small words and measures of practice pages."""

from __future__ import annotations

from typing import Any

from django import template

from tarazy.acts.templatetags.court_words import number
from tarazy.practice.claim_words import claim_name as name_of_claim
from tarazy.practice.figure_words import CARDS, COLUMNS, MEASURES, learnt_from, named
from tarazy.practice.models import KIND_NAMES

register = template.Library()


@register.filter
def hundred(value: float | None) -> str:
    """A share in [0, 1] as a place on a drawing a hundred units wide."""
    return f"{min(1.0, max(0.0, value or 0.0)) * 100:.2f}"


@register.filter
def width_to(low: float | None, high: float | None) -> str:
    """The width from one share to another on a drawing a hundred units wide, at least half a unit."""
    return f"{max(0.5, (min(1.0, high or 0.0) - max(0.0, low or 0.0)) * 100):.2f}"


@register.filter
def claim_name(kind: str) -> str:
    """What is demanded, in words."""
    return name_of_claim(kind)


@register.filter
def anomaly_kind(kind: str) -> str:
    """A kind of anomaly in words."""
    return str(KIND_NAMES.get(kind, kind))


@register.filter
def figure(value: Any) -> str:
    """A measured figure as it is read: counts whole, shares with three digits; a dash where there is none."""
    if value is None:
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or abs(value) >= 1000:
        return number(value)
    return number(value, 1 if abs(value) >= 10 else 3)


@register.filter
def measure_name(name: str) -> str:
    """The name of a measurement."""
    return str(MEASURES.get(name, name))


@register.filter
def figure_name(name: str) -> str:
    """The name of a measured figure; one without words of its own stays as it is written in the bench."""
    return named(name)


@register.filter
def column_name(name: str) -> str:
    """The name of a baseline or another column of figures."""
    return str(COLUMNS.get(name) or named(name))


@register.filter
def card_name(card: Any) -> str:
    """What a model does, by the kind of its card; its own name where the kind has no words."""
    return str(CARDS.get(card.kind, card.name))


@register.filter
def card_data(card: Any) -> str:
    """What a model learnt from, by the kind of its card; "" where the kind has no words."""
    return learnt_from(card.kind, card.rows)
