"""Makes a finished draft for somebody and prints its id; run inside a house's environment.

Arguments: who files, the definition, the court, the language, who claims (a person), and `power` if by a power. With
`company` two organisations stand against each other: that of `head1` against that of `head0`.
"""

from __future__ import annotations

import os
import sys
from typing import Any


def main(who: str, name: str, court: str, language: str, claimant: str, *more: str) -> None:
    """Print the id of a draft with every page answered."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    from tarazy.courts.models import Court
    from tarazy.people.models import User
    from tests.cabinet.factories import a_finished_draft, person_form

    def found(name: str) -> Any:
        return User.objects.get(email__startswith=f"{name}@")

    def company(head: str) -> dict[str, str]:
        one = found(head).memberships.get().organisation
        return {"answer-kind": "company", "answer-organisation": one.name, "answer-bin": one.bin}

    by = found(who)
    fixed: dict[str, dict[str, Any]] = {
        "fee_deferral": {"answer": "no"},
        "extraterritorial": {"answer": "no"},
        "without_ai": {"answer": "no"},
    }
    if "company" in more:
        fixed |= {"claimant": company("head1"), "defendant": company("head0")}
    else:
        fixed |= {"claimant": person_form(found(claimant)), "defendant": company("head1")}
    if "power" in more:
        acting = person_form(by) | {
            "answer-authority": "power_of_attorney",
            "answer-phone": "+7 701 111 22 33",
        }
        fixed |= {"represented": {"answer": "yes"}, "representative": acting}
    draft = a_finished_draft(by, name, court=Court.objects.get(code=court), language=language, fixed=fixed)
    sys.stdout.write(f"{draft.pk}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
