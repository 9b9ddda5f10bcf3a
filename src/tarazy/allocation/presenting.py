"""A draw as its pages show it: who was in the list, why others weren't, and the numbers step by step."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.functional import Promise

from tarazy.allocation.models import Draw
from tarazy.allocation.words import REASONS
from tarazy.courts.models import Judge


@dataclass(frozen=True)
class Line:
    """A judge in the list: tickets `first` to `last` of those at the first place, share in percent."""

    name: str
    court: str
    judge: str
    weight: int
    first: int
    last: int
    percent: float
    reasons: dict[str, int]
    place: int  # 0: not drawn


@dataclass(frozen=True)
class Out:
    """A judge who isn't in the list."""

    name: str
    reason: str | Promise
    norm: str


@dataclass(frozen=True)
class Turn:
    """One place: the hash, the tickets still in, the ticket found, whose it is."""

    number: int
    digest: str
    tickets: int
    ticket: int
    name: str


def names_of(uuids: list[str]) -> dict[str, Judge]:
    """Judges by uuid, also those who left."""
    return {str(one.uuid): one for one in Judge.objects.filter(uuid__in=uuids).select_related("court")}


def lines_of(draw: Draw, judges: dict[str, Judge]) -> list[Line]:
    """The list in its order, with the numbers of the tickets."""
    eligible = draw.frozen.get("eligible", [])
    ends = list(accumulate(line["weight"] for line in eligible))
    return [
        Line(
            name=_name(judges, line["judge"]),
            court=judges[line["judge"]].court.name if line["judge"] in judges else "",
            judge=line["judge"],
            weight=line["weight"],
            first=end - line["weight"],
            last=end - 1,
            percent=100 * line["weight"] / ends[-1],
            reasons=line["reasons"],
            place=draw.selected.index(line["judge"]) + 1 if line["judge"] in draw.selected else 0,
        )
        for line, end in zip(eligible, ends, strict=True)
    ]


def outs_of(draw: Draw, judges: dict[str, Judge]) -> list[Out]:
    """Who isn't in the list, and why; the receipt says the same in codes."""
    return [
        Out(
            name=_name(judges, line["judge"]),
            reason=REASONS.get(line["reason"], line["reason"]),
            norm=line["norm"],
        )
        for line in draw.frozen.get("excluded", [])
    ]


def turns_of(draw: Draw, judges: dict[str, Judge]) -> list[Turn]:
    """Each place as anybody with a calculator of hashes finds it (ADR 0014)."""
    left = {line["judge"]: line["weight"] for line in draw.frozen.get("eligible", [])}
    turns = []
    for index, judge in enumerate(draw.selected if draw.seed else []):
        number = index.to_bytes(2, "big")
        digest = hashlib.sha256(number + f"{draw.seed.upper()}/".encode() + number).hexdigest()
        total = sum(left.values())
        turns.append(Turn(index + 1, digest, total, int(digest, 16) % total, _name(judges, judge)))
        left.pop(judge)
    return turns


def shown(draw: Draw) -> dict[str, Any]:
    """All that a page of the draw needs."""
    named = [line["judge"] for key in ("eligible", "excluded") for line in draw.frozen.get(key, [])]
    judges = names_of([*named, *draw.selected])
    return {
        "draw": draw,
        "lines": lines_of(draw, judges),
        "outs": outs_of(draw, judges),
        "turns": turns_of(draw, judges),
        "chosen": [_name(judges, one) for one in draw.selected],
        "smoothing": next((line["reasons"]["smoothing"] for line in draw.frozen.get("eligible", [])), 0),
        "mean": next((line["reasons"]["mean"] for line in draw.frozen.get("eligible", [])), 0),
    }


def _name(judges: dict[str, Judge], uuid: str) -> str:
    return judges[uuid].full_name if uuid in judges else uuid
