"""Acts of appeal and cassation, put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from random import Random
from typing import Any

from tarazy.jurimetrics.decision import NormRef, Outcome, Review
from tarazy.law.wording import kazakh
from tarazy.modelcourt import texts
from tarazy.modelcourt.case import Case
from tarazy.modelcourt.country import Court, Judge
from tarazy.modelcourt.phrases import tidy
from tarazy.modelcourt.wording import long_date
from tarazy.modelcourt.writing.first_instance import Plant, findings, law_sentences, operative
from tarazy.modelcourt.writing.references import Reference
from tarazy.modelcourt.writing.wording_of_case import Wording, wording


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a higher court decided: where, when, who, whose complaint, what became of the act below.

    `below` is how the case stood before; the case itself already stands as after this act. `again` is the
    review that the appeal court gave, `first` the court and date of first instance; only a cassation has them.
    """

    court: Court
    panel: tuple[Judge, Judge, Judge]
    number: str
    date: Date
    by_claimant: bool
    review: Review
    below: Outcome
    below_sum: int
    reference: Reference
    cassation: bool = False
    again: Review | None = None
    first: tuple[Court, Date] | None = None


def write_higher(case: Case, hearing: Hearing, rng: Random) -> tuple[str, tuple[NormRef, ...]]:
    """The text of an act of appeal or cassation and the norms that it cites."""
    words = wording(case, rng, hearing.date)
    bank = texts.bank(case.language, "higher")
    _fill(words, hearing, bank)
    paragraphs = [
        words.say(words.common["heading"]),
        words.say(words.common["titles"]["cassation_ruling" if hearing.cassation else "appeal_ruling"]),
        words.say(bank["place"]),
        _capital(words.say(bank[_intro(case, hearing)])),
        words.say(words.common["established"]["collegium"]),
        *_description(words, hearing, bank),
        *_reasoning(words, hearing, bank),
        _capital(words.say(bank[_guided(case, hearing)])),
        words.say(words.common["resolved"]["collegium"]),
        *_resolution(words, hearing, bank),
        words.say(bank["signature"]),
    ]
    return tidy("\n\n".join(text for text in paragraphs if text)), tuple(words.slots.cited)


def dated(day: Date, language: str) -> str:
    """A date as an attribute of an act: от 3 января 2024 года; 2024 жылғы 3 қаңтардағы."""
    text = long_date(day, language)
    if language == "ru":
        return text
    locative = text + kazakh.ending(text, "l")
    return locative + ("гі" if locative.endswith("е") else "ғы")


