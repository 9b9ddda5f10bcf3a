"""What the judges of a bench say of a draft, and whether all of them have spoken."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tarazy.acts.desk.bench_rules import bench_rule
from tarazy.acts.desk.drafting import opinion_context, version_text
from tarazy.acts.desk.keys import Unlocked
from tarazy.acts.desk.models import Opinion
from tarazy.acts.desk.readers import bench
from tarazy.acts.desk.refusals import NoMajority, PanelNotHeard
from tarazy.acts.desk.rules import has_majority, not_heard
from tarazy.acts.desk.sealing import seal_words, unseal_words
from tarazy.acts.text import ActText
from tarazy.cases.naming import norm_words

if TYPE_CHECKING:
    from tarazy.acts.desk.models import Draft
    from tarazy.people.models import User

DECIDING = (Opinion.Kind.AGREES, Opinion.Kind.DISSENT)


@dataclass(frozen=True)
class Said:
    """An opinion with its words; `paper` is a dissent's signed PDF, empty for the others."""

    id: int
    by: User
    kind: str
    version: int
    words: str
    at: datetime
    paper: bytes = b""


def opinions_of(draft: Draft, unlocked: Unlocked) -> list[Said]:
    """Everything that was said of the draft, in its order. Raises `NotFound` for who isn't among its readers."""
    key = unlocked.key_of(draft)
    return [_opened(draft, row, key) for row in draft.opinions.select_related("by")]


def keep_opinion(
    draft: Draft, kind: str, words: str, paper: bytes, version: int, key: bytes, by: User, now: datetime
) -> Opinion:
    """Keep an opinion encrypted under the draft's key; the saved row."""
    content = json.dumps({"words": words, "paper": b64encode(paper).decode()})
    sealed = seal_words(key, content, opinion_context(draft, by.pk, kind, version))
    return Opinion.objects.create(draft=draft, by=by, kind=kind, version=version, sealed=sealed, at=now)


def deciding(said: Iterable[Said]) -> dict[int, Said]:
    """The last word of each judge that counts, by the judge's id: agreement or dissent."""
    return {one.by.pk: one for one in said if one.kind in DECIDING}


def check_heard(
    draft: Draft, text: ActText, unlocked: Unlocked, signs: User, same: Callable[[ActText, ActText], bool]
) -> dict[int, Said]:
    """The judges' last words on this very text; `same` says whether the version they read is it.

    Raises `PanelNotHeard` with the names of those who are missing, `NoMajority`. A judge who sits alone is heard by signing.
    """
    seated = {user.pk: user for user in bench(draft.proceeding)}
    heard = {
        judge: one
        for judge, one in deciding(opinions_of(draft, unlocked)).items()
        if judge in seated and same(version_text(draft, one.version, unlocked), text)
    }
    norm = norm_words(bench_rule(draft.proceeding.kind).together)
    if missing := not_heard(seated, heard, signs=signs.pk):
        raise PanelNotHeard(names=", ".join(seated[judge].short_name for judge in missing), norm=norm)
    dissents = sum(one.kind == Opinion.Kind.DISSENT for one in heard.values())
    if not has_majority(len(seated), dissents):
        raise NoMajority(norm=norm)
    return heard


def same_words(read: ActText, signed: ActText) -> bool:
    """Whether two texts say the same."""
    return read == signed


def same_order(read: ActText, signed: ActText) -> bool:
    """Whether two texts order the same."""
    return read.operative == signed.operative


def _opened(draft: Draft, row: Opinion, key: bytes) -> Said:
    context = opinion_context(draft, row.by_id, row.kind, row.version)
    content = json.loads(unseal_words(key, bytes(row.sealed), context))
    return Said(
        row.pk, row.by, row.kind, row.version, content["words"], row.at, b64decode(content["paper"])
    )  # fmt: skip
