"""A proposal is adopted in shadow mode, declined, taken into use or switched off again: each with its reason."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.cases.ai_use import AiUse, hash_of, tell_use
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import NotFound
from tarazy.robot.comparing import LEAST_COMPARED, compared
from tarazy.robot.covering import system_of, table_now
from tarazy.robot.models import Proposal, ProposalComment, TableSwitch
from tarazy.robot.refusals import NotCompared, ProposalClosed, ReasonMissing, TableUnknown

if TYPE_CHECKING:
    from tarazy.people.models import User

LEAST_WORDS = 3
Kind = ProposalComment.Kind


def adopt_in_shadow(proposal_id: UUID, table: str, reason: str, *, by: User, now: datetime) -> Proposal:
    """The proposal, carried out by a rule table whose drafts are kept from everybody and compared.

    Raises `NotFound`, `NotPermitted`, `ReasonMissing`, `TableUnknown`, `ProposalClosed`.
    """
    with transaction.atomic():
        proposal = _locked(proposal_id, reason, by, now)
        if proposal.state != Proposal.State.OPEN:
            raise ProposalClosed
        if table_now(table, now) is None:
            raise TableUnknown({"table": table}, table=table)
        proposal.table = table
        _decided(proposal, Proposal.State.SHADOW, Kind.ADOPTED, reason, by, now)
        switch(table, TableSwitch.Mode.SHADOW, reason, by=by, now=now)
    return proposal


def decline(proposal_id: UUID, reason: str, *, by: User, now: datetime) -> Proposal:
    """The proposal, declined. Raises `NotFound`, `NotPermitted`, `ReasonMissing`, `ProposalClosed`."""
    with transaction.atomic():
        proposal = _locked(proposal_id, reason, by, now)
        if proposal.state not in (Proposal.State.OPEN, Proposal.State.SHADOW):
            raise ProposalClosed
        if proposal.state == Proposal.State.SHADOW:
            switch(proposal.table, TableSwitch.Mode.OFF, reason, by=by, now=now)
        _decided(proposal, Proposal.State.DECLINED, Kind.DECLINED, reason, by, now)
    return proposal


def take_into_use(proposal_id: UUID, reason: str, *, by: User, now: datetime) -> Proposal:
    """The proposal, in use: from now on judges get the drafts of its table.

    Raises `NotFound`, `NotPermitted`, `ReasonMissing`, `ProposalClosed`, `NotCompared` before enough drafts were
    compared with signed acts.
    """
    with transaction.atomic():
        proposal = _locked(proposal_id, reason, by, now)
        if proposal.state != Proposal.State.SHADOW:
            raise ProposalClosed
        shown = compared(proposal.table)
        if not shown.enough:
            raise NotCompared(compared=shown.compared, least=LEAST_COMPARED)
        _decided(proposal, Proposal.State.IN_USE, Kind.SWITCHED_ON, reason, by, now)
        switch(proposal.table, TableSwitch.Mode.USE, reason, by=by, now=now)
    return proposal


def switch_off(proposal_id: UUID, reason: str, *, by: User, now: datetime) -> Proposal:
    """The proposal, back in shadow mode: judges get no drafts of its table any more.

    Raises `NotFound`, `NotPermitted`, `ReasonMissing`, `ProposalClosed`.
    """
    with transaction.atomic():
        proposal = _locked(proposal_id, reason, by, now)
        if proposal.state != Proposal.State.IN_USE:
            raise ProposalClosed
        _decided(proposal, Proposal.State.SHADOW, Kind.SWITCHED_OFF, reason, by, now)
        switch(proposal.table, TableSwitch.Mode.SHADOW, reason, by=by, now=now)
    return proposal


def switch(table: str, mode: str, reason: str, *, by: User, now: datetime) -> TableSwitch:
    """The saved switch; the log of uses is told who switched what. Inside a transaction."""
    row = TableSwitch.objects.create(table=table, mode=mode, reason=reason.strip(), by=by, at=now)
    edition = table_now(table, now)
    tell_use(
        AiUse(
            key=f"robot-switch:{row.pk}",
            system=system_of(table),
            versions={"table": f"{table} {edition.version if edition else ''}".strip()},
            input_hash=hash_of({"table": table, "mode": str(mode)}),
            output={"switched": str(mode)},
            at=now,
            by=by,
        )
    )
    return row


def _locked(proposal_id: UUID, reason: str, by: User, now: datetime) -> Proposal:
    if not Proposal.objects.visible_to(by).filter(pk=proposal_id).exists():
        raise NotFound
    require(by, Permission.ADOPT_RULES, now=now)
    if len(reason.split()) < LEAST_WORDS:
        raise ReasonMissing({"reason": ReasonMissing.message})
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)


def _decided(proposal: Proposal, state: str, kind: str, reason: str, by: User, now: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now
    proposal.save(update_fields=["state", "table", "decided_by", "decided_at"])
    ProposalComment.objects.create(proposal=proposal, kind=kind, text=reason.strip(), by=by, at=now)
