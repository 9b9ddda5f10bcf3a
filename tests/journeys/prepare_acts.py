"""What a house of acts has beside courts and people: a bank with its practice, a judge with forty matters, registers.

Run inside a house's environment after `prepare`; writes `matters.json`. The bank and its practice are made by the steps
of the demo. Cases lie in the past, as they do where people have worked for a while: their steps are those of the
registry, at the times that they would have had.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

BANK_CASES, MATTERS = 60, 40
COURT, JUDGE = "7511", "judge2.7511"
HEARD = ("accept", "start_preparation", "set_hearing", "open_hearing", "retire")
# How far the matters beside the one of the journey are, and what they are about.
STAGES: tuple[tuple[str, ...], ...] = ((), HEARD[:1], HEARD[:2], HEARD[:3], HEARD[:4])
SUBJECTS = (
    ("loan", "recover_debt"),
    ("wages", "recover_wages"),
    ("consumer", "refund"),
    ("flooding", "damages"),
    ("road_damage", "damages"),
)


def main() -> None:
    """Fill it; the numbers of the cases that the journeys are about go into `matters.json`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    from tarazy.robot.sources.beside import write_records
    from tarazy.site import demo_steps

    home = Path(settings.TARAZY_HOME)

    def silent(done: int, total: int | None = None, part: str = "") -> None:
        """The progress of a step, to nobody."""

    demo_steps.model_court(BANK_CASES)(home, silent)
    for step in (
        demo_steps.read_acts,
        demo_steps.fill_bank,
        demo_steps.build_practice,
        demo_steps.take_findings,
    ):
        step(home, silent)
    now = timezone.now()
    told = {"decide": _matter(0, HEARD, now), "object": _matter(1, HEARD[:4], now)}
    for number in range(2, MATTERS):
        _matter(number, STAGES[number % len(STAGES)], now)
    write_records(now)
    (home / "matters.json").write_text(json.dumps(told), encoding="utf-8")


def _matter(number: int, steps: tuple[str, ...], now: Any) -> dict[str, str]:
    """A case of the judge, filed weeks ago by one citizen against another; the first two are about wages."""
    from decimal import Decimal

    from tarazy.cases.actions.assign_judges import assign_judges
    from tarazy.cases.actions.change_parties import note_served
    from tarazy.cases.actions.file_case import file_case, register_case
    from tarazy.cases.filing_data import ClaimData, FilingData, PartyData
    from tarazy.courts.models import Judge
    from tarazy.people.models import User
    from tests.acts.desk.at_work import FILE, fill_file
    from tests.cases.factories import walk

    def person(name: str) -> Any:
        return User.objects.get(email__startswith=f"{name}@")

    def side(role: str, one: Any) -> PartyData:
        return PartyData(role=role, name=one.full_name, iin=one.iin, user_id=one.pk)

    careful = number < 2
    claimant = person("citizen3" if careful else f"party{number:03d}")
    defendant = person("citizen4" if careful else "party059")
    clerk, judge = person(f"clerk1.{COURT}"), Judge.objects.get(user=person(JUDGE))
    category, demand = SUBJECTS[1] if careful else SUBJECTS[number % len(SUBJECTS)]
    price = Decimal((561_240, 430_000)[number] if careful else 100_000 + 7_000 * number)
    filed = now - timedelta(days=24 - number % 20)
    filing = FilingData(
        court_code=COURT, kind="action", category=category,
        language="ru" if number % 2 == 0 or careful else "kk", price=price,
        parties=(side("claimant", claimant), side("defendant", defendant)),
        claims=(ClaimData(demand=demand, text="взыскать заявленную сумму", amount=price),),
    )  # fmt: skip
    case = file_case(filing, by=claimant, now=filed)
    case = register_case(case.pk, by=clerk, now=filed + timedelta(hours=3))
    first = case.proceedings.get()
    proceeding = assign_judges(
        first.pk, [judge.pk], by=clerk, now=filed + timedelta(hours=6), reference=f"draw-{number}"
    )
    if steps:
        walk(proceeding, judge, steps[:1], now=filed + timedelta(days=2))
        served = case.parties.get(side="defence")
        note_served(proceeding.pk, served.pk, "claim", by=clerk, now=filed + timedelta(days=3))
        proceeding.refresh_from_db()
        walk(proceeding, judge, steps[1:], now=filed + timedelta(days=4))
    if careful:
        fill_file(proceeding, FILE, filed + timedelta(days=4))
    return {"number": case.number or "", "uuid": str(case.uuid)}


if __name__ == "__main__":
    main()
