"""The rows of one court: its cases along their ways, its dockets with their entries in the ledger, hashed for real."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import date as Date
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from tarazy.cases.deadlines import law, written
from tarazy.cases.docket import digest
from tarazy.cases.public import name_words
from tarazy.cases.rules import normal_name
from tarazy.cases.workflow import table
from tarazy.law import deadline
from tarazy.ledger.blinding import blinded
from tarazy.ledger.merkle import grown
from tarazy.site.load.names import Somebody, companies, lenders, somebody
from tarazy.site.load.ways import Ask, Way, categories, ways
from tarazy.verify import chain_hash_of, leaf_hash

# Ids of a case's rows follow from its place, so that nothing has to be asked while rows are written.
PARTIES, ENTRIES, DOCUMENTS = 4, 16, 2
NOTHING = digest({})
NULL = "\\N"
LONG_DOCKET = 2000
SETTLED_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class Task:
    """What a process fills: a court, how many cases, where its ids and its ledger begin, who works there."""

    code: str
    cases: int
    first: int  # the id of its first case; others follow from it
    now: datetime
    seed: int
    judges: list[tuple[int, int | None, str]]  # id, account, short name
    section: int
    citizens: list[tuple[int, str, str]]  # account, name, IIN: filed some of the cases
    files: list[tuple[str, int]]
    serials: dict[str, int]  # "year/type": last serial given
    size: int  # of the ledger
    chain: bytes
    frontier: list[bytes]
    long_docket: bool = False


@dataclass
class Filled:
    """The rows as text of COPY, by model, and where the series and the ledger end."""

    rows: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    serials: dict[str, int] = field(default_factory=dict)
    size: int = 0
    chain: bytes = b""
    frontier: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class _Case:
    """What entries of the docket need to know of their case."""

    id: int
    uuid: str
    secret: bytes
    params: list[dict[str, Any]]
    documents: tuple[tuple[str, str], ...]  # id, SHA-256


def fill(task: Task) -> Filled:
    """Every row of the court's cases."""
    done = Filled(serials=dict(task.serials))
    rng = Random(f"load/{task.seed}/{task.code}/{task.first}")
    known = ways()
    bounds = list(accumulate(way.share for way in known))
    drawn = [rng.choices(known, cum_weights=bounds)[0] for _ in range(task.cases)]
    dated = sorted(((_filed_at(way, task.now, rng), way) for way in drawn), key=lambda pair: pair[0])
    events: list[tuple[datetime, int, int, str, _Case]] = []
    long_place = next((p for p, (_, way) in enumerate(dated) if way.stage == "hearing"), None)
    for place, (filed, way) in enumerate(dated):
        more = LONG_DOCKET if task.long_docket and place == long_place else 0
        _one_case(task, done, rng, task.first + place, filed, way, events, more)
    events.sort(key=lambda event: event[:3])
    _tell(task, done, events)
    return done


def _filed_at(way: Way, now: datetime, rng: Random) -> datetime:
    young, old = way.age
    days = young + (old - young) * rng.random()
    return now - timedelta(days=max(days, 0.02), seconds=rng.random() * 60)


