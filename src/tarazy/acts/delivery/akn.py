"""An act as Akoma Ntoso 3.0 `<judgment>` (OASIS LegalDocML, akn-core v1.0), and its text back from it.

Addresses follow the AKN naming convention: work /akn/kz/judgment/<kind>/<court>/<date>/<number>, expression with the
language and date, norms as /akn/kz/act/<code>/~art_<article>. Nothing proprietary stands in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import quote

from lxml import etree
from lxml.builder import ElementMaker

from tarazy.acts.delivery.header import ActHeader, PartyShown
from tarazy.acts.delivery.identifiers import address_of
from tarazy.acts.delivery.words import seat_name
from tarazy.acts.text import (
    ActMark,
    ActText,
    Block,
    Break,
    DatumMark,
    Heading,
    Mark,
    NormMark,
    Paragraph,
    Part,
    Plain,
    Points,
    Quote,
    SheetMark,
    Text,
    marked,
)
from tarazy.law.wording.dates import written_date

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
PARTS = {
    Part.INTRODUCTION: "introduction",
    Part.DESCRIPTION: "background",
    Part.REASONS: "motivation",
    Part.OPERATIVE: "decision",
}
_LANGUAGES = {"kk": "kaz", "ru": "rus"}
_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def act_xml(text: ActText, header: ActHeader, *, made: datetime) -> bytes:
    """The act as Akoma Ntoso 3.0 in UTF-8. The same arguments give the same bytes.

    Characters that XML can't hold are left out. `text_of_xml` gives the text back.
    """
    judgment = _E.judgment(
        _meta(text, header, made),
        _header(text, header),
        _body(text, header.jurisdiction),
        _conclusions(header),
        name="judgment",
        contains="originalVersion",
    )
    tree = etree.ElementTree(_E.akomaNtoso(judgment))
    # No indentation: white space inside a paragraph is text.
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def work_address(header: ActHeader) -> str:
    """The address of the act as a work, whatever its language and format."""
    number = address_of(header.neutral).rsplit("-", 1)[-1] if header.neutral else _part(header.number or "0")
    return (
        f"/akn/{header.jurisdiction}/judgment/{header.kind}/court-{header.court_code}/"
        f"{header.date.isoformat()}/{number}"
    )


def norm_address(jurisdiction: str, code: str, article: str) -> str:
    """The address of an article: /akn/kz/act/GPK/~art_226."""
    return f"/akn/{jurisdiction}/act/{_part(code)}/~art_{_part(article)}"


def without_foreign(text: str) -> str:
    """The text without what XML 1.0 can't hold (its production 2, Char)."""
    return "".join(
        char
        for char in text
        if char in "\t\n\r" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
    )


def _part(value: str) -> str:
    return quote(value, safe="")


def _meta(text: ActText, header: ActHeader, made: datetime) -> etree._Element:
    work = work_address(header)
    expression = f"{work}/{_LANGUAGES[header.language]}@{header.date.isoformat()}"
    day, court = header.date.isoformat(), "#court"

    def identity(address: str, ending: str, date: str, kind: str) -> Iterator[etree._Element]:
        yield _E.FRBRthis(value=f"{address}/!main{ending}")
        yield _E.FRBRuri(value=f"{address}{ending}")
        if kind == "work":
            for name, value in (("neutral", header.neutral), ("ecli", header.citation)):
                if value:
                    yield _E.FRBRalias(name=name, value=value)
        yield _E.FRBRdate(date=date, name=kind)
        yield _E.FRBRauthor(href=court, **{"as": "#author"})

    identification = _E.identification(
        _E.FRBRWork(
            *identity(work, "", day, "work"),
            _E.FRBRcountry(value=header.jurisdiction),
            _E.FRBRsubtype(value=header.kind),
            *([_E.FRBRnumber(value=without_foreign(header.number))] if header.number else []),
            *([_E.FRBRauthoritative(value="false")] if header.model_data else []),
        ),
        _E.FRBRExpression(
            *identity(expression, "", day, "expression"),
            _E.FRBRlanguage(language=_LANGUAGES[header.language]),
        ),
        _E.FRBRManifestation(
            *identity(expression, ".xml", made.date().isoformat(), "manifestation"),
            _E.FRBRformat(value="application/akn+xml"),
        ),
        source=court,
    )
    meta = _E.meta(identification)
    if header.category:
        meta.append(
            _E.classification(
                _E.keyword(
                    value=header.category,
                    showAs=header.category_name or header.category,
                    dictionary=f"/akn/ontology/{header.jurisdiction}/categories",
                ),
                source=court,
            )
        )
    meta.append(_E.references(*_references(text, header), source=court))
    return meta


