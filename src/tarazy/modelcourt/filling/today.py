"""What makes today's inboxes whole: cases told with care, and what goes on beside the usual way of a case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tarazy.courts.actions.record_absence import record_absence
from tarazy.courts.models import Absence, Judge
from tarazy.modelcourt.filling import beside
from tarazy.modelcourt.filling.cast import ADMINISTRATIVE, DISTRICT, ECONOMIC, SECOND_DISTRICT
from tarazy.modelcourt.filling.plans import Plan, Step, plan
from tarazy.modelcourt.filling.telling import Telling, Told
from tarazy.people.permissions import Role

FAMILY = ("divorce", "child_support", "loan", "consumer", "wages", "flooding", "road_damage", "utilities_debt",
          "microcredit")  # fmt: skip
IN_KAZAKH = ("response", "wages", "returned", "sealed", "public_kk")
PUBLIC = ("public", "public_kk")  # judgments that are in the bank by now: without desks they stay announced
CIVIL: dict[str, Any] = {"group": "civil"}
# Cases of the people who are offered to sign in as. (name, row of the mix, what is fixed)
CAREFUL: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("response", {"way": "action", "stop": "serve", "rest": [9.6, 10]},
     {"subject": "loan", "claimant": "party000", "defendant": "citizen0"}),
    ("wages", {"way": "action", "stop": "start_preparation", "rest": [3, 4]},
     {"subject": "wages", "claimant": "citizen0"}),
    ("represented", {"way": "action", "stop": "set_hearing", "rest": [3, 5]},
     {"subject": "consumer", "claimant": "citizen1"}),
    ("copy", {"way": "action", "stop": "accept", "rest": [1, 1.3]},
     {"subject": "flooding", "claimant": "party001", "defendant": "citizen1"}),
    ("order", {"way": "order", "group": "debt", "stop": "serve", "rest": [6, 6.5]},
     {"subject": "microcredit", "defendant": "citizen2"}),
    ("appealable", {"way": "action", "stop": "send_judgment", "rest": [22, 23]},
     {"subject": "road", "claimant": "citizen3", "defendant": "party002"}),
    ("divorce", {"way": "action", "stop": "file", "rest": [0, 0]},
     {"subject": "divorce", "claimant": "citizen4", "defendant": "citizen5"}),
    ("returned", {"way": "returned", "stop": "return_claim=no_pretrial", "rest": [5, 6]},
     {"subject": "loan", "claimant": "citizen5", "defendant": "party003"}),
    ("sealed", {"way": "action", "stop": "start_preparation", "rest": [2, 3]},
     {"subject": "support", "claimant": "citizen2", "defendant": "party004"}),
    ("sealed_party", {"way": "action", "stop": "start_preparation", "rest": [6, 7]},
     {"subject": "divorce", "claimant": "party005", "defendant": "party006"}),
    ("alarm", {"way": "action", "stop": "distribute", "rest": [1, 1]},
     {"subject": "land", "claimant": "citizen3", "defendant": "party007"}),
    ("elsewhere", {"way": "administrative", "group": "public", "stop": "distribute", "rest": [3, 3]},
     {"subject": "state_act", "claimant": "citizen1", "court": ADMINISTRATIVE,
      "extraterritorial": "claimant_choice"}),
    ("split", {"way": "action", "stop": "start_preparation", "rest": [4, 5]},
     {"subject": "road", "court": SECOND_DISTRICT, "further": {"claims": 2}}),
    ("superseded", {"way": "action", "group": "economic", "stop": "distribute", "rest": [2, 2]},
     {"subject": "works", "court": ECONOMIC}),
    ("transfer", {"way": "action", "stop": "distribute", "rest": [2, 2]}, {"subject": "consumer"}),
    ("emergency", {"way": "action", "stop": "open_hearing", "rest": [2, 3]}, {"subject": "flooding"}),
    ("public", {"way": "action", "stop": "announce", "rest": [52, 54]},
     {"subject": "loan", "claimant": "party020", "defendant": "party021"}),
    ("public_kk", {"way": "action", "stop": "announce", "rest": [55, 57]},
     {"subject": "flooding", "claimant": "party022", "defendant": "party023"}),
)  # fmt: skip


def plans_of_today(telling: Telling, seed: int) -> dict[str, Told]:
    """Put the careful cases, two filed again, and those to be joined on the way; absences first."""
    _absent(telling)
    told = {}
    for number, (name, row, fixed) in enumerate(CAREFUL):
        fields = {"court": DISTRICT, "further": {"signed": True}} | fixed
        language = "kk" if name in IN_KAZAKH else "ru"
        made = plan(CIVIL | row, f"{seed}/today/{name}", number, telling.now, **fields)
        told[name] = telling.add(replace(made, language=language))
    for name in ("returned", "divorce"):
        told[f"{name}_again"] = telling.add(_again(told[name].plan, telling))
    for number in (1, 2):
        joined = plan(CIVIL | {"way": "action", "stop": "start_preparation", "rest": [3, 3]},
                      f"{seed}/today/join{number}", number, telling.now, subject="flooding",
                      court=SECOND_DISTRICT, claimant="party010", defendant=f"party01{number}")  # fmt: skip
        told[f"join{number}"] = telling.add(joined)
    return told


def make_today(telling: Telling, told: dict[str, Told]) -> None:
    """What the court does beside the usual way of a case, up to now."""
    beside.supersede(telling, told["superseded"])
    beside.seals(telling, told["sealed"], told["sealed_party"])
    beside.emergencies(telling, told["emergency"], told["wages"])
    beside.papers(telling)
    beside.split(telling, told["split"])
    beside.join(telling, told["join1"], told["join2"])
    beside.transfer(telling, told["transfer"])
    beside.copy_to_open(telling, told["copy"])
    beside.scan(telling)


def _again(first: Plan, telling: Telling) -> Plan:
    """The same claim filed again a little while ago."""
    at = max(telling.now - timedelta(minutes=20), first.steps[-1].at + timedelta(minutes=3))
    at = min(at, telling.now - timedelta(minutes=1))
    return replace(first, key=f"{first.key}/again", steps=(Step("file", "", at),), further={})


def _absent(telling: Telling) -> None:
    """In the district court a judge is away today and two judges hear no land cases: fewer than three are left."""
    judges = list(Judge.objects.filter(court=DISTRICT, is_chair=False).order_by("id"))
    for judge in judges[1:3]:
        judge.specialisations = list(FAMILY)
    Judge.objects.bulk_update(judges[1:3], ["specialisations"])
    (chair,) = telling.cast.of(DISTRICT, Role.COURT_CHAIR)
    today = telling.now.date()
    Absence.objects.filter(judge__court=DISTRICT, until__gte=today - timedelta(days=6)).delete()
    record_absence(
        judges[-1].pk, Absence.Kind.LEAVE.value, today - timedelta(days=4), today + timedelta(days=6), by=chair,
        now=telling.now - timedelta(days=9),
    )  # fmt: skip
    for code in (ECONOMIC, ADMINISTRATIVE):
        others = Judge.objects.filter(court=code, is_chair=False).order_by("id")
        (head,) = telling.cast.of(code, Role.COURT_CHAIR)
        record_absence(
            others[0].pk, Absence.Kind.STUDY.value, today + timedelta(days=8), today + timedelta(days=12), by=head,
            now=telling.now - timedelta(hours=3),
        )  # fmt: skip
