"""Writing references to norms in ru and kk, as slots of templates, and remembering which were written."""

from __future__ import annotations

from datetime import date as Date
from functools import lru_cache
from typing import Any

from tarazy.jurimetrics.decision import NormRef
from tarazy.law.pack import load
from tarazy.law.wording import kazakh

_RU_ONE = {
    "n": "статья",
    "g": "статьи",
    "d": "статье",
    "a": "статью",
    "i": "статьёй",
    "l": "статье",
    "b": "статьи",
}
_RU_MANY = {
    "n": "статьи",
    "g": "статей",
    "d": "статьям",
    "a": "статьи",
    "i": "статьями",
    "l": "статьях",
    "b": "статей",
}
_KK_ONE = {
    "n": "бабы",
    "g": "бабының",
    "d": "бабына",
    "a": "бабын",
    "l": "бабында",
    "b": "бабынан",
    "i": "бабымен",
}
_KK_MANY = {
    "n": "баптары", "g": "баптарының", "d": "баптарына", "a": "баптарын", "l": "баптарында", "b": "баптарынан",
    "i": "баптарымен",
}  # fmt: skip
NEW_CONSTITUTION = Date(2026, 7, 1)
NEW_TAX_CODE = Date(2026, 1, 1)


@lru_cache(maxsize=4096)
def reference(code: str, articles: str, case: str, language: str, long: bool) -> str:
    """The reference as text: «статьёй 272 Гражданского кодекса Республики Казахстан», «АК-нің 272-бабына».

    `articles` may name several, parted by commas; `long` spells the code out.
    """
    entry = load("kz").code(code)
    many = "," in articles
    listed = articles.replace(",", ", ")
    if language == "ru":
        name = entry.genitive["ru"] if long else entry.short["ru"]
        return f"{(_RU_MANY if many else _RU_ONE)[case]} {listed} {name}"
    short = entry.short["kk"]
    if not long and not kazakh.is_abbreviation(short):
        name = short
    else:
        name = entry.genitive["kk"] if long else f"{short}-нің"
    return f"{name} {listed}-{(_KK_MANY if many else _KK_ONE)[case]}"


@lru_cache(maxsize=1024)
def _ref(code: str, article: str) -> NormRef:
    return NormRef(code=code, article=article)


class Slots(dict[str, str]):
    """Values for templates of one act. A key like `norm_d:GPK 72` is a reference in that case, written on demand.

    `cited` keeps the references that were written, in order. `norm_x:fee` is the norm on the state fee and
    `norm_x:KRK` the one on judicial protection, both as in force on the day of the act. `norm_x:REPEALED` is the
    norm no longer in force that an anomaly plants.
    """

    def __init__(self, language: str, day: Date, rng: Any) -> None:
        super().__init__()
        self.language = language
        self.day = day
        self.rng = rng
        self.cited: dict[NormRef, None] = {}
        self.repealed: tuple[str, NormRef] | None = None

    def __missing__(self, key: str) -> str:
        form, _, wanted = key.partition(":")
        if not form.startswith("norm"):
            raise KeyError(key)
        case = form[5:] or "g"
        if wanted == "REPEALED":
            assert self.repealed is not None
            text, ref = self.repealed
            self.cited[ref] = None
            return f"{_RU_ONE[case]} {text}" if self.language == "ru" else f"{text}-{_KK_ONE[case]}"
        if wanted == "fee":
            wanted = "NK 665" if self.day >= NEW_TAX_CODE else "NK 610"
        elif wanted == "KRK":
            wanted = "KRK 12" if self.day >= NEW_CONSTITUTION else "KRK 13"
        return self.cite(wanted, case)

    def cite(self, wanted: str, case: str) -> str:
        """A reference to the norm (such as `GPK 72` or `GPK 223,226`) in the case, remembered as cited."""
        code, articles = wanted.split(" ", 1)
        for article in articles.split(","):
            self.cited[_ref(code, article)] = None
        return reference(code, articles, case, self.language, self.rng.random() < 0.45)
