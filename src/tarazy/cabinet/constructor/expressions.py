"""The small language of conditions: `amount > 1000 * mci and not written = no`. No eval, no side effects.

Grammar (lowest binding first)::

    expr    = and { "or" and }            and   = not { "and" not }
    not     = "not" not | compare         compare = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=" | "in") sum ]
    sum     = product { ("+" | "-") product }     product = atom { ("*" | "/") atom }
    atom    = number | 'text' | date | name | function "(" [ expr { "," expr } ] ")" | "(" expr ")"

A bare word is a name of an answer if there is such a question, else a word (`kind = loan`), so options need
no quotes. What isn't answered is unknown: a comparison with it is false, a sum with it unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import Decimal, InvalidOperation
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>\d+(?:\.\d+)?)|'(?P<text>[^']*)'"
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)|(?P<mark><=|>=|!=|[=<>+\-*/(),]))"
)
WORDS = frozenset({"and", "or", "not", "in"})
DEEPEST = 50
FUNCTIONS: dict[str, int] = {
    "answered": 1, "count": 1, "sum": 1, "min": 1, "max": 1, "days_since": 1, "years_since": 1, "has": 2,
}  # fmt: skip
CONSTANTS = frozenset({"today", "mci"})


class BadExpression(ValueError):
    """A condition that can't be read; `problem` says why in a word, `about` quotes the place."""

    def __init__(self, problem: str, about: str = "") -> None:
        super().__init__(f"{problem}: {about}" if about else problem)
        self.problem, self.about = problem, about


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of an expression: what it is, its value or operator, its parts."""

    kind: str
    value: Any = None
    parts: tuple[Node, ...] = ()

    def walk(self) -> Iterator[Node]:
        """This piece and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition as written and as read."""

    text: str
    root: Node

    def names(self) -> frozenset[str]:
        """The first words of every name in it: of answers, of options, of constants."""
        return frozenset(node.value.split(".")[0] for node in self.root.walk() if node.kind == "name")

    def comparisons(self) -> Iterator[tuple[str, Any]]:
        """(name, literal) of every comparison or `has` of a name with a word, a number, a text or a date."""
        for node in self.root.walk():
            if node.kind in ("compare", "call") and len(node.parts) == 2:
                for one, other in (node.parts, node.parts[::-1]):
                    if one.kind == "name" and other.kind in ("name", "number", "text", "date"):
                        yield one.value, other.value


def parse(text: str) -> Expression:
    """The condition read. Raises `BadExpression`."""
    return Expression(text, _Parser(text).whole())


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self._or()
        if self.place < len(self.tokens):
            raise BadExpression("unexpected", str(self.tokens[self.place][1]))
        return node

    def _peek(self, *values: str) -> bool:
        return (
            self.place < len(self.tokens)
            and self.tokens[self.place][0] in ("mark", "word")
            and self.tokens[self.place][1] in values
        )

    def _take(self) -> tuple[str, Any]:
        if self.place >= len(self.tokens):
            raise BadExpression("ends_early")
        self.place += 1
        return self.tokens[self.place - 1]

    def _chain(self, below: Callable[[], Node], kind: str, *marks: str) -> Node:
        node = below()
        while self._peek(*marks):
            mark = self._take()[1]
            node = Node(kind, mark, (node, below()))
        return node

    def _or(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadExpression("too_deep")
        node = self._chain(self._and, "logic", "or")
        self.depth -= 1
        return node

    def _and(self) -> Node:
        return self._chain(self._not, "logic", "and")

    def _not(self) -> Node:
        negations = 0
        while self._peek("not"):
            self._take()
            negations += 1
        node = self._compare()
        return Node("not", None, (node,)) if negations % 2 else node

    def _compare(self) -> Node:
        node = self._sum()
        if self._peek("=", "!=", "<", "<=", ">", ">=", "in"):
            mark = self._take()[1]
            node = Node("compare", mark, (node, self._sum()))
        return node

    def _sum(self) -> Node:
        return self._chain(self._product, "math", "+", "-")

    def _product(self) -> Node:
        return self._chain(self._atom, "math", "*", "/")

    def _atom(self) -> Node:
        kind, value = self._take()
        if kind in ("number", "text", "date"):
            return Node(kind, value)
        if kind == "name":
            return self._call(value) if self._peek("(") else Node("name", value)
        if value == "(":
            node = self._or()
            self._close()
            return node
        raise BadExpression("unexpected", str(value))

    def _call(self, name: str) -> Node:
        if name not in FUNCTIONS:
            raise BadExpression("unknown_function", name)
        self._take()
        parts = [self._or()]
        while self._peek(","):
            self._take()
            parts.append(self._or())
        self._close()
        if len(parts) != FUNCTIONS[name]:
            raise BadExpression("wrong_number_of_values", name)
        return Node("call", name, tuple(parts))

    def _close(self) -> None:
        if not self._peek(")"):
            raise BadExpression("unclosed")
        self._take()


def _tokens(text: str) -> Iterator[tuple[str, Any]]:
    place, text = 0, text.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            raise BadExpression("unexpected", text[place : place + 12].strip())
        kind = found.lastgroup or ""
        value: Any = found[kind]
        if kind == "number":
            value = Decimal(value)
        elif kind == "date":
            try:
                value = Date.fromisoformat(value)
            except ValueError:
                raise BadExpression("no_such_date", value) from None
        elif kind == "name" and value in WORDS:
            kind = "word"
        yield kind, value
        place = found.end()


@dataclass(frozen=True)
class Known:
    """What an expression is judged by: answers as values (see `engine.typed`), the day, the index of the day."""

    answers: Mapping[str, Any]
    questions: frozenset[str]
    today: Date
    mci: Decimal

    def look_up(self, name: str) -> Any:
        """The value of a name: an answer or a part of one, a constant; a word that names neither is itself."""
        first, *rest = name.split(".")
        if first in CONSTANTS and not rest:
            return self.today if first == "today" else self.mci
        if first not in self.questions:
            return name
        value = self.answers.get(first)
        for part in rest:
            value = _part(value, part)
        return value


def _part(value: Any, part: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list | tuple):
        return [_part(one, part) for one in value]
    return None


def evaluate(expression: Expression, known: Known) -> Any:
    """The value of it: a decimal, a date, a text, a list, True or False; None if unknown. Never raises."""
    return _value(expression.root, known)


def holds(expression: Expression | None, known: Known) -> bool:
    """Whether the condition is met; no condition always is, an unknown one is not."""
    if expression is None:
        return True
    value = _value(expression.root, known)
    return bool(value) and value != "no"


def _value(node: Node, known: Known) -> Any:
    match node.kind:
        case "number" | "text" | "date":
            return node.value
        case "name":
            return known.look_up(node.value)
        case "not":
            value = _value(node.parts[0], known)
            return not (bool(value) and value != "no")
        case "logic":
            truths = (bool(value) and value != "no" for value in (_value(one, known) for one in node.parts))
            return all(truths) if node.value == "and" else any(truths)
        case "compare":
            return _compared(node.value, *(_value(one, known) for one in node.parts))
        case "math":
            return _reckoned(node.value, *(_value(one, known) for one in node.parts))
        case _:
            return _called(node.value, [_value(one, known) for one in node.parts], known)


def _compared(mark: str, left: Any, right: Any) -> bool:
    if left is None or right is None:
        return False
    if mark == "in":
        return left in right if isinstance(right, list | tuple | str) else False
    if mark in ("=", "!="):
        return bool(left == right) is (mark == "=")
    try:
        return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[mark])
    except TypeError:
        return False


def _reckoned(mark: str, left: Any, right: Any) -> Decimal | None:
    if not isinstance(left, Decimal) or not isinstance(right, Decimal):
        return None
    try:
        result = {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[mark](right)
    except (InvalidOperation, ZeroDivisionError):
        return None
    return result if isinstance(result, Decimal) else None


def _called(name: str, values: list[Any], known: Known) -> Any:
    value = values[0]
    if name == "answered":
        return value not in (None, "", [], {})
    if name == "has":
        return isinstance(value, list | tuple) and values[1] in value
    if name in ("days_since", "years_since"):
        if not isinstance(value, Date):
            return None
        if name == "days_since":
            return Decimal((known.today - value).days)
        before = (known.today.month, known.today.day) < (value.month, value.day)
        return Decimal(known.today.year - value.year - before)
    items = [one for one in value if one is not None] if isinstance(value, list | tuple) else []
    if name == "count":
        return Decimal(len(items))
    if name == "sum":
        return sum((one for one in items if isinstance(one, Decimal)), Decimal(0)) if items else None
    try:
        return (min(items) if name == "min" else max(items)) if items else None
    except TypeError:
        return None
