"""Receipts: of a filing, of a payment, of a delivery; each a PDF with a QR code that leads to its proof."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tarazy.cabinet.models import Filing, Payment
from tarazy.documents.actions import make_copy
from tarazy.documents.models import Document
from tarazy.documents.rendering import render_pdf


def filing_number(filing: Filing) -> str:
    """The number of a filing: the court's code and its place in that court's ledger, «7585-000042»."""
    entry = filing.entry
    return f"{entry.ledger_stream}-{entry.ledger_number:06d}" if entry else ""


def written_sum(amount: Any, currency: str) -> str:
    """A sum as papers print it."""
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",") + (
        " ₸" if currency == "KZT" else f" {currency}"
    )


def payment_receipt(payment: Payment, filing: Filing, *, now: datetime) -> Document:
    """The saved receipt of a payment, in the language of the paper."""
    language = filing.claim_data.language
    paid_at = timezone.localtime(payment.paid_at or now)
    with override(language):
        rows = [
            [_("Payer"), payment.payer.full_name],
            [_("Sum"), written_sum(payment.amount, payment.currency)],
            [_("Paid"), paid_at.strftime("%d.%m.%Y %H:%M")],
            [_("Number at the bank"), payment.reference or ""],
            [_("For"), filing.claim_data.title],
        ]
        title = _("Receipt of the state fee")
    values = {"title": title, "number": str(payment.uuid), "parts": [_rows(rows)]}
    content = render_pdf("receipt", values, language, made=now)
    return make_copy(
        None,
        content,
        "fee.pdf",
        "application/pdf",
        owner=filing.by,
        now=now,
        kind="fee_proof",
        language=language,
    )


def filing_receipt(filing: Filing, language: str, verify_url: str) -> bytes:
    """The receipt of a filing as PDF: what was filed, when, its hash and its place in the court's ledger."""
    assert filing.entry is not None and filing.signed is not None and filing.filed_at is not None
    entry, claim = filing.entry, filing.claim_data
    with override(language):
        rows = [
            [_("Number of the filing"), filing_number(filing)],
            [_("Paper"), claim.title],
            [_("Court"), entry.case.court.name_in(language)],
            [_("Filed by"), filing.by.full_name],
            [_("Filed"), timezone.localtime(filing.filed_at).strftime("%d.%m.%Y %H:%M:%S")],
            [_("Documents"), str(entry.documents.count())],
            [_("Fingerprint of the signed paper (SHA-256)"), filing.signed.sha256],
            [_("Place in the court's ledger"), f"{entry.ledger_stream} / {entry.ledger_number}"],
            [_("Check"), verify_url],
        ]
        title = _("Receipt of a filing")
    values = {"title": title, "number": filing_number(filing), "parts": [_rows(rows)]}
    return render_pdf("receipt", values, language, made=filing.filed_at, verify_url=verify_url)


def _rows(rows: list[list[str]]) -> dict[str, Any]:
    return {"heading": "", "paragraphs": [], "items": [], "rows": rows}
