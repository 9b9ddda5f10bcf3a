"""The editor and the text of an act know the same blocks: what goes in comes out, what is pasted is cleaned."""

from __future__ import annotations

from typing import Any

import pytest

from tarazy.acts.text import ActText
from tarazy.site import assets
from tarazy.site.templatetags.bundles import bundle

pytestmark = pytest.mark.browser

MARKED = [
    {"type": "norm", "attrs": {"code": "GPK", "article": "226", "point": "2"}},
    {"type": "norm", "attrs": {"code": "GPK", "article": "226", "point": ""}},
    {"type": "sheet", "attrs": {"document": "0b3a6f", "page": 7}},
    {"type": "act", "attrs": {"act": "KZ/7585/2026"}},
    {"type": "datum", "attrs": {"table": "court_order", "condition": "no_dispute"}},
    {"type": "bold"},
    {"type": "italic"},
]


def text(*words: Any) -> list[dict[str, Any]]:
    return [{"type": "text", "text": one} if isinstance(one, str) else one for one in words]


EVERY_BLOCK = [
    {"type": "paragraph"},
    {
        "type": "paragraph",
        "content": text("Суд установил: Ә Ғ Қ Ң Ө Ұ Ү Һ І ₸", {"type": "hardBreak"}, "дальше"),
    },
    {"type": "heading", "attrs": {"level": 2}, "content": text("Доводы")},
    {"type": "heading", "attrs": {"level": 3}, "content": text("Истец")},
    {
        "type": "blockquote",
        "content": [{"type": "paragraph", "content": text("Чужие слова")}, {"type": "paragraph"}],
    },
    {
        "type": "orderedList",
        "content": [
            {"type": "listItem", "content": [{"type": "paragraph", "content": text("Взыскать.")}]},
            {
                "type": "listItem",
                "content": [
                    {"type": "paragraph", "content": text("Отказать.")},
                    {"type": "paragraph", "content": text("В остальной части.")},
                ],
            },
        ],
    },
    {
        "type": "paragraph",
        "content": [
            *({"type": "text", "text": f"слова {n} ", "marks": [mark]} for n, mark in enumerate(MARKED)),
            {"type": "text", "text": "всё вместе", "marks": [MARKED[5], MARKED[6], MARKED[0], MARKED[2]]},
        ],
    },
]

FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {color:red}</style></head>
<body lang=RU><!--StartFragment--><p class=MsoNormal style='margin:0cm;font-family:"Times New Roman"'><b>Суд</b>
<span style='color:red'>установил:</span><o:p></o:p></p><h1 style='color:blue'>Доводы</h1><table border=1><tr><td>
<p class=MsoNormal>ячейка</p></td></tr></table><ul><li>первое</li><li>второе<ul><li>вложенное</li></ul></li></ul>
<p class=MsoNormal><a href="https://example.kz/" onclick="alert(1)">ссылка</a> и <u>черта</u>
<img src=x onerror="window.broken=1"><script>window.broken = 1</script></p><!--EndFragment--></body></html>"""


def an_act(blocks: list[dict[str, Any]]) -> ActText:
    return ActText.model_validate(
        {"kind": "judgment", "language": "ru", "title": "Решение", "reasons": blocks}
    )


@pytest.fixture
def editor(page: Any) -> Any:
    """A page with nothing but the editor, under the policy of the house."""
    script = (assets.DIST / bundle("editor.js").rsplit("/", 1)[1]).read_text(encoding="utf-8")
    policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def answer(route: Any) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(body=script, content_type="text/javascript")
        elif route.request.url.endswith("/"):
            html = '<!DOCTYPE html><title>.</title><div id="here"></div><script src="/editor.js"></script>'
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto("http://editor.test/")
    page.evaluate(
        """() => { window.changes = 0; window.one = window.tarazyEditor(document.getElementById("here"),
        { blocks: [], label: "Акт", language: "ru", placeholder: "…", changed: () => window.changes++ }) }"""
    )
    yield page
    assert not complaints


def come_back(editor: Any, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = editor.evaluate(
        "(given) => { one.put(given); return one.blocks() }", blocks
    )
    return found


def test_every_block_and_mark_comes_back_as_it_was(editor: Any) -> None:
    assert come_back(editor, EVERY_BLOCK) == EVERY_BLOCK
    kept = an_act(EVERY_BLOCK)
    stored = kept.model_dump(mode="json")["reasons"]
    assert an_act(come_back(editor, stored)) == kept
    assert come_back(editor, []) == []


def test_a_bold_line_break_carries_no_marks(editor: Any) -> None:
    come_back(editor, EVERY_BLOCK[1:2])
    editor.locator("#here [role=textbox]").click()
    editor.keyboard.press("Control+A")
    editor.keyboard.press("Control+B")
    found = editor.evaluate("one.blocks()")
    assert found[0]["content"][0]["marks"] == [{"type": "bold"}]
    assert found[0]["content"][1] == {"type": "hardBreak"}
    an_act(found)


def test_what_word_puts_in_the_clipboard_is_cleaned(editor: Any) -> None:
    found = editor.evaluate("(html) => { one.view.pasteHTML(html); return one.blocks() }", FROM_WORD)
    kept = an_act(found)
    assert "Суд установил:" in " ".join(kept.plain().split())
    assert {block["type"] for block in found} <= {"paragraph", "heading", "orderedList"}
    assert {"type": "heading", "attrs": {"level": 2}, "content": text("Доводы")} in found
    for words in ("ячейка", "1. первое", "вложенное", "ссылка и черта"):
        assert words in kept.plain()
    assert not editor.evaluate("window.broken")
    assert "example.kz" not in kept.model_dump_json()


def test_a_pasted_citation_with_nonsense_in_it_stays_within_bounds(editor: Any) -> None:
    html = f'<p><span data-sheet-document="{"9" * 99}" data-sheet-page="-4">л. д.</span></p>'
    found = editor.evaluate("(html) => { one.view.pasteHTML(html); return one.blocks() }", html)
    assert found[0]["content"][0]["marks"][0]["attrs"] == {"document": "9" * 40, "page": 1}
    an_act(found)


def test_typing_is_told_and_may_be_undone(editor: Any) -> None:
    editor.locator("#here [role=textbox]").click()
    editor.keyboard.type("Иск удовлетворить")
    assert editor.evaluate("changes") > 0
    assert editor.evaluate("one.can('undo')")
    editor.evaluate("one.write(' (л. д. 3)', {type: 'sheet', attrs: {document: 'a', page: 3}})")
    editor.keyboard.type(" и далее")
    found = editor.evaluate("one.blocks()")
    assert [len(piece.get("marks", [])) for piece in found[0]["content"]] == [0, 1, 0]
    editor.evaluate("() => { for (let n = 0; n < 9; n++) one.run('undo') }")
    assert editor.evaluate("one.blocks()") == []


def test_norms_that_are_not_in_force_are_shown_so(editor: Any) -> None:
    come_back(editor, EVERY_BLOCK[-1:])
    editor.evaluate("one.stale((norm) => norm.article === '226')")
    assert editor.locator(".td-cite--stale").count() >= 2
    editor.evaluate("one.stale(() => false)")
    assert editor.locator(".td-cite--stale").count() == 0
