"""What the rules need to know of a proceeding and of judges, read from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date as Date
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from tarazy.allocation.edition import Instance
from tarazy.allocation.models import Conflict
from tarazy.allocation.rules import CaseFacts, EarlierCase, JudgeFacts, OpenCase
from tarazy.cases.models import Assignment, CaseLink, Claim, Party, Proceeding, ProceedingKind, Representation
from tarazy.courts.models import Absence, Court, Judge

# Kinds of proceedings that say which instance it is and nothing of the case behind them.
OF_INSTANCE = (ProceedingKind.APPEAL, ProceedingKind.CASSATION)
RELATIONS = {
    CaseLink.Kind.JOINED_INTO: "joined",
    CaseLink.Kind.COUNTERCLAIM_TO: "joined",
    CaseLink.Kind.REFILED_AFTER: "refiled",
    CaseLink.Kind.DUPLICATE_OF: "refiled",
    CaseLink.Kind.RELATED: "related",
}
# A repeated claim is recognised by itself until somebody says no; a relation only counts when somebody said yes.
BY_ITSELF = (CaseLink.Kind.REFILED_AFTER, CaseLink.Kind.DUPLICATE_OF)
INSOLVENCY = ("insolvency", "personal_insolvency")


def case_facts(
    proceedings: Sequence[Proceeding],
    *,
    elsewhere: Collection[int] = (),
    further: Mapping[int, Iterable[tuple[str, str]]] | None = None,
) -> dict[int, CaseFacts]:
    """The proceedings as the rules see them, by their keys; as many queries for one as for a hundred.

    `elsewhere`: keys of those drawn over other regions. `further`: (judge, code of a conflict) beside those known.
    """
    cases = [proceeding.case_id for proceeding in proceedings]
    conflicts: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    mediated: dict[int, set[str]] = defaultdict(set)
    refused: set[int] = set()
    for case, judge, code, agreed in Conflict.objects.filter(case__in=cases).values_list(
        "case", "judge__uuid", "code", "consent"
    ):
        if code == Conflict.Code.FAILED_MEDIATION:
            mediated[case].add(str(judge))
            refused |= set() if agreed else {case}
        else:
            conflicts[case][str(judge)].add(code)
    for case, judge in _judges_in_other_roles(cases):
        conflicts[case][judge].add("earlier_role")
    sat = defaultdict(set)
    for case, proceeding, judge in Assignment.objects.filter(proceeding__case__in=cases).values_list(
        "proceeding__case", "proceeding", "judge__uuid"
    ):
        sat[case].add((proceeding, str(judge)))
    parties = _counted(Party.objects.filter(case__in=cases, left_at__isnull=True))
    claims = _counted(Claim.objects.filter(case__in=cases, withdrawn_at__isnull=True))
    found = {}
    for proceeding in proceedings:
        case, court = proceeding.case, proceeding.court
        own = {judge: set(codes) for judge, codes in conflicts[case.pk].items()}
        for judge in {judge for other, judge in sat[case.pk] if other != proceeding.pk}:
            own.setdefault(judge, set()).add("earlier_part")
        for judge, code in (further or {}).get(proceeding.pk, ()):
            own.setdefault(judge, set()).add(code)
        found[proceeding.pk] = CaseFacts(
            court=court.code,
            region=court.region,
            court_kind=court.kind,
            instance=Instance(proceeding.instance),
            case=OpenCase(
                proceeding=proceeding.kind,
                category=case.category,
                parties=parties.get(case.pk, 0),
                claims=claims.get(case.pk, 0),
            ),
            specialisation=case.category,
            conflicts={judge: frozenset(codes) for judge, codes in own.items()},
            failed_mediation=frozenset(mediated[case.pk]),
            mediation_consent=case.pk not in refused and bool(mediated[case.pk]),
            extraterritorial=proceeding.pk in elsewhere,
        )
    return found


def judge_facts(court: Court, on: Date, *, elsewhere: bool = False) -> list[JudgeFacts]:
    """The judges of the court on this day with their work; `elsewhere` those of this kind of court in the country."""
    if not elsewhere:
        return bench_facts([court], on)[court.pk]
    return _facts(Q(court__kind=court.kind, court__instance=court.instance), on)


def bench_facts(courts: Collection[Court], on: Date) -> dict[str, list[JudgeFacts]]:
    """The judges of each court on this day with their work, by its code; as many queries for one as for a hundred."""
    found: dict[str, list[JudgeFacts]] = {court.pk: [] for court in courts}
    for one in _facts(Q(court__in=list(found)), on):
        found[one.court].append(one)
    return found


def _facts(of: Q, on: Date) -> list[JudgeFacts]:
    in_office = Q(dismissed__isnull=True) | Q(dismissed__gt=on)
    found = list(Judge.objects.select_related("court").filter(of, in_office))
    ids = [judge.pk for judge in found]
    # The work is read for the court at once: one row a judge, however many cases they have.
    loads = {
        judge: (load or 0, count)
        for judge, load, count in Assignment.objects.filter(
            judge__in=ids,
            until__isnull=True,
            proceeding__decided_at__isnull=True,
            proceeding__ended_at__isnull=True,
        )
        .values_list("judge")
        .annotate(Sum("complexity"), Count("id"))
    }
    absences: dict[int, list[tuple[Date, Date | None]]] = defaultdict(list)
    for judge, since, until in Absence.objects.filter(
        judge__in=ids, since__lte=on, until__gte=on
    ).values_list("judge", "since", "until"):
        absences[judge].append((since, until))
    return [
        JudgeFacts(
            judge=str(judge.uuid),
            court=judge.court_id,
            region=judge.court.region,
            court_kind=judge.court.kind,
            load=loads.get(judge.pk, (0, 0))[0],
            open_cases=loads.get(judge.pk, (0, 0))[1],
            specialisations=frozenset(judge.specialisations),
            powers_since=judge.appointed,
            powers_until=judge.dismissed - timedelta(days=1) if judge.dismissed else None,
            absences=tuple(absences[judge.pk]),
            share=judge.share_percent,
        )
        for judge in found
    ]


def earlier_cases(proceedings: Sequence[Proceeding]) -> dict[int, list[EarlierCase]]:
    """Cases that these follow, with the judges who have them, by the keys of the proceedings; first instance only."""
    first = {
        proceeding.case_id: proceeding.pk
        for proceeding in proceedings
        if proceeding.instance == Instance.FIRST
    }
    links = CaseLink.objects.filter(
        Q(confirmed=True) | Q(confirmed__isnull=True, kind__in=BY_ITSELF),
        case__in=list(first),
        kind__in=RELATIONS,
    ).select_related("other")
    found: dict[int, list[EarlierCase]] = defaultdict(list)
    for link in links:
        judges = Assignment.objects.filter(
            proceeding__case=link.other, proceeding__instance=Instance.FIRST, until__isnull=True
        ).values_list("judge__uuid", flat=True)
        relation = RELATIONS[CaseLink.Kind(link.kind)]
        if relation == "related" and link.other.category in INSOLVENCY:
            relation = "insolvency"
        if judges:
            earlier = EarlierCase(relation, tuple(str(one) for one in judges), link.other.filed_at.date())
            found[first[link.case_id]].append(earlier)
    return found


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("case").annotate(Count("id")))


def _judges_in_other_roles(cases: Sequence[int]) -> set[tuple[int, str]]:
    """(case, judge) where a judge is a party of the case or acts for one."""
    users = {*Party.objects.filter(case__in=cases, user__isnull=False).values_list("case", "user")}
    users |= {
        *Representation.objects.filter(party__case__in=cases).values_list("party__case", "representative")
    }
    if not users:
        return set()
    judges = Judge.objects.filter(user__in={user for _, user in users}).values_list("user", "uuid")
    return {(case, str(uuid)) for case, user in users for sits, uuid in judges if sits == user}
