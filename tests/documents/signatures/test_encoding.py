"""Encoding of signatures: once, and again only when something has changed."""

from __future__ import annotations

from asn1crypto import algos, cms, core

from tarazy.documents.signatures.encoding import settle_encoding


def test_each_value_is_encoded_once_however_deep() -> None:
    settle_encoding()
    encoded = 0
    old = algos.DigestAlgorithm._set_contents

    def counted(value: core.Sequence, force: bool = False) -> None:
        nonlocal encoded
        encoded += 1
        old(value, force)

    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    algos.DigestAlgorithm._set_contents = counted
    try:
        for _time in range(5):
            digest.dump()
    finally:
        del algos.DigestAlgorithm._set_contents
    assert encoded <= 1


def test_what_changes_after_it_was_encoded_is_encoded_anew() -> None:
    settle_encoding()
    value = cms.ContentInfo({"content_type": "data", "content": core.OctetString(b"one")})
    before = value.dump()
    value["content"] = core.OctetString(b"two")
    after = value.dump()
    assert before != after
    assert cms.ContentInfo.load(after)["content"].native == b"two"
    inner = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})
    outer = cms.SignerInfo({"version": "v1", "signature_algorithm": inner})
    assert outer["signature_algorithm"].dump() == inner.dump()
    outer["signature_algorithm"]["algorithm"] = "sha512_rsa"
    assert (
        outer["signature_algorithm"].dump() != algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}).dump()
    )
