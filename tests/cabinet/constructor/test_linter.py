"""The linter names the file and the line of each slip; every sort of slip is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tarazy.cabinet.constructor.cli import app
from tarazy.cabinet.constructor.lint import Finding, lint_file

SOUND = """\
id: sample
kind: action
category: loan
group: claims
titles: {kk: Т, ru: Т, en: T}
about: {kk: А, ru: А, en: A}
norms: [GPK 148]
sections:
  - id: one
    title: {kk: Б, ru: Б, en: B}
    questions:
      - id: lent
        type: yes_no
        words: {kk: С, ru: С, en: Q}
      - id: how_much
        type: money
        when: lent = yes
        words: {kk: С, ru: С, en: Q}
      - id: kind
        type: choice
        words: {kk: С, ru: С, en: Q}
        options:
          - {id: cash, words: {kk: О, ru: О, en: O}}
          - {id: goods, words: {kk: О, ru: О, en: O}}
demands:
  - code: pay
    when: lent = yes
    fee: property
    amount: how_much
    words: {kk: "Т {how_much}", ru: "Т {how_much}"}
  - code: other
    when: lent = no
    words: {kk: Т, ru: Т}
document:
  title: {kk: Т, ru: Т}
  paragraphs:
    - words: {kk: "{kind}", ru: "{kind}"}
"""


def lint_text(tmp_path: Path, text: str) -> list[Finding]:
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return lint_file(path)


def line_of(text: str, piece: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if piece in line)


def test_a_sound_definition_has_no_finding(tmp_path: Path):
    assert lint_text(tmp_path, SOUND) == []


SLIPS = {
    "missing_translation": ("words: {kk: С, ru: С, en: Q}\n      - id: how_much", "words: {kk: С, ru: С}\n      - id: how_much"),
    "unknown_norm": ("norms: [GPK 148]", "norms: [GPX 148]"),
    "unknown_category": ("category: loan", "category: loans"),
    "unknown_type": ("type: money", "type: monies"),
    "unknown_fee": ("fee: property", "fee: properly"),
    "unknown_slot": ('{kk: "{kind}", ru: "{kind}"}', '{kk: "{kinds}", ru: "{kinds}"}'),
    "slots_differ": ('{kk: "{kind}", ru: "{kind}"}', '{kk: "{kind}", ru: "Вид"}'),
    "slot_never_answered": ("    when: lent = yes\n    fee", "    fee"),
    "cycle": ("when: lent = yes\n        words", "when: kind = cash\n        words"),
    "unknown_option": ("when: lent = yes\n        words", "when: lent = maybe\n        words"),
    "unknown_name": ("when: lent = yes\n        words", "when: lend = yes\n        words"),
    "unreachable": ("when: lent = yes\n        words", "when: lent = yes and lent = no\n        words"),
    "given_twice": ("- id: kind\n", "- id: lent\n"),
    "bad_expression": ("when: lent = yes\n        words", "when: lent = = yes\n        words"),
    "unknown_field": ("type: money", "type: money\n        wehn: lent = yes"),
    "field_missing": ("group: claims\n", ""),
    "not_yaml": ("norms: [GPK 148]", "norms: [GPK 148"),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(SLIPS))
def test_each_sort_of_slip_is_found_with_its_line(tmp_path: Path, code: str):
    before, after = SLIPS[code]
    assert before in SOUND
    found = lint_text(tmp_path, SOUND.replace(before, after, 1))
    assert code in {one.code for one in found}, found
    for one in found:
        name, line = one.at.split(":")
        assert name == "sample.yaml" and int(line) >= 1


def test_the_line_is_that_of_the_slip(tmp_path: Path):
    text = SOUND.replace("when: lent = yes\n        words", "when: kind = cash\n        words")
    (one,) = [one for one in lint_text(tmp_path, text) if one.code == "cycle"]
    assert one.at == f"sample.yaml:{line_of(text, 'id: how_much')}"
    assert "kind" in one.what


def test_a_choice_of_nothing_is_a_dead_end(tmp_path: Path):
    text = SOUND[: SOUND.index("        options:")] + SOUND[SOUND.index("demands:") :]
    assert "dead_end" in {one.code for one in lint_text(tmp_path, text)}


def test_answers_after_which_nothing_is_demanded_are_a_dead_end(tmp_path: Path):
    text = SOUND.replace("  - code: other\n    when: lent = no\n    words: {kk: Т, ru: Т}\n", "")
    found = [one for one in lint_text(tmp_path, text) if one.code == "dead_end"]
    assert found and "lent=no" in found[0].what


STOP = """
        stop:
          - when: lent = yes
            words: {kk: Ж, ru: Ж, en: S}
          - when: lent = no
            words: {kk: Ж, ru: Ж, en: S}
"""


def test_a_question_that_every_answer_stops_at_is_a_dead_end(tmp_path: Path):
    question = "type: yes_no\n        words: {kk: С, ru: С, en: Q}"
    found = lint_text(tmp_path, SOUND.replace(question, question + STOP.rstrip("\n"), 1))
    assert any(one.code == "dead_end" and "lent" in one.what for one in found), found


def test_a_stop_that_leads_nowhere_is_a_dead_end(tmp_path: Path):
    question = "type: yes_no\n        words: {kk: С, ru: С, en: Q}"
    stop = STOP.split("          - when: lent = no")[0].rstrip("\n ") + "\n            instead: nothing\n"
    found = lint_text(tmp_path, SOUND.replace(question, question + stop.rstrip("\n"), 1))
    assert any(one.code == "dead_end" and "nothing" in one.what for one in found), found


@pytest.mark.parametrize("condition", ["how_much < 0", "lent = no and how_much > 5"])
def test_a_check_that_nothing_meets_is_found(tmp_path: Path, condition: str):
    check = f"""type: money
        check:
          - require: {condition}
            code: strange
            words: {{kk: Ж, ru: Ж, en: S}}"""
    found = lint_text(tmp_path, SOUND.replace("type: money", check, 1))
    assert any(one.code == "never_met" and "strange" in one.what for one in found), found


def test_shared_groups_that_name_each_other_are_a_cycle(tmp_path: Path):
    (tmp_path / "shared").mkdir()
    for name, other in (("first", "second"), ("second", "first")):
        (tmp_path / "shared" / f"{name}.yaml").write_text(f"questions:\n  - use: {other}\n", encoding="utf-8")
    found = lint_text(tmp_path, SOUND.replace("      - id: lent\n", "      - use: first\n      - id: lent\n"))
    assert [one.code for one in found] == ["cycle"] and "first → second → first" in found[0].what
    found = lint_text(tmp_path, SOUND.replace("      - id: lent\n", "      - use: third\n      - id: lent\n"))
    assert [one.code for one in found] == ["unknown_group"]


def test_the_command_says_each_slip_on_a_line_and_fails(tmp_path: Path):
    path = tmp_path / "sample.yaml"
    path.write_text(SOUND.replace("category: loan", "category: loans"), encoding="utf-8")
    result = CliRunner().invoke(app, ["lint", str(path)])
    assert result.exit_code == 1 and "sample.yaml:1: unknown_category: loans" in result.output
    assert "employed_since" in CliRunner().invoke(app, ["questions", "wages"]).output
