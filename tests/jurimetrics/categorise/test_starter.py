"""The starter on invented acts in the manner of the courts: it tells the category, shows why, or abstains."""

import numpy as np
import pytest

from tarazy.jurimetrics.categorise import StarterCategoriser
from tarazy.jurimetrics.categorise.meaning import Meaning
from tarazy.jurimetrics.decision import Decision, Found, NormRef

STARTER = StarterCategoriser()
TAIL = (
    " Суд, исследовав материалы дела, заслушав стороны, приходит к следующему. РЕШИЛ: иск удовлетворить. "
    "Взыскать с ответчика государственную пошлину. Решение может быть обжаловано в течение месяца."
)


def act(subject: str, told: str = "") -> str:
    return (
        "Районный суд города Н. РЕШЕНИЕ Именем закона. Суд под председательством судьи А., рассмотрев в "
        f"судебном заседании дело по иску Б. к В. {subject}, при участии представителей сторон, УСТАНОВИЛ: "
        f"истец обратился в суд с иском. {told}{TAIL}"
    )


DEMANDS = {
    "supply": "о взыскании задолженности по договору поставки и неустойки",
    "works_contract": "о взыскании денежных средств | Ответчик не оплатил работы по договору подряда.",
    "lease": "о взыскании денежных средств | Просит взыскать арендную плату за пользование помещением.",
    "bank_loan": "о взыскании задолженности по кредитному договору | Банк выдал кредит.",
    "loan": "о взыскании долга по договору займа и процентов",
    "utilities_debt": "о взыскании задолженности за тепловую энергию",
    "insurance": "о взыскании страхового возмещения | Автомобиль повреждён в ДТП.",
    "road_damage": "о возмещении ущерба, причинённого дорожно-транспортным происшествием",
    "flooding": "о возмещении ущерба, причинённого заливом квартиры",
    "penalty": "о взыскании неустойки за просрочку исполнения обязательства",
    "divorce": "о расторжении брака и взыскании алиментов",
    "support_change": "об уменьшении размера алиментов",
    "parental_rights": "о лишении родительских прав и взыскании алиментов",
    "child_residence": "об определении места жительства ребёнка",
    "reinstatement": "о восстановлении на работе и оплате вынужденного прогула",
    "wages": "о взыскании задолженности по заработной плате",
    "title": "о признании права собственности в силу приобретательной давности",
    "recovery_of_thing": "об истребовании имущества из чужого незаконного владения",
    "illegal_building": "о сносе самовольной постройки",
    "corporate": "о признании недействительным решения общего собрания участников",
    "ip": "о компенсации за нарушение исключительных прав на товарный знак",
    "void_transaction": "о признании договора купли-продажи недействительным",
    "bailiff_acts": "о признании незаконным постановления судебного пристава-исполнителя",
    "state_act": "о признании незаконным решения налоговой инспекции",
    "procurement": "об оспаривании решения о включении в реестр недобросовестных поставщиков",
    "legal_fact": "об установлении факта, имеющего юридическое значение",
    "personal_insolvency": "о признании гражданина несостоятельным (банкротом)",
    "insolvency": "о признании общества несостоятельным (банкротом) | Введено конкурсное производство.",
    "mortgage": "об обращении взыскания на заложенное имущество",
    "release_of_seizure": "об освобождении имущества от ареста",
    "defamation": "о защите чести, достоинства и деловой репутации",
    "eviction": "о выселении и снятии с регистрационного учёта",
    "arbitral_writ": "о выдаче исполнительного листа на решение третейского суда",
    "land": "об освобождении самовольно занятого земельного участка",
    "inheritance": "о восстановлении срока для принятия наследства",
    "contract_termination": "о расторжении договора и возврате уплаченного",
}


@pytest.mark.parametrize("slug", DEMANDS)
def test_the_demand_tells_the_category(slug):
    subject, _, told = DEMANDS[slug].partition(" | ")
    assert STARTER.predict(act(subject, told)).category == slug


