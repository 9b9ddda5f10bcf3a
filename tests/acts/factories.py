"""Acts made for tests: short, in three languages, with the spans where they belong."""

from __future__ import annotations

from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

from tarazy.jurimetrics.decision import (
    Claim,
    Decision,
    Found,
    Instance,
    Kind,
    Money,
    NormRef,
    Outcome,
    PartName,
    Party,
    PartyKind,
    PartyRole,
    Review,
    Reviewed,
    Span,
)

FAMILIES = ["Ахметов", "Сериков", "Жумабаев", "Кенжебеков", "Омаров", "Тлеубердин"]
GIVEN = ["Айдос Болатович", "Нурлан Сапарович", "Тимур Маратович", "Ержан Канатович"]
IINS = ["850101300123", "910505400456", "780707300789", "000202500321"]
COURTS = {
    "ru": ["Алмалинский районный суд города Алматы", "Сарыаркинский районный суд города Астаны"],
    "kk": ["Алматы қаласының Алмалы аудандық соты", "Астана қаласының Сарыарқа аудандық соты"],
    "en": ["Almaly District Court of Almaty", "Saryarka District Court of Astana"],
}
TEXTS = {
    "ru": (
        "РЕШЕНИЕ\nИменем Республики Казахстан\n{day} года {court} в составе судьи Касымова Е.Т. рассмотрел дело "
        "№ {number} по иску {claimant_full} (ИИН {iin}, проживает по адресу: город Алматы, улица Абая, дом 5, "
        "квартира 10) к ТОО «Арна-Модель» о взыскании заработной платы.\n",
        "Истец {claimant} просит взыскать 842 600 тенге. Ответчик иск не признал, ссылаясь на тяжёлое финансовое "
        "положение. Телефон истца +7 701 123 45 67.\n",
        "Суд установил, что заработная плата за июнь {year} года не выплачена. Согласно статье 113 ТК заработная "
        "плата выплачивается не реже одного раза в месяц. {claimant} представил расчётные листки № {seed}.\n",
        "Руководствуясь статьёй 226 ГПК, суд РЕШИЛ:\nИск {claimant_genitive} удовлетворить. Взыскать с "
        "ТОО «Арна-Модель» в пользу {claimant_genitive} 842 600 тенге.\nСудья Е.Т. Касымов",
    ),
    "kk": (
        "ШЕШІМ\nҚазақстан Республикасының атынан\n{day} {court} судья Касымов Е.Т. {claimant_full} (ЖСН {iin}, "
        "мекенжайы: Алматы қаласы, Абай көшесі, 5-үй, 10-пәтер) «Арна-Модель» ЖШС-ға жалақы өндіру туралы № {number} "
        "ісін қарады.\n",
        "Талап қоюшы {claimant} 842 600 теңге өндіруді сұрайды. Жауапкер ауыр қаржылық жағдайға сілтеп, талапты "
        "мойындамады.\n",
        "Сот {year} жылғы маусым айының жалақысы төленбегенін анықтады. ЕК-нің 113-бабына сәйкес жалақы айына бір "
        "реттен сирек төленбейді. {claimant} есеп парақтарын ұсынды № {seed}.\n",
        "АПК-нің 226-бабын басшылыққа алып, сот ШЕШТІ:\n{claimant} талабы қанағаттандырылсын. «Арна-Модель» ЖШС-дан "
        "{claimant} пайдасына 842 600 теңге өндірілсін.\nСудья Е.Т. Касымов",
    ),
    "en": (
        "JUDGMENT\nIn the name of the Republic of Kazakhstan\n{day}, {court}, judge Kasymov E.T., in case No. {number} "
        "of {claimant_full} (IIN {iin}) against Arna-Model LLP for wages.\n",
        "Claimant {claimant} asks for 842 600 tenge. The defendant pleads hardship.\n",
        "The court finds that wages for June {year} were not paid. Under article 113 LC wages are paid monthly. "
        "{claimant} showed payslips No. {seed}.\n",
        "Under article 226 CPC the court DECIDED:\nto grant the claim of {claimant}.\nJudge E.T. Kasymov",
    ),
}
NORMS = {
    "ru": [("статье 113 ТК", "TK", "113"), ("статьёй 226 ГПК", "GPK", "226")],
    "kk": [("ЕК-нің 113-бабына", "TK", "113"), ("АПК-нің 226-бабын", "GPK", "226")],
    "en": [("article 113 LC", "TK", "113"), ("article 226 CPC", "GPK", "226")],
}


