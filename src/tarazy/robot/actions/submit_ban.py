"""A bailiff submits a travel ban for sanction: the order with its papers, signed, as a case of the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override

from tarazy.cases.actions.file_case import file_case
from tarazy.cases.filing_data import ClaimData, DocumentRef, FilingData, PartyData
from tarazy.cases.models import Case, Party, PartyRole, ProceedingKind
from tarazy.courts.models import Court
from tarazy.documents.actions import make_copy
from tarazy.documents.rendering import render_pdf
from tarazy.documents.signatures.choices import sign_pdf_for
from tarazy.people.permissions import Role
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tarazy.robot.models import BanSubmission
from tarazy.robot.refusals import PapersMissing

if TYPE_CHECKING:
    from tarazy.people.models import User

DEFINITION = "travel_ban"
NEEDED = ("order", "document", "notice")  # GPK 252 (2): the order and what confirms it


@dataclass(frozen=True)
class Ban:
    """What the bailiff asks to be sanctioned; every field was read and confirmed by who signs.

    `hardship`: treatment, a child, a work trip or hardship was pleaded. Sums in tenge.
    """

    court_code: str
    language: str
    enforcement_number: str
    order_number: str
    order_on: Date
    document: str
    debtor_name: str
    debtor_number: str
    debtor_is_entity: bool
    person_name: str
    person_iin: str
    creditor_name: str
    debt: Decimal
    grounds: str
    hardship: bool = False

    def material(self) -> dict[str, Any]:
        """What the case keeps of it, as JSON; the robot reads it from there."""
        return {
            "enforcement_number": self.enforcement_number,
            "order_number": self.order_number,
            "order_on": self.order_on.isoformat(),
            "document": self.document,
            "person_iin": self.person_iin,
            "person_name": self.person_name,
            "debtor_is_entity": self.debtor_is_entity,
            "entity_bin": self.debtor_number if self.debtor_is_entity else "",
            "creditor_name": self.creditor_name,
            "debt": str(self.debt),
            "reasoned": bool(self.grounds.strip()),
            "grounds": self.grounds,
            "hardship": self.hardship,
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Ban:
        """The ban that `kept` gave."""
        days = {"order_on": Date.fromisoformat(values["order_on"]), "debt": Decimal(values["debt"])}
        return cls(**{**values, **days})

    def kept(self) -> dict[str, Any]:
        """Itself as JSON."""
        return {**asdict(self), "order_on": self.order_on.isoformat(), "debt": str(self.debt)}


def prepare_ban(ban: Ban, documents: Sequence[DocumentRef], *, by: User, now: datetime) -> BanSubmission:
    """The saved submission, ready to be read and signed. `documents` are the bailiff's own, their kinds `order`,
    `document`, `notice` and others. Raises `NotPermitted` for who is no bailiff, `PapersMissing`, `Invalid`."""
    _bailiff(by, now)
    missing = [kind for kind in NEEDED if not any(one.kind == kind for one in documents)]
    if missing:
        raise PapersMissing(dict.fromkeys(missing, PapersMissing.message))
    if not Court.objects.filter(pk=ban.court_code, instance="first").exists():
        raise Invalid({"court_code": ban.court_code})
    return BanSubmission.objects.create(
        by=by,
        values=ban.kept(),
        documents=[[str(one.id), one.kind, one.title] for one in documents],
        prepared_at=now,
    )


def ban_paper(submission: BanSubmission) -> bytes:
    """The submission to the court as an unsigned PDF, always the same bytes."""
    ban, by, now = Ban.of(submission.values), submission.by, submission.prepared_at
    court = Court.objects.filter(pk=ban.court_code).first()
    if court is None:
        raise Invalid({"court_code": ban.court_code})
    with override(ban.language):
        rows = [
            [gettext("Enforcement proceedings"), ban.enforcement_number],
            [gettext("Bailiff's order"), f"№ {ban.order_number}, {ban.order_on:%d.%m.%Y}"],
            [gettext("Enforcement document"), ban.document],
            [gettext("Debtor"), f"{ban.debtor_name}, {ban.debtor_number}"],
            [gettext("Person to be restricted"), f"{ban.person_name}, {ban.person_iin}"],
            [gettext("Creditor"), ban.creditor_name],
            [gettext("Debt, tenge"), f"{ban.debt:,.2f}".replace(",", " ")],
        ]
        shown = {
            "title": paper_title(ban.language),
            "number": ban.order_number,
            "date": f"{now:%d.%m.%Y}",
            "header": [court.name_in(ban.language)],
            "author": by.short_name,
            "parts": [
                {"rows": rows},
                {
                    "heading": gettext("Motives and grounds"),
                    "paragraphs": [one for one in ban.grounds.splitlines() if one.strip()],
                },
                {
                    "paragraphs": [
                        gettext(
                            "I ask the court to sanction the order on the temporary restriction to leave."
                        )
                    ]
                },
            ],
            "signatures": [{"role": gettext("Bailiff"), "name": by.short_name, "note": ""}],
        }
    return render_pdf("motion", shown, ban.language, made=now)


def submit_ban(submission_id: UUID, signing: Mapping[str, Any], *, by: User, now: datetime) -> Case:
    """The filed case of a travel ban: the submission signed by the bailiff, the order and its papers under it.

    Filed once, whatever is pressed twice. Raises `NotFound`, `NotPermitted`, what signing raises and what `file_case`
    raises. Norm: GPK 252; Law on enforcement proceedings 33.
    """
    found = BanSubmission.objects.visible_to(by).select_related("by", "case").filter(pk=submission_id).first()
    if found is None:
        raise NotFound
    _bailiff(by, now)
    if found.case is not None:
        return found.case
    ban = Ban.of(found.values)
    title = paper_title(ban.language)
    signed = sign_pdf_for(by, ban_paper(found), signing, reason=title, now=now)
    with transaction.atomic():
        locked = BanSubmission.objects.select_for_update(of=("self",)).get(pk=submission_id)
        if locked.case_id is not None:
            return Case.objects.get(pk=locked.case_id)
        kept = make_copy(
            None, signed, "submission.pdf", "application/pdf", owner=by, now=now, kind="claim", language=ban.language
        )  # fmt: skip
        others = (DocumentRef(UUID(one), kind, name) for one, kind, name in locked.documents)
        refs = (DocumentRef(UUID(str(kept.pk)), "claim", title), *others)
        locked.case = file_case(_filing(ban, refs, by, f"ban:{locked.pk}"), by=by, now=now)
        locked.filed_at = now
        locked.save(update_fields=["case", "filed_at"])
    return locked.case


def paper_title(language: str) -> str:
    """The title of the submission in its language."""
    with override(language):
        return gettext("Submission on the sanction of a travel ban")


def _bailiff(by: User, now: datetime) -> None:
    if not any(role == Role.BAILIFF for role, _court in by.roles_at(now)):
        raise NotPermitted


def _filing(ban: Ban, refs: tuple[DocumentRef, ...], by: User, key: str) -> FilingData:
    debtor = PartyData(
        role=PartyRole.DEBTOR,
        name=ban.debtor_name,
        kind=Party.Kind.COMPANY if ban.debtor_is_entity else Party.Kind.PERSON,
        iin="" if ban.debtor_is_entity else ban.debtor_number,
        bin=ban.debtor_number if ban.debtor_is_entity else "",
        language=ban.language,
    )
    bailiff = PartyData(
        role=PartyRole.BAILIFF, name=by.full_name, iin=by.iin or "", user_id=by.pk, language=ban.language
    )
    return FilingData(
        court_code=ban.court_code,
        kind=ProceedingKind.SANCTION,
        parties=(bailiff, debtor),
        claims=(ClaimData(demand="travel_ban", text=ban.grounds[:20_000]),),
        documents=refs,
        language=ban.language,
        claim_data={"definition": DEFINITION, "material": ban.material()},
        idempotency_key=key,
    )
