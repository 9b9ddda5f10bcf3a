"""What the ledger stores. Entries and checkpoints are only ever added; triggers of the database see to it."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that happened in a court, in its place. `body` holds ids and hashes, never personal data.

    `subtrees` are the nodes of the court's Merkle tree that this entry completes, 32 bytes each, from its own leaf
    up: entry number n completes one for each zero at the end of n's binary form, and its leaf. So the tree is kept
    with its entries, and any node (level, index) stands with entry (index + 1)·2^level.
    """

    stream = models.CharField(max_length=16)
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=64)
    at = models.DateTimeField()
    body_text = models.TextField()
    body_hash = models.BinaryField(max_length=32)
    chain_hash = models.BinaryField(max_length=32)
    subtrees = models.BinaryField()

    class Meta:
        verbose_name = _("entry of the ledger")
        verbose_name_plural = _("entries of the ledger")
        constraints = (
            models.UniqueConstraint(fields=["stream", "number"], name="ledger_entry_in_its_place"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="ledger_entry_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.stream}/{self.number} {self.kind}"

    @property
    def body(self) -> dict[str, Any]:
        """The body as it was written."""
        body: dict[str, Any] = json.loads(self.body_text)
        return body


class Head(models.Model):
    """Where a court's ledger ends. Its row is locked while an entry is added, so that numbers have no gaps."""

    stream = models.CharField(max_length=16, primary_key=True)
    size = models.PositiveBigIntegerField(default=0)
    chain_hash = models.BinaryField(max_length=32)
    frontier = models.BinaryField(
        default=bytes
    )  # roots of the complete subtrees, 32 bytes each, largest first

    class Meta:
        verbose_name = _("end of a court's ledger")
        verbose_name_plural = _("ends of the courts' ledgers")

    def __str__(self) -> str:
        return f"{self.stream}: {self.size}"


class Checkpoint(models.Model):
    """A signed statement of how a court's ledger stood: its size and its root."""

    stream = models.CharField(max_length=16)
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    public_key = models.CharField(max_length=255)  # in one line, with its name and id
    signature = models.BinaryField(max_length=64)
    text = models.TextField()  # the signed note, whole

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = (
            models.UniqueConstraint(fields=["stream", "size", "public_key"], name="ledger_checkpoint_once"),
        )

    def __str__(self) -> str:
        return f"{self.stream}: {self.size}"
