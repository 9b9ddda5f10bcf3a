"""Sealing of words and keys: to a person (X25519), by a word that is remembered (Argon2id), by a key (AES-256-GCM).

Every sealed thing names what it is for (`context`): moved to another place of the database it doesn't open.
"""

from __future__ import annotations

import os
import zlib

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_SALT, _NONCE = 16, 12
# Cost of a guess, by the first byte of what is sealed: (passes, KiB of memory, lanes). The first choice of RFC 9106
# for machines with little memory.
COSTS = {1: (3, 64 * 1024, 4)}
COST = 1


class NotOpened(Exception):
    """The key is another one, or what is sealed was changed or moved."""


def new_key() -> bytes:
    """256 random bits."""
    return os.urandom(KEY_BYTES)


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public key, 32 bytes each (RFC 7748)."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    """The public key of a private one."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(key: bytes, content: bytes, context: str) -> bytes:
    """`content` encrypted by a key of 32 bytes, for `context` alone."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """What `seal` was given. Raises `NotOpened`."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise NotOpened from error


def seal_words(key: bytes, words: str, context: str) -> bytes:
    """Words, made smaller and encrypted."""
    return seal(key, zlib.compress(words.encode()), context)


def unseal_words(key: bytes, sealed: bytes, context: str) -> str:
    """What `seal_words` was given. Raises `NotOpened`."""
    return zlib.decompress(unseal(key, sealed, context)).decode()


def seal_to(public: bytes, content: bytes, context: str) -> bytes:
    """`content` for the holder of the private half of `public`, by a pair of keys made for this once."""
    once = X25519PrivateKey.generate()
    shown = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    return shown + seal(_derived(shared, shown + public), content, context)


def unseal_own(private: bytes, sealed: bytes, context: str) -> bytes:
    """What was sealed to the public half of `private`. Raises `NotOpened`."""
    shown, rest = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(shown)
        )
    except ValueError as error:
        raise NotOpened from error
    return unseal(_derived(shared, shown + public_of(private)), rest, context)


def seal_by_word(word: str, content: bytes, context: str) -> bytes:
    """`content` for who knows the word; each guess at it costs memory and time."""
    salt = os.urandom(_SALT)
    return bytes([COST]) + salt + seal(_stretched(word, salt, COST), content, context)


def unseal_by_word(word: str, sealed: bytes, context: str) -> bytes:
    """What `seal_by_word` was given. Raises `NotOpened`."""
    if not sealed or sealed[0] not in COSTS:
        raise NotOpened
    salt, rest = sealed[1 : 1 + _SALT], sealed[1 + _SALT :]
    return unseal(_stretched(word, salt, sealed[0]), rest, context)


def _stretched(word: str, salt: bytes, cost: int) -> bytes:
    passes, memory, lanes = COSTS[cost]
    return hash_secret_raw(
        word.encode(), salt, time_cost=passes, memory_cost=memory, parallelism=lanes, hash_len=KEY_BYTES,
        type=Type.ID,
    )  # fmt: skip


def _derived(shared: bytes, keys: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"tarazy desk" + keys).derive(shared)
