"""One small country for the walk: two courts, every role, three cases with everything that hangs on a case.

`Things` holds, by the names that addresses use, the ids of one case and all that belongs to it; `unknown()` holds ids
of nothing. Names, texts and file names carry a word of their own, so that a page that tells of them is found out.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pikepdf
from django.test import Client
from django.utils import timezone

from tarazy.acts.delivery.header import header_of
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.following.models import SavedSearch
from tarazy.acts.publication.models import Publication
from tarazy.acts.text import ActText, paragraph, points
from tarazy.allocation.models import Draw
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.models import DemoBankOrder, Filing, Intake, Payment, ServiceOfDocument
from tarazy.cabinet.notices.models import Notice
from tarazy.cabinet.webhooks.models import Endpoint, HookDelivery
from tarazy.cases import docket
from tarazy.cases.actions.seal import seal
from tarazy.cases.filing_data import ClaimData, DocumentRef, PartyData
from tarazy.cases.ics import new_address
from tarazy.cases.models import BreakGlass, Case, Deadline, InternalPaper, Party, Task
from tarazy.courts.models import Court, Judge
from tarazy.documents.models import Document, OcrJob, OcrPage, StoredFile, Upload
from tarazy.documents.store import content_store, make_draft, workshop
from tarazy.people.actions.invite import hashed
from tarazy.people.models import AccessToken, Invitation, PowerOfAttorney, User
from tarazy.people.permissions import OF_A_COURT, Role
from tarazy.robot.models import BanSubmission, Run
from tests.cases.factories import (
    NOW,
    a_case,
    a_chair,
    a_claimant,
    a_clerk,
    a_court,
    a_judge,
    staff,
)
from tests.people.factories import a_power, a_user, an_iin, with_role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HOME, AWAY = "7520", "7511"


@dataclass
class Things:
    """A case and all that belongs to it; `secrets` are words that only those who may open the case may read."""

    number: str
    case: UUID = field(default_factory=uuid4)
    proceeding: UUID = field(default_factory=uuid4)
    document: UUID = field(default_factory=uuid4)
    task: UUID = field(default_factory=uuid4)
    party: UUID = field(default_factory=uuid4)
    deadline: int = 987_654
    representation: int = 987_654
    assignment: int = 987_654
    paper: UUID = field(default_factory=uuid4)
    draw: UUID = field(default_factory=uuid4)
    filing: UUID = field(default_factory=uuid4)
    payment: UUID = field(default_factory=uuid4)
    service: UUID = field(default_factory=uuid4)
    intake: UUID = field(default_factory=uuid4)
    draft: UUID = field(default_factory=uuid4)
    desk_draft: UUID = field(default_factory=uuid4)
    signed_act: UUID = field(default_factory=uuid4)
    publication: UUID = field(default_factory=uuid4)
    published: str = field(default_factory=lambda: f"act-{uuid4()}")
    run: UUID = field(default_factory=uuid4)
    submission: UUID = field(default_factory=uuid4)
    notice: UUID = field(default_factory=uuid4)
    power: UUID = field(default_factory=uuid4)
    invitation: UUID = field(default_factory=uuid4)
    token: UUID = field(default_factory=uuid4)
    webhook: UUID = field(default_factory=uuid4)
    delivery: UUID = field(default_factory=uuid4)
    upload: UUID = field(default_factory=uuid4)
    opening: int = 987_654
    section: int = 987_654
    session: int = 987_654
    entry: int = 987_654
    motion: int = 987
    saved_search: int = 987_654
    stream: str = HOME
    reference: str = field(default_factory=lambda: uuid4().hex)
    sha256: str = field(default_factory=lambda: uuid4().hex * 2)
    secrets: tuple[str, ...] = ()
    judge: User | None = None
    claimant: User | None = None
    defendant: User | None = None

    def ids(self) -> list[str]:
        """Everything by which an address may name them, the longest first."""
        found = {str(value) for value in vars(self).values() if isinstance(value, (UUID, str)) and value}
        found -= {HOME, AWAY}
        found |= {self.number.replace("/", "%2F")}
        return sorted(found, key=len, reverse=True)


def unknown(tail: str = "98765") -> Things:
    """Nothing of it is there."""
    return Things(number=f"{HOME}-26-00-2/{tail}", stream="1999")


def things(court: Court, word: str, *, sealed: bool = False, model: bool = False) -> Things:
    """A distributed case of the court between two strangers, with a task, papers, files, payments … of each kind."""
    claimant = a_claimant(family_name=f"{word}ова", given_name="Талап")
    defendant = a_user("def", iin=an_iin(), family_name=f"{word}ев", given_name="Жауап")
    parties = (
        PartyData(
            role="claimant",
            name=claimant.full_name,
            iin=claimant.iin or "",
            user_id=claimant.pk,
            address=f"{word} көшесі 1",
        ),
        PartyData(role="defendant", name=defendant.full_name, iin=defendant.iin or "", user_id=defendant.pk),
    )
    case = a_case(
        court,
        claimant,
        parties=parties,
        claims=(ClaimData(demand="recover_debt", text=f"{word} талабы", amount=500_000),),  # type: ignore[arg-type]
        documents=(DocumentRef(stored(claimant, word).pk, "claim", f"{word} арызы"),),
    )
    from tarazy.cases.actions.assign_judges import assign_judges
    from tarazy.cases.actions.file_case import register_case

    register_case(case.pk, by=a_clerk(court), now=NOW)
    judge = a_judge(court, family_name=f"Төреші{court.pk}")
    proceeding = assign_judges(
        case.proceedings.get().pk, [judge.pk], by=a_clerk(court), now=NOW, reference="x"
    )
    case = Case.objects.get(pk=case.pk)
    found = _papers(case, proceeding, judge, claimant, word)
    found.claimant, found.defendant, found.judge = claimant, defendant, judge.user
    found.secrets = (case.number or "", str(case.uuid), f"{word}", claimant.iin or "", defendant.iin or "")
    if sealed:
        seal(case.pk, by=a_chair(court), reason="Тайна усыновления по закону.", norm="GPK 19", now=NOW)
    return found


def stored(owner: User | None, word: str, **more: Any) -> Document:
    """A ready PDF of somebody, its bytes in the store."""
    draft = make_draft(io.BytesIO(a_pdf(word)), workshop() / "drafts")
    file, _made = StoredFile.objects.get_or_create(sha256=draft.sha256, defaults={"size": draft.size})
    content_store().keep(draft)
    draft.discard()
    row = Document.objects.create(
        file=file, sha256=draft.sha256, size=draft.size, name=f"{word}.pdf", media_type="application/pdf", pages=1,
        owner=owner, status=Document.Status.READY, created=NOW, **more,
    )  # fmt: skip
    job = OcrJob.objects.create(document=row, pages=1, pages_done=1, state="done")
    OcrPage.objects.create(job=job, number=0, width=10, height=10)
    return row


def a_pdf(word: str) -> bytes:
    """A PDF of one empty page that is like no other."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(200, 200))
        pdf.docinfo["/Subject"] = word
        pdf.save(made)
    return made.getvalue()


