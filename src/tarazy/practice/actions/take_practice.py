"""Taking into the database what a built practice found about the bank: links, anomalies, potential."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tarazy.acts.actions.link_instances import link_instances
from tarazy.acts.models import Act
from tarazy.acts.practice_at_hand import practice_folder
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.potential import Potential
from tarazy.jurimetrics.practice import Practice, PracticeMissing
from tarazy.jurimetrics.trace.collection import Collection
from tarazy.practice.actions.keep_anomalies import keep_anomalies
from tarazy.practice.actions.keep_potential import keep_potential


@dataclass(frozen=True)
class Taken:
    """How many links are known now, anomalies are new, categories are ranked."""

    links: int
    anomalies: int
    categories: int


def take_practice(folder: Path | None = None) -> Taken:
    """Take over the findings in `folder` (the installation's practice if not given). Run again, it adds
    nothing.

    Acts come first: findings about acts that the bank doesn't have are left out. Raises `PracticeMissing`.
    """
    built = folder or practice_folder()
    if not (built / "card.json").exists():
        raise PracticeMissing(str(built))
    links = Collection.load(built / "trace").links
    standing = {(link.act_id, link.reviewed_id) for link in links.links}
    queued = (link for link in links.doubtful if (link.act_id, link.reviewed_id) not in standing)
    _name_categories(built)
    return Taken(
        links=link_instances([*links.links, *queued]),
        anomalies=keep_anomalies(
            AnomalyCard.model_validate_json(row) for row in _rows(built / "anomalies.jsonl")
        ),
        categories=keep_potential(
            Potential.model_validate_json(row) for row in _rows(built / "potential.jsonl")
        ),
    )


def _name_categories(built: Path) -> None:
    """Give acts that came without a category the one that the practice found for them."""
    nameless = Act.objects.filter(category="").only("pk", "act_id", "category")
    if not nameless.exists():
        return
    index = Practice.open(built).index
    named = []
    for act in nameless.iterator(chunk_size=500):
        indexed = index.get(act.act_id)
        if indexed is not None and indexed.category is not None:
            act.category = indexed.category.value[:60]
            named.append(act)
    Act.objects.bulk_update(named, ["category"], batch_size=500)


def _rows(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield from (line for line in file if line.strip())
