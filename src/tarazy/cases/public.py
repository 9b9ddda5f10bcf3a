"""What is shown outside the court, made from the case: the public card, and the words by which a case is found.

`index_cases` is called in the same transaction as every docket event (a signal below), so that a sealed case is
gone from the search at the moment it is sealed. Who writes rows in bulk calls it with their ids.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from tarazy.cases import exits
from tarazy.cases.models import (
    Assignment,
    Case,
    CaseTerm,
    DocketEntry,
    Party,
    PartyRole,
    Proceeding,
    PublicCard,
    Seal,
)
from tarazy.cases.signals import docket_written

LONGEST_TERM = 60
# Letters that a person types for those of the number: from the other alphabet, or without a Kazakh keyboard.
_LOOKALIKES = str.maketrans("aceopxkbhmty", "асеорхквнмту")
_PLAIN = str.maketrans("әғқңөұүһіё", "агкноуухие")
_NUMBER = re.compile(r"\d[\d\-/]*[а-я]{0,3}(?:/\d*)?")
_DASHES = re.compile(r"[‐‑‒–—−]")
_WORD = re.compile(r"[^\W_]+")
# Those whom the card names: who argues the case, not who helps to decide it.
SHOWN_ROLES = frozenset(
    {
        PartyRole.CLAIMANT,
        PartyRole.DEFENDANT,
        PartyRole.THIRD_PARTY,
        PartyRole.THIRD_PARTY_WITH_CLAIMS,
        PartyRole.APPLICANT,
        PartyRole.INTERESTED,
        PartyRole.CREDITOR,
        PartyRole.DEBTOR,
        PartyRole.STATE_BODY,
        PartyRole.ACCUSED,
    }
)


def number_key(text: str) -> str:
    """A case number as it is compared: without spaces and №, `\\` as `/`, look-alike Latin letters as Cyrillic.

    "" where the text can't be a number or a beginning of one.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().removeprefix("№").removeprefix("no")
    plain = _DASHES.sub("-", "".join(plain.split())).replace("\\", "/").translate(_LOOKALIKES)
    return plain if _NUMBER.fullmatch(plain) else ""


