"""The catalogues of every room, kept in pure Python: extract strings, count what is missing, compile.

Strings come from Python sources (`gettext` and its family) and from Django templates, which Django itself
turns into something that looks like a program (`templatize`), as its own `makemessages` does.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tarazy.site.home import in_checkout

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGES = ("kk", "ru")
PLURALS = {
    "kk": (2, "(n != 1)"),
    "ru": (
        4,
        "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 :"
        " n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14) ? 2 : 3)",
    ),
}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
FORMATTED = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Missing:
    """A string of a room that a language has no words for, and why: missing, fuzzy, or other names in it."""

    room: str
    language: str
    text: str
    why: str


def rooms() -> list[str]:
    """The rooms that have words for people: those with templates or with a call of gettext.

    A part of a room that has a folder `locale` has catalogues of its own ("acts/desk").
    """
    folders = {path for path in PACKAGE.iterdir() if path.is_dir()}
    folders |= {path.parent for path in PACKAGE.glob("*/*/locale")}
    names = (path.relative_to(PACKAGE).as_posix() for path in folders)
    return sorted(name for name in names if any(_strings(name)))


def _strings(room: str) -> Iterator[tuple[str, int, str | tuple[str, str], str | None]]:
    """(file, line, id or (singular, plural), context) for each string of a room."""
    folder = PACKAGE / room
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]):
        inside = path.relative_to(folder).parts
        if "node_modules" in inside or "static" in inside:
            continue
        if len(inside) > 1 and "/" not in room and (folder / inside[0] / "locale").is_dir():
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            if "templates" not in inside:
                continue
            # In brackets, so that the indentation of a template is no indentation of a program.
            text = "(" + templatize(text, origin=str(path)) + "\n)"
        name = path.relative_to(PACKAGE.parent).as_posix()
        for line, function, message, _comments in extract_python(
            io.BytesIO(text.encode()), KEYWORDS, (), {"encoding": "utf-8"}
        ):
            parts = [
                part for part in (message if isinstance(message, tuple) else (message,)) if part is not None
            ]
            context = parts.pop(0) if function and "pgettext" in function and parts else None
            if not parts or not parts[0]:
                continue
            plural = function is not None and function.lstrip("_").startswith("n") and len(parts) > 1
            yield name, line, (parts[0], parts[1]) if plural else parts[0], context


def _template(room: str) -> Catalog:
    catalog = Catalog(project="Tarazy", copyright_holder="the authors of Tarazy", charset="utf-8")
    for name, line, text, context in _strings(room):
        first = text[0] if isinstance(text, tuple) else text
        flags = ["python-format"] if FORMATTED.search(first) else []
        catalog.add(text, locations=[(name, line)], context=context, flags=flags)
    return catalog


def catalogue_path(room: str, language: str) -> Path:
    """Where the catalogue of a room in a language stands."""
    return PACKAGE / room / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(room: str, language: str) -> Catalog:
    path = catalogue_path(room, language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract(room: str) -> int:
    """Bring the strings of a room into its catalogues; strings no longer used go. Returns how many it has."""
    template = _template(room)
    for language in LANGUAGES:
        old = _read(room, language)
        new = Catalog(locale=language, project="Tarazy", charset="utf-8", header_comment="")
        count, rule = PLURALS[language]
        new._num_plurals, new._plural_expr = count, rule
        for message in template:
            if not message.id:
                continue
            known = old.get(message.id, message.context)
            plural = isinstance(message.id, tuple)
            words = known.string if known else ("",) * count if plural else ""
            new.add(message.id, words, sorted(set(message.locations)), message.flags, context=message.context)
        path = catalogue_path(room, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        out = io.BytesIO()
        write_po(out, new, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
        header = (
            f'msgid ""\nmsgstr ""\n"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
            f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals={count}; plural={rule};\\n"\n\n'
        )
        path.write_text(header + out.getvalue().decode().strip() + "\n", encoding="utf-8")
    return sum(1 for message in template if message.id)


def _complaint(wanted: Message, known: Message | None, plurals: int) -> str | None:
    strings = known.string if known else ""
    strings = strings if isinstance(strings, tuple | list) else (strings,)
    if known is None or not all(strings) or (isinstance(wanted.id, tuple) and len(strings) != plurals):
        return "missing"
    if "fuzzy" in known.flags:
        return "fuzzy"
    ids = wanted.id if isinstance(wanted.id, tuple) else (wanted.id,)
    names = {name for text in ids for name in FORMATTED.findall(text)}
    if any(not set(FORMATTED.findall(text)) <= names for text in strings):
        return "names a value that the source does not have"
    if not isinstance(wanted.id, tuple) and set(FORMATTED.findall(strings[0])) != names:
        return "leaves out a value of the source"
    return None


def missing(room: str) -> list[Missing]:
    """What the catalogues of a room lack. Empty when they are complete."""
    found = []
    template = _template(room)
    for language in LANGUAGES:
        catalogue = _read(room, language)
        for wanted in template:
            if not wanted.id:
                continue
            why = _complaint(wanted, catalogue.get(wanted.id, wanted.context), PLURALS[language][0])
            if why:
                text = wanted.id[0] if isinstance(wanted.id, tuple) else wanted.id
                found.append(Missing(room, language, text, why))
    return found


def compile_all() -> int:
    """Compile every catalogue that is newer than its compiled form. Returns how many were compiled.

    A process that has set Django up keeps the words it read then, so compile before. An installed wheel
    brings its catalogues compiled: nothing is done there.
    """
    if not in_checkout():
        return 0
    compiled = 0
    for source in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        language = source.parts[-3]
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language)
        draft = target.with_suffix(".mo.draft")
        with draft.open("wb") as file:
            write_mo(file, catalogue)
        draft.replace(target)
        compiled += 1
    return compiled
