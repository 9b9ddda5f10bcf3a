"""Opening an act to the public, or closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tarazy.acts.models import Act, Visibility, sees_closed_acts
from tarazy.acts.searching import changes

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def set_visibility(act_id: str, visibility: Visibility, by: AbstractBaseUser) -> Act:
    """Change who may see an act; the full-text index follows. Raises `PermissionDenied`,
    `Act.DoesNotExist`.
    """
    if not sees_closed_acts(by):
        raise PermissionDenied
    with transaction.atomic():
        act = Act.objects.select_for_update().get(act_id=act_id)
        act.visibility = visibility
        act.save(update_fields=["visibility"])
        changes.note([act.pk])
    changes.apply_soon()
    return act
