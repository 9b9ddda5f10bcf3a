"""Papers of the filled cases: claims, attachments, motions, the court's acts; signed where it is affordable."""

from __future__ import annotations

from datetime import datetime
from random import Random
from uuid import UUID

from django.utils import timezone

from tarazy.cases.filing_data import DocumentRef
from tarazy.documents.actions.add_document import make_copy
from tarazy.documents.rendering import render_pdf
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_key, demo_open
from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
from tarazy.modelcourt.filling.keys import SINCE
from tarazy.modelcourt.filling.plans import Plan
from tarazy.people.models import User

PDF = "application/pdf"
ATTACHED = {
    "kk": ("Шарттың көшірмесі", "Сотқа дейінгі талап-арыз", "Мемлекеттік баж төленгені туралы түбіртек"),
    "ru": ("Копия договора", "Досудебная претензия", "Квитанция об уплате государственной пошлины"),
}
PAPER_TITLES = {
    "response": ("Талап қоюға пікір", "Отзыв на иск"),
    "counterclaim": ("Қарсы талап қою", "Встречный иск"),
    "order_objection": ("Сот бұйрығына қарсылық", "Возражение на судебный приказ"),
    "appeal": ("Апелляциялық шағым", "Апелляционная жалоба"),
    "private_complaint": ("Жеке шағым", "Частная жалоба"),
    "cassation_complaint": ("Кассациялық шағым", "Кассационная жалоба"),
    "settlement": ("Татуласу келісімі", "Мировое соглашение"),
    "withdrawal": ("Талап қоюды қайтару туралы өтініш", "Заявление об отзыве иска"),
}
MOTION = ("Өтінішхат", "Ходатайство")
PAPER_TEXTS = {
    "kk": "Жоғарыда аталған іс бойынша мынаны мәлімдеймін. Ұстанымым қоса берілген құжаттармен расталады, оларды іс "
    "материалдарына қосуды және шешім шығарғанда ескеруді сұраймын.",
    "ru": "По указанному делу сообщаю следующее. Моя позиция подтверждается приложенными документами, прошу "
    "приобщить их к материалам дела и учесть при вынесении решения.",
}
REASONS = {
    "kk": "Сот тараптардың түсіндірмелерін тыңдап, іс материалдарын зерттеп, мынадай тұжырымға келді.\n{story}\n"
    "Бұл мән-жайлар іске қоса берілген құжаттармен расталады және екінші тараппен жоққа шығарылмаған.",
    "ru": "Заслушав объяснения сторон и исследовав материалы дела, суд приходит к следующему.\n{story}\n"
    "Эти обстоятельства подтверждаются приложенными документами и другой стороной не опровергнуты.",
}
OPERATIVE = {
    "satisfied_full": ("Талап қою толық қанағаттандырылсын. {ask}", "Иск удовлетворить полностью. {ask}"),
    "satisfied_part": ("Талап қою ішінара қанағаттандырылсын.", "Иск удовлетворить частично."),
    "dismissed": ("Талап қоюды қанағаттандырудан бас тартылсын.", "В удовлетворении иска отказать."),
    "upheld": (
        "Бірінші сатыдағы соттың актісі өзгеріссіз, шағым қанағаттандырусыз қалдырылсын.",
        "Акт суда первой инстанции оставить без изменения, жалобу – без удовлетворения.",
    ),
    "reversed_remitted": (
        "Ұйғарымның күші жойылсын, материал жаңадан қарауға жіберілсін.",
        "Определение отменить, материал направить на новое рассмотрение.",
    ),
    "penalty_imposed": (
        "Кінәлі деп танылып, айыппұл түріндегі әкімшілік жаза қолданылсын.",
        "Признать виновным и назначить административное взыскание в виде штрафа.",
    ),
}


