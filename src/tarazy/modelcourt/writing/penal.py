"""Sentences and rulings on administrative offences: few, without appeals, so that every kind of act is present.

They carry no category, because the 51 categories are of civil and administrative cases. In their truth GRANTED
means found guilty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from random import Random

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.anomalies.rules.sanctions import Sanction, sanctions_of
from tarazy.jurimetrics.decision import Instance, Kind, NormRef, Outcome, PartyRole
from tarazy.law.pack import load
from tarazy.modelcourt import people, texts
from tarazy.modelcourt.case import index_value, next_working_day
from tarazy.modelcourt.country import Court, Judge, appeal_court
from tarazy.modelcourt.norms import Slots
from tarazy.modelcourt.people import RU_CASES, Actor
from tarazy.modelcourt.phrases import tidy
from tarazy.modelcourt.truth import ActTruth, ModelAct, PartyTruth
from tarazy.modelcourt.wording import in_words, long_date, money, plural_ru
from tarazy.modelcourt.writing.wording_of_case import date_slots

MORE_ANOMALIES = 6  # these acts are few, so the anomaly share is multiplied by this for them
ARTICLES = {Kind.SENTENCE: ("188", "189", "190"), Kind.OFFENCE_RULING: ("612", "613", "615")}
_PUNISHMENTS = ("imprisonment_years", "restriction_years", "fine_index", "work_hours", "arrest_days")
_LEAST = {"fine_index": 20, "work_hours": 40, "arrest_days": 3}


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a penal case falls: what kind of act, which court and judge, its serial and year."""

    kind: Kind
    court: Court
    judge: Judge
    serial: int
    year: int


