"""What this room hears: an act of the bank is saved or deleted, a case is sealed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tarazy.acts.following.bulk import drop, want
from tarazy.acts.following.models import Match, NewAct, Progress
from tarazy.acts.models import Act, Visibility
from tarazy.acts.publication.models import Publication
from tarazy.cases.models import Seal


def before_saved(sender: Any, instance: Act, **kwargs: Any) -> None:
    """Signal receiver: what stood in the bank until now leaves the bulk files with its old court and day."""
    if instance.pk is None:
        return
    old = Act.objects.filter(pk=instance.pk).values("court", "date", "visibility").first()
    if old is None:
        return
    if old["visibility"] == Visibility.PUBLIC:
        drop(old["court"], old["date"])
    elif instance.visibility == Visibility.PUBLIC and Progress.objects.exists():
        # Its row is an old one: the clock would not look for it there.
        NewAct.objects.bulk_create([NewAct(row=instance.pk, noted_at=timezone.now())], ignore_conflicts=True)


def after_saved(sender: Any, instance: Act, created: bool, **kwargs: Any) -> None:
    """Signal receiver: a public act belongs into the files of its month; one that was closed is told nowhere."""
    if instance.visibility == Visibility.PUBLIC:
        if Progress.objects.exists():
            want(instance.court, instance.date)
    elif not created:
        forget([instance.pk])


def after_deleted(sender: Any, instance: Act, **kwargs: Any) -> None:
    """Signal receiver: it is gone from the bank, and so from here."""
    if instance.visibility == Visibility.PUBLIC:
        drop(instance.court, instance.date)
    if instance.pk is not None:
        forget([instance.pk])


def forget(rows: list[int]) -> None:
    """These acts wait to be told no more."""
    Match.objects.filter(row__in=rows).delete()


def let_go(seal: Seal) -> None:
    """The exit of the registry: what the seal closes is in no file and no letter from now on."""
    if seal.party_id is not None:
        return  # parties are named nowhere here
    publications = Publication.objects.filter(proceeding__case_id=seal.case_id)
    if seal.document is not None:
        publications = publications.filter(signed__document_id=seal.document.document_id)
    acts = Act.objects.filter(act_id__in=publications.values("address"))
    for act in acts.only("pk", "court", "date"):
        drop(act.court, act.date)
        forget([act.pk])
