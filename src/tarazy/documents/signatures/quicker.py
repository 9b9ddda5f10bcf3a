"""Two slow inner functions of the libraries, with the same results: half of the time of a check went there (ADR 0035).

pyHanko reads a hexadecimal string (a signature's place has tens of thousands of digits) sign by sign; asn1crypto
prepares the same names of issuers for comparison again and again. Whatever isn't the plain case is left to the
library's own function, its errors too. `tests/documents/signatures/test_quicker.py` compares both.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import generic

_PIECE = 1 << 16
_DIGITS = re.compile(rb"<[0-9a-fA-F]*\Z")

library_hex = generic.read_hex_string_from_stream
library_preparation = x509.NameTypeAndValue._ldap_string_prep


def read_hex(stream: Any) -> Any:
    """A hexadecimal string of a PDF from where the stream stands, at its `<`; the stream stands behind its `>` then."""
    start = stream.tell()
    read = bytearray()
    while piece := stream.read(_PIECE):
        end = piece.find(b">")
        read += piece if end < 0 else piece[:end]
        if end >= 0:
            break
    else:  # cut short
        stream.seek(start)
        return library_hex(stream)
    if not _DIGITS.match(read):
        stream.seek(start)
        return library_hex(stream)
    stream.seek(start + len(read) + 1)
    digits = bytes(read[1:])
    return generic.pdf_string(binascii.unhexlify(digits + b"0" if len(digits) % 2 else digits))


@lru_cache(maxsize=2048)
def _prepared(text: str) -> Any:
    return library_preparation(None, text)


def _prepare(self: Any, text: str) -> Any:
    return _prepared(text)


def install() -> None:
    """Put both in the place of the libraries' own; doing it again changes nothing."""
    generic.read_hex_string_from_stream = read_hex
    x509.NameTypeAndValue._ldap_string_prep = _prepare
