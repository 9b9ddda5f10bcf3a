"""The fields of the index, and one act as a document of them."""

from __future__ import annotations

import hashlib
import re

import tantivy

from tarazy.jurimetrics.analogues.concepts import concept_terms
from tarazy.jurimetrics.analogues.digest import facts_of
from tarazy.jurimetrics.analysis import analyser_for
from tarazy.jurimetrics.decision import Decision

SCHEMA_VERSION = 1
#: Fields whose values are counted beside a result list and can be filtered on.
FACETS = ("category", "court", "region", "language", "kind", "instance", "outcome", "review", "year")
_NOT_NUMBER = re.compile(r"[^0-9a-zа-яёәғқңөұүһі]+")


def schema() -> tantivy.Schema:
    """`body` has the whole text with positions (phrases), `facts` what the act tells, `concepts` no language
    at all.

    Terms come from our analyser joined by spaces; the engine splits on spaces and changes nothing.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("key", indexed=True, fast=True)
    for facet in FACETS[:-1]:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("tongue", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("date", indexed=True, fast=True)
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("reviewed", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("facts", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("concepts", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("decision", stored=True)
    return builder.build()


#: The greatest number that `key_of` gives.
LARGEST_KEY = 2**63 - 1


def key_of(act_id: str) -> int:
    """A number for an act that fits 63 bits and stays the same: what vectors and fast fields know it by."""
    return int.from_bytes(hashlib.blake2b(act_id.encode(), digest_size=8).digest(), "big") >> 1


def tongue_of(language: str) -> int:
    """A language code as a number, for a fast field."""
    return int.from_bytes(language.encode()[:8], "big")


def plain_number(number: str) -> str:
    """A case number without its spaces and marks, so that two ways of writing it are one.

    >>> plain_number("№ 7585-24-00-2/101") == plain_number("7585-24-00-2\\\\ 101")
    True
    """
    return _NOT_NUMBER.sub("-", number.lower()).strip("-")


def facet_values(decision: Decision) -> dict[str, str]:
    """The values of an act's facets (those it has), `year` apart."""
    found = {
        "category": decision.category and decision.category.value,
        "court": decision.court and decision.court.value,
        "region": decision.region and decision.region.value,
        "language": decision.language,
        "kind": decision.kind and decision.kind.value.value,
        "instance": decision.instance and decision.instance.value.value,
        "outcome": decision.outcome and decision.outcome.value.value,
        "review": decision.review and decision.review.value.value,
    }
    return {name: value for name, value in found.items() if value}


def document(decision: Decision) -> tantivy.Document:
    """An act as the index keeps it. Raises `ValueError` if it has no id."""
    if not decision.id:
        raise ValueError("an act without an id can't be indexed")
    analyser = analyser_for(decision.language)
    body = analyser.tokens(decision.text)
    told = facts_of(decision)
    facts = body if told is decision.text else analyser.tokens(told)
    made = tantivy.Document()
    made.add_text("id", decision.id)
    made.add_unsigned("key", key_of(decision.id))
    made.add_unsigned("tongue", tongue_of(decision.language))
    for name, value in facet_values(decision).items():
        made.add_text(name, value)
    if decision.date:
        made.add_integer("year", decision.date.value.year)
        made.add_integer("date", decision.date.value.toordinal())
    for number in decision.case_numbers:
        made.add_text("number", plain_number(number.value))
    if decision.reviewed and decision.reviewed.case_number:
        made.add_text("reviewed", plain_number(decision.reviewed.case_number.value))
    made.add_text("body", " ".join(body))
    made.add_text("facts", " ".join(facts))
    made.add_text("concepts", " ".join(concept_terms(decision, facts)))
    made.add_bytes("decision", decision.model_dump_json(exclude_defaults=True).encode())
    return made
