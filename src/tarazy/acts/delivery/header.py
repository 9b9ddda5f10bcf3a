"""What stands around the text of an act: court, number, date, panel, parties; as values, for every paper of the act."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override
from pydantic import BaseModel, ConfigDict

from tarazy.acts import naming
from tarazy.acts.delivery.identifiers import citation_of, neutral_identifier
from tarazy.cases.models import Assignment, Claim, Party, Proceeding, Representation, Side, StaffAssignment
from tarazy.cases.rulings import acts as acts_of_the_registry

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["kk", "ru"]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class JudgeShown(_Fact):
    """A judge of the panel. `seat` is presiding or member."""

    name: str
    short_name: str
    seat: Literal["presiding", "member"] = "presiding"


class PartyShown(_Fact):
    """A party as the act shows it: `name` is the full one in the file, the pseudonym in what is published.

    `role` is a `PartyRole`, `role_name` its word in the act's language, `kind` person, company or state_body, `side`
    claim, defence or neither; `representatives` are names.
    """

    role: str
    role_name: str
    name: str
    kind: str = "person"
    side: str = "neither"
    representatives: tuple[str, ...] = ()


class ActHeader(_Fact):
    """The values around an act's text. `kind` is a `jurimetrics.decision.Kind`; `code` the act in the registry's table.

    `neutral` and `citation` name the act for ever, whoever publishes it (`identifiers`); `announced` is the day of the
    operative part where it differs; `model_data` says that nothing here is real.
    """

    jurisdiction: str = "kz"
    language: Language
    kind: str
    code: str = ""
    court: str
    court_code: str
    number: str = ""
    date: Date
    announced: Date | None = None
    place: str = ""
    judges: tuple[JudgeShown, ...] = ()
    secretary: str = ""
    parties: tuple[PartyShown, ...] = ()
    subject: str = ""
    category: str = ""
    category_name: str = ""
    instance: str = "first"
    neutral: str = ""
    citation: str = ""
    model_data: bool = False

    @property
    def presiding(self) -> JudgeShown | None:
        """The judge who presides, if the panel is known."""
        return next((judge for judge in self.judges if judge.seat == "presiding"), None)

    def of_side(self, side: str) -> tuple[PartyShown, ...]:
        """The parties of one side: claim, defence, neither."""
        return tuple(party for party in self.parties if party.side == side)


def header_of(
    proceeding: Proceeding,
    code: str,
    kind: str,
    *,
    now: datetime,
    language: str = "",
    nth: int = 1,
    names: Mapping[int, str] | None = None,
    announced: Date | None = None,
) -> ActHeader:
    """The header of the act `code` of a proceeding, dated `now` in the court's time.

    `kind` is a `jurimetrics.decision.Kind`. `nth` counts the acts of one kind and day in a proceeding, so that each
    keeps an identifier of its own. `names` are shown instead of the parties' own, by a party's id.
    """
    case = proceeding.case
    spoken: Language = "ru" if (language or case.language) == "ru" else "kk"
    day = timezone.localdate(now)
    number = proceeding.number or case.number or ""
    with override(spoken):
        return ActHeader(
            jurisdiction=getattr(settings, "JURISDICTION", "kz"),
            language=spoken,
            kind=kind,
            code=code,
            court=proceeding.court.name_in(spoken),
            court_code=proceeding.court_id,
            number=number,
            date=day,
            announced=announced,
            place=_place(proceeding),
            judges=_judges(proceeding),
            secretary=_secretary(proceeding),
            parties=_parties(proceeding, names or {}),
            subject=_subject(proceeding),
            category=case.category,
            category_name=naming.category_name(case.category) if case.category else "",
            instance=proceeding.instance,
            neutral=neutral_identifier(proceeding.court_id, number, kind, day, nth=nth),
            citation=citation_of(proceeding.court_id, number, kind, day, nth=nth),
            model_data=case.is_model or bool(getattr(settings, "MODEL_DATA", False)),
        )


def title_of(code: str, language: str) -> str:
    """The title of an act in the registry's table, empty for a code that it doesn't have."""
    act = acts_of_the_registry().get(code)
    return act.title["ru" if language == "ru" else "kk"] if act else ""


def _judges(proceeding: Proceeding) -> tuple[JudgeShown, ...]:
    rows = Assignment.objects.filter(proceeding=proceeding, until__isnull=True).select_related("judge")
    return tuple(
        JudgeShown(
            name=row.judge.full_name,
            short_name=row.judge.short_name,
            seat="presiding" if row.seat == Assignment.Seat.PRESIDING else "member",
        )
        for row in sorted(rows, key=lambda row: (row.seat != Assignment.Seat.PRESIDING, row.pk))
    )


def _secretary(proceeding: Proceeding) -> str:
    row = (
        StaffAssignment.objects.filter(
            proceeding=proceeding, until__isnull=True, task=StaffAssignment.Task.SECRETARY
        )
        .select_related("user")
        .order_by("-since")
        .first()
    )
    return row.user.short_name if row else ""


def _parties(proceeding: Proceeding, names: Mapping[int, str]) -> tuple[PartyShown, ...]:
    rows = list(Party.objects.filter(case=proceeding.case, left_at__isnull=True).order_by("id"))
    acting = Representation.objects.filter(party__in=rows, until__isnull=True).select_related(
        "representative"
    )
    by_party: dict[int, list[str]] = {}
    for one in acting.order_by("id"):
        by_party.setdefault(one.party_id, []).append(one.representative.short_name)
    order = {Side.CLAIM: 0, Side.DEFENCE: 1}
    return tuple(
        PartyShown(
            role=row.role,
            role_name=str(row.get_role_display()),
            name=names.get(row.pk, row.name),
            kind=row.kind,
            side=row.side,
            representatives=tuple(by_party.get(row.pk, ())),
        )
        for row in sorted(rows, key=lambda row: order.get(Side(row.side), 2))
    )


def _subject(proceeding: Proceeding) -> str:
    claims = Claim.objects.filter(case=proceeding.case, withdrawn_at__isnull=True).order_by("number")
    return "; ".join(claim.text.strip().rstrip(".") for claim in claims if claim.text.strip())


def _place(proceeding: Proceeding) -> str:
    """The town of the court: the first part of its address that is no postcode, else its region."""
    pieces = [piece.strip() for piece in proceeding.court.address.split(",")]
    town = next((piece for piece in pieces if piece and not piece.replace(" ", "").isdigit()), "")
    return town or naming.region_name(proceeding.court.region)
