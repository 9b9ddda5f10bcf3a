"""Papers of the court by readers of others: PDF/A by veraPDF, signed or not; signatures by pdfsig."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from tarazy.acts.delivery.pdf import act_pdf
from tarazy.documents.rendering import PAPERS, Stamp, render_pdf
from tarazy.documents.signatures.choices import sign_pdf_for
from tests.acts.delivery.checking import broken_rules, pdfsig_says
from tests.acts.delivery.some_acts import a_header, an_act
from tests.people.pki.factories import NOW, PASSWORD, a_person, key_of

MADE = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
URL = "https://court.example/kk/verify/8d1e"
STAMP = Stamp("Алматы қаласы Алмалы аудандық соты", "7585-26-00-2/101", "05.03.2026")
VALUES = {
    "title": "Талап қою арызы",
    "header": ["Алматы қаласы Алмалы аудандық соты"],
    "addressed": [{"role": "Талап қоюшы", "name": "Нұрланова Айгүл", "details": ["ЖСН 900714444117"]}],
    "parts": [
        {"heading": "Мән-жайлар", "paragraphs": ["ӘәҒғҚқҢңӨөҰұҮүҺһІі 640 000 ₸"]},
        {"items": ["640 000 ₸ өндіруді"], "rows": [["Баға", "640 000 ₸"]]},
    ],
    "attachments": ["Еңбек шарты"],
    "signatures": [{"role": "Талап қоюшы", "name": "А. Нұрланова", "note": "ЭЦҚ"}],
}


@pytest.mark.django_db
@pytest.mark.one_engine
def test_papers_of_the_court_are_pdf_a_signed_or_not(tmp_path: Path) -> None:
    """One run of the validator for all: it takes seconds to start. One paper is spoiled, so that it can say no."""
    foreign = an_act(title="Решение 中文 и 🙂")
    acts = {
        "act": act_pdf(an_act(), a_header(model_data=True), made=MADE, verify_url=URL),
        "act_kk": act_pdf(an_act(language="kk", title="Шешім"), a_header(language="kk"), made=MADE),
        "act_foreign_letters": act_pdf(foreign, a_header(), made=MADE),
    }
    papers = {
        f"paper_{name}": render_pdf(name, VALUES, "kk", made=MADE, stamp=STAMP, verify_url=URL)
        for name in sorted(PAPERS)
        if PAPERS[name] != "act" or name == "protocol"
    }
    judge, member = a_person(), a_person()
    signing = {"way": "key_file", "key_password": PASSWORD}
    once = sign_pdf_for(judge, acts["act"], signing | {"key_file": key_of(judge)}, reason="Решение", now=NOW)
    twice = sign_pdf_for(member, once, signing | {"key_file": key_of(member)}, reason="Решение", now=NOW)
    said = pdfsig_says(twice, tmp_path)
    assert said.count("Signature is Valid") == 2, said
    spoiled = _without_metadata(acts["act"])
    broken = broken_rules(
        acts | papers | {"signed": once, "signed_by_panel": twice, "spoiled": spoiled}, tmp_path
    )
    assert broken.pop("spoiled")
    assert {name: words for name, words in broken.items() if words} == {}


def _without_metadata(content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        del document.Root["/Metadata"]
        document.save(target)
    return target.getvalue()