def _references(text: ActText, header: ActHeader) -> Iterator[etree._Element]:
    ontology = "/akn/ontology"

    def row(kind: str, id_: str, address: str, shown: str, **more: str) -> etree._Element:
        return _E(kind, eId=id_, href=f"{ontology}/{address}", showAs=without_foreign(shown) or "–", **more)

    yield row(
        "TLCOrganization",
        "court",
        f"organization/{header.jurisdiction}/court.{header.court_code}",
        header.court,
    )
    roles = {"author": "author", "judge": "judge", "presiding": "presiding"}
    roles |= {party.role: party.role_name for party in header.parties}
    if any(party.representatives for party in header.parties):
        roles["representative"] = "representative"
    for role, shown in roles.items():
        yield row("TLCRole", role, f"role/{_part(role)}", shown)
    for number, judge in enumerate(header.judges, 1):
        yield row("TLCPerson", f"judge_{number}", f"person/judge.{number}", judge.name)
    for number, party in enumerate(header.parties, 1):
        kind = "TLCPerson" if party.kind == "person" else "TLCOrganization"
        place = "person" if party.kind == "person" else "organization"
        yield row(kind, f"party_{number}", f"{place}/party.{number}", party.name)
        for nth, name in enumerate(party.representatives, 1):
            yield row(
                "TLCPerson",
                f"party_{number}__representative_{nth}",
                f"person/representative.{number}.{nth}",
                name,
            )
    norms = {
        (mark.attrs.code, mark.attrs.article): None
        for _, piece in marked(text)
        for mark in piece.marks
        if isinstance(mark, NormMark)
    }
    for number, (code, article) in enumerate(norms, 1):
        yield _E.TLCReference(
            name="norm",
            eId=f"norm_{number}",
            href=norm_address(header.jurisdiction, code, article),
            showAs=without_foreign(f"{code} {article}").strip() or "–",
        )


def _header(text: ActText, header: ActHeader) -> etree._Element:
    shown = _E.header(
        _E.p(_E.courtType(without_foreign(header.court), refersTo="#court")),
        _E.p(_E.docTitle(without_foreign(text.title))),
    )
    if text.subtitle:
        shown.append(_E.p(without_foreign(text.subtitle), {"class": "subtitle"}))
    line = _E.p(_E.docDate(written_date(header.date, header.language), date=header.date.isoformat()))
    if header.number:
        line[-1].tail = " "
        line.append(_E.docNumber(without_foreign(header.number)))
    if header.place:
        line[-1].tail = " "
        line.append(_E.location(without_foreign(header.place), refersTo="#court"))
    shown.append(line)
    if header.citation:
        shown.append(_E.p(_E.neutralCitation(header.citation)))
    for number, judge in enumerate(header.judges, 1):
        role = "#presiding" if judge.seat == "presiding" else "#judge"
        shown.append(_E.p(_E.judge(without_foreign(judge.name), refersTo=f"#judge_{number}", **{"as": role})))
    for number, party in enumerate(header.parties, 1):
        shown.append(_party(number, party))
    return shown