def _capital(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


def _intro(case: Case, hearing: Hearing) -> str:
    if hearing.cassation:
        return "intro_cassation"
    if case.court.kind == "administrative":
        return "intro_appeal_administrative"
    return "intro_appeal_special" if case.rule.special else "intro_appeal"


def _guided(case: Case, hearing: Hearing) -> str:
    if hearing.cassation:
        return "guided_cassation"
    return "guided_administrative" if case.court.kind == "administrative" else "guided"


def _fill(words: Wording, hearing: Hearing, bank: dict[str, Any]) -> None:
    slots, language = words.slots, words.case.language
    reference = hearing.reference
    slots.update(hearing.court.slots(language, "court"))
    for prefix, judge in zip(("judge", "judge2", "judge3"), hearing.panel, strict=True):
        named = judge.actor.name.slots(language, prefix)
        slots.update(named)
        slots.update({key.replace("s.", "."): value for key, value in named.items() if "s." in key})
    slots.update(reference.claimant.slots(language, "c"))
    slots.update(reference.defendant.slots(language, "d"))
    mine, other = ("cr", "dr") if hearing.by_claimant else ("dr", "cr")
    for key, value in list(slots.items()):
        if key.startswith(mine + "."):
            slots["app" + key[2:]] = value
        elif key.startswith(other + "."):
            slots["other" + key[2:]] = value
    slots["number"] = hearing.number
    slots["date"] = long_date(hearing.date, language)
    slots["town"] = hearing.court.town[0 if language == "ru" else 1]
    slots["with_clerk"] = words.say(bank["with_clerk"])
    slots["lower_court.g"] = reference.court
    slots["lower_date"] = dated(reference.date, language)
    slots["lower_number"] = words.say(bank["lower_number"], n=reference.number) if reference.number else ""
    if language == "ru":
        slots["appeal_act"] = words.say(bank["appeal_act"])
        slots["lower"] = words.say(bank["lower_ref"])
    else:
        kind = "cassation" if hearing.cassation else "appeal"
        for case, key in (("d", "lower"), ("n", "lower_n"), ("g", "lower_g")):
            slots[key] = words.say(bank["lower_ref"], what=words.say(bank["what"][f"{kind}_{case}"]))


def _description(words: Wording, hearing: Hearing, bank: dict[str, Any]) -> list[str]:
    case, rng = words.case, words.rng
    facts = words.category["facts"]
    story = words.say(words.category["stories"][case.story])
    sums = words.say(bank["below_sums"], sum=words.sum(hearing.below_sum)) if hearing.below_sum else ""
    if hearing.first:  # the summary tells of the decision of first instance, not of the act under review
        words.slots["lower_court.g"] = (
            hearing.first[0].ru[1] if case.language == "ru" else hearing.first[0].kk[1]
        )
        words.slots["lower_date"] = dated(hearing.first[1], case.language)
    below = words.say(bank["below"][hearing.below.value], sums=sums)
    if hearing.cassation and hearing.again:
        below += " " + words.say(bank["above"][hearing.again.value])
    arguments = []
    for name, (_, weight) in case.rule.facts.items():
        if name not in facts:
            continue
        helps_claimant = (weight >= 0) == case.facts[name]
        if helps_claimant != hearing.by_claimant or rng.random() < 0.3:
            continue
        text = words.say(facts[name][0 if case.facts[name] else 1])
        if text:
            arguments.append(text)
    if not arguments or rng.random() < 0.5:
        arguments.append(words.say(rng.choice(bank["complaint_extra"])))
    rng.shuffle(arguments)
    complaint = words.say(bank["complaint_cassation" if hearing.cassation else "complaint"])
    objection = words.say(rng.choice(bank["objection"]))
    return [
        _capital(words.say(bank["claim_short"]) + _capital(story)),
        _capital(below),
        " ".join(_capital(text) for text in (complaint, *arguments)),
        _capital(objection) if objection else "",
    ]


def _reasoning(words: Wording, hearing: Hearing, bank: dict[str, Any]) -> list[str]:
    rng = words.rng
    limits = words.say(rng.choice(bank["limits_cassation" if hearing.cassation else "limits"]))
    found = findings(words, both=False)
    law = law_sentences(words, rng.choice((1, 2)))
    why = words.say(rng.choice(bank["why"][hearing.review.value]))
    body = " ".join(_capital(text) for text in (*law, *found))
    return [_capital(words.say(bank["considering"])), _capital(limits), body, _capital(why)]


def _resolution(words: Wording, hearing: Hearing, bank: dict[str, Any]) -> list[str]:
    prefix = "op_cassation_" if hearing.cassation else "op_"
    lines = [_capital(words.say(bank[prefix + hearing.review.value]))]
    if hearing.review is not Review.UPHELD:
        answers = operative(words, Plant())
        lines += answers[1:] if hearing.review is Review.CHANGED and len(answers) > 1 else answers
        favours = (words.case.outcome is not Outcome.DENIED) == hearing.by_claimant
        full = hearing.review is Review.REVERSED and favours
        lines.append(_capital(words.say(bank["complaint_granted" if full else "complaint_part"])))
        if hearing.review is Review.CHANGED:
            lines.append(words.say(bank["op_rest_kept"]))
    lines.append(words.say(bank["in_force_cassation" if hearing.cassation else "in_force"]))
    return lines
