"""Bulk files by court and month: JSON Lines and Parquet with the same rows.

A file is built beside its place and put there at once, under a name that holds its hash: what is told of a file is
true of the one that is opened. When an act leaves the public, or is published anew, its month is not served from that
transaction on, and its files are deleted after it; the clock builds them anew without the act. Whatever is being built
at that moment is thrown away.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date as Date
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from tarazy.acts.following.models import BulkMonth
from tarazy.acts.models import Act, ActNorm, Source
from tarazy.acts.publication.models import Version
from tarazy.courts.models import Court

FORMS = {"jsonl": "jsonl.gz", "parquet": "parquet"}
LEFT_BEHIND = timedelta(hours=1)  # no file is built for so long
REST = timedelta(hours=1)  # a month to which acts are added is built anew at most so often
CHUNK = 200


def folder() -> Path:
    """Where the files stand."""
    return Path(settings.TARAZY_HOME) / "bulk"


def path_of(month: BulkMonth, form: str) -> Path:
    """The file of a form, "jsonl" or "parquet", by its hash that the month tells."""
    sha256 = month.jsonl_sha256 if form == "jsonl" else month.parquet_sha256
    return folder() / f"{month.name}.{sha256[:32]}.{FORMS[form]}"


def court_key(name: str) -> tuple[str, str]:
    """What names a court in addresses, and its name: the code of a court that we know, else a hash of the name."""
    known = (
        Court.objects.filter(Q(name_ru=name) | Q(name_kk=name) | Q(name_en=name)).first() if name else None
    )
    if known is not None:
        return known.code, known.name_kk
    return f"x{hashlib.sha256(name.encode()).hexdigest()[:12]}", name


def names_of(key: str, name: str) -> list[str]:
    """The names under which acts of the court stand in the bank."""
    court = Court.objects.filter(code=key).first() if len(key) == 4 else None
    return [court.name_ru, court.name_kk, court.name_en] if court else [name]


def want(court: str, date: Date | None) -> None:
    """An act of this court and day was added: its month is to be built. Within a transaction; no date, no file."""
    if date is None:
        return
    key, name = court_key(court)
    month, made = BulkMonth.objects.get_or_create(
        court_key=key, month=date.replace(day=1), defaults={"court_name": name}
    )
    if not made:
        BulkMonth.objects.filter(pk=month.pk).update(wanted=F("wanted") + 1)


def drop(court: str, date: Date | None) -> None:
    """An act of this court and day left the public, or its text was replaced: its month isn't served any more."""
    if date is None:
        return
    key, _name = court_key(court)
    here = Q(court_key=key) | Q(names__contains=f"\n{court}\n")
    months = BulkMonth.objects.filter(here, month=date.replace(day=1))
    months.update(wanted=F("wanted") + 1, drops=F("drops") + 1, made_at=None)
    for month in months:
        _delete_later(paths_of(month))


def paths_of(month: BulkMonth) -> set[Path]:
    """The files that the month tells of; none if it was never built."""
    return {path_of(month, form) for form in FORMS} if month.jsonl_sha256 else set()


def due(now: datetime) -> QuerySet[BulkMonth]:
    """Months to build: those first that are not served, of them those that lost an act."""
    rested = Q(made_at__isnull=True) | Q(made_at__lte=now - REST)
    return BulkMonth.objects.filter(rested, built__lt=F("wanted")).order_by(
        F("made_at").asc(nulls_first=True), "-drops", "month", "pk"
    )


def build(month_id: int, *, now: datetime) -> bool:
    """Build both files of the month; False if an act left the public meanwhile, so that they were thrown away."""
    month = BulkMonth.objects.get(pk=month_id)
    folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder()) as made:
        drafts = {form: Path(made) / form for form in FORMS}
        names = names_of(month.court_key, month.court_name)
        acts = _write(month, names, drafts)
        told = {form: (draft.stat().st_size, _sha256(draft)) for form, draft in drafts.items()}
        with transaction.atomic():
            locked = BulkMonth.objects.select_for_update().get(pk=month_id)
            if locked.drops != month.drops or locked.built > month.wanted:
                return False
            before = paths_of(locked)
            locked.built, locked.acts = month.wanted, acts
            locked.names = "\n".join(["", *names, ""])
            if not acts:
                locked.made_at = None
                locked.save()
                _delete_later(before)
                return True
            locked.made_at = now
            (locked.jsonl_bytes, locked.jsonl_sha256), (locked.parquet_bytes, locked.parquet_sha256) = (
                told["jsonl"],
                told["parquet"],
            )
            for form, draft in drafts.items():
                os.replace(draft, path_of(locked, form))
            locked.save()
            _delete_later(before - paths_of(locked))
    return True