def name_words(text: str) -> list[str]:
    """The words of a name as they are compared: lower case, Kazakh letters as their Russian neighbours, in order."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    return list(dict.fromkeys(word[:LONGEST_TERM] for word in _WORD.findall(plain)))


def index_cases(ids: Collection[int]) -> None:
    """Make cards and words of these cases anew: what is there already stays, what has no ground any more is deleted."""
    ids = sorted(set(ids))
    parties: dict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(case__in=ids).order_by("id"):
        parties[party.case_id].append(party)
    proceedings: dict[int, list[Proceeding]] = defaultdict(list)
    for proceeding in Proceeding.objects.filter(case__in=ids):
        proceedings[proceeding.case_id].append(proceeding)
    judges = dict(
        Assignment.objects.filter(
            proceeding__case__in=ids, until__isnull=True, seat=Assignment.Seat.PRESIDING
        ).values_list("proceeding", "judge")
    )
    terms: list[CaseTerm] = []
    cards: list[PublicCard] = []
    for case in Case.objects.filter(pk__in=ids):
        terms += _terms(case, parties[case.pk], proceedings[case.pk])
        cards += _cards(case, parties[case.pk], proceedings[case.pk], judges)
    _keep_terms(ids, terms)
    _keep_cards(ids, cards)


# Most events change a card and no word. Rows that stay as they are cost nothing: each word stands in four indexes of a
# table with tens of millions of rows, each card in ten.
def _keep_terms(ids: Collection[int], terms: list[CaseTerm]) -> None:
    wanted = {(one.case_id, one.court_code, one.term): one for one in terms}
    gone = []
    for key, *place, audience in CaseTerm.objects.filter(case__in=ids).values_list(
        "pk", "case", "court_code", "term", "audience"
    ):
        one = wanted.get(tuple(place))
        if one is not None and one.audience == audience:
            del wanted[tuple(place)]
        else:
            gone.append(key)
    if gone:
        CaseTerm.objects.filter(pk__in=gone).delete()
    if wanted:
        CaseTerm.objects.bulk_create(wanted.values(), batch_size=2000)


def _keep_cards(ids: Collection[int], cards: list[PublicCard]) -> None:
    wanted = {one.proceeding_id: one for one in cards}
    there = {one.proceeding_id: one for one in PublicCard.objects.filter(case__in=ids)}
    changed = [one for key, one in wanted.items() if key not in there or _values(one) != _values(there[key])]
    # What gives its number up goes first: a number stands on one card.
    gone = [one.pk for key, one in there.items() if key not in wanted]
    gone += [
        there[one.proceeding_id].pk
        for one in changed
        if one.proceeding_id in there and there[one.proceeding_id].key != one.key
    ]
    if gone:
        PublicCard.objects.filter(pk__in=gone).delete()
    if changed:
        PublicCard.objects.bulk_create(
            changed,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["proceeding"],
            update_fields=[one for one in _card_columns() if one != "proceeding_id"],
        )


@cache
def _card_columns() -> tuple[str, ...]:
    return tuple(one.attname for one in PublicCard._meta.concrete_fields if not one.primary_key)


def _values(card: PublicCard) -> tuple[Any, ...]:
    return tuple(getattr(card, name) for name in _card_columns())


def shown_parties(parties: list[Party]) -> list[list[str]]:
    """[role, shortened name] of those whom everybody may read of, without sealed parties and who has left."""
    return [
        [party.role, party.short_name]
        for party in parties
        if not party.sealed and party.left_at is None and party.role in SHOWN_ROLES
    ]


def _cards(
    case: Case, parties: list[Party], proceedings: list[Proceeding], judges: dict[int, int]
) -> Iterator[PublicCard]:
    if case.sealed or case.number is None:
        return
    shown = shown_parties(parties)
    for proceeding in proceedings:
        number = proceeding.number
        if number:
            yield PublicCard(
                proceeding=proceeding,
                case=case,
                number=number,
                key=number_key(number) or number,
                court_id=proceeding.court_id,
                instance=proceeding.instance,
                kind=proceeding.kind,
                category=case.category,
                stage=proceeding.stage,
                stage_since=proceeding.stage_since,
                filed_at=proceeding.filed_at,
                decided_at=proceeding.decided_at,
                outcome=proceeding.outcome,
                judge_id=judges.get(proceeding.pk),
                parties=shown,
            )


def _terms(case: Case, parties: list[Party], proceedings: list[Proceeding]) -> Iterator[CaseTerm]:
    everybody, file, court = CaseTerm.Audience.EVERYBODY, CaseTerm.Audience.FILE, CaseTerm.Audience.COURT
    is_public = not case.sealed and case.number is not None
    found: dict[str, str] = {}
    for party in parties:
        if party.sealed:
            audience = court
        elif is_public and party.kind != Party.Kind.PERSON and party.left_at is None:
            audience = everybody if party.role in SHOWN_ROLES else file
        else:
            audience = file
        for word in name_words(party.name):
            found[word] = _wider(found.get(word), audience)
        for number in (party.iin, party.bin):
            if number:
                found[number] = _wider(found.get(number), court if party.sealed else file)
    for proceeding in proceedings:
        if key := number_key(proceeding.number or ""):
            tail = key.rsplit("-", 1)[-1]  # 2/101: how the number is said within the court
            for term in (key, tail):
                found[term] = _wider(found.get(term), everybody if is_public else file)
    for code in {case.court_id, *(proceeding.court_id for proceeding in proceedings)}:
        for term, audience in found.items():
            yield CaseTerm(case=case, court_code=code, term=term, audience=audience)


def _wider(one: str | None, other: str) -> str:
    order = (CaseTerm.Audience.COURT, CaseTerm.Audience.FILE, CaseTerm.Audience.EVERYBODY)
    return other if one is None else max(one, other, key=lambda audience: order.index(audience))


_together: ContextVar[set[int] | None] = ContextVar("cases.indexed_together", default=None)


@contextmanager
def indexed_together() -> Iterator[None]:
    """Cases that have events inside are indexed at its end, all at once. Must be inside the events' transaction."""
    ids: set[int] = set()
    before = _together.set(ids)
    try:
        yield
    finally:
        _together.reset(before)
    if ids:
        index_cases(ids)


@receiver(docket_written, dispatch_uid="cases.index_after_event")
def _after_events(sender: type[DocketEntry], entries: Collection[DocketEntry], **kwargs: Any) -> None:
    ids = {one.case_id for one in entries}
    waiting = _together.get()
    if waiting is not None:
        waiting |= ids
    else:
        index_cases(ids)


def let_go(seal: Seal) -> None:
    """The exit "search": nothing of what is sealed stays where others look."""
    index_cases([seal.case_id])


exits.register("search", let_go)


@receiver(post_save, sender=Case, dispatch_uid="cases.purge_when_sealed")
def _when_sealed(sender: type[Case], instance: Case, created: bool, **kwargs: Any) -> None:
    if instance.sealed and not created:
        index_cases([instance.pk])
