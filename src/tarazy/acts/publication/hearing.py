"""What publication hears: an act was signed, an act came into force. What was missed, the clock does."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from tarazy.acts.desk.models import SignedAct
from tarazy.acts.publication.actions.anonymise import anonymise
from tarazy.acts.publication.actions.gather import gather
from tarazy.acts.publication.actions.publish import publish
from tarazy.acts.publication.gates import is_publishable
from tarazy.acts.publication.models import Publication
from tarazy.acts.publication.refusals import GatesClosed, NotInThisState
from tarazy.acts.publication.rules import in_force, publication_rules
from tarazy.cases.models import DocketEntry, Proceeding

log = logging.getLogger(__name__)
AT_ONCE = 50


def hear_signed(sender: Any, act: SignedAct, **kwargs: Any) -> None:
    """Signal receiver: the act is gathered and anonymised."""
    take(act, now=timezone.now())


def hear_docket(sender: Any, entry: DocketEntry, **kwargs: Any) -> None:
    """Signal receiver: the acts of a proceeding may be in force now, and what was confirmed is published."""
    if entry.proceeding_id is not None:
        look_again(entry.proceeding_id, now=timezone.now())


def take(act: SignedAct, *, now: datetime) -> Publication | None:
    """Gather the act and anonymise it, if it is one that is published."""
    publication = gather(act, now=now)
    if publication is not None and publication.state == Publication.State.GATHERED:
        anonymise(publication.pk, now=now)
        publication.refresh_from_db()
    return publication


def look_again(proceeding_id: int, *, now: datetime) -> None:
    """Note which acts of the proceeding came into force; publish those that wait for nothing else."""
    waiting = Publication.objects.filter(
        proceeding_id=proceeding_id, state__in=[Publication.State.ANONYMISED, Publication.State.CONFIRMED]
    )
    for publication in waiting.select_related("signed", "proceeding"):
        if publication.in_force_at is None and _in_force(publication):
            publication.in_force_at = now
            publication.save(update_fields=["in_force_at"])
        if publication.state == Publication.State.CONFIRMED and is_publishable(publication):
            try:
                publish(publication.pk, by=None, now=now)
            except (NotInThisState, GatesClosed):
                log.info("a confirmed act still waits")


def _in_force(publication: Publication) -> bool:
    signed, proceeding = publication.signed, publication.proceeding
    return signed is not None and proceeding is not None and in_force(signed.kind, proceeding.stage)


def catch_up(*, now: datetime) -> int:
    """What a stopped process left: signed acts nobody gathered, acts in force that nobody noticed. How many were seen."""
    wanted = Q()
    for row in publication_rules()["kinds"]:
        wanted |= Q(kind=row["kind"], code__in=row["codes"]) if "codes" in row else Q(kind=row["kind"])
    missed = SignedAct.objects.filter(wanted, publication__isnull=True).order_by("-signed_at")[:AT_ONCE]
    seen = 0
    for act in missed:
        if take(act, now=now) is not None:
            seen += 1
    left = Publication.objects.filter(state=Publication.State.GATHERED, signed__isnull=False)
    for publication in left[:AT_ONCE]:
        anonymise(publication.pk, now=now)
        seen += 1
    waiting = Publication.objects.filter(state=Publication.State.CONFIRMED, proceeding__isnull=False)
    moved = waiting.filter(proceeding__stage_since__gte=F("changed_at")).values_list(
        "proceeding_id", flat=True
    )
    for proceeding_id in Proceeding.objects.filter(pk__in=list(moved[:AT_ONCE])).values_list("pk", flat=True):
        look_again(proceeding_id, now=now)
        seen += 1
    return seen