def _papers(case: Case, proceeding: Any, judge: Judge, claimant: User, word: str) -> Things:
    court = case.court
    now = timezone.now()
    assert judge.user
    first = case.docket.order_by("number").first()
    assert first and case.number
    case_document = case.documents.select_related("document").first()
    assert case_document
    task = Task.objects.create(
        court=court, proceeding=proceeding, assignee=judge.user, code="accept_claim", created_at=NOW, note=f"{word} ескертпесі",
    )  # fmt: skip
    paper = InternalPaper.objects.create(
        court=court, kind="memorandum", subject=f"{word} қағазы", author=judge.user, created_at=NOW, case=case
    )
    deadline = Deadline.objects.create(
        proceeding=proceeding, limit="decide", starts=now.date(), due=now.date(), whose="everybody"
    )
    opening = BreakGlass.objects.create(
        case=case,
        user=a_judge(a_court()).user,
        reason=f"{word} шұғыл",
        since=NOW,
        until=NOW + timedelta(hours=1),
    )
    section = court.sections.first()
    assert section
    draw = Draw.objects.create(
        proceeding=proceeding, court_code=court.pk, state=Draw.State.FAILED, created_at=NOW, rules_version="1",
    )  # fmt: skip
    draft = ClaimDraft.objects.create(
        definition_id="debt",
        user=claimant,
        created_at=now,
        updated_at=now,
        expires_at=now + timedelta(days=9),
    )
    filing = Filing.objects.create(
        draft=None, by=claimant, claim=_claim(word), answers_at=now, created_at=now, court_code=court.pk,
        case=case, entry=first, signed=case_document.document, filed_at=NOW,
    )  # fmt: skip
    payment = Payment.objects.create(
        payer=claimant, filing=filing, case=case, amount=5000, priced_on=NOW.date(), state="paid", paid_at=NOW,
        created_at=NOW, reference=uuid4().hex,
    )  # fmt: skip
    order = DemoBankOrder.objects.create(
        reference=payment.reference, amount=5000, currency="KZT", about=f"{word} баж", return_url="/",
        callback_url="/", created_at=NOW,
    )  # fmt: skip
    service = ServiceOfDocument.objects.create(
        proceeding=proceeding, party=case.parties.get(side="defence"), document=case_document, what="claim",
        way="cabinet", sent_at=NOW, delivered_at=NOW, proof="opened",
    )  # fmt: skip
    scan = stored(a_clerk(court), f"{word}скан")
    intake = Intake.objects.create(
        court=court, document=scan, clerk=scan.owner, received_on=NOW.date(), created_at=NOW, case=case,
        recognised={"claimant_name": {"value": f"{word}", "confidence": 0.5}},
    )  # fmt: skip
    notice = Notice.objects.create(
        user=claimant,
        subject="docket",
        subject_id=first.pk,
        code="docket",
        kind="progress",
        case=case,
        at=now,
    )
    power = a_power(claimant, a_user("rep", family_name=f"{word}өкіл"))
    invitation = Invitation.objects.create(
        email=f"{hashlib.sha256(word.encode()).hexdigest()[:8]}@example.kz", role=Role.JUDGE_ASSISTANT,
        court_code=court.pk, token_sha256=hashed(word), invited_by=a_chair(court), expires_at=now + timedelta(days=3),
    )  # fmt: skip
    token = AccessToken.objects.create(
        user=claimant, name=f"{word} кілт", token_sha256=hashed(f"t{word}"), scopes=["file_claim"],
        expires_at=now + timedelta(days=3),
    )  # fmt: skip
    upload = Upload.objects.create(
        name=f"{word}жүктеу.pdf", size=10, owner=claimant, created=now, expires=now + timedelta(hours=3)
    )
    webhook = Endpoint.objects.create(
        owner=claimant, url=f"https://{word.encode().hex()[:12]}.example.kz/", secret="x", made_at=now
    )
    delivery = HookDelivery.objects.create(endpoint=webhook, entry=first, made_at=now, due_at=now)
    search = SavedSearch.objects.create(
        owner=claimant, name=f"{word} іздеуі", query=f"q={word}", made_at=now, looked_at=now
    )
    acts = _acts(case, proceeding, judge.user, case_document.document, first, word)
    return Things(
        **acts, number=case.number, party=case.parties.get(side="defence").uuid, deadline=deadline.pk, webhook=webhook.uuid, delivery=delivery.uuid, saved_search=search.pk, case=case.uuid, proceeding=proceeding.uuid, document=case_document.document_id,
        task=task.uuid, paper=paper.uuid, draw=draw.uuid, filing=filing.uuid, payment=payment.uuid,
        service=service.uuid, intake=intake.uuid, draft=draft.pk, notice=notice.uuid, power=power.uuid,
        invitation=invitation.uuid, token=token.uuid, upload=upload.pk, opening=opening.pk, section=section.pk,
        entry=first.ledger_number, motion=first.number, stream=first.ledger_stream, reference=order.reference,
        sha256=case_document.document.sha256,
    )  # fmt: skip


