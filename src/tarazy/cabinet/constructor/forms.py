"""A question as fields of a form: what is asked, what stands in it, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tarazy.courts.models import Court, Instance
from tarazy.law import load

from .answers import PERSON_PARTS, Fault, item_count
from .claim_data import PartyKind
from .engine import Walk
from .fault_words import fault_words
from .model import ItemField, Question, QuestionType

LABELS = {
    "family_name": gettext_lazy("Family name"),
    "given_name": gettext_lazy("Given name"),
    "patronymic": gettext_lazy("Patronymic (if any)"),
    "iin": gettext_lazy("IIN"),
    "bin": gettext_lazy("BIN"),
    "organisation": gettext_lazy("Name of the organisation"),
    "trade_name": gettext_lazy("Name of the business (if any)"),
    "region": gettext_lazy("Region"),
    "locality": gettext_lazy("Town or village"),
    "street": gettext_lazy("Street, house, flat"),
    "postcode": gettext_lazy("Postcode (if you know it)"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "birth_date": gettext_lazy("Date of birth"),
    "authority": gettext_lazy("By what authority?"),
    "authority_number": gettext_lazy("Number of the power of attorney or warrant"),
    "authority_date": gettext_lazy("Its date"),
    "kind": gettext_lazy("Who is it?"),
}
KINDS = {
    PartyKind.INDIVIDUAL: gettext_lazy("A person"),
    PartyKind.ENTREPRENEUR: gettext_lazy("An individual entrepreneur"),
    PartyKind.COMPANY: gettext_lazy("A company or another organisation"),
    PartyKind.STATE_BODY: gettext_lazy("A state body"),
}
AUTHORITIES = {
    "power_of_attorney": gettext_lazy("Power of attorney"),
    "advocate": gettext_lazy("Advocate's notice of defence"),
    "statutory": gettext_lazy("By law: parent, guardian, head of the organisation"),
}
STATUSES = {
    "promised": gettext_lazy("I have it and attach it before signing"),
    "requested": gettext_lazy("I can't get it: I ask the court to obtain it"),
    "absent": gettext_lazy("There is none"),
}
AUTOCOMPLETE = {
    "family_name": "family-name", "given_name": "given-name", "patronymic": "additional-name", "phone": "tel",
    "email": "email", "street": "street-address", "postcode": "postal-code", "locality": "address-level2",
}  # fmt: skip


@dataclass
class Choice:
    """One thing to choose."""

    value: str
    label: str
    checked: bool = False
    hint: str = ""


@dataclass
class Field:
    """One field. `kinds`: for which kinds of party it is; empty for all. `kind` tells the template what to draw."""

    name: str
    kind: str
    label: str = ""
    hint: str = ""
    value: Any = ""
    choices: list[Choice] = field(default_factory=list)
    error: str = ""
    kinds: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    width: str = ""
    parts: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class Group:
    """Fields that belong together, with a heading where there are several groups (lines of a list)."""

    fields: list[Field]
    heading: str = ""
    number: int = -1


def filled(question: Question | ItemField, value: Any, prefix: str = "answer") -> dict[str, Any]:
    """The form of a stored answer: the reverse of `answers.read`."""
    if value is None:
        return {}
    match QuestionType(question.type):
        case QuestionType.DATE:
            return _date_fields(value, prefix)
        case QuestionType.PARTY | QuestionType.ADDRESS | QuestionType.CONTACT:
            return {f"{prefix}-{name}": part for name, part in value.items()}
        case QuestionType.REPRESENTATIVE | QuestionType.CHILD:
            form = {f"{prefix}-{name}": part for name, part in value.items() if not name.endswith("_date")}
            for name in ("birth_date", "authority_date"):
                form |= _date_fields(value.get(name) or "", f"{prefix}-{name}")
            return form
        case QuestionType.LIST:
            form = {f"{prefix}-count": str(len(value))}
            for number, item in enumerate(value):
                for one in getattr(question, "fields", ()):
                    form |= filled(one, item.get(one.id), f"{prefix}-{number}-{one.id}")
            return form
        case QuestionType.EVIDENCE:
            return {f"{prefix}-{name}": one["status"] for name, one in value.items()}
        case _:
            return {prefix: value}


def _date_fields(value: str, prefix: str) -> dict[str, str]:
    parts = value.split("-")
    if len(parts) != 3:
        return {}
    return {
        f"{prefix}-{name}": part.lstrip("0")
        for name, part in zip(("year", "month", "day"), parts, strict=True)
    }


def groups(
    question: Question, walk: Walk, values: Mapping[str, Any], faults: list[Fault], language: str
) -> list[Group]:
    """The form of a question."""
    made = _Made(walk, values, {fault.field: fault_words(fault) for fault in faults}, language)
    if question.type == QuestionType.LIST:
        rows = []
        for number in range(item_count(question, values)):
            fields = [f for one in question.fields for f in made.of(one, f"answer-{number}-{one.id}")]
            rows.append(Group(fields, _("Line %(number)s") % {"number": number + 1}, number))
        return rows
    return [Group(made.of(question, "answer"))]


class _Made:
    """Makes the fields, with what stands in them and what is wrong."""

    def __init__(self, walk: Walk, values: Mapping[str, Any], errors: dict[str, str], language: str) -> None:
        self.walk, self.values, self.errors, self.language = walk, values, errors, language

    def _field(self, name: str, kind: str, label: Any = "", **more: Any) -> Field:
        error = self.errors.get(f"{name}-day" if kind == "date" else name, "")
        return Field(name, kind, str(label), value=self.values.get(name, ""), error=error, **more)

    def _part(self, prefix: str, part: str, kinds: str = "", label: str = "", **more: Any) -> Field:
        return self._field(
            f"{prefix}-{part}", "input", LABELS[label or part], kinds=kinds,
            autocomplete=AUTOCOMPLETE.get(part, "") if prefix.startswith("answer") and more.pop("own", False) else "",
            **more,
        )  # fmt: skip

    def of(self, question: Question | ItemField, prefix: str) -> list[Field]:
        label = question.words.said(self.language)
        match QuestionType(question.type):
            case QuestionType.TEXT | QuestionType.CASE:
                return [self._field(prefix, "input", label)]
            case QuestionType.LONG_TEXT:
                return [self._field(prefix, "textarea", label)]
            case QuestionType.MONEY | QuestionType.INTEGER:
                mode = "decimal" if question.type == QuestionType.MONEY else "numeric"
                return [self._field(prefix, "input", label, inputmode=mode, width="10")]
            case QuestionType.DATE:
                return [self._date(prefix, label)]
            case QuestionType.CHOICE | QuestionType.YES_NO:
                return [self._field(prefix, "radios", label, choices=self._choices(question, prefix))]
            case QuestionType.SEVERAL:
                return [self._field(prefix, "checkboxes", label, choices=self._choices(question, prefix))]
            case QuestionType.PARTY:
                return self._party(question, prefix)
            case QuestionType.REPRESENTATIVE:
                return self._representative(prefix)
            case QuestionType.ADDRESS | QuestionType.CONTACT:
                return self._address(question, prefix)
            case QuestionType.CHILD:
                names = [self._part(prefix, part) for part in PERSON_PARTS]
                born = self._date(f"{prefix}-birth_date", str(LABELS["birth_date"]))
                return [*names, born, self._iin(prefix)]
            case QuestionType.EVIDENCE:
                return self._evidence(question, prefix)
            case QuestionType.COURT:
                return [self._court(prefix, label)]
            case QuestionType.LIST:
                return []

    def _date(self, prefix: str, label: str) -> Field:
        words = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        parts = [(name, words[name], str(self.values.get(f"{prefix}-{name}", ""))) for name in words]
        return self._field(prefix, "date", label, parts=parts)

    def _choices(self, question: Question | ItemField, prefix: str) -> list[Choice]:
        chosen = self.values.get(prefix, [])
        chosen = [chosen] if isinstance(chosen, str) else list(chosen or [])
        if question.type == QuestionType.YES_NO:
            return [Choice("yes", _("Yes"), "yes" in chosen), Choice("no", _("No"), "no" in chosen)]
        options = self.walk.options(question) if isinstance(question, Question) else question.options
        return [
            Choice(
                o.id,
                o.words.said(self.language),
                o.id in chosen,
                o.hint.said(self.language) if o.hint else "",
            )
            for o in options
        ]

    def _iin(self, prefix: str, kinds: str = "") -> Field:
        return self._part(prefix, "iin", kinds, inputmode="numeric", width="20", hint=_("Twelve figures"))

    def _party(self, question: Question | ItemField, prefix: str) -> list[Field]:
        kinds = list(getattr(question, "kinds", ())) or list(PartyKind)
        people = "individual entrepreneur"
        chosen = str(self.values.get(f"{prefix}-kind", "")) or (kinds[0].value if len(kinds) == 1 else "")
        choices = [Choice(kind.value, str(KINDS[kind]), kind.value == chosen) for kind in kinds]
        who = self._field(
            f"{prefix}-kind", "radios" if len(kinds) > 1 else "hidden", LABELS["kind"], choices=choices
        )
        who.value = chosen
        fields = [who]
        own = question.id in ("claimant", "filer")
        if {PartyKind.INDIVIDUAL, PartyKind.ENTREPRENEUR} & set(kinds):
            fields += [self._part(prefix, part, people, own=own) for part in PERSON_PARTS]
            fields.append(self._iin(prefix, people))
        entities = [kind.value for kind in kinds if kind in (PartyKind.COMPANY, PartyKind.STATE_BODY)]
        if entities or PartyKind.ENTREPRENEUR in kinds:
            shown = " ".join([*entities, *(["entrepreneur"] if PartyKind.ENTREPRENEUR in kinds else [])])
            fields.append(self._part(prefix, "organisation", shown))
        if entities:
            fields.append(
                self._part(
                    prefix,
                    "bin",
                    " ".join(entities),
                    inputmode="numeric",
                    width="20",
                    hint=_("Twelve figures"),
                )
            )
        return fields

    def _representative(self, prefix: str) -> list[Field]:
        chosen = self.values.get(f"{prefix}-authority", "")
        choices = [Choice(name, str(words), name == chosen) for name, words in AUTHORITIES.items()]
        return [
            *(self._part(prefix, part) for part in PERSON_PARTS),
            self._iin(prefix),
            self._part(prefix, "phone", inputmode="tel"),
            self._field(f"{prefix}-authority", "radios", LABELS["authority"], choices=choices),
            self._part(prefix, "authority_number"),
            self._date(f"{prefix}-authority_date", str(LABELS["authority_date"])),
        ]

    def _address(self, question: Question | ItemField, prefix: str) -> list[Field]:
        own = question.id.startswith(("claimant", "filer"))
        chosen = self.values.get(f"{prefix}-region", "")
        regions = sorted(
            (Choice(one.id, one.names[self.language], one.id == chosen) for one in load("kz").regions),
            key=lambda one: one.label,
        )
        fields = [self._field(f"{prefix}-region", "select", LABELS["region"], choices=regions)]
        fields += [self._part(prefix, part, own=own) for part in ("locality", "street", "postcode")]
        if question.type == QuestionType.CONTACT:
            fields.append(self._part(prefix, "phone", own=own, inputmode="tel"))
            fields.append(self._part(prefix, "email", own=own, inputmode="email"))
        return fields

    def _evidence(self, question: Question | ItemField, prefix: str) -> list[Field]:
        fields = []
        options = self.walk.options(question) if isinstance(question, Question) else question.options
        for option in options:
            name = f"{prefix}-{option.id}"
            chosen = self.values.get(name, "")
            chosen = "promised" if chosen == "attached" else chosen
            choices = [Choice(status, str(words), status == chosen) for status, words in STATUSES.items()]
            fields.append(self._field(name, "radios", option.words.said(self.language), choices=choices))
        return fields

    def _court(self, prefix: str, label: str) -> Field:
        from .advice import CourtKind, advise

        place = advise(self.walk).venue
        courts = Court.objects.filter(instance=Instance.FIRST)
        if place.court is not CourtKind.SAME:
            courts = courts.filter(kind=place.court.value)
        chosen = self.values.get(prefix, "")
        # Those of the region that follows from the answers come first.
        rows = sorted(courts, key=lambda one: (one.region != place.region, one.name_in(self.language)))
        choices = [Choice(one.code, one.name_in(self.language), one.code == chosen) for one in rows]
        if not choices:
            return self._field(
                prefix,
                "input",
                label,
                inputmode="numeric",
                width="4",
                hint=_("The court's four figures, if you know them"),
            )
        return self._field(prefix, "select", label, choices=choices)
