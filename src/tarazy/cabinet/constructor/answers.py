"""Answers: from the fields of a form to stored values (plain JSON), and from those to values to reckon with."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal, InvalidOperation
from typing import Any

from tarazy.law import birth_date, is_bin, is_iin

from .claim_data import PartyKind
from .model import ItemField, Option, Question, QuestionType

Posted = Mapping[str, Any]
LONGEST = {QuestionType.TEXT: 300, QuestionType.LONG_TEXT: 10_000}
LARGEST_SUM = Decimal("1e13")
LARGEST_NUMBER = 1_000_000
EARLIEST = Date(1900, 1, 1)
EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+\Z")
PHONE = re.compile(r"\+?\d{10,15}\Z")
CASE_NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}-[\dа-яәіңғүұқөһ]+[а-яәіңғүұқөһ]*/\d{1,7}\Z", re.IGNORECASE)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PERSON_PARTS = ("family_name", "given_name", "patronymic")
STATUSES = ("promised", "requested", "absent", "attached")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a field: a code for the words, the field's name, values for the words."""

    code: str
    field: str
    params: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclass
class Reading:
    """A value read from a form, None if nothing was given, and what is wrong with it."""

    value: Any = None
    faults: list[Fault] = dataclasses.field(default_factory=list)


def text_of(posted: Posted, name: str) -> str:
    """A field without invisible signs and spaces around."""
    return CONTROLS.sub("", str(posted.get(name, "") or "")).replace("\r\n", "\n").strip()


def read(question: Question, posted: Posted, today: Date, prefix: str = "answer") -> Reading:
    """What a form says to a question; `faults` is empty if it can be kept. Never raises."""
    reading = Reading()
    reading.value = _read(question, posted, prefix, reading.faults, today)
    if reading.value is None and question.required and not reading.faults:
        reading.faults.append(Fault("required", _first_field(question, prefix)))
    return reading


def _first_field(question: Question | ItemField, prefix: str) -> str:
    return {
        "date": f"{prefix}-day", "party": f"{prefix}-kind", "representative": f"{prefix}-family_name",
        "address": f"{prefix}-region", "contact": f"{prefix}-region", "child": f"{prefix}-family_name",
    }.get(str(question.type), prefix)  # fmt: skip


def _read(
    question: Question | ItemField, posted: Posted, prefix: str, faults: list[Fault], today: Date
) -> Any:
    match QuestionType(question.type):
        case QuestionType.TEXT | QuestionType.LONG_TEXT as kind:
            text = text_of(posted, prefix)
            if len(text) > LONGEST[kind]:
                faults.append(Fault("too_long", prefix, {"most": str(LONGEST[kind])}))
            return text or None
        case QuestionType.DATE:
            return _date(posted, prefix, faults, today if question.past else None)
        case QuestionType.MONEY | QuestionType.INTEGER as kind:
            return _number(posted, prefix, faults, whole=kind is QuestionType.INTEGER)
        case QuestionType.CHOICE | QuestionType.YES_NO:
            chosen = text_of(posted, prefix)
            if chosen and chosen not in option_ids(question):
                faults.append(Fault("unknown_option", prefix))
            return chosen or None
        case QuestionType.SEVERAL:
            return _several(question, posted, prefix, faults)
        case QuestionType.PARTY:
            return _party(question, posted, prefix, faults, today)
        case QuestionType.REPRESENTATIVE:
            return _representative(posted, prefix, faults, today)
        case QuestionType.ADDRESS | QuestionType.CONTACT as kind:
            return _address(posted, prefix, faults, contact=kind is QuestionType.CONTACT, question=question)
        case QuestionType.CHILD:
            return _child(posted, prefix, faults, today)
        case QuestionType.LIST:
            return _list(question, posted, prefix, faults, today)
        case QuestionType.EVIDENCE:
            return _evidence(question, posted, prefix, faults)
        case QuestionType.COURT:
            code = text_of(posted, prefix)
            if code and not re.fullmatch(r"\d{4}", code):
                faults.append(Fault("unknown_option", prefix))
            return code or None
        case QuestionType.CASE:
            number = "".join(text_of(posted, prefix).replace("\\", "/").split())
            if number and not CASE_NUMBER.match(number):
                faults.append(Fault("bad_case_number", prefix))
            return number or None


