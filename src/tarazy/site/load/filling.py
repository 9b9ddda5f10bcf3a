"""Fill a registry: courts, people, and as many cases as are asked for, by COPY, two processes at once.

`python -m tarazy.site.load.filling CASES [SEED]` on the database of DATABASE_URL (PostgreSQL). What is there already
stays, and cases are added up to the number. Indexes and foreign keys are put off and made afterwards, so that the
database itself checks every row.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime
from multiprocessing import get_context
from random import Random
from typing import Any

PROCESSES = 2
CITIZENS = 2000
CLERKS_A_COURT = 1
DOMAIN = "load.example"


def fill(cases: int, seed: int, progress: Callable[[str], object]) -> dict[str, Any]:
    """Fill the database that Django is connected to; how many rows, and how long it took."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from tarazy.cases.models import Case
    from tarazy.modelcourt.filling.seats import fill_seats

    if connection.vendor != "postgresql":
        raise ValueError("a million cases need PostgreSQL: give its URL")
    began = time.monotonic()
    call_command("migrate", verbosity=0, interactive=False)
    now = timezone.now()
    progress("courts and people")
    fill_seats(seed, now)
    people(now)
    there = Case.objects.count()
    made = max(0, cases - there)
    if made:
        _fill_cases(made, seed, now, progress)
    return {
        "cases": there + made,
        "added": made,
        "seconds": round(time.monotonic() - began, 1),
        "database_gigabytes": _size(),
    }


def people(now: datetime) -> None:
    """An account for every judge of first instance and a clerk in each court; citizens with IINs. Nobody has a
    password: the drivers make sessions."""
    from tarazy.courts.models import Court, Instance, Judge, Section
    from tarazy.people.models import RoleGrant, User
    from tarazy.people.permissions import Role
    from tarazy.site.load.names import somebody

    if User.objects.filter(email__endswith=f"@{DOMAIN}").exists():
        return
    rng = Random("load/people")
    long_ago = now.replace(year=now.year - 3)
    common = {"password": "!", "language": "ru", "is_model": True, "iin_confirmed_at": now}
    judges = list(Judge.objects.filter(user__isnull=True, court__instance=Instance.FIRST).order_by("pk"))
    accounts = [
        User(
            email=f"judge{one.pk}@{DOMAIN}", family_name=one.family_name, given_name=one.given_name,
            patronymic=one.patronymic, **common,
        )
        for one in judges
    ]  # fmt: skip
    User.objects.bulk_create(accounts)
    for judge, user in zip(judges, accounts, strict=True):
        judge.user = user
    Judge.objects.bulk_update(judges, ["user"], batch_size=500)
    courts = list(Court.objects.filter(instance=Instance.FIRST))
    clerks = [
        User(email=f"clerk{one.code}@{DOMAIN}", family_name="Реестрова", given_name="Айгуль", **common)
        for one in courts
    ]
    User.objects.bulk_create(clerks)
    sections = {one.court_id: one for one in Section.objects.filter(code="registry")}
    Section.members.through.objects.bulk_create(
        Section.members.through(section_id=sections[court.code].pk, user_id=clerk.pk)
        for court, clerk in zip(courts, clerks, strict=True)
        if court.code in sections
    )
    named: dict[str, Any] = {}
    while len(named) < CITIZENS:
        one = somebody(rng)
        named[one.number] = one
    citizens = []
    for place, one in enumerate(named.values()):
        family, given, *rest = one.name.split(" ")
        citizens.append(
            User(
                email=f"citizen{place}@{DOMAIN}", family_name=family, given_name=given,
                patronymic=" ".join(rest), iin=one.number, **common,
            )
        )  # fmt: skip
    User.objects.bulk_create(citizens)
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(user=judge.user, role=Role.JUDGE, court_code=judge.court_id, since=long_ago)
            for judge in judges
        ]
        + [
            RoleGrant(user=clerk, role=Role.REGISTRY_CLERK, court_code=court.code, since=long_ago)
            for court, clerk in zip(courts, clerks, strict=True)
        ]
        + [RoleGrant(user=user, role=Role.CITIZEN, since=long_ago) for user in citizens]
    )


def _fill_cases(made: int, seed: int, now: datetime, progress: Callable[[str], object]) -> None:
    import psycopg
    from django.db import connection

    from tarazy.site.load.court_rows import warm
    from tarazy.site.load.tables import without_indexes

    url = _libpq(os.environ["DATABASE_URL"])
    tasks = _tasks(made, seed, now)
    warm()
    connection.close()
    with psycopg.connect(url, autocommit=True) as own, without_indexes(own):
        done = 0
        with get_context("fork").Pool(PROCESSES, maxtasksperchild=12) as pool:
            for count in pool.imap_unordered(_fill_court, [(url, task) for task in tasks]):
                done += count
                progress(f"{done:,} of {made:,} cases")
        progress("indexes and foreign keys; every row is checked")
    with psycopg.connect(url, autocommit=True) as own:
        _set_sequences(own)
        progress("statistics")
        own.execute("VACUUM (ANALYZE)")


