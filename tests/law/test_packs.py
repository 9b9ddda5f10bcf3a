"""Packs: what is loaded is sound, and what is broken says where."""

from datetime import date
from pathlib import Path

import pytest

from tarazy import law
from tarazy.law.model import CategoryGroup, Code, Edition


@pytest.mark.parametrize("jurisdiction_id", law.available())
def test_every_pack_is_sound(jurisdiction_id: str) -> None:
    assert law.lint(law.load(jurisdiction_id)) == ()


def test_the_three_packs_are_at_hand() -> None:
    assert law.available() == ("kg", "kz", "ru")


def test_a_pack_is_read_once() -> None:
    assert law.load("kz") is law.load("kz")


def test_an_unknown_country_is_named_in_the_error() -> None:
    with pytest.raises(law.UnknownJurisdiction) as fault:
        law.load("xx")
    assert fault.value.params["jurisdiction"] == "xx"
    assert fault.value.code == "law.unknown_jurisdiction"


MINIMAL = "id: aa\nnames: {en: A}\nlanguages: [en]\ncountry: {}\ncodes: []\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MINIMAL + "surprise: 1\n", "surprise"),
        (MINIMAL.replace("codes: []\n", ""), "codes"),
        ("- a list\n", "not a mapping"),
        ("a: [", "jurisdiction.yaml"),
    ],
)
def test_a_broken_pack_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "jurisdiction.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(law.BadPack) as fault:
        law.read_pack(tmp_path)
    assert said in str(fault.value)


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "jurisdiction.yaml").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "more.yaml").write_text("names: {en: B}\n", encoding="utf-8")
    with pytest.raises(law.BadPack, match="names is given twice"):
        law.read_pack(tmp_path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(law.BadPack):
        law.read_pack(tmp_path / "nowhere")


def test_the_linter_sees_each_sort_of_slip() -> None:
    kz = law.load("kz")
    first, second = kz.categories[:2]
    editions = (
        Edition(id="a", since=date(2000, 1, 1)),
        Edition(id="b", since=date(2010, 1, 1), until=date(2009, 1, 1), norm="XYZ 5"),
    )
    spoiled = kz.model_copy(
        update={
            "codes": (*kz.codes, Code(id="GK", names={"de": "x"}, editions=editions)),
            "groups": (*kz.groups, CategoryGroup(id="new", names={"ru": "Новая", "en": "New"})),
            "categories": (
                first.model_copy(update={"group": "nowhere", "slug": second.slug}),
                second.model_copy(update={"lexicon": {"ru": ("Банк",), "kk": ("банк",), "en": ("bank",)}}),
            ),
        }
    )
    problems = law.lint(spoiled)
    seen = {(problem.code, problem.where) for problem in problems}
    assert ("overlap", "GK") in seen
    assert ("reversed", "GK") in seen
    assert ("unknown_norm", "GK") in seen
    assert ("missing_translation", "GK") in seen
    assert ("missing_translation", "new") in seen
    assert ("duplicate", "codes") in seen
    assert ("duplicate", "categories") in seen
    assert ("unknown_group", second.slug) in seen
    assert ("stem_with_capitals", second.slug) in seen


def test_the_constitution_changes_on_the_first_of_july() -> None:
    kz = law.load("kz")
    old, new = law.in_force(kz, "KRK", date(2026, 6, 30)), law.in_force(kz, "KRK", date(2026, 7, 1))
    assert old is not None
    assert new is not None
    assert (old.id, new.id) == ("1995", "2026")


def test_the_tax_code_changes_with_the_year() -> None:
    kz = law.load("kz")
    old, new = law.in_force(kz, "NK", date(2025, 12, 31)), law.in_force(kz, "NK", date(2026, 1, 1))
    assert old is not None
    assert new is not None
    assert (old.id, new.id) == ("2017", "2025")


def test_a_code_is_not_in_force_before_its_first_edition() -> None:
    assert law.in_force(law.load("kz"), "APPK", date(2021, 6, 30)) is None


def test_an_unknown_code_is_an_error_not_a_silence() -> None:
    with pytest.raises(law.UnknownCode):
        law.in_force(law.load("kz"), "NOPE", date(2026, 1, 1))


def test_the_index_of_a_year_and_its_doubt() -> None:
    kz = law.load("kz")
    assert (law.mci(kz, date(2026, 1, 1)).value, law.mci(kz, date(2026, 12, 31)).unverified) == (4325, False)
    assert law.mci(kz, date(2025, 6, 1)).value == 3932
    assert law.mci(kz, date(2024, 6, 1)).unverified
    assert law.mci(kz, date(2031, 6, 1)).unverified
    with pytest.raises(law.NoIndexValue):
        law.mci(kz, date(1990, 1, 1))