def sweep(*, now: datetime) -> None:
    """Delete what a killed process left behind, an hour old; want anew what is told of and is gone from the disk."""
    served = {
        path: month for month in BulkMonth.objects.filter(made_at__isnull=False) for path in paths_of(month)
    }
    there = set(folder().glob("*")) if folder().is_dir() else set()
    for path in there - served.keys():
        with suppress(FileNotFoundError):
            if now.timestamp() - path.stat().st_mtime > LEFT_BEHIND.total_seconds():
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
    for month in {served[path].pk: served[path] for path in served.keys() - there}.values():
        # Only as it was told when we looked: whoever built it anew meanwhile has its files.
        BulkMonth.objects.filter(pk=month.pk, made_at=month.made_at, jsonl_sha256=month.jsonl_sha256).update(
            wanted=F("wanted") + 1, made_at=None
        )


def _delete_later(paths: set[Path]) -> None:
    """Delete files once the transaction is kept."""

    def delete() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(delete)


def rows(month: BulkMonth, names: list[str]) -> Iterator[dict[str, Any]]:
    """The public acts of the month and of the court's names, oldest first, as they stand in its files."""
    end = (month.month + timedelta(days=32)).replace(day=1)
    acts = (
        Act.objects.visible_to(None)
        .filter(court__in=names, date__gte=month.month, date__lt=end)
        .defer("text", "reading")
        .order_by("date", "act_id")
    )
    held: list[Act] = []
    for act in acts.iterator(chunk_size=CHUNK):
        held.append(act)
        if len(held) == CHUNK:
            yield from _rows(held, month)
            held = []
    yield from _rows(held, month)


def _rows(acts: list[Act], month: BulkMonth) -> Iterator[dict[str, Any]]:
    norms: dict[int, list[str]] = {act.pk: [] for act in acts}
    cited = ActNorm.objects.filter(act__in=norms).order_by("code", "article")
    for row, code, article in cited.values_list("act", "code", "article"):
        norms[row].append(f"{code}/{article}")
    read = Version.objects.filter(published_at__isnull=False, replaced_at__isnull=True)
    versions = {
        one.publication.address: one
        for one in read.filter(publication__address__in=[act.act_id for act in acts])
        .select_related("publication")
        .defer("source", "text")
    }
    for act in acts:
        version = versions.get(act.act_id)
        yield {
            "id": act.act_id,
            "neutral": version.publication.neutral if version else "",
            "citation": version.publication.citation if version else "",
            "date": act.date.isoformat() if act.date else "",
            "court": act.court,
            "court_key": month.court_key,
            "region": act.region,
            "category": act.category,
            "kind": act.kind,
            "instance": act.instance,
            "outcome": act.outcome,
            "norms": norms[act.pk],
            "language": act.language,
            "version": version.number if version else 1,
            "sha256": hashlib.sha256(act.public_text.encode()).hexdigest(),
            "model_data": act.source == Source.MODEL or bool(settings.MODEL_DATA),
            "text": act.public_text,
        }


def _write(month: BulkMonth, names: list[str], drafts: dict[str, Path]) -> int:
    import polars  # only who builds files needs it

    kept = list(rows(month, names))
    with drafts["jsonl"].open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as lines:
        for row in kept:
            lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    schema = dict.fromkeys(COLUMNS, polars.String) | {
        "norms": polars.List(polars.String),
        "version": polars.Int32,
        "model_data": polars.Boolean,
    }
    polars.DataFrame(kept, schema=schema).write_parquet(drafts["parquet"], compression="zstd")
    return len(kept)


COLUMNS = (
    "id", "neutral", "citation", "date", "court", "court_key", "region", "category", "kind", "instance", "outcome",
    "norms", "language", "version", "sha256", "model_data", "text",
)  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
