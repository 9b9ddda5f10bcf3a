"""The words of acts, kept as data: one YAML file a language, its patterns compiled when first asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

import yaml

_NEVER = re.compile(r"(?!)")
LANGUAGES = ("ru", "kk", "en", "ky", "uk")


class Grammar:
    """One language's words of acts. A pattern or table that the file doesn't have is empty, never an error."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._groups: dict[str, dict[str, re.Pattern[str]]] = {}
        self.language = str(table.get("language", ""))

    def _at(self, path: str) -> Any:
        node: Any = self._table
        for name in path.split("."):
            if not isinstance(node, dict):
                return None
            node = node.get(name)
        return node

    def pattern(self, path: str) -> re.Pattern[str]:
        """The compiled pattern at a dotted path; one that never matches if there is none."""
        found = self._patterns.get(path)
        if found is None:
            source = self._at(path)
            found = re.compile(source) if isinstance(source, str) and source else _NEVER
            self._patterns[path] = found
        return found

    def finds(self, path: str, low: str) -> bool:
        """Whether the pattern at a path is found in `low`."""
        return self.pattern(path).search(low) is not None

    def row_pattern(self, path: str, number: int) -> re.Pattern[str]:
        """The compiled pattern that is row `number` of the list at a path: the row itself, or its key `pattern`."""
        key = f"{path}#{number}"
        found = self._patterns.get(key)
        if found is None:
            row = self.rows(path)[number]
            found = re.compile(row["pattern"] if isinstance(row, dict) else row)
            self._patterns[key] = found
        return found

    def group(self, path: str) -> dict[str, re.Pattern[str]]:
        """The compiled patterns under a path, by name, in the file's order."""
        found = self._groups.get(path)
        if found is None:
            table = self._at(path)
            found = (
                {name: re.compile(source) for name, source in table.items()}
                if isinstance(table, dict)
                else {}
            )
            self._groups[path] = found
        return found

    def built(self, name: str, build: Callable[[Grammar], re.Pattern[str]]) -> re.Pattern[str]:
        """A pattern that a module builds from several entries, made once for this grammar."""
        key = f"@{name}"
        found = self._patterns.get(key)
        if found is None:
            found = build(self)
            self._patterns[key] = found
        return found

    def table(self, path: str) -> dict[str, Any]:
        """The mapping at a path, {} if there is none."""
        found = self._at(path)
        return found if isinstance(found, dict) else {}

    def word(self, path: str) -> str:
        """The string at a path, "" if there is none."""
        found = self._at(path)
        return found if isinstance(found, str) else ""

    def number(self, path: str, otherwise: float) -> float:
        """The number at a path, `otherwise` if there is none."""
        found = self._at(path)
        return float(found) if isinstance(found, int | float) else otherwise

    def rows(self, path: str) -> list[Any]:
        """The list at a path, [] if there is none."""
        found = self._at(path)
        return found if isinstance(found, list) else []


@cache
def grammar_of(language: str) -> Grammar:
    """The grammar of a language (ISO 639-1), or that of no language, which finds figures only."""
    name = language if language in LANGUAGES else "any"
    source = resources.files(__package__).joinpath("grammar", f"{name}.yaml")
    return Grammar(yaml.safe_load(source.read_text(encoding="utf-8")))
