"""A small bank of invented acts in two languages, for the tests of this room."""

from datetime import date

from tarazy.jurimetrics.decision import (
    Claim,
    Decision,
    Found,
    Instance,
    Kind,
    NormRef,
    Outcome,
    PartName,
    Review,
    Reviewed,
    Span,
)

LOAN_RU = (
    "Истец передал ответчику по расписке 1 500 000 тенге в долг. Ответчик обязался вернуть заём через год, "
    "однако деньги не возвратил. Расписка подписана ответчиком собственноручно. Претензия осталась без "
    "ответа."
)
LOAN_KK = (
    "Талап қоюшы жауапкерге қолхат бойынша 1 500 000 теңге қарызға берді. Жауапкер қарызды бір жылдан кейін "
    "қайтаруға міндеттенді, бірақ ақшаны қайтармады. Сотқа дейінгі талап жауапсыз қалды."
)
FLOOD_RU = (
    "Квартира истца залита водой из квартиры ответчика, лопнула труба отопления. Затоплением повреждены "
    "потолок и обои. Заключением эксперта стоимость ремонта определена в 430 000 тенге."
)
FLOOD_KK = (
    "Талап қоюшының пәтерін жауапкердің пәтерінен су басты, жылу құбыры жарылған. Су басу салдарынан төбе "
    "мен тұсқағаз бүлінді. Сарапшы қорытындысы бойынша жөндеу құны 430 000 теңге."
)
CHILD_RU = (
    "Стороны состояли в браке, имеют дочь. Отец алименты на содержание ребёнка не платит. Истица просит "
    "взыскать алименты в размере четверти заработка ответчика ежемесячно."
)
WORK_RU = (
    "Работник уволен по сокращению штата без предупреждения. Истец просит восстановить его на работе и "
    "взыскать заработную плату за время вынужденного прогула."
)


def act(
    act_id: str,
    text: str,
    language: str = "ru",
    *,
    category: str | None = None,
    court: str = "Районный суд № 1",
    region: str = "abai",
    day: date = date(2025, 3, 1),
    outcome: Outcome | None = Outcome.GRANTED,
    norms: tuple[NormRef, ...] = (),
    claims: tuple[str, ...] = (),
    number: str = "",
    reviewed: str = "",
    review: Review | None = None,
    opening: str = "Суд рассмотрел дело в открытом заседании.",
) -> Decision:
    """One act with an opening and the told facts as its description."""
    whole = f"{opening}\n{text}\nСуд решил."
    start = len(opening) + 1
    return Decision(
        id=act_id,
        text=whole,
        language=language,
        kind=Found(value=Kind.APPEAL_RULING if reviewed else Kind.JUDGMENT),
        instance=Found(value=Instance.APPEAL if reviewed else Instance.FIRST),
        court=Found(value=court),
        region=Found(value=region),
        date=Found(value=day),
        case_numbers=(Found(value=number),) if number else (),
        category=Found(value=category) if category else None,
        parts={PartName.DESCRIPTION: Span(start=start, end=start + len(text))},
        claims=tuple(Found(value=Claim(demand=kind, type=kind)) for kind in claims),
        norms=tuple(Found(value=norm) for norm in norms),
        reviewed=Reviewed(case_number=Found(value=reviewed)) if reviewed else None,
        outcome=Found(value=outcome) if outcome else None,
        review=Found(value=review) if review else None,
    )


GK_715 = NormRef(code="GK", article="715")
GK_917 = NormRef(code="GK", article="917")


def bank() -> list[Decision]:
    """Eight acts: loans and floods in both languages, others in one, and an appeal that reversed the first
    loan.
    """
    return [
        act(
            "loan-ru", LOAN_RU, category="loan", norms=(GK_715,), claims=("debt",), number="7585-25-00-2/101"
        ),
        act(
            "loan-ru-2",
            "Ответчик взял взаймы 900 000 тенге, о чём составлена расписка. Долг в срок не возвращён.",
            category="loan",
            norms=(GK_715,),
            claims=("debt",),
            number="7585-25-00-2/102",
            day=date(2024, 5, 20),
            outcome=Outcome.DENIED,
            region="almaty",
        ),
        act(
            "loan-kk",
            LOAN_KK,
            "kk",
            category="loan",
            norms=(GK_715,),
            claims=("debt",),
            number="7585-25-00-2/103",
        ),
        act(
            "flood-ru",
            FLOOD_RU,
            category="flooding",
            norms=(GK_917,),
            claims=("damages",),
            number="7100-25-00-2/7",
        ),
        act("flood-kk", FLOOD_KK, "kk", category="flooding", norms=(GK_917,), claims=("damages",)),
        act("child-ru", CHILD_RU, category="child_support", claims=("child_support",), court="Суд № 2"),
        act("work-ru", WORK_RU, category="reinstatement", claims=("reinstatement", "wages")),
        act(
            "loan-ru-appeal",
            LOAN_RU,
            category="loan",
            number="7599-25-00-2а/9",
            reviewed="7585-25-00-2 \\ 101",
            review=Review.REVERSED,
            day=date(2025, 6, 1),
            outcome=Outcome.DENIED,
        ),
    ]
