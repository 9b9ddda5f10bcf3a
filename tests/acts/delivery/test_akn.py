"""An act as Akoma Ntoso: valid against the OASIS schema whatever is written, and read back to the last mark."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as property_settings
from lxml import etree

from tarazy.acts.delivery.akn import NAMESPACE, act_xml, without_foreign
from tarazy.acts.delivery.akn_reading import NotOurXml, text_of_xml
from tarazy.acts.text import ActText, Part
from tests.acts.delivery.some_acts import a_header, an_act, any_act

MADE = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
SCHEMA = Path(__file__).parent / "schema" / "akomantoso30.xsd"
NS = {"a": NAMESPACE}


@cache
def schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(str(SCHEMA), parser))


def faults(content: bytes) -> list[str]:
    found = schema()
    found.validate(etree.fromstring(content))
    return [str(one) for one in found.error_log]


def as_written(text: ActText) -> Any:
    """The act as data: neighbouring words with the same marks joined, what XML can't hold left out."""

    def joined(value: Any) -> Any:
        if isinstance(value, dict):
            kept = {key: joined(one) for key, one in value.items()}
            return without_foreign(kept) if isinstance(kept, str) else kept
        if isinstance(value, str):
            return without_foreign(value)
        if isinstance(value, list | tuple):
            out: list[Any] = []
            for one in value:
                shown = joined(one)
                if isinstance(shown, dict) and shown.get("type") == "text":
                    if not shown["text"]:
                        continue
                    last = out[-1] if out else None
                    if last and last.get("type") == "text" and not last["marks"] and not shown["marks"]:
                        out[-1] = last | {"text": last["text"] + shown["text"]}
                        continue
                out.append(shown)
            return out
        return value

    return joined(text.model_dump(mode="json"))


def test_the_act_with_everything_in_it_is_valid_by_the_oasis_schema() -> None:
    assert faults(act_xml(an_act(), a_header(), made=MADE)) == []


def test_the_schema_can_say_no() -> None:
    assert faults(act_xml(an_act(), a_header(), made=MADE).replace(b"judgmentBody", b"judgmentTrunk"))


@pytest.mark.parametrize(
    "bare", [{"parties": ()}, {"judges": ()}, {"number": "", "neutral": "", "citation": ""}]
)
def test_an_act_of_which_little_is_known_is_valid_too(bare: dict[str, Any]) -> None:
    text = ActText(kind="ruling", language="kk", title="Ұйғарым")
    header = a_header(language="kk", kind="ruling", place="", subject="", category="", **bare)
    assert faults(act_xml(text, header, made=MADE)) == []
    assert text_of_xml(act_xml(text, header, made=MADE)) == text


@property_settings(max_examples=80)
@given(act=any_act())
def test_any_act_is_valid_and_comes_back_as_it_was(act: ActText) -> None:
    content = act_xml(act, a_header(language=act.language, kind=act.kind), made=MADE)
    assert faults(content) == []
    assert as_written(text_of_xml(content)) == as_written(act)


def test_who_and_what_of_an_act_stand_in_its_references() -> None:
    root = etree.fromstring(act_xml(an_act(), a_header(), made=MADE))

    def shown(path: str) -> list[str]:
        return [str(one) for one in root.xpath(path, namespaces=NS)]

    assert shown("//a:FRBRWork/a:FRBRuri/@value") == [
        "/akn/kz/judgment/judgment/court-7585/2026-03-05/26.2.101.j1"
    ]
    assert shown("//a:FRBRExpression/a:FRBRlanguage/@language") == ["rus"]
    assert shown("//a:FRBRalias[@name='ecli']/@value") == ["ECLI:KZ:C7585:2026:26.2.101.J1"]
    assert "Абенова Сауле Маратовна" in shown("//a:TLCPerson/@showAs")
    assert "ТОО «Арна-Модель»" in shown("//a:TLCOrganization/@showAs")
    assert "истец" in shown("//a:TLCRole/@showAs")
    assert shown("//a:motivation//a:ref[@class='norm']/@href") == ["/akn/kz/act/TK/~art_113"]
    assert shown("//a:conclusions//a:signature/a:judge/text()") == ["Абенова С.М."]
    ids = {f"#{one}" for one in shown("//a:references/*/@eId")}
    pointed = shown("//@refersTo | //@as | //@source | //a:FRBRauthor/@href")
    assert set(pointed) <= ids, "every pointer leads to a row of the references"
    assert not shown("//a:proprietary")


def test_the_four_parts_are_the_four_parts_of_a_judgment() -> None:
    root = etree.fromstring(act_xml(an_act(), a_header(), made=MADE))
    body = root.find(".//a:judgmentBody", NS)
    assert [etree.QName(one).localname for one in body] == [
        "introduction",
        "background",
        "motivation",
        "decision",
    ]
    assert len(Part) == len(body)


def test_the_same_act_is_the_same_bytes() -> None:
    assert act_xml(an_act(), a_header(), made=MADE) == act_xml(an_act(), a_header(), made=MADE)


@pytest.mark.parametrize("content", [b"", b"<a/>", b"not xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(NotOurXml):
        text_of_xml(content)
