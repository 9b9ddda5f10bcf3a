"""What goes on beside the usual way of a case: redraws, seals, emergencies, papers, joining, a scan, time."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import timedelta

import pypdfium2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tarazy.allocation.actions import complete_round, redraw_statement, supersede_draw
from tarazy.allocation.models import Draw
from tarazy.cabinet.actions.serve_document import serve_document
from tarazy.cabinet.actions.take_in import keep_recognised, take_in
from tarazy.cases.actions.break_glass import break_glass, review_break_glass
from tarazy.cases.actions.carry_papers import answer_step, close_paper, send_on, write_paper
from tarazy.cases.actions.move_cases import join_cases, split_case, transfer_case
from tarazy.cases.actions.seal import seal
from tarazy.cases.models import Case, Side
from tarazy.cases.sweeping import sweep
from tarazy.courts.models import Judge
from tarazy.documents.actions import read_scan
from tarazy.documents.actions.add_document import add_document
from tarazy.documents.models import OcrJob
from tarazy.documents.rendering import render_pdf
from tarazy.modelcourt.filling.cast import DISTRICT, SECOND_DISTRICT, Cast
from tarazy.modelcourt.filling.telling import Telling, Told
from tarazy.modelcourt.people import person
from tarazy.people.models import User
from tarazy.people.permissions import Role

HOUR = timedelta(hours=1)
SCAN_SCALE = 2.0  # 144 dots an inch: enough to read, quick to read


def chair_of(cast: Cast, court: str) -> User:
    """The chair of the court."""
    return cast.of(court, Role.COURT_CHAIR)[0]


def supersede(telling: Telling, told: Told) -> None:
    """The judge who was drawn fell ill for long: drawn again, signed by the chair."""
    draw = Draw.objects.filter(proceeding=told.proceeding_id, state=Draw.State.DRAWN).get()
    chair, key = chair_of(telling.cast, draw.court_code), Ed25519PrivateKey.generate()
    drawn = Judge.objects.get(uuid=draw.selected[0])
    if drawn.user_id == chair.pk:
        chair = telling.cast.of(draw.court_code, Role.COURT_CHAIR)[-1]
    signature = {
        "public_key": key.public_key().public_bytes_raw().hex(),
        "signature": key.sign(redraw_statement(draw, "long_illness", chair)).hex(),
    }
    at = telling.now - 3 * HOUR
    after = supersede_draw(draw, "long_illness", chair, signature, at)
    complete_round(after.beacon_kind, after.beacon_round, at + timedelta(minutes=2))


def seals(telling: Telling, told: Told, with_party: Told) -> None:
    """A case about a child's support is sealed, and one party of another case."""
    at, reason = telling.now - 20 * HOUR, "Іс бала асырап алу құпиясына қатысты мәліметтерді қамтиды"
    judge = telling.presiding(told.proceeding_id)
    seal(told.case_id, by=judge, reason=reason, norm="GPK 19", now=at)
    other = telling.presiding(with_party.proceeding_id)
    party = telling.proceeding(with_party).case.parties.filter(side=Side.CLAIM).get()
    seal(with_party.case_id, by=other, reason="Сведения о месте жительства стороны охраняются по её ходатайству",
         norm="GPK 19", now=at, party_id=party.pk)  # fmt: skip


def emergencies(telling: Telling, waiting: Told, reviewed: Told) -> None:
    """A judge of another court opened a case yesterday evening; an earlier opening was reviewed."""
    judges = telling.cast.of(SECOND_DISTRICT, Role.JUDGE)
    chair = chair_of(telling.cast, DISTRICT)
    early = telling.now - timedelta(days=2)
    opening = break_glass(
        reviewed.case_id, by=judges[0], now=early, hours=4,
        reason="Проверка довода о тождественном споре до истечения срока принятия иска",
    )  # fmt: skip
    review_break_glass(opening.pk, by=chair, verdict="justified", now=early + 5 * HOUR)
    break_glass(
        waiting.case_id, by=judges[1], now=telling.now - 2 * HOUR,
        reason="Ошибочно поступившее ходатайство об обеспечении иска, рассмотреть нужно сегодня",
    )  # fmt: skip


def papers(telling: Telling) -> None:
    """Papers inside the court: asked to approve, being done, sent, closed."""
    cast, now = telling.cast, telling.now
    clerk, chair = telling.clerk(DISTRICT), chair_of(cast, DISTRICT)
    assistant = cast.of(DISTRICT, Role.JUDGE_ASSISTANT)[0]
    today = now.date()
    leave = write_paper(DISTRICT, "memorandum", "О графике отпусков судей на первый квартал", by=clerk,
                        now=now - 26 * HOUR, text="Прошу согласовать график отпусков.")  # fmt: skip
    send_on(leave.pk, "approval", by=clerk, to=chair, now=now - 25 * HOUR, due=today + timedelta(days=1))
    letter = write_paper(DISTRICT, "incoming", "Жоғары тұрған соттың іс бойынша мәлімет сұрауы", by=clerk,
                         now=now - 50 * HOUR)  # fmt: skip
    send_on(letter.pk, "resolution", by=chair, to=clerk, now=now - 48 * HOUR, text="Жауап дайындаңыз")
    send_on(
        letter.pk, "assignment", by=clerk, to=assistant, now=now - 30 * HOUR, due=today + timedelta(days=2)
    )
    answer = write_paper(DISTRICT, "outgoing", "Ответ адвокатской конторе о порядке ознакомления с делом", by=clerk,
                         now=now - 80 * HOUR)  # fmt: skip
    asked = send_on(answer.pk, "approval", by=clerk, to=chair, now=now - 79 * HOUR)
    answer_step(asked.pk, by=chair, now=now - 70 * HOUR, agreed=True)
    send_on(answer.pk, "dispatch", by=clerk, now=now - 60 * HOUR)
    order = write_paper(DISTRICT, "order", "О дежурстве судей в выходные дни", by=chair, now=now - 100 * HOUR)
    done = send_on(order.pk, "assignment", by=chair, to=clerk, now=now - 99 * HOUR)
    answer_step(done.pk, by=clerk, now=now - 90 * HOUR, text="Исполнено")
    close_paper(order.pk, by=chair, now=now - 89 * HOUR)


