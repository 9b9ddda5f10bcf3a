"""How the desk's pages name the parts of an act and lay out its words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from tarazy.acts.desk.models import Opinion
from tarazy.acts.text import Block, Break, Heading, Paragraph, Part, Points, Quote

register = template.Library()

PART_NAMES = {
    Part.INTRODUCTION: pgettext_lazy("part of an act", "Introductory part"),
    Part.DESCRIPTION: pgettext_lazy("part of an act", "Descriptive part"),
    Part.REASONS: pgettext_lazy("part of an act", "Reasoning part"),
    Part.OPERATIVE: pgettext_lazy("part of an act", "Operative part"),
}
SHORT_NAMES = {
    Part.INTRODUCTION: pgettext_lazy("part of an act", "Introductory"),
    Part.DESCRIPTION: pgettext_lazy("part of an act", "Descriptive"),
    Part.REASONS: pgettext_lazy("part of an act", "Reasoning"),
    Part.OPERATIVE: pgettext_lazy("part of an act", "Operative"),
}


@register.filter
def part_name(part: Part) -> str:
    """The name of a part of an act in the reader's language."""
    return str(PART_NAMES[Part(part)])


@register.filter
def blocks(found: tuple[Block, ...]) -> SafeString:
    """Blocks of a part as HTML, as the editor and the paper show them."""
    return format_html_join("\n", "{}", ((_block(one),) for one in found))


def _block(block: Block) -> SafeString:
    if isinstance(block, Points):
        items = (
            (format_html_join("", "{}", ((_block(one),) for one in item.content)),) for item in block.content
        )
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", items))
    if isinstance(block, Quote):
        inner = format_html_join("", "{}", ((_block(one),) for one in block.content))
        return format_html("<blockquote>{}</blockquote>", inner)
    tag = f"h{block.attrs.level}" if isinstance(block, Heading) else "p"
    return format_html("<{}>{}</{}>", mark_safe(tag), _inline(block), mark_safe(tag))


def _inline(block: Paragraph | Heading) -> SafeString:
    found: list[SafeString] = []
    for piece in block.content:
        if isinstance(piece, Break):
            found.append(SafeString("<br>"))
            continue
        words = format_html("{}", piece.text)
        for mark in piece.marks:
            words = _marked(words, mark)
        found.append(words)
    return format_html_join("", "{}", ((one,) for one in found))


def _marked(words: SafeString, mark: Any) -> SafeString:
    if mark.type == "bold":
        return format_html("<b>{}</b>", words)
    if mark.type == "italic":
        return format_html("<i>{}</i>", words)
    return format_html('<span class="td-cite td-cite--{}">{}</span>', mark.type, words)


@register.filter
def opinion_kind(kind: str) -> str:
    """The words of a kind of opinion."""
    return str(Opinion.Kind(kind).label)
