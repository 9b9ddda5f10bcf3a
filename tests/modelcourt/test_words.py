"""Words of the model court: Kazakh endings, numbers, names, templates."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from tarazy.law.wording import kazakh
from tarazy.modelcourt import people, rule, texts
from tarazy.modelcourt.phrases import Choice, Template, UnclosedPhrase
from tarazy.modelcourt.wording import in_words, money, plural_ru

TOWN = ("город Алматы", "Алматы қаласы")


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("бала", "баланың балаға баланы балада баладан баламен"),
        ("мектеп", "мектептің мектепке мектепті мектепте мектептен мектеппен"),
        ("қазан", "қазанның қазанға қазанды қазанда қазаннан қазанмен"),
        ("жер", "жердің жерге жерді жерде жерден жермен"),
        ("Ахметов", "Ахметовтың Ахметовқа Ахметовты Ахметовта Ахметовтан Ахметовпен"),
        ("Серікова", "Серікованың Серіковаға Серікованы Серіковада Серіковадан Серіковамен"),
        ("үй", "үйдің үйге үйді үйде үйден үймен"),
        ("тамыз", "тамыздың тамызға тамызды тамызда тамыздан тамызбен"),
        ("қыркүйек", "қыркүйектің қыркүйекке қыркүйекті қыркүйекте қыркүйектен қыркүйекпен"),
    ],
)
def test_kazakh_words_take_the_endings_of_vowel_harmony(word: str, forms: str) -> None:
    assert [kazakh.decline(word, case) for case in "gdalbi"] == forms.split()


@pytest.mark.parametrize(
    ("phrase", "forms"),
    [
        ("аудандық соты", "сотының сотына сотын сотында сотынан сотымен"),
        (
            "серіктестігі",
            "серіктестігінің серіктестігіне серіктестігін серіктестігінде серіктестігінен серіктестігімен",
        ),
    ],
)
def test_a_possessed_head_takes_the_pronominal_endings(phrase: str, forms: str) -> None:
    assert [kazakh.decline_possessed(phrase, case).split()[-1] for case in "gdalbi"] == forms.split()


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_russian_numbers_in_words_agree_with_num2words(number: int) -> None:
    assert in_words(number, "ru") == num2words(number, lang="ru")


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_kazakh_numbers_in_words_agree_with_num2words(number: int) -> None:
    assert in_words(number, "kk") == num2words(number, lang="kz")


def test_numbers_outside_the_range_are_refused() -> None:
    with pytest.raises(ValueError, match="1000000000000000"):
        in_words(10**15, "ru")


def test_an_amount_is_written_in_figures_and_words() -> None:
    assert money(1_250_000, "ru", True) == "1 250 000 (один миллион двести пятьдесят тысяч) тенге"
    assert money(1_250_000, "kk", True) == "1 250 000 (бір миллион екі жүз елу мың) теңге"


@pytest.mark.parametrize(("count", "form"), [(1, "год"), (3, "года"), (11, "лет"), (21, "год"), (112, "лет")])
def test_russian_nouns_agree_with_numbers(count: int, form: str) -> None:
    assert plural_ru(count, "год", "года", "лет") == form


def test_a_person_is_declined_in_both_languages() -> None:
    rng = Random(1)
    for _ in range(50):
        actor = people.person(rng, TOWN)
        assert len({full for full, _ in actor.name.kk}) == 7
        assert actor.name.ru[0][0] != actor.name.ru[1][0]


def test_a_template_chooses_nests_and_fills() -> None:
    template = Template.parse("[a|b[c|d]] {who} {Who}")
    seen = {template.render({"who": "x"}, Random(seed)) for seed in range(40)}
    assert seen == {"a x X", "bc x X", "bd x X"}


def test_a_judge_always_words_a_habit_alike() -> None:
    template = Template.parse("[~one|two|three]")
    assert len({template.render({}, Random(seed), habits=77) for seed in range(20)}) == 1
    assert len({template.render({}, Random(1), habits=habits) for habits in range(200)}) == 3


@pytest.mark.parametrize("source", ["[a|b", "a|b]", "{who"])
def test_an_unclosed_phrase_is_refused(source: str) -> None:
    with pytest.raises(UnclosedPhrase):
        Template.parse(source)


def test_both_languages_tell_the_same_stories_objects_and_facts() -> None:
    for slug, category in rule.rules().items():
        ru, kk = texts.categories("ru")[slug], texts.categories("kk")[slug]
        assert len(ru["stories"]) == len(kk["stories"])
        assert len(ru["objects"]) == len(kk["objects"])
        for bank in (ru, kk):
            assert set(bank["facts"]) == set(category.facts) - {"absent"}
            assert all(len(sayings) == 4 for sayings in bank["facts"].values())


def test_every_norm_of_a_category_has_its_gist_in_both_languages() -> None:
    for category in rule.rules().values():
        for norm in category.norms:
            assert norm in texts.bank("ru", "norms")
            assert norm in texts.bank("kk", "norms")


def test_templates_offer_alternatives_everywhere_in_stories() -> None:
    for language in ("ru", "kk"):
        for bank in texts.categories(language).values():
            for story in bank["stories"]:
                assert any(isinstance(node, Choice) for node in story.nodes), story.source
