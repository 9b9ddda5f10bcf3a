"""The ledger: what happened in each court, in order, so that nothing can be changed or taken away unseen.

Other rooms use only the names below. They are loaded on use, because a Django application is imported before its
models may be.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tarazy.ledger.actions.append import Happened, append, append_many
    from tarazy.ledger.actions.checkpoint import checkpoint
    from tarazy.ledger.auditing import Difference, audit
    from tarazy.ledger.blinding import blinded, new_secret, opening, opens
    from tarazy.ledger.proofs import (
        checkpoints_document,
        consistency_proof,
        inclusion_proof,
        proof_bundle,
        proof_bundles,
    )

_HOMES = {
    "Happened": "actions.append",
    "append": "actions.append",
    "append_many": "actions.append",
    "checkpoint": "actions.checkpoint",
    "Difference": "auditing",
    "audit": "auditing",
    "blinded": "blinding",
    "new_secret": "blinding",
    "opening": "blinding",
    "opens": "blinding",
    "checkpoints_document": "proofs",
    "consistency_proof": "proofs",
    "inclusion_proof": "proofs",
    "proof_bundle": "proofs",
    "proof_bundles": "proofs",
}

__all__ = [
    "Difference",
    "Happened",
    "append",
    "append_many",
    "audit",
    "blinded",
    "checkpoint",
    "checkpoints_document",
    "consistency_proof",
    "inclusion_proof",
    "new_secret",
    "opening",
    "opens",
    "proof_bundle",
    "proof_bundles",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(name)
    value = getattr(import_module(f"tarazy.ledger.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
