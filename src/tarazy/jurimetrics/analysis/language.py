"""Which language a text is in, from its script, its letters and its function words: no model, no download."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

UNDETERMINED = "und"
_SAMPLE = 6000
_WORD = re.compile(r"[^\W\d_]+")
# Scripts that one language has almost to itself, by the first word of the Unicode name of a letter.
_BY_SCRIPT = {
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "HEBREW": "he",
    "ARABIC": "ar",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "SINHALA": "si",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "ETHIOPIC": "am",
    "TIBETAN": "dz",
    "THAANA": "dv",
}


@dataclass(frozen=True)
class LanguageProfile:
    """What is known of one language: see the head of `languages.yaml`."""

    code: str
    script: str
    letters: frozenset[str]
    absent: frozenset[str]
    words: frozenset[str]
    stop: frozenset[str]
    snowball: str | None
    analyser: str | None


@cache
def profiles() -> dict[str, LanguageProfile]:
    """All languages of `languages.yaml` by ISO 639-1 code."""
    raw: dict[str, dict[str, Any]] = yaml.safe_load(
        files("tarazy.jurimetrics.analysis").joinpath("languages.yaml").read_text(encoding="utf-8")
    )
    return {
        code: LanguageProfile(
            code=code,
            script=row["script"],
            letters=frozenset(row.get("letters", "")),
            absent=frozenset(row.get("absent", "")),
            words=frozenset(str(row["words"]).split()),
            stop=frozenset(str(row.get("stop", "")).split()),
            snowball=row.get("snowball"),
            analyser=row.get("analyser"),
        )
        for code, row in raw.items()
    }


@cache
def _word_weights() -> dict[str, dict[str, float]]:
    """For each function word, the languages that have it; a word of few languages weighs more."""
    shared: dict[str, list[str]] = {}
    for code, profile in profiles().items():
        for word in profile.words:
            shared.setdefault(word, []).append(code)
    return {word: {code: 1.0 / len(codes) for code in codes} for word, codes in shared.items()}


def _sample(text: str) -> str:
    """The beginning, middle and end of a long text, so that a foreign heading or annex doesn't decide."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return f"{text[:_SAMPLE]} {text[middle : middle + _SAMPLE]} {text[-_SAMPLE:]}"


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return name.split(" ", 1)[0].split("-", 1)[0]


def detect_language(text: str) -> str:
    """ISO 639-1 code of the language that most of `text` is in, or "und" when it can't be told.

    Works from script, letters that only some languages have, and function words (after Grefenstette 1995,
    "Comparing two language identification schemes"). A few words are enough for Kazakh or Russian.
    """
    sample = _sample(text).lower()
    letters = Counter(ch for ch in sample if ch.isalpha())
    total = sum(letters.values())
    if total < 4:
        return UNDETERMINED
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[_script(letter)] += count
    # Japanese is written mostly in Chinese characters; a tenth of kana decides.
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > total / 10:
        return "ja"
    script, count = scripts.most_common(1)[0]
    if count < total / 2:
        return UNDETERMINED
    if script in _BY_SCRIPT:
        return _BY_SCRIPT[script]
    return _among(script.lower(), sample, letters, total)


def _among(script: str, sample: str, letters: Counter[str], total: int) -> str:
    """The best language of one script."""
    candidates = [p for p in profiles().values() if p.script == script]
    if not candidates:
        return UNDETERMINED
    words = Counter(_WORD.findall(sample))
    count = sum(words.values()) or 1
    scores = {p.code: 0.0 for p in candidates}
    weights = _word_weights()
    for word, times in words.items():
        for code, weight in weights.get(word, {}).items():
            if code in scores:
                scores[code] += weight * times / count
    for p in candidates:
        own = sum(letters[ch] for ch in p.letters) / total
        foreign = sum(letters[ch] for ch in p.absent) / total
        scores[p.code] += min(own, 0.12) * 1.5 - foreign * 6.0
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] >= 0.02 else UNDETERMINED