def split(telling: Telling, told: Told) -> None:
    """One of two claims becomes a case of its own."""
    judge, at = telling.presiding(told.proceeding_id), telling.now - 26 * HOUR
    ref = telling.ruling_ref("joining", judge, told.plan.language, at)
    split_case(told.proceeding_id, [2], by=judge, now=at, documents=[ref])


def join(telling: Telling, told: Told, into: Told) -> None:
    """Two claims over the same flood are joined where the same judge has both; else one is given to the other's."""
    judge = telling.presiding(told.proceeding_id)
    if telling.presiding(into.proceeding_id) != judge:
        same = _same_judge(into)
        if same is None:
            return
        told_id, into_id, judge = same
    else:
        told_id, into_id = told.proceeding_id, into.proceeding_id
    at = telling.now - 4 * HOUR
    ref = telling.ruling_ref("joining", judge, into.plan.language, at)
    join_cases(told_id, into_id, by=judge, now=at, documents=[ref])


def _same_judge(like: Told) -> tuple[int, int, User] | None:
    """Two cases of one judge that can be joined."""
    from tarazy.cases.models import Assignment, Stage

    seats = Assignment.objects.filter(
        until__isnull=True, proceeding__kind=like.plan.kind, judge__user__isnull=False,
        proceeding__stage__in=(Stage.PREPARATION, Stage.ACCEPTED), proceeding__instance="first",
        proceeding__case__sealed=False,
    ).select_related("judge__user", "proceeding")  # fmt: skip
    first: dict[tuple[int, str], int] = {}
    for seat in seats.order_by("proceeding_id"):
        key = (seat.judge_id, seat.proceeding.court_id)
        if key in first:
            assert seat.judge.user is not None  # filtered above
            return seat.proceeding_id, first[key], seat.judge.user
        first[key] = seat.proceeding_id
    return None


def transfer(telling: Telling, told: Told) -> None:
    """The case belongs to another court; its registry is asked to take it in."""
    judge, at = telling.presiding(told.proceeding_id), telling.now - 22 * HOUR
    ref = telling.ruling_ref("transfer", judge, told.plan.language, at)
    transfer_case(told.proceeding_id, SECOND_DISTRICT, by=judge, now=at, documents=[ref])


def copy_to_open(telling: Telling, told: Told) -> None:
    """The copy of the claim waits in the defendant's cabinet to be opened."""
    proceeding = telling.proceeding(told)
    party = proceeding.case.parties.filter(side=Side.DEFENCE).get()
    paper = proceeding.case.documents.filter(kind="claim").order_by("id").first()
    assert paper is not None  # every claim is filed with one
    serve_document(
        proceeding.pk, party.pk, paper.pk, "claim", "cabinet", by=telling.clerk(proceeding.court_id),
        now=telling.now - 18 * HOUR,
    )  # fmt: skip


def scan(telling: Telling) -> None:
    """A claim on paper was scanned this morning; it has been read and waits to be compared and confirmed."""
    from random import Random

    rng, town = Random("filling/scan"), ("город Алматы", "Алматы қаласы")
    claimant, defendant = person(rng, town), person(rng, town)
    pdf = render_pdf(
        "claim",
        {
            "title": "Исковое заявление",
            "subtitle": "О взыскании суммы долга",
            "date": f"{telling.now - timedelta(days=1):%d.%m.%Y}",
            "addressed": [
                {"role": "В суд", "name": "Алмалинский районный суд города Алматы", "details": []},
                *(
                    {"role": role, "name": one.name.nominative("ru"), "details": [f"ИИН {one.identifier}"]}
                    for role, one in (("Истец", claimant), ("Ответчик", defendant))
                ),
            ],
            "parts": [
                {
                    "paragraphs": [
                        "Цена иска: 840 000 тенге.",
                        "Ответчик по расписке получил 840 000 тенге и не вернул.",
                    ]
                },
                {"heading": "Прошу", "items": ["Взыскать с ответчика 840 000 тенге."]},
            ],
        },
        "ru",
        made=telling.now,
    )
    picture = io.BytesIO()
    opened = pypdfium2.PdfDocument(pdf)
    opened[0].render(scale=SCAN_SCALE, grayscale=True).to_pil().save(picture, "PNG", dpi=(144, 144))
    opened.close()
    picture.seek(0)
    at, clerk = telling.now - HOUR, telling.clerk(DISTRICT)
    document = add_document(picture, "iskovoe-zayavlenie.png", by=clerk, now=at)
    intake = take_in(document, DISTRICT, telling.now.date(), by=clerk, now=at)
    job = OcrJob.objects.filter(document=document).first()
    if job is not None:  # without a reader the clerk types
        read_scan(job.pk, now=at)
        keep_recognised(intake)


def sweep_up(telling: Telling) -> None:
    """What is near its end is told, what passed is marked, as the clock of the court does."""
    with suppress(Case.DoesNotExist):
        sweep(telling.now)
