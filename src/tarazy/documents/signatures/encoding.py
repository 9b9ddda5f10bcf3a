"""asn1crypto encodes anew whatever was ever changed, each time it is asked: nested values cost 2^depth.

A signature with a time stamp inside takes half a minute that way, whenever the stamp's parts had been read before. A
value that has just been encoded is unchanged, and from now on counts as such; a later change of it or of anything inside
it is noticed as before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asn1crypto import core

_KINDS: tuple[Any, ...] = (core.Sequence, core.SequenceOf, core.Set, core.SetOf)


def settle_encoding() -> None:
    """Have each value encoded once. For the whole process, however often it is called."""
    for kind in _KINDS:
        old = kind.__dict__.get("_set_contents")
        if old is not None and not getattr(old, "settles", False):
            kind._set_contents = _settling(old)


def _settling(old: Callable[..., None]) -> Callable[..., None]:
    def encode(value: Any, force: bool = False) -> None:
        old(value, force)
        value._mutated = False

    encode.settles = True  # type: ignore[attr-defined]
    return encode
