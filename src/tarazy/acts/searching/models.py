"""What is stored for search: changes that the index hasn't yet, a rebuilding under way, vectors of meaning."""

from __future__ import annotations

from django.db import models

from tarazy.acts.models import Act


class IndexChange(models.Model):
    """An act of the bank was saved, changed or deleted: its entry must follow. `row` may be gone.

    Its number only grows, so it is the version of what is written to the index: an older state never comes after a
    newer one. `applied` ones wait for the end of a rebuilding.
    """

    row = models.BigIntegerField()
    noted = models.DateTimeField(auto_now_add=True)
    applied = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["applied", "id"], name="index_change_waiting"),)

    def __str__(self) -> str:
        return f"{self.row} #{self.pk}"


class Rebuilding(models.Model):
    """The one row that is locked when the index is swapped and when changes are settled.

    `beat` is the last sign of life of a rebuilding, None while there is none.
    """

    beat = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.beat or "–")


class ActVector(models.Model):
    """The meaning of an act's facts as read by anyone: kept because it is dear to compute and cheap to keep.

    `vector` has length 1 and is rounded to whole 127ths, a byte each. `text_hash` is of the public text that it was
    made from: it says nothing of a text published anew.
    """

    act = models.OneToOneField(Act, on_delete=models.CASCADE, related_name="meaning")
    embedder = models.CharField(max_length=60)
    vector = models.BinaryField()
    text_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.act_id} {self.embedder}"