def _acts(
    case: Case, proceeding: Any, judge: User, document: Document, entry: Any, word: str
) -> dict[str, Any]:
    """An act being written, one signed and on its way to the public, what the robot made of it, a bailiff's paper."""
    now = timezone.now()
    text = ActText(
        kind="ruling", language="kk", title="Ұйғарым", reasons=(paragraph(f"{word} дәлелдері."),),
        operative=(points(f"{word} қабылдансын."),),
    ).model_dump(mode="json")  # fmt: skip
    draft = Draft.objects.create(
        proceeding=proceeding, code="acceptance", kind="ruling", language="kk", author=judge, created_at=now,
        changed_at=now,
    )  # fmt: skip
    signed = SignedAct.objects.create(
        proceeding=proceeding, entry=entry, code="acceptance", kind="ruling", language="kk", text=text,
        document=document, sha256=document.sha256, signed_at=now,
        around=header_of(proceeding, "acceptance", "ruling", now=now).model_dump(mode="json"),
    )  # fmt: skip
    publication = Publication.objects.create(
        signed=signed, proceeding=proceeding, court_code=case.court_id, language="kk", address=f"act-{uuid4()}",
        gathered_at=now, changed_at=now,
    )  # fmt: skip
    run = Run.objects.create(
        proceeding=proceeding, table="travel_ban", state=Run.State.DRAFTED, language="kk", draft=text, started_at=now,
        facts={"debtor_name": {"value": f"{word}ев", "source": "population", "at": now.isoformat(), "doubt": ""}},
    )  # fmt: skip
    submission = BanSubmission.objects.create(
        by=with_role(Role.BAILIFF, iin=an_iin()), values={"debtor_name": f"{word}ев"}, prepared_at=now
    )
    return {
        "desk_draft": draft.pk, "signed_act": signed.pk, "publication": publication.pk,
        "published": publication.address, "run": run.pk, "submission": submission.pk,
    }  # fmt: skip


