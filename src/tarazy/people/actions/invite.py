"""Invite somebody to a role by a letter; withdraw it; accept it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from tarazy.people import rules
from tarazy.people.actions.roles import grant
from tarazy.people.court_names import court_name
from tarazy.people.ledgered import note
from tarazy.people.models import Invitation, User
from tarazy.people.permissions import Permission, Role, require
from tarazy.people.refusals import Invalid, InvitationOver, NotFound, NotYourInvitation, RoleNotGiven


@dataclass(frozen=True)
class Invited:
    """What somebody who has no account yet says of themselves."""

    iin: str
    family_name: str
    given_name: str
    patronymic: str
    language: str
    password: str


@transaction.atomic
def invite(
    email: str, role: Role, court_code: str, language: str, by: User, now: datetime, *, address: str
) -> Invitation:
    """The invitation; its letter goes out when the transaction is done.

    `address` is that of the page, with `{token}` where the secret goes: only its hash is kept. The answer is the same
    whether or not the e-mail has an account. Raises NotPermitted, RoleNotGiven.
    """
    require(by, Permission.INVITE_STAFF, court_code or None, now=now)
    if not rules.may_give(by.roles_at(now), role, court_code):
        raise RoleNotGiven
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        email=email.strip().lower(),
        role=role,
        court_code=court_code,
        language=language,
        token_sha256=hashed(token),
        invited_by=by,
        made_at=now,
        expires_at=now + timedelta(days=settings.INVITATION_DAYS),
    )
    note("invited", court_code, by, now, invitation=str(made.uuid), role=role.value)
    transaction.on_commit(lambda: _send(made, address.replace("{token}", token)))
    return made


@transaction.atomic
def withdraw_invitation(invitation: Invitation, by: User, now: datetime) -> Invitation:
    """The invitation, which can't be accepted any more. Raises NotPermitted, RoleNotGiven, InvitationOver."""
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    require(by, Permission.INVITE_STAFF, found.court_code or None, now=now)
    if not rules.may_give(by.roles_at(now), Role(found.role), found.court_code):
        raise RoleNotGiven
    if not found.open_at(now):
        raise InvitationOver
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    note("invitation_withdrawn", found.court_code, by, now, invitation=str(found.uuid))
    return found


def invitation_of(token: str, now: datetime) -> Invitation:
    """The open invitation with this token. Raises NotFound for none, InvitationOver."""
    found = Invitation.objects.select_related("invited_by").filter(token_sha256=hashed(token)).first()
    if found is None:
        raise NotFound
    if not found.open_at(now):
        raise InvitationOver
    return found


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User | None, said: Invited | None, now: datetime) -> User:
    """The user with the role: who is signed in with that e-mail, or a new account.

    Whoever invited must still be allowed to. Raises InvitationOver, NotYourInvitation, RolesClash, and Invalid if the
    number belongs to another account (the letter's owner may know that).
    """
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    inviter = found.invited_by
    allowed = inviter.is_active and rules.may_give(inviter.roles_at(now), Role(found.role), found.court_code)
    if not found.open_at(now) or not allowed:
        raise InvitationOver
    if user is None:
        user = _new_account(found, said, now)
    elif user.email != found.email:
        raise NotYourInvitation
    grant(user, Role(found.role), found.court_code, inviter, now)
    found.accepted_at, found.accepted_by = now, user
    found.save(update_fields=["accepted_at", "accepted_by"])
    note("invitation_accepted", found.court_code, user, now, invitation=str(found.uuid), user=str(user.uuid))
    return user


def hashed(token: str) -> str:
    """What is kept of a secret."""
    return sha256(token.encode()).hexdigest()


def _new_account(invitation: Invitation, said: Invited | None, now: datetime) -> User:
    if said is None or User.objects.filter(email=invitation.email).exists():
        raise NotYourInvitation
    if User.objects.filter(iin=said.iin).exists():
        raise Invalid({"iin": _taken()})
    user = User.objects.create_user(
        invitation.email,
        said.password,
        iin=said.iin,
        family_name=said.family_name,
        given_name=said.given_name,
        patronymic=said.patronymic,
        language=said.language,
    )
    # The link came by that e-mail, so it is the person's own.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _taken() -> str:
    return translation.gettext(
        "There is an account with this IIN. Sign in to it and let its e-mail be invited."
    )


def _send(invitation: Invitation, address: str) -> None:
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "role": Role(invitation.role).label,
            "court": court_name(invitation.court_code) if invitation.court_code else "",
            "address": address,
        }
        subject = render_to_string("people/email/invitation_subject.txt", context)
        body = render_to_string("people/email/invitation_message.txt", context)
    send_mail(" ".join(subject.split()), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [invitation.email])
