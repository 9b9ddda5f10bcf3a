"""Who drives the load: sessions, signed papers, addresses to read. `python -m tarazy.site.load.actors FILERS READERS`.

Run beside the server, on its database and home folder; prints one JSON object. Sessions are made here and not by
signing in, so that the first minute measures the court and not argon2. Signed papers are kept for the next run.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path
from random import Random
from typing import Any

LONG_DOCKET = 500


def actors(filers: int, readers: int) -> dict[str, Any]:
    """Those who file (session, who they are, the path of their signed paper) and those who read (session, addresses)."""
    from tarazy.courts.models import Court
    from tarazy.people.models import User
    from tarazy.site.load.filling import DOMAIN

    known = User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk")
    citizens = list(known.filter(email__startswith="citizen")[:filers])
    shares = (("judge", readers * 6 // 10), ("clerk", readers * 2 // 10), ("citizen", 0))
    reading: list[dict[str, Any]] = []
    for role, count in shares:
        count = count or readers - len(reading)
        people = _spread(list(known.filter(email__startswith=role)), count)
        reading += [_reader(role, user) for user in people]
    long = _long_docket()
    if long:
        reading.append(long)
    courts = list(Court.objects.filter(instance="first", kind="district").values_list("code", flat=True))
    filing = [
        {"session": _session(user), "name": user.full_name, "iin": user.iin, "id": user.pk}
        for user in citizens
    ]
    folder = Path(os.environ["TARAZY_HOME"]) / "load"
    folder.mkdir(exist_ok=True)
    for one, user in zip(filing, citizens, strict=True):
        one["paper"] = _signed_paper(user, folder)
    return {"filers": filing, "readers": reading, "courts": courts}


def _spread(people: list[Any], count: int) -> list[Any]:
    step = max(1, len(people) // max(1, count))
    return people[::step][:count]


def _reader(role: str, user: Any) -> dict[str, Any]:
    """A session with the addresses that this person opens: (kind, path), their likes in a working day."""
    from tarazy.cases.models import Case, Party

    if role == "judge":
        cases = Case.objects.filter(proceedings__assignments__judge__user=user)
    elif role == "clerk":
        cases = Case.objects.filter(court__in=user.grants.values("court_code"))
    else:
        cases = Case.objects.filter(parties__user=user)
    rows = list(cases.order_by("-filed_at")[:20])
    words = list(
        Party.objects.filter(case__in=[row.pk for row in rows], kind="person").values_list("name", flat=True)[
            :20
        ]
    )
    pages = [("home", "/ru/home/")] * 6
    pages += [("docket", f"/ru/cases/{row.uuid}/docket/") for row in rows[:8]]
    pages += [("search by number", f"/ru/cases/?q={row.number}") for row in rows[:3] if row.number]
    pages += [("search by name", f"/ru/cases/?q={word.split(' ')[0]}") for word in words[:3]]
    pages += [("cases of the court", "/ru/cases/")]
    return {"role": role, "session": _session(user), "pages": pages}


def _long_docket() -> dict[str, Any] | None:
    """The judge whose case has two thousand entries."""
    from tarazy.cases.models import Assignment, Case

    case = Case.objects.filter(docket_size__gte=LONG_DOCKET).order_by("-docket_size").first()
    seat = case and Assignment.objects.filter(proceeding__case=case, judge__user__isnull=False).first()
    if not case or not seat:
        return None
    path = f"/ru/cases/{case.uuid}/docket/"
    pages = [("docket of 2,000", path), ("docket of 2,000", f"{path}?order=oldest"), ("home", "/ru/home/")]
    return {"role": "judge", "session": _session(seat.judge.user), "pages": pages}


def _session(user: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _signed_paper(user: Any, folder: Path) -> str:
    """The path of a claim of this person, signed with a key of the test PKI."""
    from django.utils import timezone

    from tarazy.documents.signatures.pkcs12_signer import LocalPkcs12Signer
    from tarazy.people.pki.actions.issue_certificate import issue_certificate
    from tarazy.people.pki.rules import Subject
    from tarazy.site.load.papers import paper

    path = folder / f"paper-{user.iin}.pdf"
    if not path.exists():
        subject = Subject(user.iin or "", user.family_name, user.given_name, user.patronymic)
        secret = base64.b64encode(Random(user.pk).randbytes(12)).decode()
        key = issue_certificate(subject, secret, now=timezone.now(), user=user)
        signed = LocalPkcs12Signer(key, secret).sign_pdf(
            paper(f"claim/{user.pk}", 60_000), reason="", now=timezone.now()
        )
        path.write_bytes(signed)
    return str(path)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    django.setup()
    print(json.dumps(actors(int(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
