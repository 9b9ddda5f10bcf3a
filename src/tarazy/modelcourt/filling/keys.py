"""Demo keys: certificates of the test PKI for the people who sign."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tarazy.documents.signatures.demo_keys import demo_key, demo_open
from tarazy.people.models import RoleGrant, User
from tarazy.people.permissions import Role
from tarazy.people.pki.models import IssuedCertificate

SINCE = timedelta(
    days=150
)  # a certificate lasts a year: good for what was signed of late and for months to come
SIGNING = (Role.JUDGE, Role.COURT_CHAIR, Role.ADVOCATE, Role.REPRESENTATIVE, Role.COMPANY)
OF_EACH = 3


def fill_keys(now: datetime) -> int:
    """A key for the people offered first in the demo; how many were made. Others get theirs when they first sign."""
    if not demo_open():
        return 0
    known, folder = forget_strange_keys(), _folder()
    made = 0
    for user in _wanted():
        if user.pk not in known or not (folder / f"{user.pk}.p12").is_file():
            demo_key(user, now=now - SINCE)
            made += 1
    return made


def forget_strange_keys() -> set[int]:
    """Take away key files whose certificates aren't known here: of another database, or of a filling that was stopped
    before its transaction was kept. Returns whose keys are known."""
    known = set(IssuedCertificate.objects.filter(revoked_at=None).values_list("user", flat=True))
    for path in _folder().glob("*.p12"):
        if not path.stem.isdigit() or int(path.stem) not in known:
            path.unlink(missing_ok=True)
    return known


def _folder() -> Path:
    return Path(settings.TARAZY_HOME) / "demo-keys"


def _wanted() -> list[User]:
    wanted: dict[int, User] = {}
    for role in SIGNING:
        grants = RoleGrant.objects.filter(role=role, user__is_model=True).select_related("user")
        for grant in grants.order_by("user_id")[: OF_EACH + 3 * (role in (Role.JUDGE, Role.COURT_CHAIR))]:
            wanted[grant.user_id] = grant.user
    for user in User.objects.filter(is_model=True, email__startswith="citizen").order_by("pk"):
        wanted[user.pk] = user
    return list(wanted.values())
