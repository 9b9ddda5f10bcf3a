"""The CA's own keys and certificates: made once in `PKI_HOME`, read from there afterwards.

Settings, all with defaults: `PKI_HOME` (default `TARAZY_HOME/pki`), `PKI_KEY_PASSWORD` (encrypts the key files;
none: files readable by their owner only), `PKI_ADDRESS` (where `urls.py` is mounted, goes into certificates).
Once the root has signed, `root.key` may be taken away: nothing here needs it again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

MARK = "Tarazy Test CA – not a national certificate"
NOTICE = "Test certificate of the Tarazy project. It has no legal force."
POLICY = x509.ObjectIdentifier(f"2.25.{uuid.uuid5(uuid.NAMESPACE_URL, 'urn:tarazy:test-pki').int >> 65}")
# One window for all that the authority itself holds, so that model documents may bear earlier dates.
FROM = datetime(2020, 1, 1, tzinfo=UTC)
UNTIL = datetime(2045, 1, 1, tzinfo=UTC)

Key = ec.EllipticCurvePrivateKey
CERTIFICATES = ("root", "issuing", "ocsp", "tsa")


@dataclass(frozen=True)
class Authority:
    """What the running program needs of the CA: certificates, and the keys of its three working parts."""

    root: x509.Certificate
    issuing: x509.Certificate
    ocsp: x509.Certificate
    tsa: x509.Certificate
    issuing_key: Key
    ocsp_key: Key
    tsa_key: Key
    root_crl: bytes
    address: str

    @cached_property
    def own_serials(self) -> frozenset[int]:
        """Serial numbers of the working parts that the issuing CA certified."""
        return frozenset((self.ocsp.serial_number, self.tsa.serial_number))

    @cached_property
    def asn1(self) -> dict[str, asn1_x509.Certificate]:
        """The four certificates as asn1crypto values, parsed once."""
        return {name: as_asn1(getattr(self, name)) for name in CERTIFICATES}


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate as an asn1crypto value."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def home() -> Path:
    """The folder of the CA's keys."""
    return Path(getattr(settings, "PKI_HOME", None) or settings.TARAZY_HOME / "pki")


def authority() -> Authority:
    """The CA of this installation, made on first use. Two processes that start together agree on one.

    Raises `ValueError` when the key files can't be read with the password of the settings, `OSError` when the
    folder can't be written.
    """
    folder = home()
    if not (folder / "root.crt").is_file():
        _found(folder)
    return _read(folder, _password(), address())


def address() -> str:
    """Where the CRL, OCSP and the time stamps are served, as certificates say it."""
    return str(getattr(settings, "PKI_ADDRESS", "http://127.0.0.1:8000/pki")).rstrip("/")


def _password() -> bytes | None:
    return str(getattr(settings, "PKI_KEY_PASSWORD", "") or "").encode() or None


