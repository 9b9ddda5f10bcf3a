"""What the rules need to know of a proceeding and of judges, read from the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date as Date
from datetime import timedelta

from django.db.models import Count, Q, Sum

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
    proceeding: Proceeding, *, elsewhere: bool = False, further: Iterable[tuple[str, str]] = ()
) -> CaseFacts:
    """The proceeding as the rules see it. `further`: (judge, code of a conflict) beside those that are known."""
    case, court = proceeding.case, proceeding.court
    conflicts: dict[str, set[str]] = defaultdict(set)
    mediated: set[str] = set()
    consent = True
    for judge, code, agreed in Conflict.objects.filter(case=case).values_list(
        "judge__uuid", "code", "consent"
    ):
        if code == Conflict.Code.FAILED_MEDIATION:
            mediated.add(str(judge))
            consent = consent and agreed
        else:
            conflicts[str(judge)].add(code)
    earlier = Assignment.objects.filter(proceeding__case=case).exclude(proceeding=proceeding)
    for judge in earlier.values_list("judge__uuid", flat=True).distinct():
        conflicts[str(judge)].add("earlier_part")
    for judge in _judges_in_other_roles(proceeding):
        conflicts[judge].add("earlier_role")
    for judge, code in further:
        conflicts[judge].add(code)
    return CaseFacts(
        court=court.code,
        region=court.region,
        court_kind=court.kind,
        instance=Instance(proceeding.instance),
        case=OpenCase(
            proceeding=proceeding.kind,
            category=case.category,
            parties=Party.objects.filter(case=case, left_at__isnull=True).count(),
            claims=Claim.objects.filter(case=case, withdrawn_at__isnull=True).count(),
        ),
        specialisation=case.category,
        conflicts={judge: frozenset(codes) for judge, codes in conflicts.items()},
        failed_mediation=frozenset(mediated),
        mediation_consent=consent and bool(mediated),
        extraterritorial=elsewhere,
    )


def judge_facts(court: Court, on: Date, *, elsewhere: bool = False) -> list[JudgeFacts]:
    """The judges of the court on this day with their work; `elsewhere` those of this kind of court in the country."""
    judges = Judge.objects.select_related("court").filter(Q(dismissed__isnull=True) | Q(dismissed__gt=on))
    judges = (
        judges.filter(court__kind=court.kind, court__instance=court.instance)
        if elsewhere
        else judges.filter(court=court)
    )
    found = list(judges)
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


def earlier_cases(proceeding: Proceeding) -> list[EarlierCase]:
    """Cases that this one follows, with the judges who have them; only for the first instance."""
    if proceeding.instance != Instance.FIRST:
        return []
    links = CaseLink.objects.filter(
        Q(confirmed=True) | Q(confirmed__isnull=True, kind__in=BY_ITSELF),
        case=proceeding.case_id,
        kind__in=RELATIONS,
    ).select_related("other")
    found = []
    for link in links:
        judges = Assignment.objects.filter(
            proceeding__case=link.other, proceeding__instance=Instance.FIRST, until__isnull=True
        ).values_list("judge__uuid", flat=True)
        relation = RELATIONS[CaseLink.Kind(link.kind)]
        if relation == "related" and link.other.category in INSOLVENCY:
            relation = "insolvency"
        if judges:
            found.append(EarlierCase(relation, tuple(str(one) for one in judges), link.other.filed_at.date()))
    return found


def _judges_in_other_roles(proceeding: Proceeding) -> set[str]:
    """Judges who are a party, or act for one, in this case."""
    users = Party.objects.filter(case=proceeding.case_id, user__isnull=False).values("user")
    acting = Representation.objects.filter(party__case=proceeding.case_id).values("representative")
    found = Judge.objects.filter(Q(user__in=users) | Q(user__in=acting)).values_list("uuid", flat=True)
    return {str(one) for one in found}
