"""A small grammar of phrases: templates with choices and slots, parsed once, rendered many times.

Syntax: `[a|b|c]` chooses one of the alternatives at random (nesting allowed, an alternative may be empty);
`[~a|b]` chooses by the judge's habits, so that one judge always words it alike; `{slot}` puts in a value,
`{Slot}` the same value with a capital first letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

_BEFORE_VOWEL = re.compile(r" о (?=[аоуэиАОУЭИ])")
_GAP = "   "  # three spaces set things apart in one line, and stay


def tidy(text: str) -> str:
    """The text without the spaces that an empty alternative leaves, and with «об» before a vowel."""
    text = text.replace(_GAP, "\t").replace("  ", " ")
    for mark in ",.;:":
        text = text.replace(" " + mark, mark)
    return _BEFORE_VOWEL.sub(" об ", text.replace("\t", _GAP))


class Chance(Protocol):
    """A source of fractions in [0, 1), such as `random.Random`."""

    def random(self) -> float:
        """The next fraction."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to be filled: the key of the value and whether its first letter becomes a capital."""

    key: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives; `habit` is the number that ties the choice to a judge's habits, or -1 for pure chance."""

    options: tuple[Template, ...]
    habit: int


class UnclosedPhrase(ValueError):
    """A template with a bracket that isn't closed, or a stray one."""


class Template:
    """One parsed phrase. Immutable; `render` draws from the random source given to it."""

    __slots__ = ("nodes", "source")

    def __init__(self, source: str, nodes: tuple[str | Slot | Choice, ...]) -> None:
        self.source = source
        self.nodes = nodes

    @classmethod
    def parse(cls, source: str) -> Template:
        """Read a template. Raises `UnclosedPhrase` if brackets don't match."""
        template, end = _sequence(source, 0, top=True)
        if end != len(source):
            raise UnclosedPhrase(source)
        return template

    def render(self, slots: Mapping[str, str], rng: Chance, habits: int = 0) -> str:
        """The phrase with choices made and slots filled. Raises `KeyError` for an unknown slot."""
        out: list[str] = []
        _render(self, slots, rng, habits, out)
        return "".join(out)

    def slots(self) -> Iterator[str]:
        """Every slot key that some alternative of the phrase uses."""
        for node in self.nodes:
            if isinstance(node, Slot):
                yield node.key
            elif isinstance(node, Choice):
                for option in node.options:
                    yield from option.slots()


def _render(template: Template, slots: Mapping[str, str], rng: Chance, habits: int, out: list[str]) -> None:
    for node in template.nodes:
        if type(node) is str:
            out.append(node)
        elif type(node) is Slot:
            value = slots[node.key]
            out.append(value[:1].upper() + value[1:] if node.capital else value)
        else:
            assert type(node) is Choice
            options = node.options
            if node.habit < 0:
                chosen = int(rng.random() * len(options))
            else:
                chosen = ((habits ^ node.habit) * 2654435761 >> 13) % len(options)
            _render(options[chosen], slots, rng, habits, out)


def _sequence(source: str, at: int, top: bool = False) -> tuple[Template, int]:
    nodes: list[str | Slot | Choice] = []
    start = at
    text = at
    while at < len(source):
        char = source[at]
        if char in "[{":
            if text < at:
                nodes.append(source[text:at])
            if char == "[":
                choice, at = _choice(source, at + 1)
                nodes.append(choice)
            else:
                end = source.find("}", at)
                if end < 0:
                    raise UnclosedPhrase(source)
                key = source[at + 1 : end]
                nodes.append(Slot(key[0].lower() + key[1:], key[0].isupper()))
                at = end + 1
            text = at
        elif char in "|]":
            if top:
                raise UnclosedPhrase(source)
            break
        else:
            at += 1
    if text < at:
        nodes.append(source[text:at])
    return Template(source[start:at], tuple(nodes)), at


def _choice(source: str, at: int) -> tuple[Choice, int]:
    habit = -1
    if source[at : at + 1] == "~":
        habit = sum(map(ord, source)) * 31 + at
        at += 1
    options: list[Template] = []
    while True:
        option, at = _sequence(source, at)
        options.append(option)
        if at >= len(source):
            raise UnclosedPhrase(source)
        at += 1
        if source[at - 1] == "]":
            return Choice(tuple(options), habit), at
