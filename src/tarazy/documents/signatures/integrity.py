"""What can be said of any signature without knowing its issuer: does it fit the bytes and the certificate."""

from __future__ import annotations

from asn1crypto import cms
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from pyhanko.sign.general import CMSStructuralError, extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from .certificates import is_gost


def digest(content: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    """The hash of the content."""
    hashed = hashes.Hash(algorithm)
    hashed.update(content)
    return hashed.finalize()


def problem(content: bytes, container: bytes) -> str | None:
    """What is wrong with a detached CMS (DER) with one signer over the content, as a code; None if it fits.

    `algorithm_unknown` where that can't be found out here.
    """
    signed: cms.SignedData = cms.ContentInfo.load(container)["content"]
    signer = extract_signer_info(signed)
    certificate = extract_certificate_info(signed).signer_cert
    algorithms = (
        signer["digest_algorithm"]["algorithm"].dotted,
        signer["signature_algorithm"]["algorithm"].dotted,
        certificate["tbs_certificate"]["subject_public_key_info"]["algorithm"]["algorithm"].dotted,
    )
    if is_gost(*algorithms):
        return "algorithm_unknown"
    try:
        hashed = digest(content, get_pyca_cryptography_hash(signer["digest_algorithm"]["algorithm"].native))
        intact, valid = validate_sig_integrity(
            signer, certificate, expected_content_type="data", actual_digest=hashed
        )
    except CMSStructuralError:
        return "damaged"
    except (AttributeError, ValueError, TypeError, NotImplementedError, KeyError, UnsupportedAlgorithm):
        return "algorithm_unknown"
    if not valid:
        return "signature_wrong"
    return None if intact else "changed"
