"""Reading a signer's certificate: whose it is, as certificates of the field write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509

_IIN = re.compile(r"(?:IIN)?([0-9]{12})\Z")
_BIN = re.compile(r"(?:BIN)?([0-9]{12})\Z")
# The arc of Kazakhstan's GOST signature and digest algorithms, and the interstate (Russian) ones.
GOST_ARCS = ("1.2.398.3.10.1.", "1.3.6.1.4.1.6801.", "1.2.643.")
NATIONAL_ISSUERS = ("ҰЛТТЫҚ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ", "NATIONAL CERTIFICATION AUTHORITY")


@dataclass(frozen=True)
class Holder:
    """Whom a certificate names: person, number, organisation's number, dates, serial in hexadecimal."""

    name: str
    iin: str
    bin: str
    serial: str
    not_before: datetime
    not_after: datetime


def holder(certificate: x509.Certificate) -> Holder:
    """Whom the certificate names; numbers that aren't there are empty. Raises `ValueError` when it is none."""
    parts: dict[str, list[str]] = {}
    for names in certificate.subject.chosen:
        for one in names:
            value = one["value"].native
            if isinstance(value, str):
                parts.setdefault(one["type"].native, []).append(value)
    number = _IIN.match(next(iter(parts.get("serial_number", [])), ""))
    organisation = next(filter(None, map(_BIN.match, parts.get("organizational_unit_name", []))), None)
    return Holder(
        name=" ".join(_once(parts.get("common_name", []) + parts.get("given_name", []))),
        iin=number.group(1) if number else "",
        bin=organisation.group(1) if organisation else "",
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
    )


def _once(values: list[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def is_national(certificate: x509.Certificate) -> bool:
    """Whether the certificate says that the national certification centre issued it. That proves nothing."""
    issuer = str(certificate.issuer.human_friendly).upper()
    return any(name in issuer for name in NATIONAL_ISSUERS)


def is_gost(*oids: str) -> bool:
    """Whether one of these algorithms (dotted) belongs to a GOST family, which can't be checked here."""
    return any(oid.startswith(GOST_ARCS) for oid in oids)
