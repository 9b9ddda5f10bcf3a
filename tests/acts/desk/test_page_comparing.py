"""Two texts beside each other: what is shown of each is each, and what is marked is what differs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tarazy.acts.desk.views.comparing import compared
from tarazy.acts.text import ActText, Part, paragraph

WORDS = st.lists(
    st.sampled_from(["суд", "решил", "иск", "взыскать", "500 000", "тенге,", "отказать."]), min_size=1
)
LINES = st.lists(WORDS.map(" ".join), max_size=6)


def an_act(lines: list[str], title: str = "Решение") -> ActText:
    return ActText(
        kind="judgment", language="ru", title=title, reasons=tuple(paragraph(one) for one in lines)
    )


@given(older=LINES, newer=LINES)
def test_each_side_tells_its_own_text_and_only_differences_are_marked(
    older: list[str], newer: list[str]
) -> None:
    found = compared(an_act(older), an_act(newer))
    if older == newer:
        assert not found
        return
    (one,) = found
    assert one.part is Part.REASONS
    left = ["".join(piece.text for piece in row.older) for row in one.rows if row.older]
    right = ["".join(piece.text for piece in row.newer) for row in one.rows if row.newer]
    assert len(left) + one.same == len(older) and len(right) + one.same == len(newer)
    assert all(line in older for line in left) and all(line in newer for line in right)
    for row in one.rows:
        same = ["".join(piece.text for piece in side if piece.same) for side in (row.older, row.newer)]
        assert not (row.older and row.newer) or same[0] == same[1]


def test_a_changed_word_is_shown_inside_its_paragraph() -> None:
    older = an_act(["Иск удовлетворить полностью, расходы взыскать с ответчика."])
    newer = an_act(["Иск удовлетворить частично, расходы взыскать с ответчика."])
    ((row,),) = [one.rows for one in compared(older, newer)]
    assert [piece.text for piece in row.older if not piece.same] == ["полностью"]
    assert [piece.text for piece in row.newer if not piece.same] == ["частично"]


def test_words_changed_in_a_row_are_one_change() -> None:
    older = an_act(["Суд установил: расчёт истца верен. Далее по тексту."])
    newer = an_act(["Суд установил: доводы ответчика ошибочны. Далее по тексту."])
    ((row,),) = [one.rows for one in compared(older, newer)]
    assert [piece.text for piece in row.newer if not piece.same] == ["доводы ответчика ошибочны"]


def test_another_title_and_a_moved_paragraph_are_told() -> None:
    found = compared(an_act(["Один.", "Два."]), an_act(["Два.", "Три."], title="Определение"))
    assert [one.part for one in found] == [None, Part.REASONS]


def test_five_hundred_long_paragraphs_are_compared_within_a_moment() -> None:
    from time import process_time

    lines = [
        f"Пункт {number}. " + "Суд исследовал доказательства и доводы сторон. " * 8 for number in range(500)
    ]
    changed = [
        line.replace("доводы", "мотивы", 1) if number % 50 == 0 else line for number, line in enumerate(lines)
    ]
    started = process_time()
    assert sum(len(one.rows) for one in compared(an_act(lines), an_act(changed))) == 10
    compared(an_act(lines), an_act([line[::-1] for line in lines]))
    assert process_time() - started < 6
