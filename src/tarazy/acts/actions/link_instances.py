"""Keeping the links between acts of one case."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from tarazy.acts.models import Act, InstanceLink
from tarazy.jurimetrics.trace import Link, LinkStatus

BATCH = 500
STATUS = {
    LinkStatus.SURE: InstanceLink.Status.CERTAIN,
    LinkStatus.DOUBTFUL: InstanceLink.Status.DOUBTFUL,
    LinkStatus.REJECTED: InstanceLink.Status.UNLIKELY,
}


def link_instances(links: Iterable[Link]) -> int:
    """Keep links; one known already gets its new probability, but never over a person's word.

    Returns how many links between acts of the bank were seen; those to acts that aren't there are left out.
    """
    source = iter(links)
    kept = 0
    while batch := list(islice(source, BATCH)):
        ids = {link.reviewed_id for link in batch} | {link.act_id for link in batch}
        rows = dict(Act.objects.filter(act_id__in=ids).values_list("act_id", "pk"))
        found = {
            (rows[link.reviewed_id], rows[link.act_id]): link
            for link in batch
            if link.reviewed_id in rows and link.act_id in rows and link.reviewed_id != link.act_id
        }
        judged = set(
            InstanceLink.objects.filter(
                lower_id__in=[lower for lower, _ in found],
                status__in=(InstanceLink.Status.CONFIRMED, InstanceLink.Status.REJECTED),
            ).values_list("lower_id", "upper_id")
        )
        InstanceLink.objects.bulk_create(
            [
                InstanceLink(
                    lower_id=lower,
                    upper_id=upper,
                    probability=link.probability,
                    reasons=[reason.model_dump(mode="json", exclude={"span"}) for reason in link.reasons],
                    status=STATUS[link.status],
                )
                for (lower, upper), link in found.items()
                if (lower, upper) not in judged
            ],
            update_conflicts=True,
            unique_fields=["lower", "upper"],
            update_fields=["probability", "reasons", "status"],
        )
        kept += len(found)
    return kept
