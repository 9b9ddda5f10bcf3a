"""Reading definitions: YAML with line numbers, shared questions put in by name."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from .model import Definition

FOLDER = Path(__file__).parent / "definitions"
SHARED = FOLDER / "shared"


class BadDefinition(ValueError):
    """A definition that can't be read: `code`, `at` ("file:line") and what it is about."""

    def __init__(self, code: str, at: str, what: str) -> None:
        super().__init__(f"{at}: {code}: {what}")
        self.code, self.at, self.what = code, at, what


class _Loader(yaml.SafeLoader):
    """Refuses a key given twice, reads yes/no as words and dates and numbers as they are written."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":null", ":merge"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(  # only true and false are truth values: yes and no are answers
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")
)


def _placed(node: yaml.Node, file: str) -> Any:
    at = f"{file}:{node.start_mark.line + 1}"
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {"at": at}
        for key, value in node.value:
            name = str(key.value)
            if name in result:
                raise BadDefinition("given_twice", f"{file}:{key.start_mark.line + 1}", name)
            result[name] = _placed(value, file)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_placed(one, file) for one in node.value]
    loader = _Loader("")
    return loader.construct_object(node, deep=True)


def read_yaml(path: Path) -> Any:
    """The file as plain values, each mapping with its place under "at". Raises `BadDefinition`."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise BadDefinition("not_yaml", f"{path.name}:{line}", fault.problem or "") from None
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise BadDefinition("not_yaml", f"{path.name}:1", str(fault).splitlines()[0]) from None
    if node is None:
        raise BadDefinition("not_yaml", f"{path.name}:1", "empty")
    return _placed(node, path.name)


def _put_in(steps: Any, shared: Path, path: tuple[str, ...], read: list[Path]) -> list[dict[str, Any]]:
    """The questions of a section, with those of the shared groups that it names. A group may name others."""
    result: list[dict[str, Any]] = []
    for step in steps if isinstance(steps, list) else []:
        if not isinstance(step, dict) or "use" not in step:
            result.append(step)
            continue
        name, at = str(step["use"]), step["at"]
        if name in path:
            raise BadDefinition("cycle", at, " → ".join((*path, name)))
        file = shared / f"{name}.yaml"
        if not name.replace("_", "").isalnum() or not file.is_file():
            raise BadDefinition("unknown_group", at, name)
        read.append(file)
        group = read_yaml(file)
        questions = _put_in(group.get("questions"), shared, (*path, name), read)
        result += _changed(questions, {k: v for k, v in step.items() if k not in ("use", "at")}, at)
    return result


def _changed(questions: list[dict[str, Any]], changes: dict[str, Any], at: str) -> list[dict[str, Any]]:
    """Shared questions with what the definition says differently: `change: {id: {words: …}}`, `without: [id]`,
    and `when`, which is joined to each question's own."""
    questions = [one for one in questions if one.get("id") not in (changes.get("without") or ())]
    wanted = {k: v for k, v in (changes.get("change") or {}).items() if k != "at"}
    for name, value in wanted.items():
        found = next((n for n, one in enumerate(questions) if one.get("id") == name), None)
        if found is None:
            raise BadDefinition("unknown_question", value.get("at", at), name)
        questions[found] = {**questions[found], **{k: v for k, v in value.items() if k != "at"}}
    if when := changes.get("when"):
        questions = [
            {**one, "when": f"({when}) and ({one['when']})" if one.get("when") else when} for one in questions
        ]
    if unknown := set(changes) - {"change", "without", "when"}:
        raise BadDefinition("unknown_field", at, ", ".join(sorted(unknown)))
    return questions


def read_definition(path: Path, shared: Path | None = None) -> Definition:
    """The definition in this file, whole. Raises `BadDefinition` with the place of the slip."""
    raw = read_yaml(path)
    if not isinstance(raw, dict):
        raise BadDefinition("not_a_definition", f"{path.name}:1", "a mapping is needed")
    read = [path]
    folder = shared or (path.parent / "shared" if (path.parent / "shared").is_dir() else SHARED)
    for section in raw.get("sections") or ():
        if isinstance(section, dict):
            section["questions"] = [
                {**one, "section": section.get("id", "")}
                for one in _put_in(section.get("questions"), folder, (), read)
                if isinstance(one, dict)
            ]
    if isinstance(raw.get("attachments"), list):
        raw["attachments"] = _put_in_list(raw["attachments"], folder, "attachments", read)
    if isinstance(raw.get("document"), dict):
        raw["document"]["paragraphs"] = _put_in_list(
            raw["document"].get("paragraphs") or [], folder, "paragraphs", read
        )
    digest = hashlib.sha256()
    for file in read:
        digest.update(file.read_bytes())
    try:
        return Definition.model_validate({**raw, "version": digest.hexdigest()})
    except ValidationError as fault:
        first = fault.errors()[0]
        raise BadDefinition(_slip(first), _place(raw, first["loc"], path), _about(first)) from None


def _put_in_list(rows: list[Any], folder: Path, key: str, read: list[Path]) -> list[Any]:
    result: list[Any] = []
    for row in rows:
        if not isinstance(row, dict) or "use" not in row:
            result.append(row)
            continue
        file = folder / f"{row['use']}.yaml"
        if not file.is_file():
            raise BadDefinition("unknown_group", row["at"], str(row["use"]))
        read.append(file)
        result += read_yaml(file).get(key) or []
    return result


def _slip(error: Any) -> str:
    kinds = {"extra_forbidden": "unknown_field", "missing": "field_missing", "enum": "unknown_value"}
    if "BadExpression" in repr(error.get("ctx", {}).get("error")):
        return "bad_expression"
    return kinds.get(error["type"], "bad_value")


def _about(error: Any) -> str:
    return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"


def _place(raw: Any, loc: tuple[int | str, ...], path: Path) -> str:
    at, here = f"{path.name}:1", raw
    for part in loc:
        if isinstance(here, dict):
            at = here.get("at", at)
            here = here.get(part) if isinstance(part, str) else None
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            here = here[part]
    return here.get("at", at) if isinstance(here, dict) else at


@cache
def definitions() -> dict[str, Definition]:
    """Every definition that comes with the program, by id, in the order of their groups and titles."""
    found = [read_definition(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {one.id: one for one in sorted(found, key=lambda one: (GROUPS.index(one.group), one.id))}


GROUPS = ("claims", "family", "orders", "state", "in_a_case")


def definition(name: str) -> Definition | None:
    """The definition with this id that comes with the program, None if there is none."""
    return definitions().get(name)
