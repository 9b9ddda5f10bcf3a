"""What this room hears: an act of the bank is saved or deleted, a case is sealed."""

from __future__ import annotations

from datetime import date as Date
from typing import Any

from django.utils import timezone

from tarazy.acts.following.bulk import drop, want
from tarazy.acts.following.models import Match, NewAct, Progress
from tarazy.acts.models import Act, Visibility
from tarazy.acts.publication.models import Publication
from tarazy.cases.models import Seal

AT_ONCE = 500  # rows of one query


def before_saved(sender: Any, instance: Act, **kwargs: Any) -> None:
    """Signal receiver: what stood in the bank until now leaves the bulk files with its old court and day."""
    instance.stood_in = None  # type: ignore[attr-defined]
    if instance.pk is None:
        return
    old = Act.objects.filter(pk=instance.pk).values("court", "date", "visibility").first()
    if old is None:
        return
    if old["visibility"] == Visibility.PUBLIC:
        drop(old["court"], old["date"])
        instance.stood_in = (old["court"], old["date"])  # type: ignore[attr-defined]
    elif instance.visibility == Visibility.PUBLIC:
        opened([instance.pk])


def after_saved(sender: Any, instance: Act, created: bool, **kwargs: Any) -> None:
    """Signal receiver: a public act belongs into the files of its month; one that was closed is told nowhere."""
    if stood_in := getattr(instance, "stood_in", None):
        drop(*stood_in)  # once more: outside a transaction files could have been built since the first time
    if instance.visibility == Visibility.PUBLIC:
        if Progress.objects.exists():
            want(instance.court, instance.date)
    elif not created:
        forget([instance.pk])


def after_updated(sender: Any, before: list[tuple[int, str, Date | None, str]], **kwargs: Any) -> None:
    """Signal receiver: as for each act by itself, for rows that changed by one `update`."""
    begun = Progress.objects.exists()
    for at in range(0, len(before), AT_ONCE):
        part = before[at : at + AT_ONCE]
        were_public = {row for row, _court, _date, visibility in part if visibility == Visibility.PUBLIC}
        for court, date in {(court, date) for row, court, date, _visibility in part if row in were_public}:
            drop(court, date)
        rows = [row for row, *_rest in part]
        public = Act.objects.visible_to(None).filter(pk__in=rows).values_list("pk", "court", "date")
        now = {row: (court, date) for row, court, date in public}
        opened([row for row in now if row not in were_public])
        forget([row for row in rows if row not in now])
        for court, date in set(now.values()) if begun else ():
            want(court, date)


def opened(rows: list[int]) -> None:
    """Acts of old rows became public: the clock would not look for them there."""
    if rows and Progress.objects.exists():
        made = [NewAct(row=row, noted_at=timezone.now()) for row in rows]
        NewAct.objects.bulk_create(made, ignore_conflicts=True)


def after_deleted(sender: Any, instance: Act, **kwargs: Any) -> None:
    """Signal receiver: it is gone from the bank, and so from here."""
    if instance.visibility == Visibility.PUBLIC:
        drop(instance.court, instance.date)
    if instance.pk is not None:
        forget([instance.pk])


def forget(rows: list[int]) -> None:
    """These acts wait to be told no more."""
    if rows:
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
