"""Reading packs from their folders, once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from .errors import BadPack, UnknownJurisdiction
from .model import Jurisdiction

PACKS = Path(__file__).parent
MAIN_FILE = "jurisdiction.yaml"


@cache
def available() -> tuple[str, ...]:
    """Ids of the packs at hand, sorted: ("kg", "kz", "ru")."""
    return tuple(sorted(path.parent.name for path in PACKS.glob(f"*/{MAIN_FILE}")))


@cache
def load(jurisdiction_id: str) -> Jurisdiction:
    """The pack of this country, read once and then kept.

    Raises `UnknownJurisdiction` where there is none and `BadPack` where its data break the model.
    """
    if jurisdiction_id not in available():
        raise UnknownJurisdiction(jurisdiction=jurisdiction_id, available=available())
    return read_pack(PACKS / jurisdiction_id)


def read_pack(folder: Path) -> Jurisdiction:
    """A pack from any folder: `jurisdiction.yaml`, and the other files each adding top-level keys.

    Lists under the same key in several files are joined in the order of the files' names, so that long tables
    (categories) can stand in a file per group. Raises `BadPack` naming the file or the field at fault.
    """
    merged: dict[str, Any] = {}
    main = folder / MAIN_FILE
    for path in (main, *sorted(set(folder.rglob("*.yaml")) - {main})):
        for key, value in read_yaml(path).items():
            if key not in merged:
                merged[key] = value
            elif isinstance(value, list) and isinstance(merged[key], list):
                merged[key] = merged[key] + value
            else:
                raise BadPack(file=str(path), problem=f"{key} is given twice")
    try:
        return Jurisdiction.model_validate(merged)
    except ValidationError as fault:
        raise BadPack(file=str(folder), problem=str(fault)) from fault


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping that a YAML file holds. Raises `BadPack` if it can't be read or is anything else."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise BadPack(file=str(path), problem=str(fault)) from fault
    if not isinstance(content, dict):
        raise BadPack(file=str(path), problem="not a mapping")
    return content


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
