"""Adding one act of the user's own."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tarazy.acts.actions.import_acts import act_of, content_hash, norms_of
from tarazy.acts.models import Act, ActNorm, Source, Visibility
from tarazy.acts.searching import changes
from tarazy.jurimetrics.decision import Decision

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def add_own_act(decision: Decision, owner: AbstractBaseUser) -> Act:
    """Keep an act for its owner: closed to others. The same text again gives the row that is there already.

    Raises `PermissionDenied` for someone who isn't signed in, or when the text is an act that they may not
    see.
    """
    if not owner.is_authenticated:
        raise PermissionDenied
    existing = Act.objects.filter(content_hash=content_hash(decision.text)).first()
    if existing is not None:
        if not Act.objects.visible_to(owner).filter(pk=existing.pk).exists():
            raise PermissionDenied
        return existing
    named = decision.model_copy(update={"id": f"own-{uuid.uuid4().hex}"})
    with transaction.atomic():
        act = act_of(named, source=Source.OWN, visibility=Visibility.CLOSED)
        act.owner_id = owner.pk
        act.save(force_insert=True)
        ActNorm.objects.bulk_create(norms_of(act))
        changes.note([act.pk])
    changes.apply_soon()
    return act
