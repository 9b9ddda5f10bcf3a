"""The time-stamp authority (RFC 3161), served at `/pki/tsa` and called within the process when signing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from typing import ClassVar

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from .authority import POLICY, Authority

DIGEST_SIZES = {"sha256": 32, "sha384": 48, "sha512": 64}
REQUEST_LIMIT = 4096  # bytes; a request has a hash, a nonce and little else


class Response(core.Sequence):
    """TimeStampResp (RFC 3161, 2.4.2); the library's own has no place for a refusal without a token."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


def stamp(ca: Authority, request: bytes, now: datetime) -> bytes:
    """The TimeStampResp (DER) to a TimeStampReq (DER): a token with `now`, or the refusal with its reason."""
    try:
        if len(request) > REQUEST_LIMIT:
            return _refused("bad_data_format")
        asked = tsp.TimeStampReq.load(request, strict=True)
        asked.native  # noqa: B018  (parses all of it, so that nothing fails half way)
        imprint = asked["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        size = len(imprint["hashed_message"].native)
        policy = asked["req_policy"].native
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return _refused("bad_data_format")
    if algorithm not in DIGEST_SIZES:
        return _refused("bad_alg")
    if size != DIGEST_SIZES[algorithm]:
        return _refused("bad_data_format")
    if policy not in (None, POLICY.dotted_string):
        return _refused("unaccepted_policy")
    if asked["extensions"].native:
        return _refused("unaccepted_extension")
    token = _token(ca, asked, now)
    return Response({"status": tsp.PKIStatusInfo({"status": "granted"}), "time_stamp_token": token}).dump()


def _refused(reason: str) -> bytes:
    return Response({"status": tsp.PKIStatusInfo({"status": "rejection", "fail_info": {reason}})}).dump()


def _token(ca: Authority, asked: tsp.TimeStampReq, now: datetime) -> cms.ContentInfo:
    now = now.astimezone(UTC).replace(microsecond=0)
    stated = {
        "version": "v1",
        "policy": POLICY.dotted_string,
        "message_imprint": asked["message_imprint"],
        "serial_number": secrets.randbits(128),
        "gen_time": now,
        "accuracy": tsp.Accuracy({"seconds": 1}),
        "tsa": x509.GeneralName("directory_name", ca.asn1["tsa"].subject),
    }
    if asked["nonce"].native is not None:
        stated["nonce"] = asked["nonce"]
    content = tsp.TSTInfo(stated).dump()
    certificate = ca.asn1["tsa"]
    attributes = cms.CMSAttributes(
        [
            _attribute("content_type", "tst_info"),
            _attribute("signing_time", cms.Time({"utc_time": core.UTCTime(now)})),
            _attribute("message_digest", hashlib.sha256(content).digest()),
            _attribute(
                "signing_certificate_v2",
                tsp.SigningCertificateV2(
                    {"certs": [tsp.ESSCertIDv2({"cert_hash": hashlib.sha256(certificate.dump()).digest()})]}
                ),
            ),
        ]
    )
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
            "signed_attrs": attributes,
            "signature": ca.tsa_key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
    )
    signed = {
        "version": "v3",
        "digest_algorithms": cms.DigestAlgorithms([algos.DigestAlgorithm({"algorithm": "sha256"})]),
        "encap_content_info": cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": cms.ParsableOctetString(content)}
        ),
        "signer_infos": [signer],
    }
    if asked["cert_req"].native:
        signed["certificates"] = [certificate, ca.asn1["issuing"]]
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": kind, "values": [value]})
