"""How the room's pages name what was replaced."""

from __future__ import annotations

from django import template

from tarazy.acts.publication import presenting
from tarazy.acts.publication.models import Edit

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    """A kind of replacement in words."""
    return presenting.kind_words(kind)


@register.filter
def is_doubtful(edit: Edit) -> bool:
    """Whether somebody still has to look at it."""
    return presenting.is_doubtful(edit)


@register.filter
def percent(share: float) -> str:
    """A share as whole percents."""
    return f"{round(share * 100)} %"
