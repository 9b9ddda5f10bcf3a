"""A judge with a case in which an act is being written, and the way to it through a browser."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tarazy.acts.desk.drafting import open_draft
from tarazy.acts.desk.models import Draft
from tarazy.acts.text import ActText, NormMark, NormOf, SheetMark, SheetOf, Text, paragraph, points
from tarazy.cases import docket
from tarazy.cases.models import Case, Proceeding
from tarazy.documents.models import Document
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD
from tarazy.people.models import User
from tests.acts.desk.factories import with_key
from tests.cases.factories import a_court, a_distributed_case, a_document, a_judge, walk
from tests.people.factories import PASSWORD, with_password

WIDTHS = (320, 1280)
HEARD = ("accept", "start_preparation", "set_hearing", "open_hearing", "retire")
FILE = (
    ("claim", "Исковое заявление", 4),
    ("evidence", "Трудовой договор", 5),
    ("evidence", "Расчёт задолженности", 2),
    ("response", "Отзыв ответчика", 4),
    ("evidence", "Табель", 25),
)


def a_heard_case(
    steps: tuple[str, ...] = HEARD,
    *,
    category: str = "wages",
    language: str = "ru",
    file: Any = FILE,
    **fields: Any,
) -> tuple[Proceeding, User]:
    """A case whose hearing is over, with a file of forty sheets, and its judge, who can sign in."""
    now = timezone.now()
    court = fields.pop("court", None) or a_court()
    judge = fields.pop("judge", None) or a_judge(court, family_name="Абенова", given_name="Сауле")
    proceeding, judge = a_distributed_case(
        court, judge=judge, now=now - timedelta(days=20), category=category, **fields
    )
    proceeding = walk(proceeding, judge, steps, now=now - timedelta(days=6))
    Case.objects.filter(pk=proceeding.case_id).update(language=language)
    user = with_key(judge)
    if not user.has_usable_password():
        user = with_password(user)
    User.objects.filter(pk=user.pk).update(is_model=True, iin_confirmed_at=now)
    fill_file(proceeding, file, now - timedelta(days=5))
    return Proceeding.objects.select_related("case", "court").get(pk=proceeding.pk), user


def fill_file(proceeding: Proceeding, file: Any, at: datetime) -> None:
    """Documents (kind, title, pages) in the file."""
    refs = []
    for kind, title, pages in file:
        ref = a_document(None, kind)
        Document.objects.filter(pk=ref.id).update(pages=pages, name=f"{title}.pdf")
        refs.append(type(ref)(ref.id, kind, title))
    docket.record(proceeding.case, "evidence", by=None, at=at, proceeding=proceeding, documents=refs)


def first_sheet(proceeding: Proceeding) -> UUID:
    """The id of the last document of the file."""
    found = proceeding.case.documents.order_by("-id").first()
    assert found is not None
    return UUID(str(found.document_id))


def a_judgment(proceeding: Proceeding, language: str = "ru") -> ActText:
    """A judgment on wages with its citations, in Russian or in Kazakh."""
    norm = NormMark(attrs=NormOf(code="GPK", article="166"))
    sheet = SheetMark(attrs=SheetOf(document=str(first_sheet(proceeding)), page=2))
    if language == "kk":
        return ActText(
            kind="judgment", language="kk", title="Шешім", subtitle="Қазақстан Республикасының атынан",
            introduction=(paragraph("Судья С. Абенова ашық сот отырысында істі қарады."),),
            description=(paragraph("Талап қоюшы жалақыны өндіріп алуды сұрайды."),),
            reasons=(
                paragraph(
                    "Талап қоюшының жұмыс істегені ", Text(text="(іс парағы 17)", marks=(sheet,)), " расталған. ",
                    Text(text="АПК 166-бабына", marks=(norm,)), " сәйкес талап негізді.",
                ),
            ),
            operative=(points("Талап қою қанағаттандырылсын.", "Шешімге бір ай ішінде шағым беруге болады."),),
        )  # fmt: skip
    return ActText(
        kind="judgment", language="ru", title="Решение", subtitle="Именем Республики Казахстан",
        introduction=(paragraph("Судья Абенова С. рассмотрела дело в открытом судебном заседании."),),
        description=(paragraph("Истец просит взыскать заработную плату."),),
        reasons=(
            paragraph(
                "Суд установил, что истец работал у ответчика с 3 февраля по 31 июля 2026 года на основании "
                "трудового договора, заработная плата за июнь и июль не выплачена, что подтверждается "
                "расчётными листками ",
                Text(text="(л. д. 17)", marks=(sheet,)),
                " и не оспорено ответчиком по размеру.",
            ),
            paragraph(
                "Согласно ", Text(text="статье 166 ГПК", marks=(norm,)),
                " ответчик представляет отзыв. Довод об отсутствии средств не освобождает его от обязанности "
                "произвести выплату.",
            ),
            paragraph("При таких обстоятельствах требование о взыскании 500 000 тенге подлежит удовлетворению."),
        ),
        operative=(points("Иск удовлетворить.", "На решение может быть подана апелляционная жалоба в течение месяца."),),
    )  # fmt: skip


def a_draft(proceeding: Proceeding, user: User, text: ActText | None = None, code: str = "judgment") -> Draft:
    """A draft of the act, begun two hours ago."""
    return open_draft(proceeding, code, by=user, now=timezone.now() - timedelta(hours=2), text=text)


def sign_in(page: Any, court: str, user: User, language: str) -> None:
    """Through the door of the house."""
    page.context.clear_cookies()
    page.goto(f"{court}/{language}/account/login/")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/home/")


def open_desk_in(page: Any, court: str, language: str) -> None:
    """With the desk word of the demo."""
    page.goto(f"{court}/{language}/desk/open/")
    page.locator("#id_word").fill(DEMO_PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/{language}/desk/")


def at_desk(page: Any, court: str, draft: Draft, language: str) -> None:
    """Before the act, its editor ready."""
    answer = page.goto(f"{court}/{language}/desk/{draft.pk}/")
    assert answer.status == 200
    page.locator("[data-desk][data-ready]").wait_for()


def look(page: Any, axe: Any, where: str, faults: dict[str, Any]) -> None:
    """What is wrong with the page that is open: too wide, or not for everybody."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if (needed := page.evaluate("document.documentElement.scrollWidth")) > width:
            faults[f"{where} {width}"] = needed
        if violations := axe(page):
            faults[f"{where} {width} axe"] = violations
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{where}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1480, "height": 940})
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{where}-1480.png")
