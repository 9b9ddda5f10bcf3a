"""A run as its page shows it: the draft in sentences, each with the condition behind it; the trace with every datum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from tarazy.acts.text import ActText, DatumMark, Heading, Paragraph, Part, Points, Quote, Text
from tarazy.cases.models import Case, Proceeding
from tarazy.cases.presenting import ActionLink, register_action
from tarazy.law import Reference, load, print_reference
from tarazy.robot.models import BanSubmission, Run
from tarazy.robot.sources.wanted import place_words
from tarazy.robot.table import NoTable, Table, load_table
from tarazy.robot.words import reason_words, value_words

if TYPE_CHECKING:
    from tarazy.people.models import User

PARTS: dict[str, Promise] = {
    Part.INTRODUCTION: gettext_lazy("Introduction"),
    Part.DESCRIPTION: gettext_lazy("Description"),
    Part.REASONS: gettext_lazy("Reasons"),
    Part.OPERATIVE: gettext_lazy("Operative part"),
}
STATES: dict[str, Promise] = {
    "met": pgettext_lazy("condition", "met"),
    "unmet": pgettext_lazy("condition", "not met"),
    "doubtful": pgettext_lazy("condition", "in doubt"),
    "not_reached": pgettext_lazy("condition", "doesn't apply"),
}
DOUBTS: dict[str, Promise] = {
    "missing": gettext_lazy("nobody told it"),
    "timeout": gettext_lazy("the register didn't answer in time"),
    "unavailable": gettext_lazy("the register couldn't be reached"),
    "broken": gettext_lazy("the answer couldn't be read"),
    "stale": gettext_lazy("the answer is too old"),
    "contradicts": gettext_lazy("two registers say different things"),
    "low_confidence": gettext_lazy("the scan wasn't read surely and nobody confirmed it"),
}


@dataclass(frozen=True)
class DatumShown:
    """A datum for people: its name, its value, who told it, when it was true there, what is doubtful about it."""

    name: str
    words: str
    value: str
    source: str
    at: datetime | None
    doubt: str
    changed: bool = False


@dataclass(frozen=True)
class StepShown:
    """A condition for people."""

    condition: str
    number: str
    words: str
    norms: tuple[str, ...]
    state: str
    state_words: str | Promise
    unverified: bool
    data: tuple[DatumShown, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"condition-{self.condition}"


@dataclass(frozen=True)
class PieceShown:
    """Words of the draft, and the condition behind them where one is marked."""

    text: str
    condition: str = ""
    number: str = ""


@dataclass(frozen=True)
class PartShown:
    """A part of the draft: its name and its paragraphs."""

    title: str | Promise
    paragraphs: tuple[tuple[PieceShown, ...], ...]


def language() -> str:
    """kk, ru or en, as the page is read."""
    return (get_language() or "kk")[:2]


def table_of(run: Run) -> Table | None:
    """The edition that the run was made by, or today's: for the words of data."""
    day = timezone.localdate(run.ready_at or run.started_at)
    try:
        return load_table(run.table, day)
    except NoTable:
        return None


def steps_of(run: Run) -> list[StepShown]:
    """The trace, condition by condition."""
    table = table_of(run)
    changed = {one["name"] for one in run.changed_since}
    return [
        StepShown(
            condition=one["condition"],
            number=one["number"],
            words=_in(one["words"]),
            norms=tuple(norm_words(norm) for norm in one["norms"]),
            state=one["state"],
            state_words=STATES.get(one["state"], one["state"]),
            unverified=one["unverified"],
            data=tuple(
                datum_shown(run.facts[name], table, changed) for name in one["data"] if name in run.facts
            ),
        )
        for one in run.trace
    ]


def facts_shown(run: Run) -> list[DatumShown]:
    """Every datum that was gathered."""
    table = table_of(run)
    changed = {one["name"] for one in run.changed_since}
    return [datum_shown(one, table, changed) for one in run.facts.values()]


