"""Rules of the cabinet without storage: pure functions, each with its norm."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal

PENDING, PAID, FAILED, REFUNDED = "pending", "paid", "failed", "refunded"

# (state, what the bank says) → state. What isn't here changes nothing: a refusal after the money came is old news.
_AFTER_BANK = {
    (PENDING, PAID): PAID,
    (PENDING, FAILED): FAILED,
    (FAILED, PAID): PAID,  # the bank was late, or the person paid the same order again
    (PAID, REFUNDED): REFUNDED,
    (PENDING, REFUNDED): REFUNDED,
    (FAILED, REFUNDED): REFUNDED,
}


def after_bank(state: str, said: str) -> str:
    """The state of a payment after the bank's word, whatever comes late, twice or in the wrong order.

    Money that came is never lost by a later "failed"; money that went back never comes again by a late "paid".
    """
    return _AFTER_BANK.get((state, said), state)


# The paper of the registry (`cases/data/papers.yaml`) for a demand of the constructor's motion.
MOTION_PAPERS = {
    "video": "motion_video",
    "adjourn": "motion_adjournment",
    "interim_measures": "motion_interim",
    "file_access": "motion_access",
    "audio_copy": "motion_audio",
    "recusal": "motion_recusal",
    "restore_term": "motion_restore_term",
}
_PAPERS = {
    "objection": "order_objection",
    "appeal": "appeal",
    "private_complaint": "private_complaint",
}


def paper_code(
    kind: str, demands: Collection[str], *, stage: str = "", proceeding: str = "", wish: str = ""
) -> str:
    """Which paper of the registry a paper of the constructor is in a case that is open.

    A response is an objection where the proceeding is simplified and a hearing is asked for (GPK 267-3), and a response
    to the complaint where one is being heard (GPK 407, 445). `wish` tells relief of the fee: "exempt" or another.
    Raises ValueError for a paper that opens a case.
    """
    if kind == "response":
        if stage == "appealed":
            return "appeal_response"
        if stage == "cassation":
            return "cassation_response"
        asks = "hear_orally" in demands and proceeding == "simplified"
        return "simplified_objection" if asks else "response"
    if kind == "motion":
        if "fee_relief" in demands:
            return "motion_fee_exemption" if wish == "exempt" else "motion_fee_deferral"
        return next((MOTION_PAPERS[code] for code in demands if code in MOTION_PAPERS), "motion")
    if kind in _PAPERS:
        return _PAPERS[kind]
    raise ValueError(f"a paper of the kind {kind} opens a case")


def restores_term(demands: Collection[str]) -> bool:
    """Whether a complaint comes with the motion to restore its term. Norm: GPK 126."""
    return "restore_term" in demands


@dataclass(frozen=True)
class Paid:
    """Money that counts for a paper: how much, on which day."""

    amount: Decimal
    on: Date


def still_due(fee: Decimal, paid: Collection[Paid]) -> Decimal:
    """What of the fee is left to pay; never below nothing. Norm: Tax Code 664–665."""
    return max(Decimal(0), fee - sum((one.amount for one in paid), Decimal(0)))


def share(electronic: int, paper: int) -> Decimal | None:
    """Electronic filings of all, in per cent with one decimal place; None where nothing was filed."""
    total = electronic + paper
    return (Decimal(100 * electronic) / total).quantize(Decimal("0.1")) if total else None
