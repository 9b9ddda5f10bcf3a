"""What anyone can check without the house: signed PDFs by Debian's pdfsig, proofs by a copy of the verifier."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tarazy import verify
from tests.journeys.house import House

OWN = """
import json, sys, django
django.setup()
from django.utils import timezone
from tarazy.documents.signatures.verifying import verifier
reports = verifier().verify_pdf(open(sys.argv[1], "rb").read(), now=timezone.now())
print(json.dumps([[one.status, one.trust, one.iin, bool(one.time_stamped)] for one in reports]))
"""


def pdfsig_says(pdf: bytes, folder: Path) -> str:
    """What Debian's pdfsig says of the signatures of a PDF."""
    assert shutil.which("pdfsig"), "apt-get install poppler-utils"
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    return subprocess.run(
        ["pdfsig", "-no-ocsp", str(file)], capture_output=True, text=True, timeout=60
    ).stdout


def own_verifier_says(house: House, pdf: bytes, folder: Path) -> list[tuple[str, str, str, bool]]:
    """Status, trust, IIN and time stamp of each signature, by the house's own verifier in a process of its own."""
    file = folder / "own.pdf"
    file.write_bytes(pdf)
    ran = subprocess.run(
        [sys.executable, "-c", OWN, str(file)],
        env=house.environment | {"DJANGO_SETTINGS_MODULE": "tarazy.site.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return [tuple(one) for one in json.loads(ran.stdout.splitlines()[-1])]


def verifier_says(command: str, file: bytes, folder: Path, language: str) -> tuple[int, str]:
    """Exit status and words of `tarazy-verify`, copied alone into a folder without Tarazy and run there."""
    alone = folder / "alone"
    alone.mkdir(exist_ok=True)
    shutil.copy(verify.__file__, alone / "tarazy-verify.py")
    (alone / "given.json").write_bytes(file)
    ran = subprocess.run(
        [sys.executable, "-P", "tarazy-verify.py", command, "given.json", "--language", language],
        cwd=alone,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return ran.returncode, ran.stdout + ran.stderr


def text_of(pdf: bytes, folder: Path) -> str:
    """The words of a PDF, in one line."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, timeout=60).stdout
    return re.sub(r"\s+", " ", said)
