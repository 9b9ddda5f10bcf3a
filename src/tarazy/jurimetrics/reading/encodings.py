"""From bytes to text: which of the encodings in use for Russian and Kazakh a text is in."""

from __future__ import annotations

import codecs
import re
from functools import cache

from tarazy.jurimetrics.reading.errors import Unreadable

_SINGLE_BYTE = ("cp1251", "koi8-r", "kz1048", "cp866", "mac_cyrillic", "cp1252")
_SAMPLE = 20_000
# letters frequent in Russian and Kazakh, and what stands for them when bytes are read in the wrong table
_FREQUENT = frozenset("оеаинтсрвлкмдпуяыьгзбчйәғқңөұүһі")
_RARE = frozenset("ђѓќћџљњѕјґєїўЂЃЌЋЏЉЊЅЈҐЄЇЎ¤¦§°±¶·†‡•‰‹›")
_DOUBLED = re.compile(
    r"[РС][\u0080-\u00bf\u0400-\u040f\u0450-\u045f\u2010-\u2040\u20ac\u2116\u2122°±²³´µ¶·¸¹º»¼½¾¿]"
)


def _score(text: str) -> float:
    """How much a text looks like words: frequent small letters for it, rare signs and capitals inside words against."""
    letters = sum(char.isalpha() for char in text) or 1
    frequent = sum(char in _FREQUENT for char in text)
    latin = sum("a" <= char <= "z" for char in text)
    odd = sum(
        char in _RARE or (ord(char) < 32 and char not in "\t\r\n\f\v") or "\u2500" <= char <= "\u259f"
        for char in text
    )
    inside = len(_INSIDE().findall(text))
    return (frequent + latin - 3 * odd - 2 * inside) / letters


@cache
def _INSIDE() -> re.Pattern[str]:
    return re.compile(r"(?<=[а-яё])[А-ЯЁ](?=[а-яё])")


def decode(raw: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16, Windows-1251, KOI8-R, KZ-1048, CP866 or Mac Cyrillic.

    Text that went through a wrong table once («РџСЂРё…») is put right. Raises `Unreadable("bad_encoding")` if no
    table gives words, `Unreadable("wrong_type")` if the bytes are no text at all.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _checked(raw.decode(name, errors="replace"))
    zeros = raw[:_SAMPLE].count(0)
    if zeros:
        guess = _utf16_without_mark(raw)
        if guess is None:
            raise Unreadable("wrong_type", found="binary")
        return _checked(guess)
    try:
        return _checked(_undoubled(raw.decode("utf-8")))
    except UnicodeDecodeError as error:
        cut_short = error.start >= len(raw) - 3 and error.start > 0
        if cut_short:
            return _checked(raw[: error.start].decode("utf-8"))
    best, best_score = "", -1.0
    for name in _SINGLE_BYTE:
        score = _score(raw[:_SAMPLE].decode(name, errors="replace"))
        if score > best_score + 1e-9:
            best, best_score = name, score
    if best_score < 0.45:
        raise Unreadable("bad_encoding")
    return raw.decode(best, errors="replace")


def _utf16_without_mark(raw: bytes) -> str | None:
    """UTF-16 text without its mark: half of the bytes of a script stand for the same high byte."""
    sample = raw[: _SAMPLE - _SAMPLE % 2]
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        share = sum(byte in (0, 4, 0x20) for byte in high) / max(1, len(high))
        if share > 0.9:
            text = raw.decode(name, errors="replace")
            if _score(text[:_SAMPLE]) > 0.45:
                return text
    return None


def _undoubled(text: str) -> str:
    """UTF-8 that was read as Windows-1251 and written again, put right; other text as it is."""
    sample = text[:_SAMPLE]
    if len(_DOUBLED.findall(sample)) * 2 < 0.4 * max(1, len(sample)):
        return text
    try:
        return text.encode("cp1251").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def _checked(text: str) -> str:
    """The text, if it is one: few replacement and control characters."""
    sample = text[:_SAMPLE]
    broken = sum(char == "\ufffd" or (ord(char) < 32 and char not in "\t\r\n\f\v\x1f\x02") for char in sample)
    if broken > max(2, len(sample) // 25):
        raise Unreadable("bad_encoding")
    return text.lstrip("\ufeff")