def _one_case(
    task: Task, done: Filled, rng: Random, id_: int, filed: datetime, way: Way, events: list[Any], more: int
) -> None:
    rows, code = done.rows, task.code
    uuid, secret = UUID(bytes=os.urandom(16), version=4), os.urandom(32)
    category = rng.choice(categories()[way.kind])
    moments = [filed + timedelta(days=day, seconds=place) for place, (_, day) in enumerate(way.steps)]
    registered = way.sets.get("registered_at")
    number = None
    if registered is not None:
        number = _number(task, done, way.kind, moments[registered])
    claimant, account, defendant = _sides(task, way, category, rng)
    price = rng.randrange(20_000, 3_000_000)
    roles = ("creditor", "debtor") if way.kind == "order" else ("claimant", "defendant")
    named = [(roles[0], "claim", claimant), (roles[1], "defence", defendant)]
    if way.kind == "action" and rng.random() < 0.3:
        named.append(("third_party", "neither", somebody(rng)))
    seated = way.distributed
    judge = task.judges[rng.randrange(len(task.judges))] if seated is not None else None
    content = f"{rng.getrandbits(256):064x}"
    params: list[dict[str, Any]] = []
    for step, _day in way.steps:
        said: dict[str, Any] = {}
        if step == "file":
            said = {"origin": "electronic", "content": content}
        elif step == "register":
            said = {"number": number}
        elif step == "distribute" and judge:
            said = {"judges": judge[2], "reference": str(UUID(int=rng.getrandbits(128), version=4))}
        params.append(said)
    size = len(way.steps) + more
    stands = normal_name(claimant.name), normal_name(defendant.name)
    fingerprint = sha256(f"{category}\n{stands[0]}\n{stands[1]}".encode()).hexdigest()
    at = moments[0].isoformat()
    rows["cases.Case"].append(
        f"{id_}\t{uuid}\t{number or NULL}\t{code}\t{way.kind}\t{category}\t{'kk' if id_ % 3 else 'ru'}\telectronic\t{at}\t"
        f"{account or NULL}\t{_when(way, 'registered_at', moments)}\t{_when(way, 'ended_at', moments)}\t{price}\tKZT\t{{}}\t{NULL}\t"
        f"{fingerprint}\t\tf\t{secret.hex()}\t{size}\tt\n"
    )
    rows["cases.Proceeding"].append(
        f"{id_}\t{id_}\t{_uuid()}\t{number or NULL}\t{code}\tfirst\t{way.kind}\t{way.stage}\t"
        f"{moments[way.stage_place].isoformat()}\t\t{at}\t{_when(way, 'registered_at', moments)}\t"
        f"{_when(way, 'accepted_at', moments)}\t{_when(way, 'decided_at', moments)}\t{_when(way, 'ended_at', moments)}\t"
        f"{way.outcome}\t{way.ground}\t{NULL}\n"
    )
    _parties(rows, id_, named, account, moments, way)
    outcome = way.outcome if way.outcome in ("satisfied_full", "satisfied_part", "dismissed") else ""
    rows["cases.Claim"].append(
        f"{id_}\t{id_}\t{id_ * PARTIES}\t1\trecover_debt\t\t{price}\tKZT\tf\t{at}\t{NULL}\t{outcome}\t"
        f"{price if outcome == 'satisfied_full' else NULL}\n"
    )
    documents = _documents(task, rows, id_, account, at, rng)
    if judge and seated is not None:
        rows["cases.Assignment"].append(
            f"{id_}\t{judge[0]}\tpresiding\t{moments[seated].isoformat()}\t{NULL}\t{params[seated]['reference']}\t\t100\n"
        )
    dues = _limits(task, rows, id_, way, moments)
    _tasks(task, rows, id_, way, moments, judge, dues)
    _found(rows, task, id_, number, named, way, category, at, moments, judge)
    case = _Case(id_, str(uuid), secret, params, documents)
    events += [
        (moment, id_, place + 1, way.steps[place][0], case)
        for place, moment in enumerate(moments)
    ]  # fmt: skip
    if more:
        start, apart = moments[-1], (task.now - moments[-1]) / (more + 2)
        codes = ("evidence", "explanation", "motion", "hearing_scheduled", "notified", "protocol_signed")
        events += [
            (start + apart * (n + 1), id_, len(moments) + n + 1, codes[n % len(codes)], case)
            for n in range(more)
        ]  # fmt: skip


def _number(task: Task, done: Filled, kind: str, moment: datetime) -> str:
    series = "4" if kind == "administrative" else "2"
    key = f"{moment.year}/{series}"
    serial = done.serials[key] = done.serials.get(key, 0) + 1
    return f"{task.code}-{moment.year % 100:02d}-00-{series}/{serial}"


def _sides(task: Task, way: Way, category: str, rng: Random) -> tuple[Somebody, int | None, Somebody]:
    account = None
    if category in ("microcredit", "bank_loan", "utilities_debt"):
        claimant = lenders()[int(len(lenders()) * rng.random() ** 2)]
    elif task.citizens and rng.random() < 0.1:
        account, name, iin = rng.choice(task.citizens)
        claimant = Somebody(name, iin, True, tuple(name_words(name)))
    else:
        claimant = somebody(rng)
    if way.kind == "administrative" or rng.random() < 0.15:
        return claimant, account, rng.choice(companies())
    return claimant, account, somebody(rng)


