"""The slots of a case: names in every case, dates, amounts, demands in words, shared by all its acts."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tarazy.jurimetrics.decision import PartyKind
from tarazy.law.wording import kazakh
from tarazy.modelcourt import people, texts
from tarazy.modelcourt.case import Case, Demand
from tarazy.modelcourt.norms import Slots
from tarazy.modelcourt.people import RU_CASES, Actor
from tarazy.modelcourt.phrases import Template
from tarazy.modelcourt.wording import MONTHS, long_date, money, plural_ru

_SCHEDULES = {
    "ru": (
        ("каждые субботу и воскресенье с 10 до 18 часов, половина каникул", "каждую субботу с 11 до 15 часов"),
        ("два раза в неделю по вечерам и первые выходные месяца", "первое и третье воскресенье месяца с 12 до 16 часов"),
        ("каждые выходные с ночёвкой у отца или матери", "два выходных дня в месяц без ночёвки"),
        ("вторник и четверг с 18 до 20 часов, суббота полностью", "суббота с 10 до 14 часов в присутствии второго родителя"),
    ),
    "kk": (
        ("әр сенбі мен жексенбі 10-нан 18-ге дейін, каникулдың жартысы", "әр сенбі 11-ден 15-ке дейін"),
        ("аптасына екі рет кешкісін және айдың бірінші демалысы", "айдың бірінші және үшінші жексенбісі 12-ден 16-ға дейін"),
        ("әр демалыс күні қондыра отырып", "айына екі демалыс күні, қондырмай"),
        ("сейсенбі мен бейсенбі 18-ден 20-ға дейін, сенбі толық", "сенбі 10-нан 14-ке дейін, екінші ата-ананың қатысуымен"),
    ),
}  # fmt: skip
_KK_CASES = "ngdalbi"


@dataclass(frozen=True, slots=True)
class Fixed:
    """A source that always gives the same fraction, so that synonyms stay the same within an act."""

    fraction: float

    def random(self) -> float:
        """The fraction."""
        return self.fraction


@dataclass(slots=True)
class Wording:
    """A case ready to be written: slots, random source, banks in its language."""

    case: Case
    slots: Slots
    rng: Random
    common: dict[str, Any]
    claims: dict[str, Any]
    category: dict[str, Any]

    def say(self, template: Template, **extra: str) -> str:
        """The template in words, with the case's slots and the extra ones."""
        if extra:
            self.slots.update(extra)
        return template.render(self.slots, self.rng, self.case.judge.habits)

    def phrase(self, key: str, **extra: str) -> str:
        """A sentence of the common bank, in words."""
        return self.say(self.common[key], **extra)

    def pick(self, key: str, **extra: str) -> str:
        """One sentence of a list of the common bank, in words; "" for an empty one."""
        return self.say(self.rng.choice(self.common[key]), **extra)

    def demand(self, demand: Demand, form: str) -> str:
        """A demand of the case in the form wanted: acc, gen or nom for sums; ask, about, order, part for others.

        `about` and `ask` are built for sums too.
        """
        bank: dict[str, Template] = self.claims[demand.rule.key]
        fixed = Fixed(self.case.fraction)
        if demand.amount is None or form in ("acc", "gen", "nom"):
            if form == "part" and "part" not in bank:
                form = "order"
            template = bank[form]
            if form == "ask":
                return template.render(self.slots, self.rng, self.case.judge.habits)
            return template.render(self.slots, fixed, self.case.judge.habits)
        if self.case.language == "ru":
            if form == "about":
                return "взыскании " + bank["gen"].render(self.slots, fixed)
            return f"взыскать с {self.slots['dr.g']} {bank['acc'].render(self.slots, fixed)} в размере {self.sum(demand.amount)}"
        object_ = bank["acc"].render(self.slots, fixed)
        if form == "about":
            return f"{object_} өндіру"
        return f"{self.slots['dr.b']} {self.sum(demand.amount)} мөлшерінде {object_} өндіруді"

    def sum(self, amount: int, words: bool = False) -> str:
        """An amount in the case's language."""
        return money(amount, self.case.language, words)

    def joined(self, items: list[str]) -> str:
        """A list in words: a, b и c."""
        if len(items) == 1:
            return items[0]
        last = " и " if self.case.language == "ru" else " және "
        return ", ".join(items[:-1]) + last + items[-1]

    def abouts(self) -> str:
        """What the case is about: all demands joined, sums under one verb."""
        money_items = [demand for demand in self.case.demands if demand.amount is not None]
        others = [self.demand(demand, "about") for demand in self.case.demands if demand.amount is None]
        if not money_items:
            return self.joined(others)
        if self.case.language == "ru":
            sums = "взыскании " + self.joined([self.demand(demand, "gen") for demand in money_items])
        else:
            sums = self.joined([self.demand(demand, "acc") for demand in money_items]) + " өндіру"
        return self.joined([*others, sums]) if len(money_items) == 1 else ", ".join([*others, sums])


