"""asn1crypto encodes anew whatever was ever changed, each time it is asked: nested values cost 2^depth.

A signature with a time stamp inside takes half a minute that way, whenever the stamp's parts had been read. While this
is in force a value that has just been encoded counts as unchanged, which is what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from asn1crypto import core

_KINDS: tuple[Any, ...] = (core.Sequence, core.SequenceOf, core.Set, core.SetOf)


@contextmanager
def settled_encoding() -> Iterator[None]:
    """Encode each value once while the block runs."""
    before = {kind: kind.__dict__["_set_contents"] for kind in _KINDS if "_set_contents" in kind.__dict__}
    for kind, old in before.items():
        kind._set_contents = _settling(old)
    try:
        yield
    finally:
        for kind, old in before.items():
            kind._set_contents = old


def _settling(old: Callable[..., None]) -> Callable[..., None]:
    def encode(value: Any, force: bool = False) -> None:
        old(value, force)
        value._mutated = False

    return encode