def _parties(rows: Any, id_: int, named: Any, account: int | None, moments: list[datetime], way: Way) -> None:
    at = moments[0].isoformat()
    opened = moments[way.sets["accepted_at"]].isoformat() if "accepted_at" in way.sets else NULL
    for place, (role, side, who) in enumerate(named):
        iin, bin_ = (who.number, "") if who.is_person else ("", who.number)
        rows["cases.Party"].append(
            f"{id_ * PARTIES + place}\t{id_}\t{_uuid()}\t{role}\t{side}\t{'person' if who.is_person else 'company'}\t"
            f"{account if side == 'claim' and account else NULL}\t{NULL}\t{_text(who.name)}\t{iin}\t{bin_}\t{NULL}\t\t\t\tkk\tf\t"
            f"{at}\t{at if side == 'claim' else opened}\t{NULL}\n"
        )


def _documents(
    task: Task, rows: Any, id_: int, account: int | None, at: str, rng: Random
) -> tuple[tuple[str, str], ...]:
    found = []
    for kind in ("claim", "evidence"):
        digest_, size = task.files[rng.randrange(len(task.files))]
        document = _uuid()
        found.append((document, digest_))
        rows["documents.Document"].append(
            f"{document}\t{digest_}\t{digest_}\t{size}\t{kind}.pdf\tapplication/pdf\t4\tkk\t{kind}\t{account or NULL}\t\tuploaded\t"
            f"{NULL}\tready\t\tnot_scanned\t0\t{at}\t{NULL}\t{NULL}\n"
        )
        rows["cases.CaseDocument"].append(
            f"{id_}\t{id_ * ENTRIES + 1}\t{document}\t{kind}\t{kind}\t{id_ * PARTIES}\t{NULL}\tf\n"
        )
    return tuple(found)


def _limits(task: Task, rows: Any, id_: int, way: Way, moments: list[datetime]) -> dict[str, Date]:
    dues = {}
    for limit in way.limits:
        starts = (moments[limit.start] + timedelta(hours=5)).date()
        due, steps, norm, unverified = _counted(limit.limit, starts)
        dues[limit.limit] = due
        state, end = limit.state, moments[limit.end] if limit.end is not None else None
        if end is None and task.now - moments[-1] > SETTLED_AFTER and due < task.now.date():
            state, end = "met", moments[limit.start] + timedelta(days=2)
        elif end and state == "met" and end.date() > due:
            state = "missed"
        rows["cases.Deadline"].append(
            f"{id_}\t{limit.limit}\t{limit.whose}\t{NULL}\t{starts}\t{due}\t{steps}\t{norm}\t{unverified}\t{state}\t"
            f"{end.isoformat() if end else NULL}\t{NULL}\t0\t{NULL}\t{NULL}\n"
        )
    return dues


@lru_cache(maxsize=200_000)
def _counted(limit: str, starts: Date) -> tuple[Date, str, str, str]:
    found = deadline(law(), limit, starts)
    steps = json.dumps([written(step) for step in found.steps], ensure_ascii=False)
    return found.date, _text(steps), found.norm or "", "t" if found.unverified else "f"


def _tasks(
    task: Task,
    rows: Any,
    id_: int,
    way: Way,
    moments: list[datetime],
    judge: Any,
    dues: dict[str, Date],
) -> None:
    for ask in way.asks:
        done = _done(ask, moments, task.now)
        to_judge = ask.to == "judge" and judge and judge[1]
        due = dues.get(ask.limit)
        rows["cases.Task"].append(
            f"{_uuid()}\t{task.code}\t{id_}\t{NULL if to_judge else task.section}\t{judge[1] if to_judge else NULL}\t{ask.code}\t"
            f"{{}}\t\t{1 if ask.urgent else 2}\t{moments[ask.made].isoformat()}\t{NULL}\t{due or NULL}\t"
            f"{done.isoformat() if done else NULL}\t{NULL}\n"
        )


