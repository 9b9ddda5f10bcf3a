"""Planting anomalies in acts of first instance: each kind changes the act in a way that its text shows."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tarazy.jurimetrics.anomalies.card import AnomalyKind
from tarazy.jurimetrics.decision import Kind, NormRef, Outcome
from tarazy.modelcourt import rule
from tarazy.modelcourt.case import Case, settle_award, settle_fee
from tarazy.modelcourt.norms import NEW_CONSTITUTION, NEW_TAX_CODE
from tarazy.modelcourt.wording import long_date
from tarazy.modelcourt.writing.first_instance import Plant

# Kinds that fit few cases are chosen more often where they fit, so that every kind is about equally common.
_RARE = {
    AnomalyKind.ARITHMETIC: 8,
    AnomalyKind.UNANSWERED_CLAIM: 5,
    AnomalyKind.AMOUNT_DEPARTS: 3,
    AnomalyKind.OUTCOME_DEPARTS: 2,
}
_CLEAR = 2.2  # how far from the border, in units of the spread, a score is clear

# Norms that an act may wrongly rely on: since when they are no longer in force, texts, reference.
_REPEALED = (
    (NEW_CONSTITUTION, "13 Конституции Республики Казахстан от 30 августа 1995 года",
     "1995 жылғы 30 тамыздағы Қазақстан Республикасы Конституциясының 13", NormRef(code="KRK", article="13")),
    (NEW_CONSTITUTION, "76 Конституции Республики Казахстан от 30 августа 1995 года",
     "1995 жылғы 30 тамыздағы Қазақстан Республикасы Конституциясының 76", NormRef(code="KRK", article="76")),
    (NEW_TAX_CODE, "610 Налогового кодекса Республики Казахстан от 25 декабря 2017 года № 120-VI",
     "2017 жылғы 25 желтоқсандағы № 120-VI Қазақстан Республикасы Салық кодексінің 610",
     NormRef(code="NK", article="610")),
    (None, "218 Гражданского процессуального кодекса Республики Казахстан от 13 июля 1999 года № 411-I",
     "1999 жылғы 13 шілдедегі № 411-I Қазақстан Республикасы Азаматтық процестік кодексінің 218",
     NormRef(code="GPK", article="218")),
    (None, "57 Трудового кодекса Республики Казахстан от 15 мая 2007 года № 251-III",
     "2007 жылғы 15 мамырдағы № 251-III Қазақстан Республикасы Еңбек кодексінің 57",
     NormRef(code="TK", article="57")),
)  # fmt: skip


def plant_first(case: Case, rng: Random, share: float) -> Plant:
    """Perhaps change the case and say how its text must be changed; a judgment is hit with probability `share`."""
    if case.kind is not Kind.JUDGMENT or rng.random() >= share:
        return Plant()
    possible = [kind for kind in _PLANTERS if _fits(kind, case)]
    kind = rng.choices(possible, [_RARE.get(kind, 1) for kind in possible])[0]
    return _PLANTERS[kind](case, rng)


def _fits(kind: AnomalyKind, case: Case) -> bool:
    money = [demand for demand in case.demands if demand.awarded]
    if kind is AnomalyKind.ARITHMETIC:
        return len(money) > 1
    if kind is AnomalyKind.UNANSWERED_CLAIM:
        return len(case.demands) > 1 and case.demands[0].outcome is not Outcome.DENIED
    if kind is AnomalyKind.AMOUNT_DEPARTS:
        return bool(money) and case.rule.share[1] <= 0.14 and case.demands[0].amount is not None
    if kind is AnomalyKind.OUTCOME_DEPARTS:
        return abs(case.score) > max(_CLEAR * case.rule.spread, case.rule.band / 2 + 1.2 * case.rule.spread)
    return True


def _outcome_departs(case: Case, rng: Random) -> Plant:
    wrong = Outcome.DENIED if case.score > 0 else Outcome.GRANTED
    for demand in case.demands:
        demand.outcome = wrong
        settle_award(rng, case, demand)
    case.outcome = wrong
    settle_fee(case)
    return Plant(AnomalyKind.OUTCOME_DEPARTS)


def _amount_departs(case: Case, rng: Random) -> Plant:
    first = case.demands[0]
    first.outcome = Outcome.GRANTED_IN_PART
    share = rng.uniform(0.03, 0.09)
    first.awarded = max(1000, int((first.amount or 0) * share) // 100 * 100)
    case.outcome = rule.overall([demand.outcome for demand in case.demands])
    settle_fee(case)
    return Plant(AnomalyKind.AMOUNT_DEPARTS)


def _arithmetic(case: Case, rng: Random) -> Plant:
    total = sum(demand.awarded or 0 for demand in case.demands)
    shift = rng.choice((9, 90, 900, -9, -90, 1000, 10_000, -1000)) * rng.randrange(1, 4) * 10
    return Plant(AnomalyKind.ARITHMETIC, total_shift=shift if total + shift > 0 else abs(shift))


def _impossible_date(case: Case, rng: Random) -> Plant:
    if rng.random() < 0.5:
        later = case.decided + timedelta(rng.randrange(20, 200))
        text = long_date(later, case.language)
        if case.language == "kk":
            text += "да"
        return Plant(AnomalyKind.IMPOSSIBLE_DATE, filed_text=text)
    year = case.decided.year
    day, month_ru, month_kk = rng.choice(
        ((31, "июня", "маусым"), (31, "сентября", "қыркүйек"), (30, "февраля", "ақпан"), (31, "апреля", "сәуір"),
         (31, "ноября", "қараша"))
    )  # fmt: skip
    text = f"{day} {month_ru} {year} года" if case.language == "ru" else f"{year} жылғы {day} {month_kk}"
    return Plant(AnomalyKind.IMPOSSIBLE_DATE, date_text=text)


def _unanswered(case: Case, rng: Random) -> Plant:
    case.outcome = rule.overall([demand.outcome for demand in case.demands[:-1]])
    case.demands[-1].awarded = None
    case.demands[-1].outcome = Outcome.DENIED
    return Plant(AnomalyKind.UNANSWERED_CLAIM, silent=True)


def _contradiction(case: Case, rng: Random) -> Plant:
    return Plant(AnomalyKind.CONTRADICTION, contradict=True)


def _not_in_force(case: Case, rng: Random) -> Plant:
    open_to = [row for row in _REPEALED if row[0] is None or case.decided >= row[0]]
    _, ru, kk, ref = rng.choice(open_to)
    return Plant(AnomalyKind.NORM_NOT_IN_FORCE, repealed={"ru": (ru, ref), "kk": (kk, ref)})


_PLANTERS = {
    AnomalyKind.OUTCOME_DEPARTS: _outcome_departs,
    AnomalyKind.AMOUNT_DEPARTS: _amount_departs,
    AnomalyKind.ARITHMETIC: _arithmetic,
    AnomalyKind.IMPOSSIBLE_DATE: _impossible_date,
    AnomalyKind.UNANSWERED_CLAIM: _unanswered,
    AnomalyKind.CONTRADICTION: _contradiction,
    AnomalyKind.NORM_NOT_IN_FORCE: _not_in_force,
}