def _tasks(made: int, seed: int, now: datetime) -> list[Any]:
    from django.db.models import Max

    from tarazy.cases.models import Case, NumberSeries
    from tarazy.courts.models import Judge, Section
    from tarazy.ledger.actions.append import parts
    from tarazy.ledger.models import Head
    from tarazy.modelcourt import country
    from tarazy.people.models import User
    from tarazy.site.load.court_rows import Task
    from tarazy.site.load.ways import ways  # noqa: F401  fails early

    kinds = ("district", "economic", "administrative", "juvenile", "offence")
    courts = [one for one in country.courts() if one.kind in kinds and one.weight]
    weight = sum(one.weight for one in courts)
    files = _files(now)
    heads = {one.stream: one for one in Head.objects.all()}
    sections = dict(Section.objects.filter(code="registry").values_list("court", "pk"))
    judges: dict[str, list[Any]] = {}
    for one in Judge.objects.order_by("pk"):
        judges.setdefault(one.court_id, []).append((one.pk, one.user_id, one.short_name))
    serials: dict[str, dict[str, int]] = {}
    for series in NumberSeries.objects.all():
        serials.setdefault(series.court_code, {})[f"{series.year}/{series.type}"] = series.last
    citizens = [
        (user.pk, user.full_name, user.iin)
        for user in User.objects.filter(email__startswith="citizen", email__endswith=f"@{DOMAIN}").order_by(
            "pk"
        )
    ]
    first = (Case.objects.aggregate(top=Max("pk"))["top"] or 0) + 1
    found, left, share = [], made, made
    for place, court in enumerate(courts):
        count = left if place == len(courts) - 1 else min(left, round(share * court.weight / weight))
        left -= count
        head = heads.get(court.code)
        found.append(
            Task(
                code=court.code, cases=count, first=first, now=now, seed=seed, judges=judges[court.code],
                section=sections[court.code], citizens=citizens[place::3], files=files,
                serials=serials.get(court.code, {}), size=head.size if head else 0,
                chain=bytes(head.chain_hash) if head else bytes(32),
                frontier=parts(head.frontier) if head else [], long_docket=place == 0 and first == 1,
            )
        )  # fmt: skip
        first += count
    return sorted((one for one in found if one.cases), key=lambda one: -one.cases)


def _fill_court(asked: tuple[str, Any]) -> int:
    """One court in one transaction, in a process of the pool; how many cases."""
    import psycopg

    from tarazy.site.load.court_rows import fill as rows_of
    from tarazy.site.load.tables import COLUMNS, table_of

    url, task = asked
    done = rows_of(task)
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        for label, columns in COLUMNS.items():
            named = ", ".join(f'"{column}"' for column in columns)
            with cursor.copy(f"COPY {table_of(label)} ({named}) FROM STDIN") as copy:
                rows = done.rows.pop(label, [])
                for start in range(0, len(rows), 2000):
                    copy.write("".join(rows[start : start + 2000]))
        cursor.execute(
            "INSERT INTO ledger_head (stream, size, chain_hash, frontier) VALUES (%s, %s, %s, %s) ON CONFLICT (stream) "
            "DO UPDATE SET size = excluded.size, chain_hash = excluded.chain_hash, frontier = excluded.frontier",
            (task.code, done.size, done.chain, b"".join(done.frontier)),
        )
        for key, last in done.serials.items():
            year, series = key.split("/")
            cursor.execute(
                "INSERT INTO cases_numberseries (court_code, year, type, last) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (court_code, year, type) DO UPDATE SET last = excluded.last",
                (task.code, int(year), series, last),
            )
    return int(task.cases)


def _files(now: datetime) -> list[tuple[str, int]]:
    """A few files that all the documents share, in the store."""
    from tarazy.documents.models import StoredFile
    from tarazy.documents.store import content_store, make_draft, workshop
    from tarazy.site.load.papers import paper

    found = []
    for place in range(4):
        draft = make_draft(io.BytesIO(paper(f"stored/{place}")), workshop() / "drafts")
        content_store().keep(draft)
        draft.discard()
        StoredFile.objects.get_or_create(sha256=draft.sha256, defaults={"size": draft.size})
        found.append((draft.sha256, draft.size))
    return found


def _set_sequences(connection: Any) -> None:
    from tarazy.site.load.tables import COLUMNS, table_of

    for label in COLUMNS:
        table = table_of(label)
        sequence = (
            connection.execute("SELECT pg_get_serial_sequence(%s, 'id')", (table,)).fetchone()[0]
            if (label != "documents.Document")
            else None
        )
        if sequence:
            connection.execute(f"SELECT setval('{sequence}', greatest((SELECT max(id) FROM {table}), 1))")


def _size() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return round(float(cursor.fetchone()[0]) / 1e9, 2)


def _libpq(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1)


def main() -> None:
    """Fill, telling on standard error how far it is; figures on standard output."""
    import json

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    django.setup()
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    print(json.dumps(fill(int(sys.argv[1]), seed, lambda words: print(words, file=sys.stderr, flush=True))))  # noqa: T201


if __name__ == "__main__":
    main()