def _claim(word: str) -> dict[str, Any]:
    from tests.cabinet.factories import a_finished_draft

    data = a_finished_draft(name="wages").claim_data().model_dump(mode="json")
    data["title"] = f"{word} қағазы"
    return data


@dataclass
class World:
    """Who walks, and what they walk against."""

    home: Court
    away: Court
    foreign: Things
    sealed: Things
    unknown: Things
    other_unknown: Things
    walkers: dict[str, User | None]


def a_world() -> World:
    """Everything above, saved."""
    home, away = a_court(HOME, exact=True), a_court(AWAY, exact=True)
    walkers: dict[str, User | None] = {"nobody": None, "stranger": a_user("stranger", iin=an_iin())}
    for role in Role:
        if role in OF_A_COURT:
            walkers[f"{role.value} of {HOME}"] = staff(role, home)
            walkers[f"{role.value} of {AWAY}"] = staff(role, away)
        else:
            walkers[role.value] = with_role(role, iin=an_iin())
    foreign = things(home, "Бөтенқұпия")
    sealed = things(home, "Мөрқұпия", sealed=True)
    home.sections.all()
    return World(home, away, foreign, sealed, unknown(), unknown("98764"), walkers)


def signed_in(user: User | None) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def secret_calendar(user: User) -> str:
    """The secret of somebody's calendar."""
    return new_address(user, now=timezone.now())


def note_in_docket(case: Case, code: str, by: User, party: Party | None = None) -> None:
    """An entry of the docket."""
    docket.record(case, code, by=by, at=timezone.now(), proceeding=case.proceedings.first(), party=party)


__all__ = [
    "AWAY", "HOME", "PowerOfAttorney", "Things", "World", "a_world", "note_in_docket", "secret_calendar", "signed_in",
    "stored", "things", "unknown",
]  # fmt: skip
