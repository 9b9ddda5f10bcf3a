"""Acts of one's own come into the bank from the command line, closed unless they are opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from typer.testing import CliRunner

from tarazy.acts.models import Act
from tarazy.practice.cli import app
from tests.acts.factories import a_decision

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_acts_are_added_once_and_closed(tmp_path: Path) -> None:
    acts = tmp_path / "acts"
    acts.mkdir()
    for seed in range(3):
        (acts / f"{seed}.txt").write_text(a_decision(seed).text, encoding="utf-8")
    (acts / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    code, said = run("add", str(acts))
    assert code == 0
    assert "3 added" in said
    assert "broken.pdf" in said.replace("\n", "")  # a long path is wrapped
    assert set(Act.objects.values_list("visibility", "source")) == {("closed", "own")}
    assert "3 there already" in run("add", str(acts))[1]


def test_acts_are_opened_only_when_it_is_said(tmp_path: Path) -> None:
    path = tmp_path / "act.txt"
    path.write_text(a_decision(1).text, encoding="utf-8")
    assert run("add", str(path), "--public")[0] == 0
    assert Act.objects.get().visibility == "public"


def test_a_practice_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    code, said = run("take", "--practice", str(tmp_path))
    assert code == 2
    assert "no practice" in said


def test_an_id_with_a_slash_has_its_page(tmp_path: Path, client: Client) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"id": "2025/act 7", "text": a_decision(1).text}), encoding="utf-8")
    run("add", str(path), "--public")
    address = Act.objects.get().get_absolute_url()
    for one in (address, f"{address}verify/", f"{address}analogues/", "/api/v1/acts/2025/act%207"):
        assert client.get(one, follow=True).status_code == 200, one
    assert client.get("/ru/acts/").status_code == 200
