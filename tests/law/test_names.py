"""Names in the case that a sentence asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tarazy.law.wording.names import RU_CASES, decline
from tarazy.law.wording.numbers import in_words_of


@pytest.mark.parametrize(
    ("name", "kind", "case", "form"),
    [
        ("Ахметов Айдос Болатович", "person", "g", "Ахметова Айдоса Болатовича"),
        ("Абенова Сауле Маратовна", "person", "i", "Абеновой Сауле Маратовной"),
        ("Нурланова Айгуль Толегенкызы", "person", "d", "Нурлановой Айгуль Толегенкызы"),
        ("Сериков Нурлан Сапарұлы", "person", "d", "Серикову Нурлану Сапарұлы"),
        ("Абенова С.М.", "person", "g", "Абеновой С.М."),
        ("Касымов Е.Т.", "person", "i", "Касымовым Е.Т."),
        ("Е.Т. Касымов", "person", "g", "Е.Т. Касымова"),
        ("Ким О.П.", "person", "g", "Ким О.П."),
        ("ТОО «Арна-Модель»", "company", "g", "ТОО «Арна-Модель»"),
        ("Товарищество с ограниченной ответственностью «Арна»", "company", "g", "Товарищества с ограниченной ответственностью «Арна»"),
        ("Акционерное общество «Банк»", "company", "i", "Акционерным обществом «Банк»"),
        ("Алмалинский районный суд города Алматы", "court", "g", "Алмалинского районного суда города Алматы"),
        ("Алмалинский районный суд города Алматы", "court", "a", "Алмалинский районный суд города Алматы"),
        ("Специализированный межрайонный экономический суд города Астаны", "court", "i", "Специализированным межрайонным экономическим судом города Астаны"),
        ("Департамент юстиции города Алматы", "state_body", "d", "Департаменту юстиции города Алматы"),
        ("Верховный Суд Республики Казахстан", "court", "g", "Верховного Суда Республики Казахстан"),
    ],
)  # fmt: skip
def test_russian_names_are_declined(name: str, kind: str, case: str, form: str) -> None:
    assert decline(name, kind, case, "ru") == form


@pytest.mark.parametrize(
    ("name", "kind", "case", "form"),
    [
        ("Нұрланова Айгүл Төлегенқызы", "person", "g", "Нұрланова Айгүл Төлегенқызының"),
        ("Нұрланова Айгүл Төлегенқызы", "person", "d", "Нұрланова Айгүл Төлегенқызына"),
        ("Ахметов Айдос Болатович", "person", "b", "Ахметов Айдос Болатовичтен"),
        ("Абенова С.М.", "person", "g", "С.М. Абенованың"),
        ("«Арна» ЖШС", "company", "b", "«Арна» ЖШС-дан"),
        ("«Арна» жауапкершілігі шектеулі серіктестігі", "company", "d", "«Арна» жауапкершілігі шектеулі серіктестігіне"),
        ("Алматы қаласының Алмалы аудандық соты", "court", "g", "Алматы қаласының Алмалы аудандық сотының"),
        ("Алматы қаласының Әділет департаменті", "state_body", "i", "Алматы қаласының Әділет департаментімен"),
    ],
)  # fmt: skip
def test_kazakh_names_take_their_endings(name: str, kind: str, case: str, form: str) -> None:
    assert decline(name, kind, case, "kk") == form


@pytest.mark.parametrize(
    ("number", "form"), [(1, "одного"), (10, "десяти"), (15, "пятнадцати"), (21, "двадцати одного")]
)
def test_a_small_number_stands_in_the_genitive(number: int, form: str) -> None:
    assert in_words_of(number, "g") == form


@given(st.text(max_size=60), st.sampled_from(["person", "company"]), st.sampled_from(RU_CASES[:5]))
def test_any_name_comes_back_as_some_name(name: str, kind: str, case: str) -> None:
    assert isinstance(decline(name, kind, case, "ru"), str)
    assert isinstance(decline(name, kind, case if case != "p" else "l", "kk"), str)
