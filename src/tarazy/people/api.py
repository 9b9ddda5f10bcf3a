"""Accounts for programs: who am I, sessions, powers of attorney, invitations."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from tarazy.people import rules
from tarazy.people.actions.invite import invite, withdraw_invitation
from tarazy.people.actions.powers import accept_power, revoke_power
from tarazy.people.api_auth import signed_in
from tarazy.people.limits import spend
from tarazy.people.models import Invitation, Language, PowerOfAttorney
from tarazy.people.paging import Page, page_of
from tarazy.people.permissions import Permission, Role, may, require
from tarazy.people.refusals import Invalid, NotPermitted
from tarazy.people.representation import powers_seen_by
from tarazy.people.sessions import end_session, sessions_of
from tarazy.people.views.staff import invitations_seen_by

router = Router(tags=["people"], auth=signed_in)


class RoleLine(Schema):
    """A role held now, and its court's code (empty for roles of no court)."""

    role: Role
    court: str


class Me(Schema):
    """The account that calls."""

    id: UUID
    name: str
    email: str
    language: str
    roles: list[RoleLine]
    permissions: list[Permission]


class SessionLine(Schema):
    """A place where one is signed in."""

    id: int
    address: str
    browser: str
    since: datetime
    last_seen: datetime
    current: bool


class PowerLine(Schema):
    """A power of attorney that one gave or holds."""

    id: UUID
    principal: str
    representative: str
    held: bool
    scope: list[str]
    since: Date
    until: Date
    accepted_at: datetime | None
    revoked_at: datetime | None
    in_force: bool


class InvitationLine(Schema):
    """An invitation to a role."""

    id: UUID
    email: str
    role: Role
    court: str
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None
    open: bool


class NewInvitation(Schema):
    """Whom to invite to which role. `court` is a code, empty for roles of no court."""

    email: str
    role: Role
    court: str = ""
    language: Language = Language.KAZAKH


@router.get("/me", response=Me, url_name="me")
def me(request: HttpRequest) -> Me:
    """Who calls, with roles and permissions (those of the token where one is used)."""
    user = request.user
    roles = [RoleLine(role=role, court=court) for role, court in user.roles_at(timezone.now())]
    return Me(
        id=user.uuid,
        name=user.full_name,
        email=user.email,
        language=user.language,
        roles=roles,
        permissions=[one for one in Permission if may(user, one)],
    )


@router.get("/me/sessions", response=list[SessionLine], url_name="sessions")
def sessions(request: HttpRequest) -> list[SessionLine]:
    """Where one is signed in. Not for programs."""
    _by_browser(request)
    key = request.session.session_key
    return [
        SessionLine(
            id=one.pk,
            address=one.ip,
            browser=one.user_agent,
            since=one.created_at,
            last_seen=one.last_seen_at,
            current=one.session_key == key,
        )
        for one in sessions_of(request.user)
    ]


@router.delete("/me/sessions/{int:session_id}", response={204: None}, url_name="session")
def sign_out(request: HttpRequest, session_id: int) -> Status:
    """Sign out there. Not for programs."""
    _by_browser(request)
    end_session(request.user, session_id)
    return Status(204, None)


@router.get("/powers", response=list[PowerLine], url_name="powers")
def powers(request: HttpRequest, page: Query[Page]) -> list[PowerLine]:
    """Powers of attorney that one gave or holds, the newest first."""
    rows = powers_seen_by(request.user, timezone.now())
    return [_power_line(request, one) for one in page_of(rows, page, request)]


@router.post("/powers/{power_id}/accept", response=PowerLine, url_name="accept_power")
def accept(request: HttpRequest, power_id: UUID) -> PowerLine:
    """Accept a power that somebody gave."""
    now = timezone.now()
    found = get_object_or_404(powers_seen_by(request.user, now), uuid=power_id)
    return _power_line(request, accept_power(found, request.user, now))


@router.post("/powers/{power_id}/revoke", response=PowerLine, url_name="revoke_power")
def revoke(request: HttpRequest, power_id: UUID) -> PowerLine:
    """End a power at once, as its principal or its representative."""
    now = timezone.now()
    found = get_object_or_404(powers_seen_by(request.user, now), uuid=power_id)
    return _power_line(request, revoke_power(found, request.user, now))


@router.get("/invitations", response=list[InvitationLine], url_name="invitations")
def invitations(request: HttpRequest, page: Query[Page]) -> list[InvitationLine]:
    """Invitations of the courts for which one invites, the newest first."""
    require(request.user, Permission.INVITE_STAFF)
    return [_invitation_line(one) for one in page_of(invitations_seen_by(request.user), page, request)]


@router.post("/invitations", response={201: InvitationLine}, url_name="invite")
def new_invitation(request: HttpRequest, asked: NewInvitation) -> Status:
    """Invite somebody; the letter leads to a page, its token is told to nobody else."""
    spend("invitation", request)
    try:
        validate_email(asked.email)
    except ValidationError as fault:
        raise Invalid({"email": fault.messages[0]}) from None
    path = reverse("people:invitation", args=["TOKEN"])
    address = request.build_absolute_uri(path).replace("TOKEN", "{token}")
    made = invite(
        asked.email,
        asked.role,
        asked.court,
        asked.language,
        request.user,
        timezone.now(),
        address=address,
    )
    return Status(201, _invitation_line(made))


@router.delete("/invitations/{invitation_id}", response=InvitationLine, url_name="withdraw_invitation")
def withdraw(request: HttpRequest, invitation_id: UUID) -> InvitationLine:
    """Withdraw an invitation."""
    require(request.user, Permission.INVITE_STAFF)
    found = get_object_or_404(invitations_seen_by(request.user), uuid=invitation_id)
    return _invitation_line(withdraw_invitation(found, request.user, timezone.now()))


def _by_browser(request: HttpRequest) -> None:
    if hasattr(request.user, "token_scopes"):
        raise NotPermitted


def _power_line(request: HttpRequest, power: PowerOfAttorney) -> PowerLine:
    now = timezone.now()
    return PowerLine(
        id=power.uuid,
        principal=str(power.principal),
        representative=power.representative.full_name,
        held=power.representative_id == request.user.pk,
        scope=list(power.scope),
        since=power.since,
        until=power.until,
        accepted_at=power.accepted_at,
        revoked_at=power.revoked_at,
        in_force=rules.in_force(power.terms, timezone.localdate(now), now),
    )


def _invitation_line(one: Invitation) -> InvitationLine:
    return InvitationLine(
        id=one.uuid,
        email=one.email,
        role=Role(one.role),
        court=one.court_code,
        expires_at=one.expires_at,
        accepted_at=one.accepted_at,
        withdrawn_at=one.withdrawn_at,
        open=one.open_at(timezone.now()),
    )
