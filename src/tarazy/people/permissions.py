"""The one map from roles to permissions. Pages, API and exports ask `may` or `require` and nothing else.

A role says what somebody may do at all; whether they may do it in *this* case is a rule of the case (its judge,
its parties, its court). Both must agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tarazy.people.refusals import NotPermitted

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from tarazy.people.models import User


class Role(models.TextChoices):
    """What somebody is in the court. A citizen is everybody who has an account."""

    CITIZEN = "citizen", _("citizen")
    REPRESENTATIVE = "representative", _("representative")
    ADVOCATE = "advocate", _("advocate")
    COMPANY = "company", _("company")
    REGISTRY_CLERK = "registry_clerk", _("registry clerk")
    JUDGE = "judge", _("judge")
    JUDGE_ASSISTANT = "judge_assistant", _("judge's assistant")
    HEARING_SECRETARY = "hearing_secretary", _("hearing secretary")
    COURT_CHAIR = "court_chair", _("court chair")
    BAILIFF = "bailiff", _("bailiff")
    PROSECUTOR = "prosecutor", _("prosecutor")
    INVESTIGATOR = "investigator", _("investigator")
    MEDIATOR = "mediator", _("mediator")
    TRAINEE = "trainee", _("trainee judge")
    MENTOR = "mentor", _("mentor judge")
    EXAMINER = "examiner", _("examiner")
    AUDITOR = "auditor", _("auditor")
    OPERATOR = "operator", _("operator")


class Permission(models.TextChoices):
    """What may be done. Named verb_object; a page or endpoint asks for exactly one."""

    FILE_CLAIM = "file_claim", _("file a claim")
    REPRESENT_OTHERS = "represent_others", _("act for others by a power of attorney")
    READ_COURT_CASES = "read_court_cases", _("see the cases of the court")
    READ_SEALED_CASES = "read_sealed_cases", _("see the sealed cases of the court")
    READ_CLOSED_ACTS = "read_closed_acts", _("see closed acts and the names in acts")
    ANSWER_ANOMALIES = "answer_anomalies", _("answer an anomaly of practice")
    REGISTER_CASES = "register_cases", _("register filings")
    SCAN_PAPERS = "scan_papers", _("take in papers")
    ROUTE_PAPERS = "route_papers", _("carry internal papers")
    APPROVE_PAPERS = "approve_papers", _("resolve and approve internal papers")
    SERVE_DOCUMENTS = "serve_documents", _("serve documents")
    DRAFT_RULINGS = "draft_rulings", _("prepare drafts of rulings")
    SIGN_RULINGS = "sign_rulings", _("sign rulings")
    KEEP_PROTOCOL = "keep_protocol", _("keep the protocol")
    START_DRAW = "start_draw", _("start the distribution of a case")
    REPLACE_JUDGE = "replace_judge", _("replace a judge for a stated reason")
    MANAGE_ABSENCE = "manage_absence", _("record absence of judges")
    SEAL_CASES = "seal_cases", _("seal and unseal")
    BREAK_GLASS = "break_glass", _("open a case in an emergency, with a written reason")
    SEE_FAIRNESS = "see_fairness", _("see the figures of distribution")
    SEE_AUDIT = "see_audit", _("see who did and looked at what")
    INVITE_STAFF = "invite_staff", _("invite staff")
    OPERATE = "operate", _("run the system")
    CONFIRM_ANONYMISATION = "confirm_anonymisation", _("confirm that an act names nobody")
    SEE_AI_USES = "see_ai_uses", _("see what models and robots were used for")
    SWITCH_AI_SYSTEMS = "switch_ai_systems", _("switch a model or a robot on, off or back")
    ADOPT_RULES = "adopt_rules", _("propose and adopt rules of the robot")
    MEDIATE = "mediate", _("conduct conciliation")
    LEARN = "learn", _("learn at the academy")
    MENTOR = "mentor", _("guide a trainee")
    EXAMINE = "examine", _("examine candidates")


P = Permission
_PERSON = frozenset({P.FILE_CLAIM})
_PARTY_FOR_OTHERS = _PERSON | {P.REPRESENT_OTHERS}
_STAFF = frozenset({P.READ_COURT_CASES})
_JUDGE = _STAFF | {
    P.READ_CLOSED_ACTS,
    P.ANSWER_ANOMALIES,
    P.DRAFT_RULINGS,
    P.SIGN_RULINGS,
    P.BREAK_GLASS,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CITIZEN: _PERSON,
    Role.REPRESENTATIVE: _PARTY_FOR_OTHERS,
    Role.ADVOCATE: _PARTY_FOR_OTHERS,
    Role.COMPANY: _PERSON,
    Role.REGISTRY_CLERK: _STAFF
    | {
        P.REGISTER_CASES,
        P.SCAN_PAPERS,
        P.ROUTE_PAPERS,
        P.SERVE_DOCUMENTS,
        P.START_DRAW,
        P.CONFIRM_ANONYMISATION,
    },
    Role.JUDGE: _JUDGE,
    Role.JUDGE_ASSISTANT: _STAFF
    | {P.READ_CLOSED_ACTS, P.DRAFT_RULINGS, P.ROUTE_PAPERS, P.SERVE_DOCUMENTS, P.CONFIRM_ANONYMISATION},
    Role.HEARING_SECRETARY: _STAFF | {P.KEEP_PROTOCOL, P.SERVE_DOCUMENTS},
    Role.COURT_CHAIR: _JUDGE
    | {
        P.READ_SEALED_CASES,
        P.ROUTE_PAPERS,
        P.APPROVE_PAPERS,
        P.START_DRAW,
        P.REPLACE_JUDGE,
        P.MANAGE_ABSENCE,
        P.SEAL_CASES,
        P.SEE_FAIRNESS,
        P.SEE_AUDIT,
        P.INVITE_STAFF,
        P.CONFIRM_ANONYMISATION,
        P.SEE_AI_USES,
        P.ADOPT_RULES,
    },
    Role.BAILIFF: _PERSON,
    Role.PROSECUTOR: _PERSON,
    Role.INVESTIGATOR: _PERSON,
    Role.MEDIATOR: frozenset({P.MEDIATE}),
    Role.TRAINEE: frozenset({P.LEARN}),
    Role.MENTOR: frozenset({P.MENTOR}),
    Role.EXAMINER: frozenset({P.EXAMINE}),
    Role.AUDITOR: frozenset({P.SEE_AUDIT, P.SEE_FAIRNESS, P.SEE_AI_USES}),
    Role.OPERATOR: frozenset({P.OPERATE, P.INVITE_STAFF, P.SWITCH_AI_SYSTEMS}),
}

# Roles that somebody gets by registering; every other is given by invitation.
SELF_GIVEN = frozenset({Role.CITIZEN, Role.REPRESENTATIVE, Role.COMPANY})
# Roles that belong to one court: a grant without a court gives nothing.
OF_A_COURT = frozenset(
    {Role.REGISTRY_CLERK, Role.JUDGE, Role.JUDGE_ASSISTANT, Role.HEARING_SECRETARY, Role.COURT_CHAIR}
)


def courts_where(
    user: User | AnonymousUser | None, permission: Permission, *, now: datetime | None = None
) -> frozenset[str] | None:
    """Codes of the courts in which `user` holds `permission` now; `None` means in every court.

    An empty set means nowhere: the answer for nobody, for inactive people, for roles that lack it, and for an
    access token that doesn't name it.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    scopes = getattr(user, "token_scopes", None)  # set where a program acts by an access token
    if scopes is not None and permission not in scopes:
        return frozenset()
    if permission in _PERSON:
        return None
    found: set[str] = set()
    for role, court_code in user.roles_at(now or timezone.now()):
        if permission in ROLE_PERMISSIONS[role]:
            if court_code:
                found.add(court_code)
            elif role not in OF_A_COURT:
                return None
    return frozenset(found)


def may(
    user: User | AnonymousUser | None,
    permission: Permission,
    court_code: str | None = None,
    *,
    now: datetime | None = None,
) -> bool:
    """Whether `user` holds `permission` in the court `court_code`, or in any court where none is named."""
    courts = courts_where(user, permission, now=now)
    if courts is None:
        return True
    return court_code in courts if court_code else bool(courts)


def require(
    user: User | AnonymousUser | None,
    permission: Permission,
    court_code: str | None = None,
    *,
    now: datetime | None = None,
) -> None:
    """Raises `NotPermitted` unless `may(...)`."""
    if not may(user, permission, court_code, now=now):
        raise NotPermitted