def months_in_words(count: int, language: str) -> str:
    """7 месяцев; 7 ай."""
    return f"{count} {plural_ru(count, 'месяц', 'месяца', 'месяцев')}" if language == "ru" else f"{count} ай"


def _identity(common: dict[str, Any], actor: Actor, shown: bool) -> str:
    if not shown:
        return ""
    key = "id_person" if actor.kind in (PartyKind.PERSON, PartyKind.ENTREPRENEUR) else "id_company"
    word = common[key].source.split(" ")[0]
    return f" ({word} {actor.identifier})"


def date_slots(slots: Slots, key: str, day: Any, language: str) -> None:
    """The date under `key`, in Kazakh also its locative (.l), ablative (.b), genitive and dative."""
    text = long_date(day, language)
    slots[key] = text
    if language == "kk":
        for case in "lbgd":
            slots[f"{key}.{case}"] = text + kazakh.ending(text, case)


def wording(case: Case, rng: Random, day: Any) -> Wording:
    """Make the slots for an act of the case that is dated `day` (norms are cited as in force on it)."""
    language = case.language
    common = texts.bank(language, "common")
    category = texts.categories(language)[case.rule.slug]
    slots = Slots(language, day, rng)
    for prefix, actor in (("c", case.claimant), ("d", case.defendant), ("judge", case.judge.actor),
                          ("clerk", case.clerk), ("rep", case.representative)):  # fmt: skip
        slots.update(actor.name.slots(language, prefix))
    letters = RU_CASES if language == "ru" else _KK_CASES
    for letter in letters:
        for person in ("judge", "clerk", "rep"):
            slots[f"{person}.{letter}"] = slots[f"{person}s.{letter}"]
    slots.update(case.court.slots(language, "court"))
    kind = "order" if case.kind.value == "court_order" else "special" if case.rule.special else "claim"
    for role in ("cr", "dr"):
        for letter, form in zip(letters, common["roles"][kind][role], strict=True):
            slots[f"{role}.{letter}"] = form
    slots["cid"] = _identity(common, case.claimant, case.show_ids)
    slots["did"] = _identity(common, case.defendant, case.show_ids)
    slots["number"] = case.number
    slots["town"] = case.court.town[0 if language == "ru" else 1]
    date_slots(slots, "day1", case.happened, language)
    date_slots(slots, "filed", case.filed, language)
    date_slots(slots, "accepted", case.accepted, language)
    slots["date"] = long_date(day, language)
    month = MONTHS[language][case.happened.month - 1]
    if language == "ru":
        in_month = [
            "январе",
            "феврале",
            "марте",
            "апреле",
            "мае",
            "июне",
            "июле",
            "августе",
            "сентябре",
            "октябре",
            "ноябре",
            "декабре",
        ]
        slots["monthyear"] = f"{in_month[case.happened.month - 1]} {case.happened.year} года"
    else:
        slots["monthyear"] = f"{case.happened.year} жылғы {kazakh.decline(month, 'l')}"
    numbers = case.numbers
    slots["months"] = months_in_words(numbers["months"], language)
    slots["percent"] = str(numbers["percent"])
    slots["num"] = str(numbers["contract"])
    slots["area"] = f"0,{numbers['area']:02d}"
    slots["street"] = people.street(numbers["street"], numbers["house"], language)
    slots["obj"] = category["objects"][case.object]
    slots["sum"] = money(case.demands[0].amount or numbers["contract"] * 1000, language, False)
    slots["total"] = money(case.total, language, False)
    if case.child:
        born = (
            f"{long_date(case.child[2], 'ru')} рождения"
            if language == "ru"
            else f"{long_date(case.child[2], 'kk')} туған"
        )
        slots["child"] = f"{case.child[0 if language == 'ru' else 1]}, {born}"
    if case.relative:
        slots["relative"] = case.relative.name.nominative(language)
    place = numbers["contract"] % 4
    slots["schedule"], slots["schedule2"] = _SCHEDULES[language][place]
    slots["portion"], slots["portion2"] = "1/4", "1/6"
    slots["portion_old"], slots["portion_mid"], slots["portion_new"] = "1/4", "1/6", "1/8"
    result = Wording(case, slots, rng, common, texts.bank(language, "claims"), category)
    slots["abouts"] = result.abouts()
    return result
