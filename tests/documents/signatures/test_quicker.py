"""The quicker inner functions give what the libraries' own give: values, errors, and where the reading stands then."""

from __future__ import annotations

import io
from typing import Any

import pytest
from asn1crypto import x509
from hypothesis import example, given
from hypothesis import strategies as some
from pyhanko.pdf_utils import generic

from tarazy.documents.signatures import quicker

signs = some.text(some.sampled_from("0123456789abcdefABCDEF >%\n\t\0xg<"), max_size=40)


def outcome(read: Any, stream: io.BytesIO) -> tuple[Any, ...]:
    try:
        found = read(stream)
    except Exception as error:
        return type(error), str(error)
    return type(found), found, stream.tell()


@given(signs, signs)
@example("feff0410>", "")  # a text
@example("abc", "> /Next")  # an odd digit, and what follows
@example("%>\n41", ">")  # a comment
@example("0" * 70_000, ">0")  # longer than a piece
@example("0" * ((1 << 16) - 1), ">>")  # the end is the first byte of a piece
def test_hexadecimal_strings_are_read_as_the_library_reads_them(digits: str, rest: str) -> None:
    content = f"/Contents <{digits}{rest}".encode()
    streams = [io.BytesIO(content) for _ in range(2)]
    for stream in streams:
        stream.seek(len("/Contents "))
    assert outcome(quicker.read_hex, streams[0]) == outcome(quicker.library_hex, streams[1])


@given(some.text(max_size=30))
@example("ТЕСТ  Асанов\u00adАсан")
@example("\ue000")  # private use: the library refuses it
def test_names_are_prepared_as_the_library_prepares_them(text: str) -> None:
    def prepared(how: Any) -> Any:
        try:
            return how(None, text)
        except ValueError as error:
            return str(error)

    once, again = prepared(quicker._prepare), prepared(quicker._prepare)
    assert once == again == prepared(quicker.library_preparation)


def test_both_stand_in_the_libraries() -> None:
    from tarazy.documents.signatures import verifying  # noqa: F401 - whoever verifies has them

    assert generic.read_hex_string_from_stream is quicker.read_hex
    assert x509.NameTypeAndValue._ldap_string_prep is quicker._prepare
    refused = x509.DirectoryString({"utf8_string": x509.UTF8String("\ue000")})
    name = x509.NameTypeAndValue({"type": "common_name", "value": refused})
    with pytest.raises(ValueError, match="private use"):
        assert name.prepped_value
