"""How many fields of a card are right: `python -m tests.documents.card_accuracy [skew noise blur]` with a reader."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tarazy.documents.cards import ClaimCard, claim_card
from tests.documents.papers import PAPERS, Paper, scan


def fields_right(paper: Paper, card: ClaimCard) -> dict[str, bool]:
    """Each field that the paper has: whether the card has it exactly (spaces and quotes aside)."""
    claimant = card.claimants[0] if card.claimants else None
    defendant = card.defendants[0] if card.defendants else None

    def same(found: str | None, right: str) -> bool:
        def plain(text: str) -> str:
            return "".join(char for char in text.casefold() if char.isalnum())

        return found is not None and plain(found) == plain(right)

    checks: dict[str, bool] = {
        "language": card.language == paper.language,
        "court": same(card.court and card.court.value, paper.court),
        "claimant": same(claimant and claimant.name.value, paper.claimant),
        "defendant": same(defendant and defendant.name.value, paper.defendant),
        "claimant number": bool(
            claimant and claimant.identifier and claimant.identifier.value == paper.claimant_number
        ),
        "defendant number": bool(
            defendant and defendant.identifier and defendant.identifier.value == paper.defendant_number
        ),
        "claimant address": same(
            claimant and claimant.address and claimant.address.value, paper.claimant_address
        ),
        "claim value": (card.claim_value.value if card.claim_value else None) == paper.claim_value,
        "category": (card.category.value if card.category else "") == paper.category,
        "date": bool(card.date and card.date.value == paper.date),
        "attachments": len(card.attachments) == paper.attachments,
        "demand": bool(
            card.demand and all(part in " ".join(card.demand.value.split()) for part in paper.demand_has)
        ),
    }
    if paper.claimant_phone:
        checks["claimant phone"] = bool(
            claimant and claimant.phone and claimant.phone.value == paper.claimant_phone
        )
    return checks


def tally(results: Iterable[dict[str, bool]]) -> tuple[Counter[str], Counter[str]]:
    """(right, all) by field."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for result in results:
        every.update(result.keys())
        right.update(name for name, good in result.items() if good)
    return right, every


def main() -> None:
    """Print the figures on the texts, and on scans where three numbers are given."""
    from tarazy.documents.ocr import page_text, read_page

    results = []
    for paper in PAPERS:
        if len(sys.argv) > 3:
            skew, noise, blur = (float(one) for one in sys.argv[1:4])
            with tempfile.TemporaryDirectory() as folder:
                source = Path(folder) / "scan.png"
                source.write_bytes(scan(paper, skew=skew, noise=noise, blur=blur))
                read = read_page(source, 0, Path(folder) / "work")
            card = claim_card(page_text(read.words), read.words)
        else:
            card = claim_card(paper.text)
        result = fields_right(paper, card)
        results.append(result)
        wrong = [name for name, good in result.items() if not good]
        print(paper.name, "· wrong:", wrong or "none")  # noqa: T201
        if wrong:
            print("   ", card)  # noqa: T201
    right, every = tally(results)
    print({name: f"{right[name]}/{every[name]}" for name in every})  # noqa: T201
    print(f"all: {right.total()}/{every.total()}")  # noqa: T201


if __name__ == "__main__":
    main()
