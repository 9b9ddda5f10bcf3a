"""A part of an act as plain lines and back, for browsers without scripts: what wasn't touched keeps its marks."""

from __future__ import annotations

import re

from tarazy.acts.text import Block, Paragraph, lines, paragraph, points

_NUMBERED = re.compile(r"\d{1,3}[.)]\s+(?=\S)")


def plain_lines(blocks: tuple[Block, ...]) -> str:
    """A line for a paragraph, points with their numbers."""
    return "\n".join(line for block in blocks for line in _lines(block))


def from_plain(text: str, before: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks for these lines: those of `before` whose lines are unchanged, numbered lines as points, else paragraphs."""
    wanted = [line.strip() for line in text.splitlines() if line.strip()]
    known: dict[str, list[tuple[tuple[str, ...], Block]]] = {}
    for block in before:
        if own := tuple(_lines(block)):
            known.setdefault(own[0], []).append((own, block))
    found: list[Block] = []
    at = 0
    while at < len(wanted):
        same = next(
            (
                (own, block)
                for own, block in known.get(wanted[at], ())
                if tuple(wanted[at : at + len(own)]) == own
            ),
            None,
        )
        if same:
            found.append(same[1])
            at += len(same[0])
        elif _NUMBERED.match(wanted[at]):
            end = at
            while end < len(wanted) and _NUMBERED.match(wanted[end]):
                end += 1
            found.append(points(*(_NUMBERED.sub("", line, count=1) for line in wanted[at:end])))
            at = end
        else:
            found.append(paragraph(wanted[at]))
            at += 1
    return tuple(found)


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph) and not block.content:
        return []
    return [line.strip() for one in lines(block) for line in one.split("\n") if line.strip()]