def option_ids(question: Question | ItemField) -> tuple[str, ...]:
    """What may be chosen; yes and no where nothing else is said."""
    if question.type == QuestionType.YES_NO:
        return ("yes", "no")
    return tuple(option.id for option in question.options)


def _several(question: Question | ItemField, posted: Posted, prefix: str, faults: list[Fault]) -> Any:
    getter = getattr(posted, "getlist", None)
    chosen = getter(prefix) if getter else posted.get(prefix, [])
    chosen = [chosen] if isinstance(chosen, str) else list(chosen or [])
    known = option_ids(question)
    if any(one not in known for one in chosen):
        faults.append(Fault("unknown_option", prefix))
    return [one for one in known if one in chosen] or None


def _date(posted: Posted, prefix: str, faults: list[Fault], latest: Date | None) -> str | None:
    parts = [text_of(posted, f"{prefix}-{part}") for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        found = Date(*(int(part) if part.isascii() and part.isdigit() else 0 for part in parts))
    except (ValueError, OverflowError):
        faults.append(Fault("not_a_date", f"{prefix}-day"))
        return "-".join(parts)
    if found < EARLIEST or found.year > 2200:
        faults.append(Fault("not_a_date", f"{prefix}-day"))
    elif latest is not None and found > latest:
        faults.append(Fault("in_future", f"{prefix}-day"))
    return found.isoformat()


def _number(posted: Posted, prefix: str, faults: list[Fault], *, whole: bool) -> str | None:
    text = re.sub(r"[\s\u00a0\u202f₸]", "", text_of(posted, prefix)).replace(",", ".").replace("−", "-")
    if not text:
        return None
    try:
        number = Decimal(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text, re.ASCII) else None
    except InvalidOperation:
        number = None
    if number is None or (whole and number != number.to_integral_value()):
        faults.append(Fault("not_a_number", prefix))
        return text[:40]
    if number < 0 or (number == 0 and not whole):
        faults.append(Fault("not_positive", prefix))
    elif number > (LARGEST_NUMBER if whole else LARGEST_SUM):
        faults.append(Fault("too_large", prefix))
    elif not whole and number != number.quantize(Decimal("0.01")):
        faults.append(Fault("too_exact", prefix))
    return format(number, "f")


def _person(
    posted: Posted, prefix: str, faults: list[Fault], *, iin_needed: bool, today: Date
) -> dict[str, str]:
    value = {part: text_of(posted, f"{prefix}-{part}")[:100] for part in PERSON_PARTS}
    for part in ("family_name", "given_name"):
        if not value[part]:
            faults.append(Fault(f"no_{part}", f"{prefix}-{part}"))
        elif re.search(r"[\d<>{}|\\]", value[part]):
            faults.append(Fault("bad_name", f"{prefix}-{part}"))
    if value["patronymic"] and re.search(r"[\d<>{}|\\]", value["patronymic"]):
        faults.append(Fault("bad_name", f"{prefix}-patronymic"))
    iin = text_of(posted, f"{prefix}-iin").replace(" ", "")
    if iin or iin_needed:
        _identify(iin, f"{prefix}-iin", faults)
        value["iin"] = iin[:20]
    born = birth_date(iin) if is_iin(iin) else None
    if born is not None and born > today:
        faults.append(Fault("bad_iin", f"{prefix}-iin"))
    return value


def _identify(iin: str, name: str, faults: list[Fault]) -> None:
    if not iin:
        faults.append(Fault("no_iin", name))
    elif not re.fullmatch(r"\d{12}", iin, re.ASCII):
        faults.append(Fault("iin_digits", name))
    elif not is_iin(iin):
        faults.append(Fault("bad_iin", name))


def _party(
    question: Question | ItemField, posted: Posted, prefix: str, faults: list[Fault], today: Date
) -> dict[str, str] | None:
    names = ("kind", *PERSON_PARTS, "iin", "bin", "organisation")
    given = {part: text_of(posted, f"{prefix}-{part}") for part in names}
    kinds = getattr(question, "kinds", ()) or tuple(PartyKind)
    if len(kinds) == 1 and not given["kind"] and any(given.values()):
        given["kind"] = kinds[0].value
    if not any(given.values()):
        return None
    if given["kind"] not in kinds:
        faults.append(Fault("no_kind", f"{prefix}-kind"))
        return {name: value for name, value in given.items() if value}
    value = {"kind": given["kind"]}
    if given["kind"] in (PartyKind.INDIVIDUAL, PartyKind.ENTREPRENEUR):
        # The other side's number is given "if known" (GPK 148); one's own always.
        needed = _files(question)
        value |= _person(posted, prefix, faults, iin_needed=needed, today=today)
        if given["kind"] == PartyKind.ENTREPRENEUR and given["organisation"]:
            value["organisation"] = given["organisation"][:300]
        return value
    value["organisation"] = given["organisation"][:300]
    if not given["organisation"]:
        faults.append(Fault("no_organisation", f"{prefix}-organisation"))
    bin_ = given["bin"].replace(" ", "")
    value["bin"] = bin_[:20]
    if bin_ and not is_bin(bin_):
        faults.append(Fault("bad_bin", f"{prefix}-bin"))
    elif not bin_ and given["kind"] == PartyKind.COMPANY and _files(question):
        faults.append(Fault("no_bin", f"{prefix}-bin"))
    return value


def _files(question: Question | ItemField) -> bool:
    """Whether it is about the one who files: they know their own number and can be reached."""
    return question.id.startswith(("claimant", "filer"))


def _representative(posted: Posted, prefix: str, faults: list[Fault], today: Date) -> dict[str, Any] | None:
    names = (*PERSON_PARTS, "iin", "authority", "authority_number", "phone")
    if not any(text_of(posted, f"{prefix}-{name}") for name in names):
        return None
    value: dict[str, Any] = dict(_person(posted, prefix, faults, iin_needed=True, today=today))
    value["authority"] = text_of(posted, f"{prefix}-authority")
    if value["authority"] not in ("power_of_attorney", "advocate", "statutory"):
        faults.append(Fault("choose_one", f"{prefix}-authority"))
    value["authority_number"] = text_of(posted, f"{prefix}-authority_number")[:100]
    value["authority_date"] = _date(posted, f"{prefix}-authority_date", faults, today) or ""
    value["phone"] = _phone(posted, prefix, faults)
    return value


def _phone(posted: Posted, prefix: str, faults: list[Fault]) -> str:
    phone = re.sub(r"[\s()\-\u2010-\u2014]", "", text_of(posted, f"{prefix}-phone"))
    if phone and not PHONE.match(phone):
        faults.append(Fault("bad_phone", f"{prefix}-phone"))
    return phone[:20]


def _address(
    posted: Posted, prefix: str, faults: list[Fault], *, contact: bool, question: Question | ItemField
) -> dict[str, str] | None:
    parts = ("region", "locality", "street", "postcode", *(("phone", "email") if contact else ()))
    given = {part: text_of(posted, f"{prefix}-{part}")[:200] for part in parts}
    if not any(given.values()):
        return None
    for part in ("region", "locality", "street"):
        if not given[part]:
            faults.append(Fault(f"no_{part}", f"{prefix}-{part}"))
    if given["region"] and given["region"] not in region_ids():
        faults.append(Fault("no_region", f"{prefix}-region"))
    if contact:
        given["phone"] = _phone(posted, prefix, faults)
        if given["email"] and not EMAIL.match(given["email"]):
            faults.append(Fault("bad_email", f"{prefix}-email"))
        ours = _files(question)
        if ours and not given["phone"] and not given["email"]:
            faults.append(Fault("no_contact", f"{prefix}-phone"))
    return given


def region_ids() -> tuple[str, ...]:
    """The regions an address can be in."""
    from tarazy.law import load

    return tuple(region.id for region in load("kz").regions)


def _child(posted: Posted, prefix: str, faults: list[Fault], today: Date) -> dict[str, Any] | None:
    names = [
        *(f"{prefix}-{part}" for part in (*PERSON_PARTS, "iin")),
        *(f"{prefix}-birth_date-{p}" for p in ("day", "month", "year")),
    ]
    if not any(text_of(posted, name) for name in names):
        return None
    value: dict[str, Any] = dict(_person(posted, prefix, faults, iin_needed=False, today=today))
    born = _date(posted, f"{prefix}-birth_date", faults, today)
    if not born:
        faults.append(Fault("no_birth_date", f"{prefix}-birth_date-day"))
    stated = birth_date(value.get("iin", ""))
    if stated and born and stated.isoformat() != born:
        faults.append(Fault("iin_birth_date", f"{prefix}-iin"))
    value["birth_date"] = born or ""
    return value


def _list(
    question: Question | ItemField, posted: Posted, prefix: str, faults: list[Fault], today: Date
) -> list[dict[str, Any]] | None:
    assert isinstance(question, Question)
    items = []
    for number in range(item_count(question, posted, prefix)):
        item: dict[str, Any] = {}
        troubles: list[Fault] = []
        for one in question.fields:
            name = f"{prefix}-{number}-{one.id}"
            item[one.id] = _read(one, posted, name, troubles, today)
            if item[one.id] is None and one.required:
                troubles.append(Fault("required", _first_field(one, name)))
        if all(value is None for value in item.values()):
            continue  # an empty row is no item
        faults += troubles
        items.append(item)
    if len(items) < question.at_least and question.required:
        faults.append(
            Fault("too_few", f"{prefix}-0-{question.fields[0].id}", {"least": str(question.at_least)})
        )
    return items or None


def item_count(question: Question, posted: Posted, prefix: str = "answer") -> int:
    """How many rows of a list the form shows."""
    text = text_of(posted, f"{prefix}-count")
    count = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else max(1, question.at_least)
    return max(1, min(count, question.at_most))


def _evidence(
    question: Question | ItemField, posted: Posted, prefix: str, faults: list[Fault]
) -> dict[str, Any] | None:
    value: dict[str, Any] = {}
    for option in question.options:
        status = text_of(posted, f"{prefix}-{option.id}")
        if not status:
            continue
        if status not in STATUSES:
            faults.append(Fault("unknown_option", f"{prefix}-{option.id}"))
        value[option.id] = {"status": status, "documents": []}
    missing = [option.id for option in question.options if option.id not in value]
    if value and missing and getattr(question, "required", True):
        faults.append(Fault("choose_one", f"{prefix}-{missing[0]}"))
    if not value and getattr(question, "required", True) and question.options:
        faults.append(Fault("choose_one", f"{prefix}-{question.options[0].id}"))
    return value or None


def typed(question: Question | ItemField, value: Any) -> Any:
    """A stored answer as conditions reckon with it: decimals, dates, texts, mappings of them; None if unknown.

    A damaged answer (of an older definition) is unknown too.
    """
    if value in (None, "", [], {}):
        return None
    try:
        match QuestionType(question.type):
            case QuestionType.DATE:
                return Date.fromisoformat(value)
            case QuestionType.MONEY | QuestionType.INTEGER:
                return Decimal(value)
            case QuestionType.LIST:
                fields = {one.id: one for one in getattr(question, "fields", ())}
                return [{name: typed(one, item.get(name)) for name, one in fields.items()} for item in value]
            case QuestionType.EVIDENCE:
                return {name: one["status"] for name, one in value.items()}
            case QuestionType.PARTY | QuestionType.REPRESENTATIVE | QuestionType.CHILD:
                return _typed_person(value)
            case QuestionType.ADDRESS | QuestionType.CONTACT:
                return {name: part or None for name, part in value.items()}
            case QuestionType.SEVERAL:
                return list(value)
            case _:
                return str(value)
    except (ValueError, TypeError, AttributeError, KeyError, InvalidOperation):
        return None


def _typed_person(value: Mapping[str, Any]) -> dict[str, Any]:
    person: dict[str, Any] = {name: part or None for name, part in value.items()}
    for name in ("birth_date", "authority_date"):
        person[name] = Date.fromisoformat(person[name]) if person.get(name) else None
    if not person.get("birth_date") and person.get("iin"):
        person["birth_date"] = birth_date(str(person["iin"]))
    full = " ".join(str(person[part]) for part in PERSON_PARTS if person.get(part))
    organisation = person.get("organisation")
    person["name"] = f"{organisation} ({full})" if organisation and full else organisation or full or None
    return person


def chosen_option(question: Question | ItemField, value: Any) -> Option | None:
    """The option that was chosen, None if it isn't one."""
    return next((option for option in question.options if option.id == value), None)
