"""Revoke a personal certificate of the test CA."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ..models import IssuedCertificate, RevocationReason
from ..refusals import CertificateRefused


def revoke_certificate(
    serial: str, reason: RevocationReason = RevocationReason.UNSPECIFIED, *, now: datetime
) -> IssuedCertificate:
    """The certificate, revoked from `now` on; CRL and OCSP say so at once. Who may do it, the caller decides.

    `serial` is hexadecimal. Revoking twice keeps the first time and reason. Raises `CertificateRefused` when
    this CA issued no such certificate.
    """
    with transaction.atomic():
        certificate = IssuedCertificate.objects.select_for_update().filter(serial=serial.lower()).first()
        if certificate is None:
            raise CertificateRefused.because("no_such_certificate")
        if certificate.revoked_at is None:
            certificate.revoked_at = now
            certificate.revocation_reason = RevocationReason(reason)
            certificate.save(update_fields=["revoked_at", "revocation_reason"])
        return certificate
