"""The forms of the cabinet: the card of a scanned claim, service."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tarazy.cabinet.actions.take_in import COMPARED, MOST_PARTIES
from tarazy.cases.models import Party
from tarazy.cases.naming import category_name, jurisdiction
from tarazy.law import is_bin, is_iin

KINDS = [
    ("action", _("action proceedings")),
    ("simplified", _("simplified proceedings")),
    ("order", _("order proceedings")),
    ("special", _("special proceedings")),
    ("administrative", _("administrative proceedings")),
]
SURE = 0.85  # below it a field is marked: look twice


@dataclass
class CardField:
    """A field of the card as a page shows it."""

    name: str
    label: str | Promise
    value: str = ""
    confidence: float | None = None
    kind: str = "text"  # text | long | choice
    choices: list[tuple[str, Any]] | None = None
    compared: bool = False
    ticked: bool = False
    fault: str | Promise = ""

    @property
    def unsure(self) -> bool:
        """Whether the machine wasn't sure."""
        return self.confidence is not None and self.confidence < SURE

    @property
    def percent(self) -> int:
        """The confidence in per cent."""
        return round(100 * (self.confidence or 0))


@dataclass
class CardGroup:
    """Fields that belong together."""

    title: str | Promise
    fields: list[CardField]
    folded: bool = False


_PARTY = (
    ("name", _("Name in full"), "text"),
    ("kind", _("Who it is"), "choice"),
    ("identifier", _("IIN or BIN"), "text"),
    ("address", _("Address"), "text"),
    ("phone", _("Phone"), "text"),
    ("email", _("E-mail"), "text"),
)
_HEAD = (
    ("title", _("Title of the paper"), "text"),
    ("kind", _("Kind of proceedings"), "choice"),
    ("category", _("Category"), "choice"),
    ("language", _("Language of the paper"), "choice"),
    ("date", _("Date of the paper (YYYY-MM-DD)"), "text"),
    ("price", _("Price of the claim, tenge"), "text"),
    ("demand", _("What is asked for"), "long"),
)


def card_groups(
    recognised: dict[str, Any], posted: Any = None, faults: dict[str, Any] | None = None
) -> list[CardGroup]:
    """The card in groups: the head, then each party that was read and an empty one of each side."""
    groups = [
        CardGroup(
            _("The claim"),
            [_field(name, label, kind, recognised, posted, faults) for name, label, kind in _HEAD],
        )
    ]
    for side, words, more in (
        ("claim", _("Claimant"), _("One more claimant")),
        ("defence", _("Defendant"), _("One more defendant")),
    ):
        known = [n for n in range(MOST_PARTIES) if _known(f"{side}-{n}-name", recognised, posted)]
        count = min(MOST_PARTIES, max(len(known), 0) + 1)
        for number in range(max(count, 1)):
            fields = [
                _field(f"{side}-{number}-{name}", label, kind, recognised, posted, faults)
                for name, label, kind in _PARTY
            ]
            extra = number >= max(len(known), 1)
            groups.append(CardGroup(more if extra else words, fields, folded=extra))
    return groups


def read_card(posted: Any) -> tuple[dict[str, str], set[str], dict[str, Any]]:
    """(values, ticked fields, faults by field) of a card that was sent."""
    names = [name for name, _label, _kind in _HEAD]
    names += [
        f"{s}-{n}-{name}"
        for s in ("claim", "defence")
        for n in range(MOST_PARTIES)
        for name, _l, _k in _PARTY
    ]
    values = {
        name: posted.get(name, "").replace("\0", "").strip()[:4000] for name in names if posted.get(name)
    }
    for side in ("claim", "defence"):
        for number in range(MOST_PARTIES):
            if not values.get(f"{side}-{number}-name"):
                values = {k: v for k, v in values.items() if not k.startswith(f"{side}-{number}-")}
    faults: dict[str, Any] = {}
    if not any(name.startswith("claim-") for name in values):
        faults["claim-0-name"] = _("Enter the name.")
    for name, value in values.items():
        if fault := _fault(name, value, values):
            faults[name] = fault
    if values.get("price") and "price" not in faults:
        values["price"] = _sum(values["price"])
    ticked = {name for name in values if posted.get(f"ok-{name}")}
    return values, ticked, faults


def _fault(name: str, value: str, values: dict[str, str]) -> str | Promise:
    last = name.rpartition("-")[2]
    if last == "identifier":
        person = values.get(name.removesuffix("identifier") + "kind", "person") == "person"
        if not (is_iin(value) if person else is_bin(value)):
            return _("This is no valid IIN or BIN: compare the twelve digits with the paper.")
    if name == "price":
        try:
            _sum(value)
        except (InvalidOperation, ValueError):
            return _("Enter a sum in figures, for example 250000 or 250000.50.")
    if name == "date" and not _day(value):
        return _("Enter a day as YYYY-MM-DD.")
    if last == "email":
        try:
            validate_email(value)
        except ValidationError:
            return _("This is no e-mail address.")
    options = _choices(last)
    if options and value not in {code for code, _words in options}:
        return _("Choose one of the list.")
    return ""


def _sum(text: str) -> str:
    plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
    found = Decimal(plain)
    if not found.is_finite() or found < 0 or found >= Decimal(10) ** 15:
        raise ValueError(text)
    return f"{found:.2f}"


def _day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


def _choices(last: str) -> list[tuple[str, Any]] | None:
    if last == "language":
        return [("kk", "Қазақша"), ("ru", "Русский")]
    if last == "category":
        return [(one.slug, category_name(one.slug)) for one in jurisdiction().categories]
    return None


def _field(
    name: str,
    label: str | Promise,
    kind: str,
    recognised: dict[str, Any],
    posted: Any,
    faults: dict[str, Any] | None,
) -> CardField:
    read = recognised.get(name, {})
    last = name.rpartition("-")[2]
    choices: list[tuple[str, Any]] | None = None
    if kind == "choice":
        choices = KINDS if name == "kind" else list(Party.Kind.choices) if last == "kind" else _choices(last)
    return CardField(
        name=name,
        label=label,
        value=posted.get(name, "") if posted is not None else str(read.get("value", "")),
        confidence=read.get("confidence") if kind != "choice" else None,
        kind=kind,
        choices=choices,
        compared=last in COMPARED,
        ticked=bool(posted is not None and posted.get(f"ok-{name}")),
        fault=(faults or {}).get(name, ""),
    )


def _known(name: str, recognised: dict[str, Any], posted: Any) -> bool:
    return bool(posted.get(name) if posted is not None else recognised.get(name))


class ReceivedForm(forms.Form):
    """When and where a paper came."""

    court = forms.CharField(max_length=4)
    received_on = forms.DateField(
        label=_("Received on"),
        # A browser's own date field takes this form only, whatever the language.
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}
        ),
    )
