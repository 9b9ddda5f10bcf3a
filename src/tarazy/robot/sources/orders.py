"""What an application for a court order says, as the constructor kept it and its author signed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tarazy.cabinet.constructor.loading import definition

DEFINITION = "court_order"
_PAYERS = {"company": "legal_entity", "state_body": "legal_entity", "entrepreneur": "entrepreneur"}
_SLOT = re.compile(r"\\\{(\w+)\\\}")
_ARBITRATION = re.compile(r"арбитраж|третейск|төрелік", re.IGNORECASE)
_NEEDED = ("name", "number", "address")


def order_form(claim: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the application by their names in the table, as far as it says them; {} for another paper."""
    if claim.get("definition") != DEFINITION:
        return {}
    parties = list(claim.get("parties") or ())
    creditor = next((one for one in parties if one.get("role") == "creditor"), {})
    debtor = next((one for one in parties if one.get("role") == "debtor"), {})
    facts = list(claim.get("facts") or ())
    demands = list(claim.get("demands") or ())
    amounts = [Decimal(str(one["amount"])) for one in demands if one.get("amount") is not None]
    said = dict(_said(facts, str(claim.get("language") or "kk")))
    attached = {one.get("code", "") for one in claim.get("attachments") or () if one.get("document_ids")}
    creditor_told, debtor_told = dict(_party("creditor", creditor)), dict(_party("debtor", debtor))
    fee = claim.get("fee") or {}
    form: dict[str, Any] = {
        "claim_kind": _ground(said.get("ground", ""), str(claim.get("language") or "kk")),
        "basis_paper": said.get("basis"),
        "claim_sum": str(sum(amounts, Decimal(0))) if amounts else None,
        "claim_for_money": bool(amounts) and len(amounts) == len(demands),
        "represented": claim.get("representative") is not None,
        "authority_shown": bool(attached & {"authority", "power"}),
        "creditor_state_body": creditor.get("kind") == "state_body",
        "debtor_is_entity": debtor.get("kind") in ("company", "state_body"),
        "arbitration_clause": any(_ARBITRATION.search(one) for one in facts),
        "fee_exempt": bool(fee.get("exemption")),
        "payer_kind": _PAYERS.get(str(creditor.get("kind")), "individual"),
        "court_by_address": claim.get("court_code") or None,
        **creditor_told,
        **debtor_told,
    }
    told = creditor_told | debtor_told
    form["missing_fields"] = [
        f"{who}_{what}" for who in ("creditor", "debtor") for what in _NEEDED if not told.get(f"{who}_{what}")
    ]
    return form


def _party(who: str, party: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    person = " ".join(filter(None, (party.get(key) for key in ("family_name", "given_name", "patronymic"))))
    where = party.get("address") or {}
    yield f"{who}_name", party.get("organisation") or person
    yield f"{who}_number", party.get("iin") or party.get("bin") or ""
    yield f"{who}_address", ", ".join(filter(None, (where.get("locality"), where.get("street"))))


def _ground(words: str, language: str) -> str | None:
    """The entry of the closed list whose words stand in the paper; None where they are nobody's."""
    found = definition(DEFINITION)
    question = found.question("ground") if found else None
    if question is None or not words:
        return None
    for option in question.options:
        if option.words.said(language).casefold() == words.casefold():
            return str(option.id)
    return None


def _said(facts: list[str], language: str) -> Iterator[tuple[str, str]]:
    """The values that stand in the paper's paragraphs, by the definition's own patterns."""
    for pattern in _patterns(language):
        for fact in facts:
            if match := pattern.fullmatch(fact.strip()):
                yield from match.groupdict().items()


@lru_cache(maxsize=4)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    found = definition(DEFINITION)
    if found is None:
        return ()
    texts = [one.words.said(language) for one in found.document.paragraphs if one.words is not None]
    named = [text for text in texts if "{" in text and not text.startswith("{")]
    return tuple(re.compile(_SLOT.sub(r"(?P<\1>.+?)", re.escape(text))) for text in named)
