"""Many who file and register at once, some of whom fail or are killed; `test_registry_crowd.py` starts it.

`python -m tests.cases.crowd PEOPLE EACH FAILING KILLS`, on the database of DATABASE_URL: a crowd of which nobody fails,
one in which FAILING do, then KILLS processes that are killed. Prints a JSON list: what was kept each time, and
everything in which the tables, the numbers and the ledger disagree.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from typing import Any

COURT = "7585"


def prepare() -> tuple[int, list[int]]:
    """A court with a clerk; ids of the clerk and of people who file."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)  # other rooms hear of what is filed
    from tests.cases.factories import a_claimant, a_clerk, a_court

    court = a_court(COURT)
    clerk, filers = a_clerk(court).pk, [a_claimant().pk for _ in range(10)]
    with open(os.devnull, "wb") as nobody:  # tables and law are read once, before the children begin
        file_and_register(clerk, filers[0], "first", nobody.fileno())
    return clerk, filers


def file_and_register(clerk_id: int, person_id: int, key: str, words: int, *, fails: bool = False) -> None:
    """File with two documents, register; say the number when the registration is kept."""
    from unittest.mock import patch

    from tarazy.cases.actions.file_case import file_case, register_case
    from tarazy.courts.models import Court
    from tarazy.people.models import User
    from tests.cases.factories import NOW, ClaimData, FilingData, PartyData, a_document

    person, clerk = User.objects.get(pk=person_id), User.objects.get(pk=clerk_id)
    documents = (
        a_document(person, content=key.encode()),
        a_document(person, "evidence", content=key[::-1].encode()),
    )
    data = FilingData(
        court_code=Court.objects.get(pk=COURT).pk,
        kind="action",
        category="loan",
        parties=(
            PartyData(role="claimant", name=person.full_name, iin=person.iin or "", user_id=person.pk),
            PartyData(role="defendant", name=f"Жауапкер {key}"),
        ),
        claims=(ClaimData("recover_debt"),),
        documents=documents,
        claim_data={"key": key},
    )
    os.write(words, b"b\n")
    case = file_case(data, by=person, now=NOW)
    os.write(words, f"f {case.pk}\n".encode())
    try:
        # The last thing in the transaction: the number is taken and the ledger written when it fails.
        with patch("tarazy.cases.duplicates.tell", side_effect=RuntimeError if fails else None):
            case = register_case(case.pk, by=clerk, now=NOW)
        os.write(words, f"r {case.number}\n".encode())
    except RuntimeError:
        os.write(words, b"x\n")


def disagreements(filed: set[int], registered: set[str]) -> list[str]:
    """Everything in which tables, numbers and ledger disagree; nothing should."""
    from tarazy import ledger
    from tarazy.cases.models import Case, DocketEntry, NumberSeries, Task
    from tarazy.ledger.models import Entry

    faults = [str(one) for one in ledger.audit()]
    told = {(one.stream, one.number): one for one in Entry.objects.filter(kind__startswith="docket.")}
    entries = list(DocketEntry.objects.select_related("case"))
    for entry in entries:
        proof = told.pop((entry.ledger_stream, entry.ledger_number), None)
        if proof is None or (proof.kind, proof.body["entry"]) != (f"docket.{entry.code}", entry.number):
            faults.append(f"entry {entry} isn't in the ledger")
    faults += [f"{one} isn't in a docket" for one in told.values()]
    sizes = Counter(entry.case_id for entry in entries)
    numbers = []
    for case in Case.objects.prefetch_related("parties", "claims", "docket__documents"):
        if case.docket_size != sizes[case.pk] or case.parties.count() != 2 or case.claims.count() != 1:
            faults.append(f"case {case.pk} isn't whole")
        if sorted(entry.number for entry in case.docket.all()) != list(range(1, case.docket_size + 1)):
            faults.append(f"docket of {case.pk} has gaps")
        if sum(entry.documents.count() for entry in case.docket.all()) != 2:
            faults.append(f"documents of {case.pk} are lost or doubled")
        if Task.objects.filter(proceeding__case=case, done_at=None).count() != 1:
            faults.append(f"inboxes of {case.pk}")
        if case.number:
            numbers.append(int(case.number.rpartition("/")[2]))
            registered.discard(case.number)
        filed.discard(case.pk)
    last = NumberSeries.objects.filter(court_code=COURT).values_list("last", flat=True).first() or 0
    if sorted(numbers) != list(range(1, last + 1)):
        faults.append(f"numbers have gaps or doubles: {sorted(numbers)}, last {last}")
    if filed or registered:
        faults.append(f"lost: {sorted(filed)} {sorted(registered)}")
    return faults


def started(work: Any) -> tuple[int, int]:
    """A child that does `work(words)`: its id, and where to read what it says."""
    from django.db import connections

    connections.close_all()  # a child must not inherit an open connection
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(writing)
        except BaseException as error:
            os.write(writing, f"! {error!r}\n".encode())
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def heard(child: int, reading: int, begun: str = "") -> list[str]:
    """What a child that has ended said, after what was read of it already."""
    with os.fdopen(reading, "rb") as said:
        lines = (begun + said.read().decode()).splitlines()
    os.waitpid(child, 0)
    return lines


def crowd(clerk: int, filers: list[int], people: int, each: int, failing: int) -> dict[str, Any]:
    """`people` processes file and register `each` cases at once; `failing` registrations break at the last moment."""

    def work_of(place: int) -> Any:
        def work(words: int) -> None:
            for turn in range(each):
                number = place * each + turn
                fails = failing and number % (people * each // failing) == 0
                file_and_register(
                    clerk, filers[place % len(filers)], f"{failing}-{number}", words, fails=bool(fails)
                )

        return work

    children = [started(work_of(place)) for place in range(people)]
    return summed([line for child in children for line in heard(*child)], 0)


def kills(clerk: int, filers: list[int], times: int) -> dict[str, Any]:
    """One process after another files without end and is killed at a random moment."""
    chance, lines, inside = random.Random(11), list[str](), 0
    for turn in range(times):

        def work(words: int, turn: int = turn) -> None:
            for number in range(1000):
                file_and_register(clerk, filers[turn % len(filers)], f"k{turn}-{number}", words)

        child, reading = started(work)
        begun = ""
        while "\nr " not in begun and (more := os.read(reading, 65536)):  # it is at work
            begun += more.decode()
        time.sleep(chance.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        said = heard(child, reading, begun)
        inside += bool(said) and said[-1][0] in "bf"
        lines += said
    return summed(lines, inside)


def summed(lines: list[str], inside: int) -> dict[str, Any]:
    """What the children said, and where the database differs from it."""
    said = Counter(line[0] for line in lines)
    filed = {int(line[2:]) for line in lines if line[0] == "f"}
    registered = {line[2:] for line in lines if line[0] == "r"}
    faults = [line for line in lines if line[0] == "!"] + disagreements(filed, set(registered))
    return {
        "filed": said["f"], "registered": len(registered), "failed": said["x"], "inside": inside,
        "faults": faults,
    }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tarazy.site.settings")
    import django

    django.setup()
    people, each, failing, times = map(int, sys.argv[1:])
    known = prepare()
    said = [crowd(*known, people, each, 0), crowd(*known, people, each, failing), kills(*known, times)]
    print(json.dumps(said))  # noqa: T201 - its answer