def datum_shown(datum: Mapping[str, Any], table: Table | None, changed: set[str] = frozenset()) -> DatumShown:
    """One datum for people."""
    row = table.datum(datum["name"]) if table else None
    try:
        at = datetime.fromisoformat(datum["at"])
    except (TypeError, ValueError):
        at = None
    doubt = datum.get("doubt") or ""
    return DatumShown(
        name=datum["name"],
        words=_in(row.words) if row else datum["name"].replace("_", " "),
        value="" if datum["value"] is None else shown(datum["value"], row.kind if row else ""),
        source=place_words(str(datum["source"]), language()),
        at=at,
        doubt=str(DOUBTS.get(doubt, doubt)),
        changed=datum["name"] in changed,
    )


def shown(value: Any, kind: str = "") -> str:
    """A value as people write it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(shown(one) for one in value)
    if kind == "sum":
        try:
            return f"{number_format(Decimal(str(value)), 2)} ₸"
        except InvalidOperation:
            return str(value)
    if kind == "date":
        try:
            return f"{Date.fromisoformat(str(value)):%d.%m.%Y}"
        except ValueError:
            return str(value)
    return value_words(str(value), language())


def norm_words(norm: Mapping[str, Any]) -> str:
    """A norm as the reader's language prints it."""
    return print_reference(Reference(**norm), load("kz"), language(), "short")


def reasons_of(run: Run) -> list[dict[str, Any]]:
    """Why the material was handed over: words, the condition it is about, until when one would wait."""
    return [
        {
            "words": _in(one["words"]) or one["code"],
            "condition": one["condition"],
            "code": one["code"],
            "until": Date.fromisoformat(one["until"]) if one.get("until") else None,
        }
        for one in run.reasons
    ]


def reason_title(code: str, table: Table) -> str:
    """A code of a reason of handing over, as people read it."""
    return reason_words(code, table).get(language(), code)


def parts_of(text: ActText, steps: list[StepShown]) -> list[PartShown]:
    """The draft by its parts; each piece knows the number of the condition behind it."""
    numbers = {one.condition: one.number for one in steps}
    found = []
    for part in Part:
        paragraphs = tuple(tuple(_pieces(one, numbers)) for block in text.part(part) for one in _lines(block))
        if paragraphs:
            found.append(PartShown(PARTS[part], paragraphs))
    return found


def _lines(block: Any) -> Iterator[Paragraph | Heading]:
    if isinstance(block, Points):
        for number, item in enumerate(block.content, start=1):
            for place, one in enumerate(item.content):
                yield _numbered(one, number) if place == 0 else one
    elif isinstance(block, Quote):
        yield from block.content
    else:
        yield block


def _numbered(paragraph: Paragraph, number: int) -> Paragraph:
    return Paragraph(content=(Text(text=f"{number}. "), *paragraph.content))


def _pieces(paragraph: Paragraph | Heading, numbers: Mapping[str, str]) -> Iterator[PieceShown]:
    for one in paragraph.content:
        if not isinstance(one, Text):
            yield PieceShown("\n")
            continue
        condition = next((mark.attrs.condition for mark in one.marks if isinstance(mark, DatumMark)), "")
        yield PieceShown(one.text, condition if condition in numbers else "", numbers.get(condition, ""))


def _in(words: Mapping[str, str]) -> str:
    return words.get(language()) or words.get("ru") or next(iter(words.values()), "")


def offer() -> None:
    """What stands on the page of a case: the robot's draft for its judge."""
    register_action(_offered)


def _offered(user: User, case: Case) -> list[ActionLink]:
    proceedings = Proceeding.objects.filter(case=case)
    run = Run.objects.visible_to(user).live().filter(proceeding__in=proceedings).first()
    if run is None or run.state == Run.State.GATHERING:
        return []
    if run.state == Run.State.DRAFTED:
        title = gettext_lazy("Read the robot's draft")
        return [
            ActionLink(
                title, run.get_absolute_url(), gettext_lazy("Each sentence beside the data behind it.")
            )
        ]
    if run.state == Run.State.HANDED_OVER:
        title = gettext_lazy("Why the robot handed it over")
        return [
            ActionLink(title, run.get_absolute_url(), gettext_lazy("There is no draft: decide yourself."))
        ]
    return []


def submission_tag(one: BanSubmission) -> str:
    """Where a bailiff's material stands, in a word or two."""
    if one.case is None:
        return _("to sign")
    proceeding = one.case.proceedings.order_by("id").first()
    if proceeding is None:
        return ""
    return str(proceeding.get_outcome_display() or proceeding.get_stage_display())
