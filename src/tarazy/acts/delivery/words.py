"""Words that the papers of an act add to its text, in the act's own language whatever language a page is in."""

from __future__ import annotations

WORDS = {
    "judge": {"kk": "Судья", "ru": "Судья"},
    "presiding": {"kk": "Төрағалық етуші", "ru": "Председательствующий"},
    "secretary": {"kk": "Сот отырысының хатшысы", "ru": "Секретарь судебного заседания"},
    "number": {"kk": "№", "ru": "№"},
    "page": {"kk": "бет", "ru": "стр."},
    "model_data": {"kk": "МОДЕЛЬ ДЕРЕКТЕРІ", "ru": "МОДЕЛЬНЫЕ ДАННЫЕ"},
    "republic": {"kk": "Қазақстан Республикасы", "ru": "Республика Казахстан"},
}


def word(code: str, language: str) -> str:
    """A word of `WORDS`; Kazakh stands for any language but Russian."""
    return WORDS[code]["ru" if language == "ru" else "kk"]


def seat_name(seat: str, *, alone: bool, language: str) -> str:
    """How a judge signs: one who sits alone presides over nobody."""
    return word("presiding" if seat == "presiding" and not alone else "judge", language)