def _party(number: int, party: PartyShown) -> etree._Element:
    name = _E.party(without_foreign(party.name), refersTo=f"#party_{number}", **{"as": f"#{party.role}"})
    line = _E.p(name)
    for nth, one in enumerate(party.representatives, 1):
        line[-1].tail = ", "
        lawyer = _E.lawyer(
            without_foreign(one),
            refersTo=f"#party_{number}__representative_{nth}",
            **{"as": "#representative"},
        )
        lawyer.set("for", f"#party_{number}")
        line.append(lawyer)
    return line


def _conclusions(header: ActHeader) -> etree._Element:
    alone = len(header.judges) == 1
    shown = _E.conclusions(
        _E.p(_E.docDate(written_date(header.date, header.language), date=header.date.isoformat()))
    )
    for number, judge in enumerate(header.judges, 1):
        seat = seat_name(judge.seat, alone=alone, language=header.language)
        role = "#presiding" if judge.seat == "presiding" else "#judge"
        name = _E.judge(without_foreign(judge.short_name), refersTo=f"#judge_{number}", **{"as": role})
        shown.append(_E.p(_E.signature(f"{seat} ", name)))
    return shown


def _body(text: ActText, country: str) -> etree._Element:
    body = _E.judgmentBody()
    for part, name in PARTS.items():
        if blocks := text.part(part):
            element = _E(name, eId=name)
            element.extend(_blocks(blocks, name, country))
            body.append(element)
    if not len(body):  # the schema knows no body without a part
        body.append(_E.introduction(_E.p({"class": "empty"})))
    return body


def _blocks(blocks: Iterable[Block], within: str, country: str) -> Iterator[etree._Element]:
    count: dict[str, int] = {}

    def id_of(kind: str) -> str:
        count[kind] = count.get(kind, 0) + 1
        return f"{within}__{kind}_{count[kind]}"

    for one in blocks:
        if isinstance(one, Points):
            id_ = id_of("list")
            yield _E.blockList(
                *(_item(number, item.content, id_, country) for number, item in enumerate(one.content, 1)),
                eId=id_,
            )
        elif isinstance(one, Quote):
            id_ = id_of("quote")
            yield _E.container(*_blocks(one.content, id_, country), name="quote", eId=id_)
        elif isinstance(one, Heading):
            element = _E.block(name="heading", eId=id_of("heading"))
            element.set("class", f"level-{one.attrs.level}")
            _write(element, one.content, country)
            yield element
        else:
            element = _E.p(eId=id_of("p"))
            _write(element, one.content, country)
            yield element


def _item(number: int, content: tuple[Paragraph, ...], within: str, country: str) -> etree._Element:
    id_ = f"{within}__item_{number}"
    return _E.item(_E.num(f"{number}."), *_blocks(content, id_, country), eId=id_)


def _write(element: etree._Element, content: Iterable[Text | Break], country: str) -> None:
    for piece in content:
        if isinstance(piece, Break):
            element.append(_E.eol())
            continue
        words = without_foreign(piece.text)
        if not words:
            continue
        if not piece.marks:
            _add_words(element, words)
            continue
        innermost = element
        for mark in piece.marks:
            child = _mark(mark, country)
            innermost.append(child)
            innermost = child
        innermost.text = words


def _add_words(element: etree._Element, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _mark(mark: Mark, country: str) -> etree._Element:
    if isinstance(mark, Plain):
        return _E("b" if mark.type == "bold" else "i")
    if isinstance(mark, NormMark):
        attrs = mark.attrs
        element = _E.ref(href=norm_address(country, attrs.code, attrs.article))
        if point := without_foreign(attrs.point):
            element.set("title", point)
    elif isinstance(mark, SheetMark):
        element = _E.ref(href=f"file/{_part(mark.attrs.document)}#page={mark.attrs.page}")
    elif isinstance(mark, ActMark):
        element = _E.ref(href=f"/akn/{country}/judgment/{_part(mark.attrs.act)}")
    else:
        assert isinstance(mark, DatumMark)
        element = _E.span(title=f"{_part(mark.attrs.table)}#{_part(mark.attrs.condition)}")
    element.set("class", mark.type)
    return element
