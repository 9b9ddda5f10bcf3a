"""The text of an act back from its Akoma Ntoso."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from tarazy.acts.delivery.akn import NAMESPACE, PARTS
from tarazy.acts.text import ActText

_NS = {"a": NAMESPACE}
_PARSER_OPTIONS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}


class NotOurXml(Exception):
    """The bytes are no Akoma Ntoso judgment as `act_xml` writes it."""


def text_of_xml(content: bytes) -> ActText:
    """The text that `act_xml` was given, without the characters that XML can't hold. Raises `NotOurXml`."""
    try:
        root = etree.fromstring(content, etree.XMLParser(**_PARSER_OPTIONS))
        return ActText.model_validate(_act(root))
    except (etree.XMLSyntaxError, ValueError, KeyError, IndexError) as error:
        raise NotOurXml(str(error)) from error


def _act(root: etree._Element) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": _one(root, ".//a:FRBRWork/a:FRBRsubtype/@value"),
        "language": {"kaz": "kk", "rus": "ru"}[_one(root, ".//a:FRBRExpression/a:FRBRlanguage/@language")],
        "title": _all_words(root, ".//a:header/a:p/a:docTitle"),
        "subtitle": _all_words(root, ".//a:header/a:p[@class='subtitle']"),
    }
    for part, name in PARTS.items():
        found[part.value] = list(_blocks(_list(root, f".//a:judgmentBody/a:{name}/*[not(@class='empty')]")))
    return found


def _list(root: etree._Element, path: str) -> list[Any]:
    result = root.xpath(path, namespaces=_NS)
    assert isinstance(result, list)
    return result


def _one(root: etree._Element, path: str) -> str:
    return str(_list(root, path)[0])


def _all_words(root: etree._Element, path: str) -> str:
    found = _list(root, path)
    return "".join(str(one) for one in found[0].itertext()) if found else ""


def _blocks(elements: Iterable[etree._Element]) -> Iterator[dict[str, Any]]:
    for one in elements:
        name = etree.QName(one).localname
        if name == "blockList":
            yield {"type": "orderedList", "content": [_item(item) for item in one]}
        elif name == "container":
            yield {"type": "blockquote", "content": list(_blocks(one))}
        elif name == "block":
            level = int(str(one.get("class", "level-2")).rsplit("-", 1)[-1])
            yield {"type": "heading", "attrs": {"level": level}, "content": list(_inline(one, ()))}
        elif name == "p":
            yield {"type": "paragraph", "content": list(_inline(one, ()))}


def _item(item: etree._Element) -> dict[str, Any]:
    return {"type": "listItem", "content": list(_blocks(item))}


def _inline(element: etree._Element, marks: tuple[dict[str, Any], ...]) -> Iterator[dict[str, Any]]:
    if element.text:
        yield _words(element.text, marks)
    for child in element:
        if etree.QName(child).localname == "eol":
            yield {"type": "hardBreak"}
        else:
            yield from _inline(child, (*marks, _mark(child)))
        if child.tail:
            yield _words(child.tail, marks)


def _words(text: str, marks: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {"type": "text", "text": text, "marks": marks}


def _mark(element: etree._Element) -> dict[str, Any]:
    name, kind = etree.QName(element).localname, element.get("class", "")
    if name in ("b", "i"):
        return {"type": "bold" if name == "b" else "italic"}
    address = str(element.get("href", ""))
    if kind == "norm":
        code, article = address.split("/act/", 1)[1].split("/~art_", 1)
        attrs = {"code": unquote(code), "article": unquote(article), "point": element.get("title", "")}
    elif kind == "sheet":
        document, page = address.removeprefix("file/").split("#page=", 1)
        attrs = {"document": unquote(document), "page": int(page)}
    elif kind == "act":
        attrs = {"act": unquote(address.split("/judgment/", 1)[1])}
    else:
        table, condition = str(element.get("title")).split("#", 1)
        attrs = {"table": unquote(table), "condition": unquote(condition)}
    return {"type": kind, "attrs": attrs}