def _punishment(rng: Random, sanction: Sanction, wrong: bool) -> tuple[str, int]:
    """A punishment that the article names, inside its range or (if `wrong`) clearly outside."""
    name = rng.choice([name for name in _PUNISHMENTS if name in sanction.ranges])
    least, most = sanction.ranges[name]
    if wrong:
        if least > 1 and rng.random() < 0.4:
            return name, max(1, int(least) // 2)
        return name, int(most) + max(1, int(most * rng.uniform(0.3, 0.9)))
    low = max(int(least), min(_LEAST.get(name, 1), int(most)))
    return name, rng.randrange(low, int(most) + 1)


def _norm(sanction: Sanction, case: str, language: str, rng: Random) -> str:
    code = load("kz").code(sanction.code)
    if language == "ru":
        head = {"d": "части", "i": "частью"}[case]
        name = code.genitive["ru"] if rng.random() < 0.4 else code.short["ru"]
        return f"{head} {sanction.part} статьи {sanction.article} {name}"
    name = code.genitive["kk"] if rng.random() < 0.4 else f"{code.short['kk']}-нің"
    tail = {"l": "бөлігінде", "i": "бөлігімен", "d": "бөлігіне"}[case]
    return f"{name} {sanction.article}-бабының {sanction.part}-{tail}"


def penal_act(rng: Random, act_id: str, place: Assignment, language: str, anomaly_share: float) -> ModelAct:
    """A sentence or a ruling on an offence with its truth; the punishment may be out of the article's range."""
    last = min((Date(2026, 12, 1) - Date(place.year, 1, 1)).days, 330)
    filed = next_working_day(Date(place.year, 1, 1) + timedelta(rng.randrange(last)))
    sentence = place.kind is Kind.SENTENCE
    decided = next_working_day(filed + timedelta(rng.randrange(15, 60) if sentence else rng.randrange(2, 16)))
    known = [
        sanction
        for sanction in sanctions_of("kz")[0]
        if sanction.article in ARTICLES[place.kind]
        and sanction.part
        and sanction.covers(decided)
        and any(name in sanction.ranges for name in _PUNISHMENTS)
    ]
    sanction = rng.choice(known)
    wrong = rng.random() < min(1.0, anomaly_share * MORE_ANOMALIES)
    name, amount = _punishment(rng, sanction, wrong)
    accused = people.person(rng, place.court.town, female=False)  # «признать виновным» has a gender
    victim = people.person(rng, place.court.town)
    number = f"{place.court.code}-{place.year % 100:02d}-00-{1 if sentence else 3}/{place.serial}"
    slots = _slots(rng, place, language, accused, victim, filed, decided, number)
    slots["punishment"] = _in_words(name, amount, language, decided, rng)
    text = _write(rng, slots, place, language, sanction)
    ref = NormRef(code=sanction.code, article=sanction.article, part=sanction.part)
    parties = [PartyTruth(name=accused.name.nominative(language), role=PartyRole.DEFENDANT, kind=accused.kind,
                          identifier=accused.identifier)]  # fmt: skip
    if sentence:
        parties.append(
            PartyTruth(name=victim.name.nominative(language), role=PartyRole.VICTIM, kind=victim.kind)
        )
    truth = ActTruth(
        act_id=act_id, case_id=act_id.rsplit("-", 1)[0], kind=place.kind, instance=Instance.FIRST,
        court_code=place.court.code, court=place.court.name(language), region=place.court.region,
        judge=place.judge.actor.name.nominative(language), date=decided, filed=filed, case_number=number,
        language=language, category="", parties=tuple(parties), claims=(), norms=(ref, *slots.cited),
        outcome=Outcome.GRANTED,
        facts={"article": f"{sanction.code} {sanction.article}", "part": sanction.part or "", "punishment": name,
               "imposed": amount, "situation": f"{sanction.code}/{sanction.article}/{sanction.part}"},
        anomalies=(AnomalyKind.TERM_OUT_OF_RANGE,) if wrong else (),
    )  # fmt: skip
    return ModelAct(id=act_id, text=text, truth=truth)


def _in_words(name: str, amount: int, language: str, day: Date, rng: Random) -> str:
    template = texts.bank(language, "penal")["punishments"][name]
    return str(
        template.render(
            {
                "n": str(amount),
                "words": in_words(amount, language),
                "years": plural_ru(amount, "год", "года", "лет"),
                "fine": money(amount * index_value(day.year), language, False),
            },
            rng,
        )
    )


def _slots(
    rng: Random, place: Assignment, language: str, accused: Actor, victim: Actor, filed: Date, decided: Date, number: str
) -> Slots:  # fmt: skip
    slots = Slots(language, decided, rng)
    clerk, prosecutor = people.person(rng, place.court.town), people.person(rng, place.court.town)
    named = (
        ("c", accused),
        ("v", victim),
        ("judge", place.judge.actor),
        ("clerk", clerk),
        ("rep", prosecutor),
    )
    for prefix, actor in named:
        slots.update(actor.name.slots(language, prefix))
    for letter in RU_CASES if language == "ru" else "ngdalbi":
        for person in ("judge", "clerk", "rep"):
            slots[f"{person}.{letter}"] = slots[f"{person}s.{letter}"]
    slots.update(place.court.slots(language, "court"))
    slots.update(appeal_court(place.court.region).slots(language, "appeal_court"))
    slots["cid"] = f" ({'ИИН' if language == 'ru' else 'ЖСН'} {accused.identifier})"
    date_slots(slots, "day1", filed - timedelta(rng.randrange(10, 120)), language)
    slots["date"], slots["number"] = long_date(decided, language), number
    slots["town"] = place.court.town[0 if language == "ru" else 1]
    slots["street"] = people.street(rng.randrange(30), rng.randrange(1, 190), language)
    slots["hour"] = f"{rng.randrange(24):02d}:{rng.randrange(60):02d}"
    slots["obj"] = rng.choice(texts.bank(language, "penal")["objects"])
    slots["sum"] = money(rng.randrange(60, 900) * 1000, language, False)
    return slots


def _write(rng: Random, slots: Slots, place: Assignment, language: str, sanction: Sanction) -> str:
    bank, common = texts.bank(language, "penal"), texts.bank(language, "common")
    habits = place.judge.habits
    sentence = place.kind is Kind.SENTENCE
    kind = "sentence" if sentence else "offence"
    for case in "di" if language == "ru" else "li":
        slots[f"norm_{case}"] = _norm(sanction, case, language, rng)
    stories = bank[f"{kind}_stories"][sanction.article]

    def say(template: object) -> str:
        text: str = template.render(slots, rng, habits).strip()  # type: ignore[attr-defined]
        return text[:1].upper() + text[1:]

    middle = [say(rng.choice(bank["proof"])), say(rng.choice(bank["mitigating"])), say(bank["qualification"])]
    rng.shuffle(middle)
    title = say(common["titles"]["sentence" if sentence else "offence_ruling"])
    paragraphs = [
        say(common["heading"]),
        f"{title}\n{say(common['name_of_republic'])}" if sentence else title,
        say(common["place"]),
        say(bank[f"intro_{kind}"]),
        say(common["established"]["judgment"]),
        f"{say(rng.choice(stories))} {say(rng.choice(bank['plea' if sentence else 'plea_offence']))}",
        say(common["considering_alone"]),
        " ".join(middle),
        say(bank[f"guided_{kind}"]),
        say(common["resolved"]["sentence" if sentence else "offence"]),
        say(bank[f"op_{kind}"]),
        say(bank["op_evidence"]) if sentence else "",
        say(bank[f"appeal_{kind}"]),
        say(common["signature"]),
    ]
    return tidy("\n\n".join(text for text in paragraphs if text))
