"""Signing with a key from a password-protected PKCS#12 file, held in memory for the time of one signature."""

from __future__ import annotations

import io
import secrets
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tarazy.people.pki.authority import Authority, authority

from . import refusals
from .certificates import Holder, holder
from .encoding import settle_encoding
from .own_trust import context, is_own, revoked_at
from .rules import key_strong_enough, out_of_dates
from .synchronous import run
from .time_stamper import InProcessTimeStamper

settle_encoding()

LARGEST_KEY_FILE = 64 * 1024  # bytes; key files of the field have 3–6 KB
MOST_ROUNDS = 2_000_000  # of the key derivation that a hostile file may ask for; the field's files ask 2,000


class LocalPkcs12Signer:
    """A `Signer` with the key of a PKCS#12 file of the test PKI.

    Raises `NoKeyFile`, `KeyFileDamaged`, `WrongPassword` or `WeakKey` when the file gives no usable key.
    """

    def __init__(self, content: bytes, password: str) -> None:
        self._key, self._certificate, others = _open(content, password)
        self.certificate_der = self._certificate.dump()
        self.holder: Holder = holder(self._certificate)
        self._others = others

    def sign_pdf(
        self,
        pdf: bytes,
        *,
        reason: str = "",
        now: datetime,
        field: SigFieldSpec | None = None,
        style: BaseStampStyle | None = None,
    ) -> bytes:
        """The PDF with a PAdES B-LT signature (ETSI EN 319 142-1): time stamp and revocation facts inside.

        What was there stays, byte by byte, so earlier signatures stay valid. `field` and `style` make it
        visible (see `appearance`). Raises a `SigningRefused`: certificate out of dates, revoked, of an unknown
        issuer; document unreadable.
        """
        now = now.astimezone(UTC)
        ca = authority()
        self._usable(ca, now)
        name = field.sig_field_name if field else f"Signature-{secrets.token_hex(6)}"
        metadata = PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            reason=reason or None,
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=True,
            validation_context=context(ca, now, serials=(int(self.holder.serial, 16), ca.tsa.serial_number)),
            # One revision: a reader that knows nothing of later additions sees one signature over the whole file.
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )
        signer = _ClockedPdfSigner(
            metadata,
            self._cms_signer(ca),
            timestamper=InProcessTimeStamper(ca, now),
            stamp_style=style,
            new_field_spec=field,
            clock=now,
        )
        output = io.BytesIO()
        try:
            writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
            if writer.prev.encrypted:
                raise refusals.DocumentUnreadable
            run(signer.async_sign_pdf(writer, output=output))
        except refusals.SigningRefused:
            raise
        except (SigningError, PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise refusals.DocumentUnreadable from error
        except (RecursionError, NotImplementedError, AssertionError, OverflowError) as error:
            raise refusals.DocumentUnreadable from error
        return output.getvalue()

    def sign_cms(self, content: bytes, *, now: datetime) -> bytes:
        """A detached CMS (RFC 5652, DER) with the claimed time and a time stamp. Raises a `SigningRefused`."""
        now = now.astimezone(UTC)
        ca = authority()
        self._usable(ca, now)
        signed: cms.ContentInfo = run(
            self._cms_signer(ca).async_sign_general_data(
                content,
                "sha256",
                detached=True,
                timestamper=InProcessTimeStamper(ca, now),
                signed_attr_settings=_cms_attributes(now),
            )
        )
        return bytes(signed.dump())

    def _usable(self, ca: Authority, now: datetime) -> None:
        if not is_own(ca, self._certificate):
            raise refusals.IssuerNotTrusted
        why = out_of_dates(self.holder.not_before, self.holder.not_after, now)
        if why:
            raise {
                "expired": refusals.CertificateExpired,
                "not_yet_valid": refusals.CertificateNotYetValid,
            }[why]
        at = revoked_at(self.holder.serial)
        if at is not None and at <= now:
            raise refusals.CertificateRevoked

    def _cms_signer(self, ca: Authority) -> SimpleSigner:
        store = SimpleCertificateStore()
        store.register_multiple([ca.asn1["issuing"], ca.asn1["root"]])
        mechanism = "sha256_ecdsa" if self._key.algorithm == "ec" else "sha256_rsa"
        return SimpleSigner(
            self._certificate,
            self._key,
            store,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": mechanism}),
        )


class _ClockedPdfSigner(PdfSigner):
    """pyHanko's signer with the clock of the caller."""

    def __init__(self, *args: Any, clock: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clock = clock

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._clock
        return session


def _cms_attributes(now: datetime) -> Any:
    from pyhanko.sign.signers.pdf_cms import CMSSignedAttributes

    return CMSSignedAttributes(signing_time=now)


def _open(
    content: bytes, password: str
) -> tuple[keys.PrivateKeyInfo, x509.Certificate, list[x509.Certificate]]:
    if not content:
        raise refusals.NoKeyFile
    if len(content) > LARGEST_KEY_FILE or not _bearable(content):
        raise refusals.KeyFileDamaged
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, password.encode())
    except ValueError as error:
        # The library has one error for both; only a wrong password is called that.
        wrong = "password" in str(error).lower() or "mac" in str(error).lower()
        raise (refusals.WrongPassword if wrong else refusals.KeyFileDamaged) from None
    except Exception:
        raise refusals.KeyFileDamaged from None
    if key is None or certificate is None:
        raise refusals.KeyFileDamaged
    kind = (
        "rsa"
        if isinstance(key, rsa.RSAPrivateKey)
        else "ec"
        if isinstance(key, ec.EllipticCurvePrivateKey)
        else ""
    )
    if not kind or not key_strong_enough(kind, key.key_size):  # type: ignore[union-attr]
        raise refusals.WeakKey
    if key.public_key() != certificate.public_key():
        raise refusals.KeyFileDamaged
    private = keys.PrivateKeyInfo.load(
        key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    load = x509.Certificate.load
    der = serialization.Encoding.DER
    return private, load(certificate.public_bytes(der)), [load(one.public_bytes(der)) for one in others]


def _bearable(content: bytes) -> bool:
    """Whether opening the file costs a bearable time: rounds are read before any of them is done."""
    from asn1crypto import pkcs12 as asn1_pkcs12

    try:
        mac = asn1_pkcs12.Pfx.load(content, strict=True)["mac_data"]
        rounds = [int(mac["iterations"].native or 1)] if mac.native else []
    except Exception:
        return False
    rounds += _rounds(content)
    return all(count <= MOST_ROUNDS for count in rounds)


def _rounds(content: bytes) -> list[int]:
    """The rounds that the encrypted parts ask for."""
    from asn1crypto import pkcs12 as asn1_pkcs12

    found = []
    try:
        for part in asn1_pkcs12.Pfx.load(content).authenticated_safe:
            if part["content_type"].native == "encrypted_data":
                cipher = part["content"]["encrypted_content_info"]["content_encryption_algorithm"]
                found.append(int(cipher.kdf_iterations))
            elif part["content_type"].native == "data":
                for bag in asn1_pkcs12.SafeContents.load(part["content"].native):
                    if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                        found.append(int(bag["bag_value"]["encryption_algorithm"].kdf_iterations))
    except Exception:
        return [MOST_ROUNDS + 1]
    return found
