"""What the CA answers to programs: lists, OCSP, time stamps. OpenSSL confirms them."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tarazy.people.pki import status, time_stamps
from tarazy.people.pki.actions.revoke_certificate import revoke_certificate
from tarazy.people.pki.authority import authority
from tarazy.people.pki.models import RevocationReason
from tests.people.pki.factories import NOW, a_key, latest

pytestmark = pytest.mark.django_db
DER = serialization.Encoding.DER
LATER = NOW + timedelta(hours=3)


def a_request(nonce: bytes | None = None, algorithm: hashes.HashAlgorithm | None = None) -> bytes:
    """An OCSP request on the certificate issued last."""
    certificate = x509.load_der_x509_certificate(bytes(latest().der))
    builder = ocsp.OCSPRequestBuilder().add_certificate(
        certificate, authority().issuing, algorithm or hashes.SHA1()
    )
    if nonce:
        builder = builder.add_extension(x509.OCSPNonce(nonce), critical=False)
    return builder.build().public_bytes(DER)


def a_query(data: bytes = b"paper", algorithm: str = "sha256", **more: Any) -> tsp.TimeStampReq:
    return tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": {"algorithm": algorithm},
                "hashed_message": hashlib.new(algorithm, data).digest(),
            },
            "cert_req": True,
        }
        | more
    )


def openssl(*words: str | Path) -> str:
    assert shutil.which("openssl"), "apt-get install openssl"
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, timeout=20)
    return f"{done.stdout}\n{done.stderr}"


def test_the_list_names_what_was_revoked_with_time_and_reason() -> None:
    a_key()
    serial = latest().serial
    revoke_certificate(serial, RevocationReason.KEY_COMPROMISE, now=NOW)
    found = x509.load_der_x509_crl(status.crl(authority(), LATER))
    assert found.is_signature_valid(authority().issuing.public_key())
    entry = found.get_revoked_certificate_by_serial_number(int(serial, 16))
    assert entry is not None and entry.revocation_date_utc == NOW
    assert (
        entry.extensions.get_extension_for_class(x509.CRLReason).value.reason
        is x509.ReasonFlags.key_compromise
    )
    before = x509.load_der_x509_crl(status.crl(authority(), NOW - timedelta(seconds=1)))
    assert before.get_revoked_certificate_by_serial_number(int(serial, 16)) is None


def test_numbers_of_lists_grow() -> None:
    def number(at: datetime) -> int:
        found = x509.load_der_x509_crl(status.crl(authority(), at))
        return found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number

    assert number(NOW) < number(LATER)


@pytest.mark.parametrize("algorithm", [hashes.SHA1(), hashes.SHA256()])
def test_the_responder_says_good_revoked_and_unknown(algorithm: hashes.HashAlgorithm) -> None:
    ca = authority()
    a_key()
    good = ocsp.load_der_ocsp_response(status.answer(ca, a_request(b"0123456789", algorithm), NOW))
    assert good.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert good.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce == b"0123456789"
    revoke_certificate(latest().serial, RevocationReason.SUPERSEDED, now=LATER)
    still = ocsp.load_der_ocsp_response(status.answer(ca, a_request(algorithm=algorithm), NOW))
    assert still.certificate_status is ocsp.OCSPCertStatus.GOOD
    gone = ocsp.load_der_ocsp_response(status.answer(ca, a_request(algorithm=algorithm), LATER))
    assert gone.certificate_status is ocsp.OCSPCertStatus.REVOKED
    assert gone.revocation_time_utc == LATER and gone.revocation_reason is x509.ReasonFlags.superseded
    asked = a_request(algorithm=algorithm)
    latest().delete()
    never = ocsp.load_der_ocsp_response(status.answer(ca, asked, LATER))
    assert never.certificate_status is ocsp.OCSPCertStatus.UNKNOWN


def test_the_responder_does_not_speak_for_another_ca() -> None:
    ca = authority()
    asked = ocsp.OCSPRequestBuilder().add_certificate(ca.issuing, ca.root, hashes.SHA1()).build()
    answer = ocsp.load_der_ocsp_response(status.answer(ca, asked.public_bytes(DER), NOW))
    assert answer.response_status is ocsp.OCSPResponseStatus.UNAUTHORIZED


def test_the_responder_answers_by_post_and_by_address(client: Client) -> None:
    a_key()
    asked = a_request()
    posted = client.post("/pki/ocsp", asked, content_type="application/ocsp-request")
    encoded = base64.b64encode(asked).decode().replace("/", "%2F")
    for answer in (posted, client.get(f"/pki/ocsp/{encoded}")):
        assert answer["Content-Type"] == "application/ocsp-response"
        found = ocsp.load_der_ocsp_response(answer.content)
        assert found.certificate_status is ocsp.OCSPCertStatus.GOOD


@given(st.binary(max_size=300))
def test_no_bytes_break_the_responder_or_the_time_stamps(asked: bytes) -> None:
    ca = authority()
    answer = ocsp.load_der_ocsp_response(status.answer(ca, asked, NOW))
    assert answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL
    stamped = time_stamps.Response.load(time_stamps.stamp(ca, asked, NOW))
    assert stamped["status"]["status"].native == "rejection"


def test_lists_and_certificates_are_served(client: Client) -> None:
    for name in ("root", "issuing"):
        answer = client.get(f"/pki/crl/{name}.crl")
        assert answer["Content-Type"] == "application/pkix-crl"
        assert x509.load_der_x509_crl(answer.content).issuer
        assert x509.load_der_x509_certificate(client.get(f"/pki/certificates/{name}.crt").content)
    assert client.get("/pki/crl/other.crl").status_code == 404
    assert client.get("/pki/certificates/issuing_key.crt").status_code == 404


def test_a_time_stamp_binds_the_hash_to_the_moment() -> None:
    answer = time_stamps.Response.load(time_stamps.stamp(authority(), a_query(nonce=77).dump(), NOW))
    assert answer["status"]["status"].native == "granted"
    stated = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert stated["gen_time"].native == NOW and stated["nonce"].native == 77
    assert stated["message_imprint"]["hashed_message"].native == hashlib.sha256(b"paper").digest()


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (a_query(algorithm="sha1"), "bad_alg"),
        (a_query(req_policy="1.2.3.4"), "unaccepted_policy"),
        (
            a_query(message_imprint={"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"short"}),
            "bad_data_format",
        ),
    ],
)
def test_a_time_stamp_is_refused_with_its_reason(query: tsp.TimeStampReq, why: str) -> None:
    answer = time_stamps.Response.load(time_stamps.stamp(authority(), query.dump(), NOW))
    assert answer["status"]["fail_info"].native == {why}


def test_two_time_stamps_have_two_numbers() -> None:
    def number() -> int:
        answer = time_stamps.Response.load(time_stamps.stamp(authority(), a_query().dump(), NOW))
        found = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        return int(found["serial_number"].native)

    assert number() != number()


def test_openssl_confirms_chain_list_responder_and_time_stamp(client: Client, tmp_path: Path) -> None:
    a_key(now=datetime.now(UTC) - timedelta(days=1))
    ca = authority()
    (tmp_path / "root.pem").write_bytes(ca.root.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "issuing.pem").write_bytes(ca.issuing.public_bytes(serialization.Encoding.PEM))
    own = x509.load_der_x509_certificate(bytes(latest().der))
    (tmp_path / "own.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))
    trust = ("-CAfile", tmp_path / "root.pem", "-untrusted", tmp_path / "issuing.pem")
    lists = b"".join(
        x509.load_der_x509_crl(client.get(f"/pki/crl/{name}.crl").content).public_bytes(
            serialization.Encoding.PEM
        )
        for name in ("root", "issuing")
    )
    (tmp_path / "lists.pem").write_bytes(lists)
    said = openssl(
        "verify", *trust, "-crl_check_all", "-CRLfile", tmp_path / "lists.pem", tmp_path / "own.pem"
    )
    assert "own.pem: OK" in said

    answer = client.post("/pki/ocsp", a_request(), content_type="application/ocsp-request").content
    (tmp_path / "answer.der").write_bytes(answer)
    said = openssl(
        "ocsp", "-respin", tmp_path / "answer.der", "-issuer", tmp_path / "issuing.pem", "-cert",
        tmp_path / "own.pem", "-CAfile", tmp_path / "root.pem", "-verify_other", tmp_path / "issuing.pem",
    )  # fmt: skip
    assert "Response verify OK" in said and "own.pem: good" in said

    (tmp_path / "paper").write_bytes(b"paper")
    stamp = client.post("/pki/tsa", a_query().dump(), content_type="application/timestamp-query").content
    (tmp_path / "stamp.tsr").write_bytes(stamp)
    said = openssl("ts", "-verify", "-data", tmp_path / "paper", "-in", tmp_path / "stamp.tsr", *trust)
    assert "Verification: OK" in said
