"""What an act says of the court, the judge and the people, which no register of the table tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tarazy.law import is_bin, is_iin
from tarazy.law.wording import names

Words = dict[str, str]


class HeadLacks(ValueError):
    """The head has no value that the act needs; the argument is its name."""


class Party(BaseModel):
    """A person or an organisation in an act. `number` is an IIN or BIN; `name` as registers write it.

    `name_kk` and `name_ru` where the name differs by language; `female` where no IIN says it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(min_length=1)
    name_kk: str = ""
    name_ru: str = ""
    number: str = ""
    kind: Literal["", "person", "entrepreneur", "organisation"] = ""
    female: bool | None = None
    born: Date | None = None
    address: str | Words = ""
    bank: str | Words = ""
    workplace: str | Words = ""

    def what(self) -> str:
        """Person, entrepreneur or organisation: as stated, else by the number, else by the name."""
        if self.kind:
            return self.kind
        if is_iin(self.number):
            return "person"
        known = names.organisation(self.name, "g", "ru") != self.name
        return "organisation" if known or is_bin(self.number) or "«" in self.name else "person"

    def in_case(self, case: str, language: str) -> str:
        """The name in the case of the language."""
        name = (self.name_kk if language == "kk" else self.name_ru) or self.name
        what = self.what()
        if what == "organisation":
            return names.organisation(name, case, language)
        female = self.female if self.female is not None else names.is_female(name, self.number)
        if what == "entrepreneur":
            return names.entrepreneur(name, case, language, female)
        if language == "ru" and case != "n" and female is None:
            raise HeadLacks("female")  # whether «Ким Саша» bends can't be known: a person writes this act
        return names.person(name, case, language, female)


class Head(BaseModel):
    """The head of an act. `more` are further plain values by name; whatever else is given is taken in there.

    `court` is the name by language; parties are known by their role (debtor, creditor, person, bailiff …).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str = ""
    court: Words
    judge: str = Field(min_length=1)
    date: Date
    parties: dict[str, Party] = Field(default_factory=dict)
    more: dict[str, Any] = Field(default_factory=dict)

    @field_validator("court")
    @classmethod
    def _both(cls, value: Words) -> Words:
        if not value.get("ru") or not value.get("kk"):
            raise ValueError("court is named in ru and kk")
        return value

    def value(self, name: str) -> Any:
        """A value by its name; None where there is none."""
        if name in ("number", "court", "judge", "date"):
            return getattr(self, name) or None
        found = self.parties.get(name)
        return found if found is not None else self.more.get(name)


def read_head(values: Mapping[str, Any]) -> Head:
    """The head from plain values: `number`, `court`, `judge`, `date`; mappings with a `name` are parties.

    Raises `HeadLacks` with the names at fault.
    """
    if isinstance(values, Head):
        return values
    own: dict[str, Any] = {"parties": {}, "more": {}}
    for name, value in values.items():
        if name in ("number", "court", "judge", "date"):
            own[name] = value
        elif isinstance(value, Party) or (isinstance(value, Mapping) and "name" in value):
            own["parties"][name] = value
        else:
            own["more"][name] = value
    try:
        return Head.model_validate(own)
    except ValidationError as fault:
        raise HeadLacks(", ".join(".".join(map(str, one["loc"])) for one in fault.errors())) from None
