"""The baseline of `tarazy bench anonymise`: names with initials or a patronymic, numbers and addresses by plain patterns."""

from __future__ import annotations

import re

_UPPER = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_NAME = rf"[{_UPPER}][a-zа-яёәғқңөұүһі’'-]+"
_PERSONS = re.compile(
    rf"\b{_NAME}\s+{_NAME}\s+[{_UPPER}]\w*(?:ович|евич|ич|овна|евна|ична|инична|ұлы|улы|оглы|қызы|кызы)\w{{0,6}}"
    rf"|\b{_NAME}\s+(?:[{_UPPER}]\.\s?){{1,2}}|\b(?:[{_UPPER}]\.\s?){{1,2}}{_NAME}"
)
_NUMBERS = re.compile(
    r"(?<!\d)\d{12}(?!\d)|(?<!\d)(?:\+7|8)[\s(-]{0,2}7\d{2}[\s)-]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)"
    r"|\b[\w.+-]+@[\w-]+\.[\w.]{2,}\b|\bKZ\s?\d{2}\s?[A-Z0-9]{3,4}(?:\s?[A-Z0-9]{1,4}){3,4}\b"
    r"|\b\d{3}\s?[A-ZА-Я]{2,3}\s?\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\s*(?=г\.?\s*р\b|год\w*\s+рожд)"
    r"|(?<=по адресу)\s*:?\s+[^;()\n.]{5,80}"
)


def plain_spans(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where names and where numbers are, by these patterns alone."""
    return [one.span() for one in _PERSONS.finditer(text)], [one.span() for one in _NUMBERS.finditer(text)]