def a_decision(
    seed: int = 0,
    *,
    language: str = "ru",
    instance: Instance = Instance.FIRST,
    outcome: Outcome = Outcome.GRANTED,
    review: Review | None = None,
    category: str = "wages",
    date: Date | None = None,
) -> Decision:
    """A decision about wages with one claimant, whose name, number, address and telephone stand in the
    text.
    """
    day = date or Date(2025, 3, 5) + timedelta(days=seed % 300)
    family, given = FAMILIES[seed % len(FAMILIES)], GIVEN[seed % len(GIVEN)]
    initials = "".join(f"{word[0]}." for word in given.split())
    number = f"7585-25-00-2/{1000 + seed}"
    court = COURTS[language][seed % 2]
    values = {
        "day": day.strftime("%d.%m.%Y"),
        "year": day.year,
        "court": court,
        "number": number,
        "claimant_full": f"{family} {given}" if language != "ru" else f"{family}а {given}",
        "claimant": f"{family} {initials}",
        "claimant_genitive": f"{family}а {initials}",
        "iin": IINS[seed % len(IINS)],
        "seed": seed,
    }
    pieces = [piece.format(**values) for piece in TEXTS[language]]
    if instance is not Instance.FIRST:
        pieces[0] = f"{instance.value.upper()}\n{pieces[0]}"
    text = "".join(pieces)
    spans, at = [], 0
    for piece in pieces:
        spans.append(Span(start=at, end=at + len(piece)))
        at += len(piece)

    def where(words: str) -> Span | None:
        start = text.find(words)
        return Span(start=start, end=start + len(words)) if start >= 0 else None

    kinds = {Instance.APPEAL: Kind.APPEAL_RULING, Instance.CASSATION: Kind.CASSATION_RULING}
    return Decision(
        id=f"act-{language}-{seed}-{instance.value}",
        text=text,
        language=language,
        kind=Found(value=kinds.get(instance, Kind.JUDGMENT)),
        instance=Found(value=instance),
        court=Found(value=court, span=where(court)),
        region=Found(value="almaty" if seed % 2 == 0 else "astana"),
        date=Found(value=day, span=where(values["day"])),
        filed=Found(value=day - timedelta(days=40 + seed % 50)),
        case_numbers=(Found(value=number, span=where(number)),),
        category=Found(value=category),
        judges=(Found(value="Касымов Е.Т.", span=where("Е.Т. Касымов")),),
        parties=(
            Found(
                value=Party(
                    name=f"{family} {given}",
                    role=PartyRole.CLAIMANT,
                    kind=PartyKind.PERSON,
                    identifier=values["iin"],
                ),
                span=where(values["claimant_full"]),
            ),
            Found(
                value=Party(name="ТОО «Арна-Модель»", role=PartyRole.DEFENDANT, kind=PartyKind.COMPANY),
                span=where("ТОО «Арна-Модель»"),
            ),
        ),
        parts=dict(zip(PartName, spans, strict=True)),
        claims=(
            Found(
                value=Claim(
                    demand=f"взыскать заработную плату в пользу {family}а {initials}",
                    type="wages",
                    amount=Money(amount=Decimal(842600)),
                    outcome=outcome,
                )
            ),
        ),
        norms=tuple(
            Found(value=NormRef(code=code, article=article), span=where(words))
            for words, code, article in NORMS[language]
        ),
        amounts=(Found(value=Money(amount=Decimal(842600)), span=where("842 600")),),
        reviewed=Reviewed(case_number=Found(value=number)) if review else None,
        outcome=Found(value=outcome),
        review=Found(value=review) if review else None,
    )


def secret_words(decision: Decision) -> list[str]:
    """What must not be seen of this act by the public, in any form."""
    party = decision.parties[0].value
    return [party.name.split()[0], party.name.split()[1], party.identifier or "", "123 45 67", "Абая, дом"]
