"""Work on the bank in processes of their own, for `tarazy bench bank`: fill it, make queries, publish and seal, compare.

`python -m tarazy.site.load.bank_filling VERB …` prints one JSON value. Acts are those of the model court as read, their
fields taken from the truth; vectors are drawn (a centre for each category, and noise), because embedding a million
texts takes half a day and searching them isn't made easier by it.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing import get_context
from random import Random
from typing import Any

import numpy as np

PROCESSES = 2
BATCH = 200
BASELINE_LIMIT = 100_000
COPY = "-copy-"  # in the address of an act that is a copy


def fill(acts: int, seed: int, different: int = 0) -> dict[str, Any]:
    """Acts until the bank has so many, then the index; how long both took.

    With `different` only so many are written; the others are copies of them, each with an address of its own. Their
    words are the same, so the index's lists are as long as those of as many acts, its list of words is shorter.
    """
    from django.core.management import call_command
    from django.db import connection

    from tarazy.acts.models import Act
    from tarazy.acts.searching.opening import open_engine
    from tarazy.acts.searching.rebuild import rebuild

    call_command("migrate", verbosity=0, interactive=False)
    began = time.monotonic()
    there = Act.objects.count()
    wanted = min(acts, different or acts)
    if there < wanted:
        connection.close()
        with get_context("spawn").Pool(PROCESSES) as pool:
            shares = [(wanted, acts, seed, shard) for shard in range(PROCESSES)]
            for done in pool.imap_unordered(_fill_shard, shares):
                _say(f"{done:,} acts of one process")
    _copy(acts)
    filled = time.monotonic() - began
    told: dict[str, Any] = {
        "acts": Act.objects.count(),
        "different": Act.objects.exclude(act_id__contains=COPY).count(),
        "seconds": filled,
    }
    if open_engine().health().entries != told["acts"]:
        began = time.monotonic()
        entries = rebuild(_telling("index"))
        spent = time.monotonic() - began
        told |= {"index_seconds": spent, "entries_per_s": entries / spent}
    return told


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _telling(what: str) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        if done % 20_000 == 0:
            _say(f"{what}: {done:,} of {total:,}")

    return tell


def _started() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()


def _copy(acts: int) -> None:
    """Copies of the acts there are, with norms and vectors, until there are `acts`; PostgreSQL only."""
    from django.db import connection, transaction

    from tarazy.acts.models import Act, ActNorm
    from tarazy.acts.searching.models import ActVector

    given = {"id", "act_id", "content_hash"}
    kept = [field.column for field in Act._meta.concrete_fields if field.column not in given]
    columns = ", ".join(f'"{name}"' for name in kept)
    act, norm, vector = (model._meta.db_table for model in (Act, ActNorm, ActVector))
    number = 0
    while (missing := acts - Act.objects.count()) > 0:
        number += 1
        end = f"{COPY}{number}"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {act} (act_id, content_hash, {columns}) "
                "SELECT act_id || %s, encode(sha256(convert_to(content_hash || %s, 'UTF8')), 'hex'), "
                f"{columns} FROM {act} WHERE act_id NOT LIKE %s ORDER BY id LIMIT %s ON CONFLICT DO NOTHING",
                [end, end, f"%{COPY}%", missing],
            )
            copied = f"FROM {act} made JOIN {act} old ON made.act_id = old.act_id || %s"
            cursor.execute(
                f"INSERT INTO {norm} (act_id, code, article) "
                f"SELECT made.id, one.code, one.article {copied} JOIN {norm} one ON one.act_id = old.id "
                "ON CONFLICT DO NOTHING",
                [end],
            )
            cursor.execute(
                f"INSERT INTO {vector} (act_id, embedder, vector, text_hash) "
                f"SELECT made.id, one.embedder, one.vector, one.text_hash {copied} "
                f"JOIN {vector} one ON one.act_id = old.id ON CONFLICT DO NOTHING",
                [end],
            )
        _say(f"copy {number}: {acts - missing:,} of {acts:,} were there")


def _fill_shard(share: tuple[int, int, int, int]) -> int:
    _started()
    acts, cases, seed, shard = share
    done = 0
    wanted = acts // PROCESSES + (shard < acts % PROCESSES)
    source = islice(_decisions(seed, cases, shard), wanted)
    while batch := list(islice(source, BATCH)):
        _save(batch)
        done += len(batch)
        if done % 20_000 == 0:
            _say(f"acts: {done:,} of {wanted:,} of one process")
    return done


def _decisions(seed: int, cases: int, shard: int = 0) -> Iterator[Any]:
    from tarazy.modelcourt.bench.speed import as_held
    from tarazy.modelcourt.court import ModelCourt

    for act in ModelCourt(seed, cases).acts(shard, PROCESSES):
        held = as_held(act)
        yield held.model_copy(update={"id": f"load-{seed}-{held.id}"})


def _save(batch: list[Any]) -> None:
    from django.db import transaction

    from tarazy.acts.actions import import_acts
    from tarazy.acts.actions.import_acts import act_of, norms_of
    from tarazy.acts.models import Act, ActNorm, Source, Visibility
    from tarazy.acts.searching.entry import text_hash
    from tarazy.acts.searching.models import ActVector

    # Everybody in these acts is invented, and anonymising a million would take hours; `publish` does it.
    import_acts.anonymiser_of = Unmasked  # type: ignore[assignment]
    with transaction.atomic():
        made = [act_of(one, source=Source.MODEL, visibility=Visibility.PUBLIC) for one in batch]
        Act.objects.bulk_create(made, ignore_conflicts=True)
        saved = dict(Act.objects.filter(act_id__in=[act.act_id for act in made]).values_list("act_id", "pk"))
        kept = [act for act in made if act.act_id in saved]
        for act in kept:
            act.pk = saved[act.act_id]
        ActNorm.objects.bulk_create((norm for act in kept for norm in norms_of(act)), ignore_conflicts=True)
        ActVector.objects.bulk_create(
            (
                ActVector(
                    act=act,
                    embedder="drawn",
                    vector=drawn(act.act_id, act.category),
                    text_hash=text_hash(act),
                )
                for act in kept
            ),
            ignore_conflicts=True,
        )


class Unmasked:
    """Stands in for the anonymiser while the bank is filled."""

    def __init__(self, decision: Any) -> None:
        pass

    def apply(self, text: str) -> str:
        """The text as it is."""
        return text


def drawn(key: str, category: str) -> bytes:
    """A vector near the centre of the category."""
    from tarazy.acts.searching.vectors import DIMENSION, to_bytes

    centre = np.random.default_rng(zlib.crc32(category.encode())).standard_normal(DIMENSION)
    return to_bytes(centre + np.random.default_rng(zlib.crc32(key.encode())).standard_normal(DIMENSION))


def queries(count: int, seed: int) -> list[str]:
    """Addresses as readers ask: words as they stand in acts, phrases, beginnings, filters, norms, the bare page."""
    from urllib.parse import urlencode

    from tarazy.acts.models import Act

    rng = Random(f"{seed}/bank")
    highest = Act.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    asked = []
    while len(asked) < count:
        act = Act.objects.filter(pk__gte=rng.randrange(1, highest + 1)).order_by("pk").first()
        if act is None:
            continue
        words = [word for word in act.public_text.split() if word.isalpha() and len(word) > 3]
        place = rng.randrange(max(1, len(words) - 3))
        typed = words[place : place + rng.choice((1, 2, 2, 3))]
        kind = rng.random()
        if kind < 0.4:
            asked.append({"q": " ".join(typed) + " "})
        elif kind < 0.55:
            asked.append({"q": f'"{" ".join(act.public_text.split()[place : place + 2])}"'})
        elif kind < 0.7:
            asked.append({"q": " ".join([*typed[:-1], typed[-1][:5]]) if typed else ""})
        elif kind < 0.8:
            asked.append({"q": " ".join(typed), "category": act.category, "year": str(act.year)})
        elif kind < 0.9:
            norm = act.norms.order_by("?").first()
            asked.append({"code": norm.code, "article": norm.article} if norm else {})
        else:
            asked.append({"region": act.region} if rng.random() < 0.5 else {})
    return [urlencode(one) for one in asked]


def publish(rate: float, seconds: float, seed: int) -> dict[str, Any]:
    """New acts at the rate; every fifth is watched until it is found, then sealed and watched until it is gone."""
    from django.db import transaction

    from tarazy.acts.actions.import_acts import import_acts
    from tarazy.acts.models import Act, Source, Visibility
    from tarazy.acts.searching import changes

    # Cases that no earlier run of this bench published.
    source = _decisions(int(time.time()), int(rate * seconds * 3))
    began = time.monotonic()
    told: dict[str, list[float]] = {"publish": [], "found": [], "gone": []}
    watched: list[tuple[Any, float, str]] = []
    number = 0
    while (now := time.monotonic() - began) < seconds:
        if number <= now * rate:
            decision = next(source)
            started = time.monotonic()
            import_acts([decision], source=Source.MODEL, visibility=Visibility.PUBLIC)
            told["publish"].append(time.monotonic() - started)
            if number % 5 == 0:
                watched.append((Act.objects.get(act_id=decision.id), time.monotonic(), "found"))
            number += 1
        for act, since, what in watched[:]:
            there = _is_found(act)
            if there is (what == "found"):
                told[what].append(time.monotonic() - since)
                watched.remove((act, since, what))
                if what == "found":
                    with transaction.atomic():
                        Act.objects.filter(pk=act.pk).update(visibility=Visibility.CLOSED)
                        changes.note([act.pk])
                    changes.apply_soon()
                    watched.append((act, time.monotonic(), "gone"))
        time.sleep(0.005)
    measured = {name: figures(values) for name, values in told.items()}
    return {"published": number, "still_watched": len(watched), **measured}


def _is_found(act: Any) -> bool:
    """Whether the engine, as the public asks it, still has the act."""
    from tarazy.acts.searching.opening import open_engine
    from tarazy.acts.searching.question import Question, clauses_of

    question = Question(clauses_of(f"{act.case_number} "), seen_by=("visibility:public",), size=50)
    return act.pk in open_engine().search(question).rows


def nearest(count: int, seed: int) -> dict[str, float]:
    """Analogues by vectors asked one after another, half of them within a region."""
    from tarazy.acts.models import Act
    from tarazy.acts.searching.opening import open_engine
    from tarazy.acts.searching.question import Question

    rng = Random(f"{seed}/near")
    categories = list(Act.objects.order_by().values_list("category", flat=True).distinct())
    regions = list(Act.objects.order_by().values_list("region", flat=True).distinct())
    spent = []
    for number in range(count + 5):
        filters = {"region": [rng.choice(regions)]} if number % 2 else {}
        asked = drawn(f"asked-{number}", rng.choice(categories))
        started = time.monotonic()
        open_engine().near(asked, Question(filters=filters, seen_by=("visibility:public",)), 10)
        spent.append(time.monotonic() - started)
    return figures(spent[5:])


def baseline(acts: int, seed: int) -> dict[str, Any]:
    """The same texts in SQLite's FTS5 (at most the first `BASELINE_LIMIT`), words ranked and facets counted by SQL."""
    from tarazy.acts.models import Act
    from tarazy.jurimetrics.analysis import analyser_for

    held = sqlite3.connect(":memory:")
    held.execute("CREATE VIRTUAL TABLE texts USING fts5(terms, content='')")
    held.execute("CREATE TABLE facets (row INTEGER PRIMARY KEY, category, court, year)")
    columns = ("pk", "public_text", "language", "category", "court", "year")
    chosen: list[str] = []
    rng = Random(f"{seed}/baseline")
    kept = 0
    rows = Act.objects.order_by("pk").values_list(*columns)[: min(acts, BASELINE_LIMIT)]
    for row, text, language, category, court, year in rows.iterator(chunk_size=500):
        terms = analyser_for(language).tokens(text)
        held.execute("INSERT INTO texts (rowid, terms) VALUES (?, ?)", (row, " ".join(terms)))
        held.execute("INSERT INTO facets VALUES (?, ?, ?, ?)", (row, category, court, year))
        kept += 1
        if rng.random() < 200 / min(acts, BASELINE_LIMIT) and len(terms) > 10:
            chosen.append(" ".join(f'"{term}"' for term in rng.sample(terms, 2)))
    spent = []
    for query in chosen:
        started = time.monotonic()
        held.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 20", (query,)
        ).fetchall()
        for facet in ("category", "court", "year"):
            held.execute(
                f"SELECT {facet}, count(*) FROM facets WHERE row IN "
                "(SELECT rowid FROM texts WHERE texts MATCH ?) GROUP BY 1",
                (query,),
            ).fetchall()
        spent.append(time.monotonic() - started)
    return {"acts": kept, **figures(spent)}


def figures(seconds: list[float]) -> dict[str, float]:
    """Median, 95th percentile and greatest in milliseconds."""
    if not seconds:
        return {"count": 0}
    values = np.array(seconds) * 1000
    return {
        "count": len(seconds),
        "p50_ms": round(float(np.percentile(values, 50)), 1),
        "p95_ms": round(float(np.percentile(values, 95)), 1),
        "max_ms": round(float(values.max()), 1),
    }


if __name__ == "__main__":
    _started()
    verb, *given = sys.argv[1:]
    numbers = [int(one) if one.lstrip("-").isdigit() else float(one) for one in given]
    works: dict[str, Callable[..., Any]] = {
        "fill": fill, "queries": queries, "publish": publish, "nearest": nearest, "baseline": baseline,
    }  # fmt: skip
    json.dump(works[verb](*numbers), sys.stdout)
