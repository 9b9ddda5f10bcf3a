"""Who stands on which side: parties by their labels or by the sentence that opens the case."""

from __future__ import annotations

import re
from typing import NamedTuple

from tarazy.jurimetrics.decision import Found, Party, PartyKind, PartyRole, Stage
from tarazy.jurimetrics.reading.flat import Flat, fold
from tarazy.jurimetrics.reading.grammar import Grammar
from tarazy.jurimetrics.reading.outcomes import sentence_end
from tarazy.jurimetrics.reading.parts import Layout

_INITIAL_AT_END = re.compile(r"(?:^|[\s.])[^\W\d_]\.$")
_LONGEST = 200
_MOST = 24


class Opening(NamedTuple):
    """The places, in the view, of the sides and of what the case is about, as the introduction states them."""

    claimants: tuple[int, int] | None
    defendants: tuple[int, int] | None
    subject: tuple[int, int] | None
    joined: bool


def find_opening(flat: Flat, grammar: Grammar, layout: Layout) -> Opening:
    """Return where the introduction says who sues whom and over what; parts that it doesn't say are None."""
    limit = layout.head_end
    told = grammar.pattern("parties.subject_lead").search(
        flat.low, layout.description[0], min(layout.description[0] + 1800, layout.operative[0])
    )
    told_place = (
        (told.end(), sentence_end(flat, grammar, told.end(), min(told.end() + 600, layout.operative[0])))
        if told
        else None
    )
    lead = grammar.pattern("parties.claimant_lead").search(flat.low, 0, limit)
    if lead is None:
        opening = _genitive_opening(flat, grammar, limit)
        return opening if opening.subject else opening._replace(subject=told_place)
    stop = min(limit, lead.end() + 2500)
    end = grammar.pattern("parties.end").search(flat.low, lead.end(), stop)
    body_end = end.start() if end else stop
    subject = grammar.pattern("parties.subject_lead").search(flat.low, lead.end(), stop)
    if subject is not None and end is not None and subject.start() > end.start():
        # third parties may stand between the sides and the subject
        sides_end = end.start()
        after = grammar.pattern("parties.end").search(
            flat.low, subject.end(), min(limit, subject.end() + 900)
        )
        subject_place = (subject.end(), after.start() if after else min(limit, subject.end() + 500))
    else:
        sides_end = subject.start() if subject else body_end
        subject_place = (subject.end(), body_end) if subject else (0, 0)
    join = grammar.pattern("parties.respondent_join").search(flat.low, lead.end(), sides_end)
    claimants = (lead.end(), join.start() if join else sides_end)
    return Opening(
        claimants,
        (join.end(), sides_end) if join else None,
        subject_place if subject_place[1] > subject_place[0] else told_place,
        join is not None,
    )


def _genitive_opening(flat: Flat, grammar: Grammar, limit: int) -> Opening:
    """The sides of a sentence that names them in cases of the noun and not by prepositions, as Kazakh does."""
    begins = [found.end() for found in grammar.pattern("parties.genitive_from").finditer(flat.low, 0, limit)]
    for name in ("genitive_claim", "genitive_order", "genitive_alone"):
        pattern = grammar.pattern(f"parties.{name}")
        tried = (pattern.match(flat.low, begin, limit) for begin in reversed(begins[-12:]))
        match = next((found for found in tried if found), None) or pattern.search(flat.low, 0, limit)
        if match is None:
            continue
        start = match.start("claimant")
        joined = name != "genitive_alone"
        if joined and grammar.pattern("parties.sitting").match(match["defendant"]):
            # the judge who sits, and the person whom the case is about
            return Opening(None, match.span("defendant"), match.span("subject"), joined)
        return Opening(
            (start, match.end("claimant")),
            match.span("defendant") if joined else None,
            match.span("subject"),
            joined,
        )
    return Opening(None, None, None, False)


def kind_of_party(name: str, grammar: Grammar) -> PartyKind:
    """What a party is, by the words of its name; a person if nothing says otherwise."""
    low = fold(name)
    for kind, pattern in grammar.group("kinds_of_party").items():
        if pattern.search(low):
            return PartyKind(kind)
    return PartyKind.PERSON


