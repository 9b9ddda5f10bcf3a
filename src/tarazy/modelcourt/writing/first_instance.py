"""Judgments, rulings and court orders of first instance, put into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.decision import Kind, NormRef, Outcome
from tarazy.modelcourt import texts
from tarazy.modelcourt.case import Case
from tarazy.modelcourt.country import appeal_court
from tarazy.modelcourt.phrases import tidy
from tarazy.modelcourt.writing.wording_of_case import Wording, wording

_GROUNDS = {
    Outcome.RETURNED: ("return_grounds", "returned", "op_returned"),
    Outcome.LEFT_UNCONSIDERED: ("left_grounds", "left", "op_left"),
    Outcome.DISCONTINUED: ("stop_grounds", "stopped", "op_stopped"),
}


@dataclass(slots=True)
class Plant:
    """What an anomaly changes in the text. Everything at its default writes a sound act."""

    kind: AnomalyKind | None = None
    date_text: str = ""  # the date of the act as written
    filed_text: str = ""  # the filing date as written
    total_shift: int = 0  # added to the total of the operative part
    silent: bool = False  # the last claim is not answered
    contradict: bool = False  # the reasons say the opposite of the operative part about the first claim
    repealed: dict[str, tuple[str, NormRef]] = field(default_factory=dict)  # by language


def write_first(case: Case, rng: Random, plant: Plant) -> tuple[str, tuple[NormRef, ...]]:
    """The text of the act that ends the case at first instance, and the norms that it cites."""
    words = wording(case, rng, case.decided)
    slots = words.slots
    slots.update(appeal_court(case.court.region).slots(case.language, "appeal_court"))
    if plant.date_text:
        slots["date"] = plant.date_text
    if plant.filed_text:
        for form in ("filed", "filed.l", "filed.b"):
            slots[form] = plant.filed_text
    if plant.repealed:
        slots.repealed = plant.repealed[case.language]
    if case.kind is Kind.RULING:
        paragraphs = _ruling(words)
    elif case.kind is Kind.COURT_ORDER:
        paragraphs = _order(words)
    else:
        paragraphs = _judgment(words, plant)
    return tidy("\n\n".join(part for part in paragraphs if part)), tuple(slots.cited)


def _head(words: Wording, kind: str, in_name: bool) -> list[str]:
    common = words.common
    title = words.say(common["titles"][kind])
    republic = words.say(common["name_of_republic"])
    return [
        words.say(common["heading"]),
        f"{title}\n{republic}" if in_name else title,
        words.phrase("place"),
    ]


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]


def _paragraph(sentences: list[str]) -> str:
    return " ".join(_sentence(text) for text in sentences if text.strip())


def _description(words: Wording) -> list[str]:
    """The claim, the response, the hearing: everything that was known before the decision."""
    case, rng = words.case, words.rng
    bank = words.category
    facts = bank["facts"]
    applies = case.rule.special or case.kind is Kind.COURT_ORDER
    opening = words.phrase("special_opening" if applies else "claim_opening")
    story = words.say(bank["stories"][case.story])
    said = [
        words.say(facts[name][0])
        for name, (_, weight) in case.rule.facts.items()
        if name in facts and weight >= 0 and case.facts[name]
    ]
    rng.shuffle(said)
    asks = [words.demand(demand, "ask") for demand in case.demands]
    special = "_special" if case.rule.special or case.kind is Kind.COURT_ORDER else ""
    demand = words.phrase("demand" + special, asks=words.joined(asks))
    sums = [item for item in case.demands if item.amount is not None]
    price = words.phrase("price", total=words.sum(case.total)) if len(sums) > 1 else ""
    claim = [opening, story, *said]
    paragraphs = [_paragraph([*claim, demand, price])] if rng.random() < 0.4 else [
        _paragraph(claim), _paragraph([demand, price])
    ]  # fmt: skip
    filed = words.phrase("filed" + special)
    if case.kind is Kind.COURT_ORDER:
        return [*paragraphs, _sentence(filed)]
    answer = _response(words)
    extra = [
        words.say(item)
        for item in rng.sample(words.common["hearing" + (special or "_extra")], rng.randrange(0, 3))
    ]
    if case.kind is Kind.RULING:
        return [*paragraphs, _sentence(filed)]
    if rng.random() < 0.5:
        return [_sentence(filed), *paragraphs, answer, _paragraph(extra)]
    return [*paragraphs, answer, _paragraph([*extra, filed])]


def _response(words: Wording) -> str:
    case, rng = words.case, words.rng
    facts = words.category["facts"]
    if case.absent:
        return _sentence(words.phrase("absent"))
    raised = [
        words.say(facts[name][0])
        for name, (_, weight) in case.rule.facts.items()
        if name in facts and weight < 0 and case.facts[name]
    ]
    countered = [
        words.say(facts[name][1])
        for name, (_, weight) in case.rule.facts.items()
        if name in facts and weight >= 0 and not case.facts[name]
    ]
    arguments = [text for text in (*raised, *countered) if text]
    rng.shuffle(arguments)
    if not arguments:
        return _sentence(words.phrase("response_special" if case.rule.special else "response_bare"))
    if rng.random() < 0.4 and not case.rule.special:
        arguments.append(words.pick("defence_extra"))
    lead = "response_special_against" if case.rule.special else "response"
    return _paragraph([words.phrase(lead), *arguments])


def findings(words: Wording, both: bool = True, missing: bool = True) -> list[str]:
    """What the court found of each fact, in random order; defence facts nobody raised are passed over.

    `both` lets some of those in as "not proven"; `missing` tells also which facts the claimant didn't prove.
    """
    case, rng = words.case, words.rng
    facts = words.category["facts"]
    out: list[str] = []
    for name, (_, weight) in case.rule.facts.items():
        if name not in facts:
            continue
        if case.facts[name]:
            out.append(words.say(facts[name][2]))
        elif (missing and weight >= 0) or (both and rng.random() < 0.25):
            out.append(words.say(facts[name][3]))
    rng.shuffle(out)
    return out


def law_sentences(words: Wording, count: int) -> list[str]:
    """Sentences that tell what the norms of the category say."""
    gists = texts.bank(words.case.language, "norms")
    known = [norm for norm in words.case.rule.norms if norm in gists]
    chosen = words.rng.sample(known, min(count, len(known)))
    out: list[str] = []
    for norm in chosen:
        lead = words.rng.choice(words.common["norm_lead"])
        for form in "gdlbina":
            words.slots.pop(f"norm_{form}", None)
        form = next(key for key in lead.slots() if key.startswith("norm"))
        words.slots[form] = words.slots.cite(norm, form[5:] or "g")
        out.append(words.say(lead, gist=words.say(gists[norm])))
    return out


def _conclusions(words: Wording, plant: Plant) -> list[str]:
    out: list[str] = []
    for place, demand in enumerate(words.case.demands):
        if plant.silent and place == len(words.case.demands) - 1:
            continue
        outcome = demand.outcome
        if plant.contradict and place == 0:
            outcome = Outcome.DENIED if outcome is not Outcome.DENIED else Outcome.GRANTED
        about = words.demand(demand, "about")
        if outcome is Outcome.GRANTED:
            out.append(words.phrase("granted", about=about))
        elif outcome is Outcome.DENIED:
            out.append(words.phrase("denied", about=about))
        elif demand.awarded:
            out.append(words.phrase("granted_in_part", about=about, awd=words.sum(demand.awarded)))
        else:
            out.append(words.phrase("part_plain", about=about))
    return out


def _reasoning(words: Wording, plant: Plant) -> list[str]:
    case, rng = words.case, words.rng
    law = law_sentences(words, 1 if case.simplified else rng.choice((2, 2, 3)))
    found = findings(words)
    lead = words.pick("findings_lead")
    burden = words.pick("burden")
    constitution = words.say(words.common["constitution"]["old"]) if rng.random() < 0.2 else ""
    considering = words.phrase("considering")
    conclusions = _conclusions(words, plant)
    fee = ""
    if case.fee:
        key = "fee_state_reason" if case.free_of_fee else "fee_reason"
        fee = words.phrase(key, fee=words.sum(case.fee))
    repealed = words.pick("repealed") if plant.repealed else ""
    blocks = [[lead, *found], [*law, constitution]]
    if rng.random() < 0.5:
        blocks.reverse()
    return [
        _sentence(considering),
        _paragraph(blocks[0]),
        _paragraph(blocks[1]),
        _paragraph([burden, repealed]),
        _paragraph(conclusions),
        _sentence(fee) if fee else "",
    ]


def operative(words: Wording, plant: Plant) -> list[str]:
    """The lines of the operative part that answer the claims, without costs and terms of appeal."""
    case = words.case
    demands = case.demands[:-1] if plant.silent else case.demands
    prefix = "op_special_" if case.rule.special else "op_"
    lines: list[str] = []
    answered = [demand.outcome for demand in demands]
    if plant.silent:  # the head must not answer the forgotten claim in passing
        words.slots["abouts"] = words.joined([words.demand(demand, "about") for demand in demands])
    if all(outcome is Outcome.DENIED for outcome in answered):
        return [words.phrase(prefix + "denied")]
    full = all(outcome is Outcome.GRANTED for outcome in answered)
    if not plant.silent:
        lines.append(words.phrase(prefix + ("granted" if full else "part")))
    noun = "acc" if case.language == "ru" else "nom"
    won = [demand for demand in demands if demand.awarded]
    for demand in demands:
        if demand.amount is None and demand.outcome is Outcome.GRANTED:
            lines.append(words.demand(demand, "order"))
        elif demand.amount is None and demand.outcome is Outcome.GRANTED_IN_PART:
            lines.append(words.demand(demand, "part"))
    if len(won) == 1:
        awarded = words.sum(won[0].awarded or 0, words=True)
        lines.append(words.phrase("op_money", awd=awarded, **{noun: words.demand(won[0], noun)}))
    elif won:
        items = [
            words.phrase(
                "op_item",
                awd=words.sum(demand.awarded or 0, words=True),
                **{noun: words.demand(demand, noun)},
            )
            for demand in won
        ]
        total = sum(demand.awarded or 0 for demand in won) + plant.total_shift
        lines.append(
            words.phrase("op_money_many", items=", ".join(items), total=words.sum(total, words=True))
        )
    lost = [demand for demand in demands if demand.outcome is Outcome.DENIED]
    for demand in lost:
        lines.append(words.phrase("op_claim_denied", about=words.demand(demand, "about")))
    if any(outcome is Outcome.GRANTED_IN_PART for outcome in answered) and not plant.silent:
        lines.append(words.phrase("op_rest_denied"))
    return [_sentence(line) for line in lines]


def _judgment(words: Wording, plant: Plant) -> list[str]:
    case = words.case
    administrative = case.court.kind == "administrative"
    matter = words.phrase("matter_special" if case.rule.special else "matter")
    present = "" if case.simplified else words.phrase("present")
    if "clerk_with" in words.common:
        words.slots["clerk_with"] = words.phrase("clerk_with")
    intro = words.phrase(
        "intro_administrative" if administrative else "intro", matter=matter, present=present
    )
    resolution = operative(words, plant)
    if plant.silent:
        words.slots["abouts"] = words.abouts()
    if case.fee:
        key = "op_fee_state" if case.free_of_fee else "op_fee"
        resolution.append(_sentence(words.phrase(key, fee=words.sum(case.fee, words=True))))
    resolution.append(words.phrase("appeal"))
    description = _description(words)
    if case.simplified:
        description.insert(0, _sentence(words.phrase("simplified_note")))
    return [
        *_head(words, "judgment", True),
        _sentence(intro),
        words.say(words.common["established"]["judgment"]),
        *description,
        *_reasoning(words, plant),
        _sentence(words.phrase("guided_administrative" if administrative else "guided")),
        words.say(words.common["resolved"]["judgment"]),
        *resolution,
        words.phrase("signature"),
    ]


def _ruling(words: Wording) -> list[str]:
    case = words.case
    grounds, reason, resolution = _GROUNDS[case.outcome]
    ground = words.say(words.common[grounds][case.ground])
    lines = [_sentence(words.phrase(resolution))]
    if case.outcome is not Outcome.LEFT_UNCONSIDERED and case.ground != "fee" and not case.free_of_fee:
        lines.append(words.phrase("op_fee_back"))
    return [
        *_head(words, "ruling", False),
        _sentence(words.phrase("ruling_intro")),
        words.say(words.common["established"]["ruling"]),
        *_description(words),
        _sentence(words.phrase("considering_alone")),
        _sentence(words.phrase(reason, ground=ground)),
        words.say(words.common["resolved"]["ruling"]),
        *lines,
        words.phrase("appeal_ruling"),
        words.phrase("signature"),
    ]


# In order proceedings the sides have other names; the endings are the same.
_ORDER_ROLES = {
    "ru": (
        ("истец", "взыскатель"),
        ("истца", "взыскателя"),
        ("истцу", "взыскателю"),
        ("истцом", "взыскателем"),
        ("ответчик", "должник"),
        ("в иске", "в заявлении"),
        ("к иску", "к заявлению"),
        ("дату иска", "дату заявления"),
    ),
    "kk": (
        ("талап қоюшы", "өндіріп алушы"),
        ("жауапкер", "борышкер"),
        ("талап арызға", "өтінішке"),
        ("талап қою күніне", "өтініш күніне"),
    ),
}


def _named_for_order(text: str, language: str) -> str:
    for old, new in _ORDER_ROLES[language]:
        text = text.replace(old, new).replace(old.capitalize(), new.capitalize())
    return text


def _order(words: Wording) -> list[str]:
    case = words.case
    plain = Plant()
    lines = operative(words, plain)[1:]
    if not case.free_of_fee:
        lines.append(_sentence(words.phrase("op_fee", fee=words.sum(case.fee, words=True))))
    else:
        lines.append(_sentence(words.phrase("op_fee_state", fee=words.sum(case.fee, words=True))))
    return [
        *_head(words, "court_order", False),
        _sentence(words.phrase("order_intro")),
        words.say(words.common["established"]["judgment"]),
        *(_named_for_order(text, case.language) for text in _description(words)),
        _sentence(words.phrase("considering_alone")),
        _named_for_order(_paragraph(findings(words, both=False, missing=False)), case.language),
        _paragraph(law_sentences(words, 1)),
        _sentence(words.phrase("order_grounds", fee=words.sum(case.fee))),
        words.say(words.common["resolved"]["order"]),
        *lines,
        _sentence(words.phrase("order_objection")),
        words.phrase("signature"),
    ]
