"""Values in the words of a paper, in Kazakh and Russian: dates, sums in figures and words, names, addresses."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from num2words import num2words

from tarazy.law import load
from tarazy.law.wording.dates import written_date

NUMBER_LANGUAGE = {"kk": "kz", "ru": "ru", "en": "en"}
TENGE = {"kk": "теңге", "ru": "тенге", "en": "tenge"}
TIYN = {"kk": "тиын", "ru": "тиын", "en": "tiyn"}
LABELS = {
    "born": {"kk": "туған күні", "ru": "дата рождения", "en": "born"},
    "iin": {"kk": "ЖСН", "ru": "ИИН", "en": "IIN"},
    "bin": {"kk": "БСН", "ru": "БИН", "en": "BIN"},
    "address": {"kk": "мекенжайы", "ru": "адрес", "en": "address"},
    "phone": {"kk": "телефоны", "ru": "телефон", "en": "telephone"},
    "email": {"kk": "электрондық поштасы", "ru": "электронная почта", "en": "e-mail"},
    "entrepreneur": {"kk": "жеке кәсіпкер", "ru": "индивидуальный предприниматель", "en": "individual entrepreneur"},
    "yes": {"kk": "иә", "ru": "да", "en": "yes"},
    "no": {"kk": "жоқ", "ru": "нет", "en": "no"},
}  # fmt: skip


def label(name: str, language: str) -> str:
    """A short word of papers."""
    return LABELS[name][language]


def figures(amount: Decimal) -> str:
    """A number with narrow gaps between thousands and a comma: «1 250 000,50»."""
    text = f"{amount:,.2f}" if amount != amount.to_integral_value() else f"{amount:,.0f}"
    return text.replace(",", "\u00a0").replace(".", ",")


def written_sum(amount: Decimal, language: str) -> str:
    """A sum in figures and words with its currency (GPK 229): «250 000 (двести пятьдесят тысяч) тенге»."""
    whole = int(amount)
    words = num2words(whole, lang=NUMBER_LANGUAGE[language])
    rest = int((amount - whole) * 100)
    tail = f" {rest:02d} {TIYN[language]}" if rest else ""
    return f"{figures(Decimal(whole))} ({words}) {TENGE[language]}{tail}"


def region_name(region: str, language: str) -> str:
    """The name of a region of the pack; empty if there is none such."""
    found = next((one for one in load("kz").regions if one.id == region), None)
    return found.names.get(language, "") if found else ""


def written_address(address: Mapping[str, Any] | None, language: str) -> str:
    """An address on one line, largest part first."""
    address = address or {}
    region = region_name(str(address.get("region") or ""), language)
    locality = str(address.get("locality") or "")
    # A city that is a region of its own is not said twice.
    if region and locality and locality.casefold() in region.casefold():
        locality = ""
    parts = (address.get("postcode"), region, locality, address.get("street"))
    return ", ".join(str(part) for part in parts if part)


def party_lines(
    party: Mapping[str, Any], contact: Mapping[str, Any] | None, language: str
) -> tuple[str, ...]:
    """A party as it stands at the head of a paper (GPK 148): name, number, address, telephone, e-mail."""
    lines = [str(party.get("name") or "")]
    if party.get("kind") == "entrepreneur":
        lines[0] = f"{lines[0]}, {label('entrepreneur', language)}"
    if party.get("birth_date"):
        lines.append(f"{label('born', language)}: {written_date(party['birth_date'], language)}")
    lines += [f"{label(name, language)}: {party[name]}" for name in ("iin", "bin") if party.get(name)]
    if contact:
        if place := written_address(contact, language):
            lines.append(f"{label('address', language)}: {place}")
        lines += [
            f"{label(name, language)}: {contact[name]}" for name in ("phone", "email") if contact.get(name)
        ]
    return tuple(filter(None, lines))
