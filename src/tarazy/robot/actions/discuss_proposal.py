"""What to robotise next is proposed and discussed in the open, with the figures of that day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, NotFound, NotPermitted
from tarazy.robot.models import Proposal, ProposalComment, sees_rules
from tarazy.robot.ranking import potential_of
from tarazy.robot.refusals import ProposalOpenAlready, ReasonMissing

if TYPE_CHECKING:
    from tarazy.people.models import User

LEAST_WORDS = 3


def open_proposal(category: str, *, title: str, why: str, by: User, now: datetime) -> Proposal:
    """The saved proposal with the category's figures of today.

    Raises `NotPermitted`, `ReasonMissing`, `Invalid` for a category without figures, `ProposalOpenAlready`.
    """
    require(by, Permission.ADOPT_RULES, now=now)
    figures = potential_of(category)
    if figures is None:
        raise Invalid({"category": category})
    if len(why.split()) < LEAST_WORDS or not title.strip():
        raise ReasonMissing({"why": ReasonMissing.message})
    try:
        with transaction.atomic():
            return Proposal.objects.create(
                category=category, title=title.strip()[:200], why=why.strip(), opened_by=by, opened_at=now,
                figures=figures.model_dump(mode="json"),
            )  # fmt: skip
    except IntegrityError:
        raise ProposalOpenAlready from None


def comment(proposal_id: UUID, text: str, *, by: User, now: datetime) -> ProposalComment:
    """The saved comment of somebody who sees proposals. Raises `NotFound`, `NotPermitted`, `ReasonMissing`."""
    proposal = Proposal.objects.visible_to(by).filter(pk=proposal_id).first()
    if proposal is None:
        raise NotFound
    if not sees_rules(by):
        raise NotPermitted
    if not text.strip():
        raise ReasonMissing({"text": ReasonMissing.message})
    return ProposalComment.objects.create(proposal=proposal, text=text.strip(), by=by, at=now)