def test_a_debtor_told_to_be_a_citizen_only_later_is_still_a_citizen():
    told = "Утверждён финансовый управляющий. Введена процедура реализации имущества гражданина."
    answer = STARTER.predict(act("о признании несостоятельным (банкротом)", told))
    assert answer.category == "personal_insolvency"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Талап қоюшы сотқа жүгініп, некені бұзу туралы талап қойды. Ортақ баласы бар.", "divorce"),
        ("Талап қоюшы банктік қарыз шарты бойынша берешекті өндіру туралы арыз берді.", "bank_loan"),
        ("Жеке сот орындаушысының қаулысын заңсыз деп тану туралы талап қаралды.", "bailiff_acts"),
        ("The claimant seeks recovery of unpaid rent under a lease agreement for premises.", "lease"),
        ("The applicant challenges the decision of the tax authority and the tax notice.", "state_act"),
    ],
)
def test_kazakh_and_english_are_told_too(text, slug):
    assert STARTER.predict(text).category == slug


def test_the_demand_outweighs_what_the_body_repeats():
    noise = "Стороны состояли в браке. Ипотека, залог, наследство упоминались свидетелями. " * 20
    assert STARTER.predict(act("о взыскании задолженности по договору займа", noise)).category == "loan"


def test_a_criminal_case_is_abstained_on():
    text = (
        "ПРИГОВОР. Суд рассмотрел уголовное дело в отношении подсудимого К., обвиняемого в преступлении, "
        "предусмотренном уголовным законом. УСТАНОВИЛ: подсудимый тайно похитил имущество потерпевшей. "
        "ПРИГОВОРИЛ: признать виновным и назначить наказание в виде лишения свободы."
    )
    answer = STARTER.predict(text)
    assert answer.abstained
    assert answer.reason == "foreign_matter"
    assert answer.category is None


@pytest.mark.parametrize("text", ["", "  12 345 ", "Погода сегодня хорошая, река спокойна.", "გამარჯობა"])
def test_what_is_no_case_gets_no_category(text):
    answer = STARTER.predict(text)
    assert answer.abstained
    assert answer.category is None


def test_the_evidence_stands_where_it_says():
    text = act("о взыскании задолженности по договору аренды")
    answer = STARTER.predict(text)
    low = text.lower().replace("ё", "е")
    for found in answer.evidence:
        assert found.span is not None
        assert " ".join(low[found.span.start : found.span.end].split()) == found.term
    assert answer.evidence[0].zone == "title"


def test_probabilities_never_exceed_one_and_the_set_holds_the_first_answer():
    answer = STARTER.predict(act("о взыскании задолженности по договору займа"), top=51)
    assert 0 < sum(p for _, p in answer.top) <= 1
    assert answer.conformal_set[0] == answer.top[0][0]
    assert not answer.set_calibrated


def test_cited_norms_count_where_words_are_silent():
    text = act("о взыскании денежных средств")
    cited = (309, 606, 614, 622)
    norms = tuple(Found(value=NormRef(code="GK", article=str(n), jurisdiction="ru")) for n in cited)
    bare = dict(STARTER.predict(text, top=51).top)["lease"]
    assert dict(STARTER.predict(Decision(text=text, language="ru", norms=norms), top=51).top)["lease"] > bare


def test_sets_are_calibrated_on_labelled_acts():
    subjects = {"supply": "о взыскании долга по договору поставки", "divorce": "о расторжении брака"}
    acts = [act(subject) for subject in subjects.values()] * 12
    calibrated = STARTER.calibrated(acts, [*subjects] * 12)
    answer = calibrated.predict(act("о расторжении брака"))
    assert answer.set_calibrated
    assert answer.conformal_set == ("divorce",)


def test_nearness_of_meaning_helps_where_no_word_is_known():
    def embed(texts):
        return np.array([[1.0, 0.0] if "адопция" in t or "Усыновление" in t else [0.0, 1.0] for t in texts])

    answer = StarterCategoriser(meaning=Meaning(embed)).predict("адопция")
    assert answer.top[0][0] == "adoption"
