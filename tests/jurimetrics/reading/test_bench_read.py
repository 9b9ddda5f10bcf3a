"""`bench read` compares robustly: abbreviations, cases, forms of numbers and names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from tarazy.jurimetrics.bench import read as bench
from tarazy.jurimetrics.bench.same import amount_keys, norm_keys, person_keys, same_court, same_norms

from . import acts


@pytest.mark.parametrize(
    ("gold", "read"),
    [
        ("АС Тульской области", "Арбитражный суд Тульской области"),
        ("Пролетарский районный суд города Тулы", "Пролетарский районный суд г. Тулы"),
        ("Пролетарского районного суда г.Тулы Тульской обл.", "Пролетарский районный суд г. Тулы"),
        ("Судебная коллегия по гражданским делам Тульского областного суда", "Тульский областной суд"),
        (
            "мировой судья судебного участка №4",
            "Мировой судья судебного участка № 4 Свердловского судебного района",
        ),
        ("Девятый ААС", "Девятый арбитражный апелляционный суд"),
    ],
)
def test_one_court_under_two_names_is_the_same(gold: str, read: str) -> None:
    assert same_court(gold, read)


@pytest.mark.parametrize(
    ("gold", "read"),
    [
        ("Тульский областной суд", "Калужский областной суд"),
        ("Тульский областной суд", "Арбитражный суд Тульской области"),
        ("Ленинский районный суд г. Тулы", "Ленинский районный суд г. Перми"),
    ],
)
def test_two_courts_are_not_the_same(gold: str, read: str) -> None:
    assert not same_court(gold, read)


def test_norms_compare_by_code_and_article_or_by_article_alone() -> None:
    read = norm_keys(["ст. 226 ГПК РФ", "GK 15"])
    assert same_norms(norm_keys([{"code": "GPK", "article": "226"}]), read) == 1
    assert same_norms({(None, "15")}, read) == 1
    assert same_norms({("UK", "15")}, read) == 0


def test_amounts_and_persons_compare_in_any_form() -> None:
    assert amount_keys(["2 144 700,00 руб.", 15]) == amount_keys([2144700, "15.00"])
    assert person_keys(["Кольцову П.А."]) == person_keys(["Кольцов Пётр Андреевич"])


def test_figures_of_a_gold_file_are_one_key_a_field(tmp_path: Path) -> None:
    rows = [
        {
            "text": acts.RF_APPEAL,
            "kind": "appeal_ruling",
            "instance": "appeal",
            "court": "Тульский облсуд",
            "date": "19.06.2024",
            "case_numbers": "33-2468/2024",
            "lower_court": "Пролетарский районный суд г. Тулы",
            "lower_date": "2024-03-14",
            "outcome_first_instance": "granted_in_part",
            "outcome_this_act": "upheld",
            "persons": None,
        },
        {"text": acts.RF_ORDER, "kind": "judgment", "amounts": [12345.67, 247]},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    figures = bench.run(path)
    assert figures["rows"] == 2
    assert figures["kind"] == 0.5
    assert figures["date"] == figures["case_numbers"] == figures["lower_court"] == figures["amounts"] == 1.0
    assert figures["persons"] is None
    assert {mistake["field"] for mistake in figures["mistakes"]} == {"kind", "court"}
    assert json.dumps(figures, ensure_ascii=False)
    console = Console(record=True, width=120)
    bench.render(figures, console)
    shown = console.export_text()
    assert all(field in shown for field in bench.FIELDS)
