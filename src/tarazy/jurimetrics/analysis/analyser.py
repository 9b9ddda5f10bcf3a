"""The one analyser: text into the terms that every engine indexes and every model counts.

Engines get our terms joined by spaces and split them on spaces, so that an embedded and a distributed search
match the same terms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import Stemmer

from tarazy.jurimetrics.analysis.kazakh import kazakh_stem
from tarazy.jurimetrics.analysis.language import profiles

# Digits grouped by threes are one number: 1 250 000 and 1250000 are the same amount.
_TOKEN = re.compile(r"\d{1,3}(?:[   ]\d{3})+(?!\d)|\w+")
_GROUPED = str.maketrans("", "", "   ")
_LONGEST = 60
_MEMO_LIMIT = 2_000_000


@dataclass(frozen=True, slots=True)
class Token:
    """One term and the half-open range of characters that it was made from."""

    term: str
    start: int
    end: int


class _Memo(dict[str, str]):
    """Word → term, "" for a word that is left out; computed once for each word."""

    def __init__(self, compute: Callable[[str], str]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, word: str) -> str:
        if len(self) > _MEMO_LIMIT:
            self.clear()
        term = self[word] = self._compute(word)
        return term


class Analyser:
    """Turns text of one language into terms.

    Lower case, ё as е, numbers kept (digits grouped by threes joined), function words and words of every act
    left out, other words cut to stems: Snowball where it has the language, our stripper for Kazakh, else
    whole words. An unknown language (`und`) keeps every word whole.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        profile = profiles().get(language)
        stop = (profile.words | profile.stop) if profile else frozenset()
        self._stop = frozenset(word.replace("ё", "е") for word in stop)
        self._stem = self._stemmer(language)
        self._terms = _Memo(self._term)

    @staticmethod
    def _stemmer(language: str) -> Callable[[str], str] | None:
        profile = profiles().get(language)
        if profile is None:
            return None
        if profile.analyser == "kazakh":
            return kazakh_stem
        if profile.snowball:
            stem: Callable[[str], str] = Stemmer.Stemmer(profile.snowball, 0).stemWord
            return stem
        return None

    def _term(self, word: str) -> str:
        if word[0].isdigit():
            return word.translate(_GROUPED)[:_LONGEST]
        if len(word) < 2 or word in self._stop:
            return ""
        return (self._stem(word) if self._stem else word)[:_LONGEST]

    def tokens(self, text: str) -> list[str]:
        """The terms of `text` in order, without the words that are left out."""
        terms = self._terms
        return [term for word in _TOKEN.findall(fold(text)) if (term := terms[word])]

    def analyse_with_offsets(self, text: str) -> list[Token]:
        """As `tokens`, each with its place in `text`, for highlighting."""
        terms = self._terms
        return [
            Token(term, match.start(), match.end())
            for match in _TOKEN.finditer(fold(text))
            if (term := terms[match.group()])
        ]


def fold(text: str) -> str:
    """`text` in lower case with е for ё, of the same length, so that offsets hold."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals (İ) become two letters
        lower = "".join(ch if len(low := ch.lower()) != 1 else low for ch in text)
    return lower.replace("ё", "е")


@cache
def analyser_for(language: str) -> Analyser:
    """The process's analyser of a language, with its memory of words already seen."""
    return Analyser(language)
