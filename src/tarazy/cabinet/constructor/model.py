"""The shape of a definition. Every mapping of the file knows where it stands (`at`: file and line).

What a lawyer may write is described in docs/constructor.md; whatever isn't there is refused when it is read.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from .claim_data import PaperKind, PartyKind, PartyRole
from .expressions import Expression, parse

LANGUAGES = ("kk", "ru", "en")
DOCUMENT_LANGUAGES = ("kk", "ru")


def _expression(value: Any) -> Any:
    if value is True or value is False:
        raise ValueError("a condition is a text: write 'answer = yes'")
    return parse(str(value)) if isinstance(value, str | int) else value


Condition = Annotated[Expression, BeforeValidator(_expression)]
Plain = Annotated[
    str,
    BeforeValidator(
        lambda value: {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    ),
]


class Placed(BaseModel):
    """Base of everything in a definition: frozen, no unknown fields; `at` is "file:line"."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    at: str = ""


class Words(Placed):
    """A text by language; what isn't there is empty, and the linter says so."""

    kk: str = ""
    ru: str = ""
    en: str = ""

    def said(self, language: str) -> str:
        """The text in this language, or in one that has it."""
        return getattr(self, language, "") or self.ru or self.kk or self.en


class QuestionType(StrEnum):
    """What can be asked. Compound ones are still one page."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    MONEY = "money"
    INTEGER = "integer"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"
    PARTY = "party"
    REPRESENTATIVE = "representative"
    ADDRESS = "address"
    CONTACT = "contact"
    CHILD = "child"
    LIST = "list"
    EVIDENCE = "evidence"
    COURT = "court"
    CASE = "case"


class Option(Placed):
    """One answer of a choice. `document` is how the paper says it; `category` and `norm` come with it."""

    id: Plain
    words: Words
    document: Words | None = None
    hint: Words | None = None
    norm: str = ""
    category: str = ""
    when: Condition | None = None


class Check(Placed):
    """What must hold of an answer. One that isn't `blocking` is shown as advice and doesn't hold anybody up."""

    require: Condition
    code: str
    words: Words
    norm: str = ""
    blocking: bool = True


class Stop(Placed):
    """When this holds, the constructor can't go on; `instead` is the definition that can, `words` say what to do."""

    when: Condition
    words: Words
    norm: str = ""
    instead: str = ""


class ItemField(Placed):
    """One field of each item of a list."""

    id: str
    type: QuestionType
    words: Words
    required: bool = True
    past: bool = False
    options: tuple[Option, ...] = ()


class Question(Placed):
    """One page. `section` is where it stands in the task list, set when the file is read."""

    id: str
    type: str
    words: Words
    hint: Words | None = None
    when: Condition | None = None
    required: bool = True
    past: bool = False
    norm: str = ""
    options: tuple[Option, ...] = ()
    kinds: tuple[PartyKind, ...] = ()
    role: PartyRole | None = None
    fields: tuple[ItemField, ...] = ()
    at_least: int = 1
    at_most: int = 12
    check: tuple[Check, ...] = ()
    stop: tuple[Stop, ...] = ()
    section: str = ""


class Section(Placed):
    """A task of the task list."""

    id: str
    title: Words
    questions: tuple[Question, ...]


class DemandRule(Placed):
    """A demand of the paper: when it is made, its sum and period, the line of the fee table it pays by."""

    code: str
    words: Words
    when: Condition | None = None
    amount: Condition | None = None
    period_from: Condition | None = None
    period_until: Condition | None = None
    fee: str = ""
    each: str = ""


class Paragraph(Placed):
    """A paragraph of the paper; with `each` one for every item of that list, slots `{item.field}`."""

    words: Words
    when: Condition | None = None
    each: str = ""


class DocumentTemplate(Placed):
    """The paper in kk and ru (no English: courts sit in Kazakh or Russian)."""

    title: Words
    paragraphs: tuple[Paragraph, ...]
    demand_heading: Words | None = None


class AttachmentRule(Placed):
    """What must or may be attached; `evidence` is the question that asks for it."""

    code: str
    words: Words
    when: Condition | None = None
    evidence: str = ""
    norm: str = ""
    compulsory: bool = False


class Exemption(Placed):
    """When no fee is paid, by which norm; doubtful ones are marked."""

    when: Condition | None = None
    words: Words
    norm: str
    unverified: bool = True


class Hints(Placed):
    """What the advisor needs to know of this sort of matter; each is a condition over the answers."""

    documents_prove: Condition | None = None
    proven_norm: str = ""
    child_rights: Condition | None = None
    public_law: bool = False
    exclusive: Condition | None = None
    exclusive_norm: str = ""
    claimants_choice: Condition | None = None
    choice_norm: str = ""
    juvenile: Condition | None = None
    pretrial: Condition | None = None
    pretrial_norm: str = ""
    pretrial_words: Words | None = None
    pretrial_unverified: bool = True
    limitation: str = ""
    limitation_from: Condition | None = None
    appeal_limit: str = ""
    appeal_from: Condition | None = None


class Definition(Placed):
    """A sort of paper that can be constructed, whole: with the shared questions put in."""

    id: str
    kind: PaperKind
    category: str = ""
    group: str
    titles: Words
    about: Words
    minutes: int = Field(default=15, ge=1)
    norms: tuple[str, ...]
    sections: tuple[Section, ...]
    demands: tuple[DemandRule, ...]
    document: DocumentTemplate
    attachments: tuple[AttachmentRule, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    advice: Hints = Hints()
    version: str = ""

    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def _by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions()}

    def questions_by_id(self) -> dict[str, Question]:
        """Every question by its id, in order."""
        return self._by_id

    def question(self, name: str) -> Question | None:
        """The question with this id, None if there is none."""
        return self._by_id.get(name)
