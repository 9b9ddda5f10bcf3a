"""Tables of figures for the terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table


def comparison(title: str, result: dict[str, Any]) -> Table:
    """A row a figure; a column for the model and for each nested result (a baseline), blank where it has
    none.
    """
    others = [name for name, value in result.items() if isinstance(value, dict)]
    table = Table("", "model", *(name.removeprefix("baseline_") for name in others), title=title)
    for name, value in result.items():
        if name not in others:
            table.add_row(name, _shown(value), *(_shown(result[other].get(name, "")) for other in others))
    return table


def _shown(value: Any) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)
