"""An act as PDF/A-2b: the court's name, title, date, number and place, the text, the panel's names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tarazy.acts.delivery.header import ActHeader
from tarazy.acts.delivery.words import seat_name
from tarazy.acts.text import ActText, Block, Break, Heading, Paragraph, Part, Points, Quote
from tarazy.documents.rendering import render_pdf
from tarazy.law.wording.dates import written_date


def act_pdf(
    text: ActText, header: ActHeader, *, made: datetime, verify_url: str = "", note: str = ""
) -> bytes:
    """The act as PDF/A-2b, to be signed or shown. The same arguments give the same bytes.

    `made` is aware and becomes the date inside the file; `verify_url` a QR code; `note` a line before the identifier at
    the foot ("draft", "copy"). Norms and sheets of the file that the text cites are printed as the words they are.
    """
    values = {
        "title": text.title,
        "subtitle": text.subtitle,
        "number": header.number,
        "date": written_date(header.date, header.language),
        "place": header.place,
        "author": header.court,
        "foot": " · ".join(one for one in (note, header.neutral) if one),
        "header": [header.court],
        "blocks": [shown for part in Part for shown in _blocks(text.part(part))],
        "signatures": _signatures(header),
    }
    return render_pdf(
        "judgment",
        values,
        header.language,
        made=made,
        verify_url=verify_url,
        model_data=header.model_data,
    )


def _signatures(header: ActHeader) -> list[dict[str, str]]:
    alone = len(header.judges) == 1
    return [
        {"role": seat_name(judge.seat, alone=alone, language=header.language), "name": judge.short_name}
        for judge in header.judges
    ]


def _blocks(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return [_block(one) for one in blocks]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Points):
        return {"kind": "points", "items": [_blocks(item.content) for item in block.content]}
    if isinstance(block, Quote):
        return {"kind": "quote", "blocks": _blocks(block.content)}
    return {"kind": "heading" if isinstance(block, Heading) else "paragraph", "runs": _runs(block)}


def _runs(block: Paragraph | Heading) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = []
    for piece in block.content:
        if isinstance(piece, Break):
            runs.append({"text": "\n"})
        else:
            kinds = {mark.type for mark in piece.marks}
            run: dict[str, Any] = {"text": piece.text}
            runs.append(run | {name: True for name in ("bold", "italic") if name in kinds})
    return runs