def named_parties(
    flat: Flat, grammar: Grammar, place: tuple[int, int], role: PartyRole, sure: float
) -> list[Found[Party]]:
    """The parties listed at a place: pieces between commas that are names and not addresses."""
    found: list[Found[Party]] = []
    start, end = place
    at = start
    for piece in grammar.pattern("parties.between").split(flat.low[start:end]):
        begin = at
        at += len(piece)
        separator = grammar.pattern("parties.between").match(flat.low, at, end)
        if separator:
            at = separator.end()
        cut = grammar.pattern("parties.cut").search(piece)
        name = piece[: cut.start()] if cut else piece
        sitting = grammar.pattern("parties.sitting").match(name)
        name = " " * sitting.end() + name[sitting.end() :] if sitting else name
        lead = len(name) - len(name.lstrip(" ,:;-"))
        name = name.strip(" ,:;-")
        if name.endswith(".") and not _INITIAL_AT_END.search(name):
            name = name[:-1]
        if not 3 <= len(name) <= _LONGEST or grammar.pattern("parties.address").search(name):
            continue
        name_start = begin + lead
        written = flat.text[name_start : name_start + len(name)]
        kind = kind_of_party(written, grammar)
        if kind is PartyKind.PERSON and not any(char.isupper() for char in written):
            continue
        number = grammar.pattern("parties.identifier").match(flat.low, name_start + len(name))
        found.append(
            Found(
                value=Party(name=written, role=role, kind=kind, identifier=number["id"] if number else None),
                span=flat.span(name_start, name_start + len(name)),
                confidence=sure,
                available_from=Stage.CLAIM,
            )
        )
        if len(found) >= _MOST:
            break
    return found


def find_parties(
    flat: Flat, grammar: Grammar, layout: Layout, opening: Opening, *, accused: bool
) -> tuple[Found[Party], ...]:
    """Return the parties that the introduction names, each with its role and kind.

    `accused` says that the act is one against a person (criminal or offence), who is then its defendant.
    """
    found: list[Found[Party]] = []
    for role, pattern in grammar.group("parties.labelled").items():
        for match in pattern.finditer(flat.low, 0, layout.head_end):
            stop = min(layout.head_end, match.end() + 400)
            end = grammar.pattern("parties.label_end").search(flat.low, match.end(), stop)
            found += named_parties(
                flat, grammar, (match.end(), end.start() if end else stop), PartyRole(role), 0.9
            )
    roles = {one.value.role for one in found}
    if opening.claimants and not roles & {PartyRole.CLAIMANT, PartyRole.APPLICANT}:
        order = grammar.pattern("court_order_words").search(flat.low, 0, layout.head_end) is not None
        role = PartyRole.CLAIMANT if opening.joined or order else PartyRole.APPLICANT
        found += named_parties(flat, grammar, opening.claimants, role, 0.85)
    if opening.defendants and PartyRole.DEFENDANT not in roles:
        found += named_parties(flat, grammar, opening.defendants, PartyRole.DEFENDANT, 0.85)
    if not found:
        versus = grammar.pattern("parties.versus").search(flat.low, 0, layout.head_end)
        if versus:
            found += named_parties(flat, grammar, versus.span("claimant"), PartyRole.CLAIMANT, 0.7)
            found += named_parties(flat, grammar, versus.span("defendant"), PartyRole.DEFENDANT, 0.7)
    if not accused and not any(one.value.role is PartyRole.DEFENDANT for one in found):
        awarded = grammar.pattern("parties.awarded").search(flat.low, *layout.operative)
        if awarded:
            if not found:
                found += named_parties(flat, grammar, awarded.span("claimant"), PartyRole.CLAIMANT, 0.6)
            found += named_parties(flat, grammar, awarded.span("defendant"), PartyRole.DEFENDANT, 0.6)
    for name, role in (("third_lead", PartyRole.THIRD_PARTY), ("interested_lead", PartyRole.INTERESTED)):
        lead = grammar.pattern(f"parties.{name}").search(flat.low, 0, layout.head_end)
        if lead:
            stop = min(layout.head_end, lead.end() + 600)
            end = grammar.pattern("parties.third_end").search(flat.low, lead.end(), stop)
            found += named_parties(flat, grammar, (lead.end(), end.start() if end else stop), role, 0.75)
    if accused and not any(one.value.role is PartyRole.DEFENDANT for one in found):
        for lead in grammar.pattern("parties.accused_lead").finditer(flat.low, 0, layout.head_end):
            if flat.text[lead.end() : lead.end() + 1].isupper():
                stop = min(layout.head_end, lead.end() + 200)
                found += named_parties(flat, grammar, (lead.end(), stop), PartyRole.DEFENDANT, 0.75)[:1]
                break
    unique: dict[tuple[str, PartyRole], Found[Party]] = {}
    for one in found:
        unique.setdefault((one.value.name.lower(), one.value.role), one)
    return tuple(unique.values())