class Sheets:
    """Makes documents; remembers opened keys and the bytes of what many cases share."""

    def __init__(self, now: datetime, *, signing: bool) -> None:
        self.now = now
        self.signing = signing and demo_open()
        self.signed = self.rendered = 0
        self._signers: dict[int, LocalPkcs12Signer] = {}
        self._shared: dict[tuple[str, str], bytes] = {}

    def claim(
        self, plan: Plan, court: str, claimant: str, defendant: str, at: datetime, owner: User | None
    ) -> bytes:
        """The bytes of a claim, signed by its filer where that is affordable."""
        words, day = plan.subject.words[plan.language], timezone.localtime(at)
        text = fill_words(plan, defendant, words["story"])
        plain = plan.language == "kk"
        content = render_pdf(
            "claim",
            {
                "title": "Талап қою арызы" if plain else "Исковое заявление",
                "subtitle": words["title"],
                "date": f"{day:%d.%m.%Y}",
                "addressed": [
                    {"role": "Сотқа" if plain else "В суд", "name": court, "details": []},
                    {"role": "Талап қоюшы" if plain else "Истец", "name": claimant, "details": []},
                    {"role": "Жауапкер" if plain else "Ответчик", "name": defendant, "details": []},
                ],
                "parts": [
                    {"paragraphs": [text]},
                    {
                        "heading": "Өтінемін" if plain else "Прошу",
                        "items": [fill_words(plan, defendant, words["ask"])],
                    },
                ],
                "attachments": list(ATTACHED[plan.language]),
                "signatures": [{"role": "Талап қоюшы" if plain else "Истец", "name": claimant, "note": ""}],
            },
            plan.language,
            made=at,
        )
        self.rendered += 1
        return self.sign(owner, content, at, words["title"]) if owner else content

    def attachment(self, plan: Plan, place: int) -> tuple[str, bytes]:
        """Title and bytes of an attachment: one paper for all cases of a subject."""
        title = ATTACHED[plan.language][place]
        key = (f"{plan.subject.code}/{place}", plan.language)
        if key not in self._shared:
            parts = [{"paragraphs": [plan.subject.words[plan.language]["title"]]}]
            values = {"title": title, "parts": parts}
            self._shared[key] = render_pdf("claim", values, plan.language, made=self.now)
            self.rendered += 1
        return title, self._shared[key]

    def paper(self, code: str, number: str, author: str, language: str, at: datetime) -> tuple[str, bytes]:
        """Title and bytes of a party's paper."""
        title = PAPER_TITLES.get(code, MOTION)[0 if language == "kk" else 1]
        self.rendered += 1
        values = {
            "title": title,
            "number": number,
            "date": f"{timezone.localtime(at):%d.%m.%Y}",
            "parts": [{"paragraphs": [PAPER_TEXTS[language]]}],
            "signatures": [{"role": "", "name": author, "note": ""}],
        }
        return title, render_pdf("motion", values, language, made=at)

    def keep(
        self, content: bytes, title: str, kind: str, owner: User | None, language: str, at: datetime
    ) -> DocumentRef:
        """The document in the store, as it is put under a docket entry."""
        kept = make_copy(None, content, f"{title[:150]}.pdf", PDF, owner=owner, now=at, pages=1, kind=kind,
                         language=language)  # fmt: skip
        return DocumentRef(UUID(str(kept.pk)), kind, title)

    def sign(self, user: User, content: bytes, at: datetime, reason: str) -> bytes:
        """The PDF with the person's own signature and time stamp; as it is where nothing can be signed."""
        if not self.signing or at < self.now - SINCE:
            return content
        self.signed += 1
        return self._signer(user).sign_pdf(content, reason=reason[:200], now=at)

    def _signer(self, user: User) -> LocalPkcs12Signer:
        if user.pk not in self._signers:
            self._signers[user.pk] = LocalPkcs12Signer(demo_key(user, now=self.now - SINCE), DEMO_PASSWORD)
        return self._signers[user.pk]


def fill_words(plan: Plan, other: str, text: str) -> str:
    """The words of a subject with sum, day and the other party."""
    rng = Random(f"{plan.rng_seed}/words")
    since = plan.steps[0].at.date().replace(day=1 + rng.randrange(27))
    total = f"{plan.sum:,}".replace(",", "\N{NO-BREAK SPACE}")
    return text.format(sum=total, since=f"{since:%d.%m.%Y}", other=other)


def operative(plan: Plan, outcome: str, other: str) -> list[str]:
    """The points of the operative part for an outcome."""
    pair = OPERATIVE.get(outcome)
    if pair is None:
        return []
    ask = fill_words(plan, other, plan.subject.words[plan.language]["ask"])
    return [pair[0 if plan.language == "kk" else 1].format(ask=ask)]


def reasons(plan: Plan, other: str) -> str:
    """The judge's reasons."""
    story = fill_words(plan, other, plan.subject.words[plan.language]["story"])
    return REASONS[plan.language].format(story=story)
