"""Makes the house of the journeys: an empty database with courts and people of every role, and who they are.

Run as a program with `TARAZY_HOME` and `DATABASE_URL` in the environment; writes `people.json` and `citizen.p12` there.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

KEY_PASSWORD = "Құпия-1917"


def main() -> None:
    """Migrate, fill courts and people, tell who is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from tarazy.modelcourt.filling.filling import fill_cast, fill_courts
    from tarazy.people.models import User
    from tarazy.people.pki.actions.issue_certificate import issue_certificate
    from tarazy.people.pki.rules import Subject

    call_command("migrate", verbosity=0, interactive=False)
    fill_courts()
    fill_cast(keys=False)
    home = Path(settings.TARAZY_HOME)
    people = {one.email.partition("@")[0]: _told(one) for one in User.objects.filter(is_model=True)}
    (home / "people.json").write_text(json.dumps(people, ensure_ascii=False), encoding="utf-8")
    one = User.objects.get(email__startswith="citizen0@")
    subject = Subject(one.iin or "", one.family_name, one.given_name, one.patronymic)
    key = issue_certificate(subject, KEY_PASSWORD, now=timezone.now(), user=one)
    (home / "citizen.p12").write_bytes(key)


def _told(user: Any) -> dict[str, str]:
    membership = user.memberships.select_related("organisation").first()
    return {
        "uuid": str(user.uuid),
        "family_name": user.family_name,
        "given_name": user.given_name,
        "patronymic": user.patronymic,
        "iin": user.iin,
        "language": user.language,
        "organisation": membership.organisation.name if membership else "",
        "bin": membership.organisation.bin if membership else "",
    }


if __name__ == "__main__":
    main()
