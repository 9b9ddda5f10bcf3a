"""Pictures of figures as SVG, drawn here: they need no script, print sharply and can be downloaded as they stand.

Colours and strokes are attributes, never styles: pages have no inline style. What isn't shown leaves a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

INK, BLUE, GOLD, PALE, GRID = "#14202e", "#0b3a6f", "#9a6f0b", "#a9bdd6", "#d9dfe7"
FONT = "'Golos Text Variable', 'Noto Sans', arial, sans-serif"


@dataclass(frozen=True)
class Line:
    """A line with a value for each place along the axis, None where nothing is shown."""

    name: str
    values: Sequence[float | None]
    colour: str = BLUE
    dashed: bool = False


@dataclass(frozen=True)
class Bar:
    """A share with its interval, 0 to 1."""

    name: str
    share: float
    low: float
    high: float


def lines(
    title: str, places: Sequence[str], drawn: Sequence[Line], *, width: int = 720, height: int = 300
) -> str:
    """Lines over the same places, with a legend; `width` in pixels."""
    left, right, top, bottom = 56, 12, 18 + 20 * len(drawn), 34
    shown = [value for line in drawn for value in line.values if value is not None]
    ceiling = _nice(max(shown, default=1))
    across = max(1, len(places) - 1)

    def x(place: int) -> float:
        return left + place * (width - left - right) / across

    def y(value: float) -> float:
        return height - bottom - value * (height - top - bottom) / ceiling

    parts = [_head(title, width, height)]
    for step in range(5):
        value = ceiling * step / 4
        parts.append(f'<path d="M{left} {y(value):.1f}H{width - right}" stroke="{GRID}"/>')
        parts.append(_text(left - 6, y(value) + 4, _number(value), "end"))
    every = max(1, -(-len(places) // (6 if width >= 500 else 3)))
    for place in range(0, len(places), every):
        parts.append(_text(x(place), height - bottom + 20, places[place], "middle" if place else "start"))
    for row, line in enumerate(drawn):
        dash = ' stroke-dasharray="6 4"' if line.dashed else ""
        parts.append(
            f'<path d="{_path(line.values, x, y)}" fill="none" stroke="{line.colour}" stroke-width="2"{dash}/>'
        )
        for place, value in enumerate(line.values):
            alone = value is not None and all(
                not 0 <= near < len(line.values) or line.values[near] is None
                for near in (place - 1, place + 1)
            )
            if alone and value is not None:
                parts.append(f'<circle cx="{x(place):.1f}" cy="{y(value):.1f}" r="3" fill="{line.colour}"/>')
        at = 16 + 20 * row
        parts.append(f'<path d="M{left} {at - 4}h24" stroke="{line.colour}" stroke-width="3"{dash}/>')
        parts.append(_text(left + 32, at, line.name, "start"))
    return "".join([*parts, "</svg>"])


def bars(title: str, drawn: Sequence[Bar], *, width: int = 720) -> str:
    """Shares in per cent with their 95 % intervals, one under another; names stand above their bars."""
    left, right, row = 12, 48, 46
    height = 30 + row * len(drawn)
    long = width - left - right
    parts = [_head(title, width, height)]
    for place, bar in enumerate(drawn):
        top = 16 + row * place
        middle = top + 20
        parts.append(_text(left, top + 4, bar.name, "start"))
        parts.append(f'<rect x="{left}" y="{middle - 9}" width="{long}" height="16" fill="#eef2f7"/>')
        parts.append(
            f'<rect x="{left}" y="{middle - 9}" width="{bar.share * long:.1f}" height="16" fill="{PALE}"/>'
        )
        ends = f"M{left + bar.low * long:.1f} {middle - 1}H{left + bar.high * long:.1f}"
        parts.append(f'<path d="{ends}" stroke="{BLUE}" stroke-width="3"/>')
        parts.append(_text(left + long + 6, middle + 4, f"{round(bar.share * 100)} %", "start"))
    return "".join([*parts, "</svg>"])


def _head(title: str, width: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{FONT}" font-size="13" fill="{INK}"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _path(values: Sequence[float | None], x: object, y: object) -> str:
    parts, pen_down = [], False
    for place, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        parts.append(f"{'L' if pen_down else 'M'}{x(place):.1f} {y(value):.1f}")  # type: ignore[operator]
        pen_down = True
    return "".join(parts) or "M0 0"


def _nice(value: float) -> float:
    """A round number not below `value` that four steps divide well."""
    size = 1.0
    while size * 10 <= max(value, 1):
        size *= 10
    return next(size * step for step in (1, 2, 4, 6, 8, 10, 20) if size * step >= max(value, 4))


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ")
