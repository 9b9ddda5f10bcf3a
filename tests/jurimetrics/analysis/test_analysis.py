"""Language, sentences and terms, on sentences written for the test."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.jurimetrics.analysis import Analyser, analyser_for, detect_language, kazakh_stem, sentences

SAMPLES = {
    "ru": "Истец обратился в суд с иском к ответчику о взыскании задолженности по договору займа.",
    "kk": "Талап қоюшы сотқа жауапкерден қарыз шарты бойынша берешекті өндіру туралы талап қойды.",
    "ky": "Доогер сотко жоопкерден карыз келишими боюнча карызды өндүрүү жөнүндө доо менен кайрылган.",
    "uk": "Позивач звернувся до суду з позовом до відповідача про стягнення заборгованості.",
    "bg": "Ищецът твърди, че ответникът не е върнал сумата по договора за заем и че дължи лихва за забава.",
    "mk": "Тужителот поднесе тужба против тужениот за долг и судот ќе го одбие барањето како неосновано.",
    "sr": "Тужилац је поднео тужбу против туженог ради исплате дуга и суд је усвојио тужбени захтев.",
    "mn": "Нэхэмжлэгч нь хариуцагчаас зээлийн гэрээг шаардаж байгаа бөгөөд шүүх хэргийг хэлэлцэв.",
    "uz": "Даъвогар жавобгардан қарзни ундириш тўғрисида судга даъво билан мурожаат қилган.",
    "en": "The claimant asked the court to order that the defendant pay the debt under the loan contract.",
    "pt": "O autor requereu ao juízo que condenasse o réu ao pagamento da dívida do contrato de empréstimo.",
    "es": "El demandante solicitó al juzgado que condenara al demandado al pago de la deuda del contrato.",
    "fr": "Le demandeur a saisi le tribunal pour que le défendeur soit condamné au paiement de la dette.",
    "de": "Der Kläger verlangt von dem Beklagten die Zahlung der Schuld aus dem Vertrag und die Zinsen.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_one_sentence_is_enough_to_tell_its_language(code: str) -> None:
    assert detect_language(SAMPLES[code]) == code


@pytest.mark.parametrize("text", ["", "12.05.2024 № 7585-24-00-2/101", "zzxq wvvk qqrt"])
def test_a_text_without_words_of_a_language_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"


def test_a_foreign_heading_does_not_decide_the_language() -> None:
    assert detect_language(SAMPLES["en"] + " " + SAMPLES["kk"] * 5) == "kk"


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        ("сот соты соттың сотқа сотта соттан сотпен соттар соттары соттарының", "сот"),
        ("құқық құқығы құқығын құқықтың құқықтар құқықтары құқықтарының", "құқық"),
        ("талап талабы талабын талабына талабынан талаптар талаптарының", "талап"),
        ("жауапкер жауапкерге жауапкерден жауапкердің жауапкерлер", "жауапкер"),
        ("шарт шарты шартты шартының шарттың шартта шарттар шартымен", "шарт"),
        ("шешім шешімі шешімнің шешімге шешімдер шешімімен", "шешім"),
        ("бап бабы бабының бабына баптары баптарында", "бап"),
        ("бала баланы баланың балаға балалар балаларға баласы", "бала"),
        ("іс ісі істі істің іске істер ісін ісінің", "іс"),
        ("мүлік мүлкі мүлікті мүліктің мүлкін", "мүлік"),
        ("өндіру өндіруді өндіріп өндірді өндірілсін өндірілді өндірілген", "өндір"),
        ("төлеу төлейді төлеген төлемеген төлеуге төлемеді", "төле"),
        ("алимент алименті алиментті алименттің алименттер", "алимент"),
        ("құжат құжаттар құжаттармен құжаттарды құжатты", "құжат"),
        ("шығын шығыны шығындар шығындарын шығындарды", "шығын"),
    ],
)
def test_forms_of_a_kazakh_word_have_one_stem(forms: str, stem: str) -> None:
    assert {form: kazakh_stem(form) for form in forms.split()} == dict.fromkeys(forms.split(), stem)


def test_different_kazakh_words_keep_different_stems() -> None:
    words = "талап жауапкер борышкер шешім ұйғарым қаулы үкім неке бала жер үй банк қарыз несие залал"
    assert len({kazakh_stem(word) for word in words.split()}) == 15


@given(st.text(alphabet="абғдеіңқөптысларн", min_size=1, max_size=20))
def test_a_kazakh_stem_is_never_empty_nor_longer_by_more_than_the_vowel_given_back(word: str) -> None:
    assert 1 <= len(kazakh_stem(word)) <= len(word) + 1


def pieces(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


def test_stops_after_abbreviations_initials_and_dates_end_nothing() -> None:
    text = (
        "Согласно ст. 272 ГК РК и п. 2 ч. 1 обязательство исполняется. "
        "Судья А.Б. Ахметов 05.05.2024 г. в г. Абае взыскал 1 500 тыс. тенге, т.е. всё. Иск удовлетворён."
    )
    assert len(pieces(text, "ru")) == 3


def test_a_sum_may_end_a_sentence() -> None:
    assert pieces("Взыскать 5000 руб. Суд отказал в остальном.", "ru") == [
        "Взыскать 5000 руб.",
        "Суд отказал в остальном.",
    ]


def test_kazakh_sentences_are_told_apart() -> None:
    text = "АК-нің 722-б. талаптары бұзылды. Талап қоюшы А. Серіков 2024 ж. сотқа жүгінді."
    assert len(pieces(text, "kk")) == 2


def test_a_wrapped_line_is_not_a_sentence_and_a_blank_line_is_its_end() -> None:
    text = (
        "Суд, исследовав материалы дела и выслушав всех, приходит к\nвыводу об отказе\n\nРЕШИЛ\n\nОтказать."
    )
    assert pieces(text, "ru") == [text[: text.index("\n\n")], "РЕШИЛ", "Отказать."]


def test_the_number_of_an_item_belongs_to_the_item() -> None:
    assert pieces("РЕШИЛ:\n1. Взыскать сумму.\n2. Отказать в остальном.", "ru")[1:] == [
        "1. Взыскать сумму.",
        "2. Отказать в остальном.",
    ]


@given(st.text(alphabet="абвГД .\n:;?1ст«»", max_size=200), st.sampled_from(["ru", "kk", "en", "und"]))
def test_sentences_cover_all_that_is_not_white_space_once_and_in_order(text: str, language: str) -> None:
    found = sentences(text, language)
    assert "".join("".join(text[s:e].split()) for s, e in found) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))


def test_an_amount_is_one_term_however_it_is_grouped() -> None:
    analyser = Analyser("ru")
    assert analyser.tokens("взыскать 1 250 000 тенге") == analyser.tokens("взыскать 1250000 тенге")


def test_yo_and_case_make_no_difference_and_function_words_are_left_out() -> None:
    analyser = Analyser("ru")
    assert analyser.tokens("Заёмщик и ЗАЕМЩИКА для") == [analyser.tokens("заемщик")[0]] * 2


def test_forms_of_a_russian_word_meet() -> None:
    assert len(set(Analyser("ru").tokens("взыскание взыскания взысканию взысканием"))) == 1


def test_an_unknown_language_keeps_whole_words() -> None:
    assert Analyser("und").tokens("Lorem ipsum, 12 dolores") == ["lorem", "ipsum", "12", "dolores"]


@given(st.text(max_size=300), st.sampled_from(["ru", "kk", "en", "und", "tr"]))
def test_offsets_point_at_the_words_the_terms_were_made_from(text: str, language: str) -> None:
    analyser = analyser_for(language)
    tokens = analyser.analyse_with_offsets(text)
    assert [token.term for token in tokens] == analyser.tokens(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(" " not in token.term and token.term for token in tokens)


def test_the_analyser_reads_at_least_three_megabytes_a_second() -> None:
    text = (SAMPLES["ru"] + " " + SAMPLES["ru"].upper() + " 1 250 000 ") * 4000
    analyser = Analyser("ru")
    started = time.process_time()
    analyser.tokens(text)
    assert len(text.encode()) / (time.process_time() - started) > 3_000_000
