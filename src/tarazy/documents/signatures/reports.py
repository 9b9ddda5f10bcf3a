"""What is known of a signature after looking at it, and the seams behind which it is made and looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Status(StrEnum):
    """What can be said of a signature. `unknown`: nobody here can judge it, so it counts as no signature."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Problem:
    """One thing found wrong, as a code (see `problems`) and, where it has one, its moment."""

    code: str
    at: datetime | None = None

    @property
    def words(self) -> str:
        """The problem in the language that is active."""
        from .problems import words

        return words(self)


@dataclass(frozen=True)
class SignatureReport:
    """One signature, judged.

    `signed_at` is the best known moment: the time stamp's if there is one, else what the signer claims.
    `trust` names the set of trust anchors that vouch for the certificate: "test", "national", or None.
    `covers_whole_document`: nothing that a reader sees was added after this signature.
    """

    status: Status
    signer_name: str = ""
    iin: str = ""
    bin: str = ""
    serial: str = ""
    signed_at: datetime | None = None
    time_stamped: datetime | None = None
    trust: str | None = None
    problems: tuple[Problem, ...] = ()
    covers_whole_document: bool = False

    def but(self, status: Status, problem: Problem) -> SignatureReport:
        """The same report, worse: another problem, and never a better status than before."""
        if self.status is Status.INVALID:
            status = Status.INVALID
        return replace(self, status=status, problems=(*self.problems, problem))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the problems."""
        return tuple(problem.code for problem in self.problems)


class Signer(Protocol):
    """Whoever holds a key. Both calls may raise `refusals.SigningRefused`."""

    def sign_pdf(self, pdf: bytes, *, reason: str = "", now: datetime) -> bytes:
        """The PDF with one more signature; what was there stays as it is, byte by byte."""

    def sign_cms(self, content: bytes, *, now: datetime) -> bytes:
        """A detached CMS signature (DER) over the bytes."""


class Verifier(Protocol):
    """Whoever can look at signatures. Never raises on what it is given: a report says what is wrong."""

    def verify_pdf(self, pdf: bytes, *, now: datetime) -> tuple[SignatureReport, ...]:
        """A report for each signature of a PDF, in the order of signing; none if it has none."""

    def verify_cms(self, content: bytes, cms: bytes, *, now: datetime) -> tuple[SignatureReport, ...]:
        """A report for each signer of a CMS over `content` (detached, or with that very content inside)."""


@dataclass(frozen=True)
class SignedBytes:
    """One signature taken out of whatever carried it: the bytes signed, and a CMS (DER) with one signer.

    `certificates`, `ocsps` and `crls` (DER) came with the file and prove nothing by themselves.
    """

    content: bytes
    cms: bytes
    signer_certificate: bytes
    claimed_at: datetime | None = None
    certificates: tuple[bytes, ...] = ()
    ocsps: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


class IssuerVerifier(Protocol):
    """A verifier of the certificates of certain issuers: an entry of `settings.SIGNATURE_VERIFIERS`.

    The first one that recognises the signer's certificate judges the signature.
    """

    def recognises(self, signer_certificate: bytes) -> bool:
        """Whether a certificate (DER) names an issuer whose signatures this verifier can judge."""

    def judge(self, signature: SignedBytes, *, now: datetime) -> SignatureReport:
        """The report on one signature; `covers_whole_document` is left to the caller."""