@lru_cache(maxsize=8)
def _read(folder: Path, password: bytes | None, where: str) -> Authority:
    def certificate(name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate((folder / f"{name}.crt").read_bytes())

    def key(name: str) -> Key:
        try:
            loaded = serialization.load_pem_private_key((folder / f"{name}.key").read_bytes(), password)
        except TypeError as error:  # a password for a plain file, or none for an encrypted one
            raise ValueError("PKI_KEY_PASSWORD does not fit the key files") from error
        if not isinstance(loaded, ec.EllipticCurvePrivateKey):
            raise ValueError("a key of the CA is of another kind")
        return loaded

    return Authority(
        *(certificate(name) for name in CERTIFICATES),
        issuing_key=key("issuing"),
        ocsp_key=key("ocsp"),
        tsa_key=key("tsa"),
        root_crl=(folder / "root.crl").read_bytes(),
        address=where,
    )


def _found(folder: Path) -> None:
    """Make the CA beside its place and move it there whole; whoever comes second uses the first one's."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _make(draft)
        try:
            draft.rename(folder)
        except OSError:
            if not (folder / "root.crt").is_file():
                raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _make(folder: Path) -> None:
    keys = {name: new_key() for name in CERTIFICATES}
    root_name = _name("Tarazy Test Root CA")
    issuing_name = _name("Tarazy Test Issuing CA")
    root = _certificate(root_name, root_name, keys["root"], keys["root"], ca=1).sign(
        keys["root"], hashes.SHA256()
    )
    issuing = (
        _certificate(issuing_name, root_name, keys["issuing"], keys["root"], ca=0)
        .add_extension(distribution("root"), critical=False)
        .add_extension(access("root", ocsp=False), critical=False)
        .sign(keys["root"], hashes.SHA256())
    )
    ocsp = (
        _certificate(_name("Tarazy Test OCSP"), issuing_name, keys["ocsp"], keys["issuing"])
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        .add_extension(x509.OCSPNoCheck(), critical=False)
        .sign(keys["issuing"], hashes.SHA256())
    )
    tsa = (
        _certificate(_name("Tarazy Test Time Stamps"), issuing_name, keys["tsa"], keys["issuing"])
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(distribution("issuing"), critical=False)
        .add_extension(access("issuing"), critical=False)
        .sign(keys["issuing"], hashes.SHA256())
    )
    # The root revokes nothing but a lost issuing CA, by hand; so its list lasts as long as the root itself.
    crl = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root_name)
        .last_update(FROM)
        .next_update(UNTIL)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(_issuer_key(keys["root"]), critical=False)
        .sign(keys["root"], hashes.SHA256())
    )
    for name, certificate in zip(CERTIFICATES, (root, issuing, ocsp, tsa), strict=True):
        (folder / f"{name}.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        _write_key(folder / f"{name}.key", keys[name])
    (folder / "root.crl").write_bytes(crl.public_bytes(serialization.Encoding.DER))


def _write_key(path: Path, key: Key) -> None:
    password = _password()
    cipher = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, cipher)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def new_key() -> Key:
    """A fresh key on P-256 (FIPS 186-5), strong enough beyond 2030 (NIST SP 800-57)."""
    return ec.generate_private_key(ec.SECP256R1())


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _issuer_key(key: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def distribution(name: str) -> x509.CRLDistributionPoints:
    """Where the list of revoked certificates of the CA `name` lies."""
    location = x509.UniformResourceIdentifier(f"{address()}/crl/{name}.crl")
    return x509.CRLDistributionPoints([x509.DistributionPoint([location], None, None, None)])


def access(name: str, *, ocsp: bool = True) -> x509.AuthorityInformationAccess:
    """Where the certificate of the issuer `name` lies, and who answers for its certificates."""
    found = [
        x509.AccessDescription(
            Access.CA_ISSUERS, x509.UniformResourceIdentifier(f"{address()}/certificates/{name}.crt")
        )
    ]
    if ocsp:
        found.append(x509.AccessDescription(Access.OCSP, x509.UniformResourceIdentifier(f"{address()}/ocsp")))
    return x509.AuthorityInformationAccess(found)


def policies() -> x509.CertificatePolicies:
    """The policy of every certificate here, with the notice that it has no legal force."""
    return x509.CertificatePolicies(
        [x509.PolicyInformation(POLICY, [x509.UserNotice(notice_reference=None, explicit_text=NOTICE)])]
    )


def key_usage(*, ca: bool) -> x509.KeyUsage:
    """Signing certificates and lists for a CA; signing what can't be denied later for anyone else."""
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: Key, issuer_key: Key, ca: int | None = None
) -> x509.CertificateBuilder:
    """The common part of the CA's own certificates; `ca`: how many CAs may stand below, None for no CA."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=ca is not None, path_length=ca), critical=True)
        .add_extension(key_usage(ca=ca is not None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_issuer_key(issuer_key), critical=False)
    )
    return builder if subject == issuer else builder.add_extension(policies(), critical=False)
