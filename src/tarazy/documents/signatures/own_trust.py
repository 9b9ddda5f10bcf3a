"""What the verifier and the signer ask the test PKI: whose certificate, revoked when, which trust."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from asn1crypto import x509
from pyhanko_certvalidator.context import ValidationContext

from tarazy.people.pki import status
from tarazy.people.pki.authority import Authority
from tarazy.people.pki.models import IssuedCertificate


def names_own_issuer(ca: Authority, certificate: x509.Certificate) -> bool:
    """Whether the certificate says that our issuing CA made it; anyone can say that."""
    return bool(certificate.issuer == ca.asn1["issuing"].subject)


def is_own(ca: Authority, certificate: x509.Certificate) -> bool:
    """Whether our issuing CA made this very certificate, and so it is a row of ours."""
    return (
        names_own_issuer(ca, certificate)
        and IssuedCertificate.objects.filter(
            serial=f"{certificate.serial_number:x}", der=certificate.dump()
        ).exists()
    )


def revoked_at(serial: str) -> datetime | None:
    """When a certificate of ours was or will be revoked, None if it is not."""
    return IssuedCertificate.objects.filter(serial=serial).values_list("revoked_at", flat=True).first()


def context(
    ca: Authority,
    at: datetime,
    *,
    serials: Iterable[int] = (),
    other_certificates: Iterable[x509.Certificate] = (),
) -> ValidationContext:
    """Trust in our root alone at the moment `at`, with the status that these certificates had then.

    Revocation must be known for every certificate of a chain. Only what this CA itself says counts, as it knows
    it today (a loss may be told later than it happened): facts that came with a file might be older.
    """
    return ValidationContext(
        trust_roots=[ca.asn1["root"]],
        other_certs=[ca.asn1["issuing"], ca.asn1["ocsp"], ca.asn1["tsa"], *other_certificates],
        moment=at,
        allow_fetching=False,
        revocation_mode="require",
        retroactive_revinfo=True,
        ocsps=[status.respond(ca, serial, at) for serial in dict.fromkeys(serials)],
        crls=[ca.root_crl],
    )
