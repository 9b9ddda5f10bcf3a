"""The gates that an act passes before everybody may read it, in words, and what an act shows to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tarazy.acts.publication.models import Publication, Version
from tarazy.acts.publication.rules import Facts, Rule, gates_of, in_force, must_be_looked_at

WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "kind": (_("It is an act that ends a matter"), _("Interim rulings aren't published")),
    "in_force": (_("It is in force"), _("It isn't in force yet")),
    "not_sealed": (_("The case isn't sealed"), _("The case is sealed")),
    "not_closed": (_("Its category is open"), _("Acts of its category are never published")),
    "anonymised": (_("Names and numbers are replaced"), _("Names and numbers aren't replaced yet")),
    "looked_at": (
        _("Every doubtful replacement was looked at"),
        _("Doubtful replacements wait to be looked at"),
    ),
    "confirmed": (_("A person confirmed that it names nobody"), _("Nobody has confirmed it yet")),
    "not_withdrawn": (_("It wasn't withdrawn"), _("It was withdrawn")),
}


@dataclass(frozen=True)
class Gate:
    """A gate as a page shows it."""

    rule: Rule
    passed: bool

    @property
    def words(self) -> str:
        """What holds, or what is missing."""
        return str(WORDS[self.rule.code][0 if self.passed else 1])


def facts_of(publication: Publication, version: Version | None = None) -> Facts:
    """What the gates ask, of the version that is to be published (the latest one if none is named)."""
    version = version or publication.versions.order_by("number").last()
    signed, proceeding = publication.signed, publication.proceeding
    sealed = False
    if proceeding is not None:
        seals = proceeding.case.seals.filter(lifted_at__isnull=True, party__isnull=True)
        paper = signed.document_id if signed else None
        sealed = proceeding.case.sealed or any(
            seal.document is None or seal.document.document_id == paper
            for seal in seals.select_related("document")
        )
    unseen = 0
    if version is not None:
        edits = version.edits.filter(removed_at__isnull=True, seen_at__isnull=True, by__isnull=True)
        unseen = sum(must_be_looked_at(one.confidence) for one in edits)
    # An act taken into the bank from elsewhere was in force and open there; whoever took it in answered for that.
    return Facts(
        kind=signed.kind if signed else "judgment",
        code=signed.code if signed else "",
        category=proceeding.case.category if proceeding else "",
        in_force=proceeding is None
        or publication.in_force_at is not None
        or in_force(signed.kind if signed else "", proceeding.stage),
        sealed=sealed,
        anonymised=version is not None,
        confirmed=version is not None and version.confirmed_at is not None,
        unseen=unseen,
        withdrawn=publication.state == Publication.State.WITHDRAWN,
    )


def gates(publication: Publication, version: Version | None = None) -> list[Gate]:
    """Every gate with whether the act passes it now."""
    return [Gate(rule, passed) for rule, passed in gates_of(facts_of(publication, version))]


def is_publishable(publication: Publication, version: Version | None = None) -> bool:
    """Whether the version passes every gate."""
    return all(gate.passed for gate in gates(publication, version))