def _done(ask: Ask, moments: list[datetime], now: datetime) -> datetime | None:
    if ask.done is not None:
        return moments[ask.done]
    late = moments[ask.made] + timedelta(days=4)
    return late if late < now - timedelta(days=3) and ask.to == "registry" else None


def _found(
    rows: Any,
    task: Task,
    id_: int,
    number: str | None,
    named: Any,
    way: Way,
    category: str,
    at: str,
    moments: list[datetime],
    judge: Any,
) -> None:
    """What `cases.public.index_cases` makes of the case."""
    terms: dict[str, str] = {}
    for _role, _side, who in named:
        audience = "all" if not who.is_person and number else "file"
        for word in who.words:
            if terms.get(word) != "all":
                terms[word] = audience
        terms[who.number] = "file"
    if number:
        terms[number] = terms[number.rpartition("-")[2]] = "all"
    rows["cases.CaseTerm"] += [f"{id_}\t{task.code}\t{term}\t{said}\n" for term, said in terms.items()]
    if number:
        shown = json.dumps([[role, who.short] for role, _, who in named], ensure_ascii=False)
        rows["cases.PublicCard"].append(
            f"{id_}\t{id_}\t{number}\t{number}\t{task.code}\tfirst\t{way.kind}\t{category}\t{way.stage}\t"
            f"{moments[way.stage_place].isoformat()}\t{at}\t{_when(way, 'decided_at', moments)}\t{way.outcome}\t"
            f"{judge[0] if judge else NULL}\t{_text(shown)}\n"
        )


def _tell(task: Task, done: Filled, events: list[tuple[datetime, int, int, str, _Case]]) -> None:
    """Entries of dockets and of the ledger, in the order in which all that happened."""
    docket, told = done.rows["cases.DocketEntry"], done.rows["ledger.Entry"]
    size, chain, frontier, code = task.size, task.chain, task.frontier, task.code
    spare = task.first * ENTRIES  # the long docket has more entries than places: its ids come from above all
    for moment, id_, number, event, case in events:
        params = case.params[number - 1] if number <= len(case.params) else {}
        proof = digest(params) if params else NOTHING
        papers = [blinded(case.secret, one[1]) for one in case.documents] if number == 1 else []
        listed = ",".join(f'"{paper}"' for paper in papers)
        body = (
            f'{{"case":"{blinded(case.secret, case.uuid)}","code":"{event}","documents":[{listed}],"entry":{number},'
            f'"params":"{blinded(case.secret, proof)}"}}'
        )
        size += 1
        body_hash = sha256(body.encode()).digest()
        kind = f"docket.{event}"
        at = moment.astimezone(UTC)
        chain = chain_hash_of(chain, body_hash, code, size, kind, at)
        frontier, completed = grown(frontier, size - 1, leaf_hash(chain))
        subtrees = b"".join(completed).hex()
        told.append(
            f"{code}\t{size}\t{kind}\t{at.isoformat()}\t{body}\t\\\\x{body_hash.hex()}\t\\\\x{chain.hex()}\t\\\\x{subtrees}\n"
        )
        key = id_ * ENTRIES + number if number < ENTRIES else -(spare + number)
        said = _text(json.dumps(params, ensure_ascii=False)) if params else "{}"
        docket.append(
            f"{key}\t{id_}\t{id_}\t{number}\t{event}\t{at.isoformat()}\t{NULL}\t{id_ * PARTIES if number == 1 else NULL}\t{said}\t"
            f"parties\t{code}\t{size}\n"
        )
    done.size, done.chain, done.frontier = size, chain, frontier


def _when(way: Way, name: str, moments: list[datetime]) -> str:
    place = way.sets.get(name)
    return moments[place].isoformat() if place is not None else NULL


def _uuid() -> str:
    raw = bytearray(os.urandom(16))
    raw[6], raw[8] = raw[6] & 0x0F | 0x40, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", " ").replace("\n", "\\n")


def warm() -> None:
    """Read the tables and the law before processes are forked."""
    table(), ways(), law(), lenders(), companies()
