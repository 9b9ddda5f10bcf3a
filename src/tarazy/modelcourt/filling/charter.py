"""The Charter at work in the demo: practice shown beside acts, objections of parties, proposals, saved searches."""

from __future__ import annotations

from datetime import datetime, timedelta

from tarazy.acts.desk.drafting import latest_number, text_of
from tarazy.acts.desk.models import Draft
from tarazy.acts.following.actions.save_search import save_search
from tarazy.acts.following.models import Alert
from tarazy.cases.models import Assignment
from tarazy.modelcourt.filling.cast import DISTRICT
from tarazy.modelcourt.filling.desks import Desks
from tarazy.modelcourt.filling.telling import Telling, Told
from tarazy.oversight.actions.answer_objection import answer_objection
from tarazy.oversight.actions.object_to_ai import decide_without_ai, object_to_ai
from tarazy.oversight.actions.review_risk import review_risk
from tarazy.oversight.schedule import count, watch
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.practice.beside.answers import ask_beside
from tarazy.practice.beside.matter import matter_of
from tarazy.practice.beside.who import answered, may_see, told
from tarazy.robot.actions.decide_proposal import adopt_in_shadow
from tarazy.robot.actions.discuss_proposal import comment, open_proposal
from tarazy.robot.ranking import potential_of, ranking

HOUR = timedelta(hours=1)
OBJECTING = ("wages", "represented", "response", "copy", "sealed_party", "appealable")
SHADOW_TABLE, SHADOW_CATEGORY = "road_damage_decree", "road_damage"
ASKED = 4  # acts beside which practice was looked at
LOOKED_AT = ("category", "analogues", "forecast")
SEARCHES = {
    "kk": (("Қарыз: қолхат бойынша", "q=қарыз&category=loan", Alert.DAILY), ("Алимент істері", "category=child_support", Alert.NONE)),
    "ru": (("Долг по расписке", "q=расписка&category=loan", Alert.DAILY), ("Дела об алиментах", "category=child_support", Alert.NONE)),
}  # fmt: skip


def look_beside(telling: Telling, desks: Desks) -> int:
    """Judges of the district court looked at practice beside acts they write; how many answers were shown."""
    now, shown = telling.now, 0
    drafts = Draft.objects.filter(state="open", code="judgment", proceeding__court=DISTRICT)
    for draft in drafts.select_related("proceeding__case", "proceeding__court").order_by("created_at")[
        :ASKED
    ]:
        judge = draft.author
        text, number = text_of(draft, desks.of(judge)), latest_number(draft)
        asked = ask_beside(
            draft.pk,
            number,
            lambda draft=draft, text=text: matter_of(draft.proceeding, text, now.date()),
            now.date(),
        )
        if asked is None:  # no practice was built
            return shown
        for place, name in enumerate(LOOKED_AT):
            if may_see(judge, draft, name):
                key = told(asked, draft, number, name, judge, draft.created_at + timedelta(minutes=place + 1))
                answered(key, "seen", judge, draft.created_at + timedelta(minutes=place + 2))
                shown += 1
    return shown


def objections(telling: Telling, told: dict[str, Told]) -> None:
    """One objection waits for its answer, one was answered; a party wants no AI at all.

    In cases of people with an account that have their judge now: a draw may fail, and any two may have been joined.
    """
    seats = Assignment.objects.filter(
        until__isnull=True, seat=Assignment.Seat.PRESIDING, judge__user__isnull=False
    )
    seated = set(seats.values_list("proceeding", flat=True))
    settled, waiting, without = [told[one] for one in OBJECTING if told[one].proceeding_id in seated][:3]
    now = telling.now
    early = object_to_ai(
        settled.proceeding_id, by=_claimant(telling, settled), now=now - 30 * HOUR,
        text="Менің ісім бойынша болжам судьяның пікіріне әсер етеді деп алаңдаймын. Болжам қолданылмасын.",
        names=["forecast"],
    )  # fmt: skip
    answer_objection(
        early.pk, upheld=True, by=telling.presiding(settled.proceeding_id), now=now - 22 * HOUR,
        answer="Қарсылық қабылданды: бұл іс бойынша болжам қолданылмайды, шешімді судья дәлелдемелер негізінде шығарады.",
    )  # fmt: skip
    object_to_ai(
        waiting.proceeding_id, by=_claimant(telling, waiting), now=now - 5 * HOUR,
        text="Прошу не подбирать похожие дела автоматически: обстоятельства моего дела иные.", names=["analogues"],
    )  # fmt: skip
    decide_without_ai(without.proceeding_id, by=_claimant(telling, without), now=now - 6 * HOUR)


def proposals(telling: Telling) -> None:
    """What could be robotised next is discussed; one table is on trial in the shadow."""
    now = telling.now
    (chair,) = telling.cast.of(DISTRICT, Role.COURT_CHAIR)
    auditor = telling.cast.one(Role.AUDITOR)
    known = [
        one.category for one in ranking() if one.category != SHADOW_CATEGORY
    ]  # the most determined first
    if not known:  # no practice was built
        return
    opened = open_proposal(
        known[0], title="Проекты решений по однотипным взысканиям", by=chair, now=now - 50 * HOUR,
        why="Судьи тратят часы на дела, исход которых определяют документы. Предлагаю описать условия таблицей и проверить.",
    )  # fmt: skip
    comment(
        opened.pk, "Прошу приложить выборку дел, где суд отступил от обычного исхода, и объяснить каждое.",
        by=auditor, now=now - 28 * HOUR,
    )  # fmt: skip
    if potential_of(SHADOW_CATEGORY) is not None:
        tried = open_proposal(
            SHADOW_CATEGORY, title="Жол-көлік оқиғалары: қысқаша қаулылар", by=chair, now=now - 90 * HOUR,
            why="Тараптар дауласпайтын істер көп. Жобаларды алдымен көлеңкеде, қол қойылған актілермен салыстырайық.",
        )  # fmt: skip
        adopt_in_shadow(
            tried.pk, SHADOW_TABLE, "Көлеңкелі режимде сынап, нәтижесін үш айдан кейін қараймыз.",
            by=chair, now=now - 70 * HOUR,
        )  # fmt: skip


def searches(readers: list[User], now: datetime) -> None:
    """Readers keep searches of the bank."""
    for reader in readers:
        for name, query, alert in SEARCHES[reader.language]:
            save_search(name, query, alert, by=reader, now=now - 30 * HOUR)


def overseen(telling: Telling) -> None:
    """The court in numbers, versions, bands and drift as the clock has them; one review of risk is made."""
    now = telling.now
    count(now=now)
    watch(now=now)
    review_risk(
        "forecast", by=telling.cast.one(Role.OPERATOR), now=now,
        risks="Судья может довериться прогнозу вместо доказательств; редкие категории представлены слабо.",
        people="Стороны споров, прежде всего те, у кого нет представителя.",
        measures_taken="Прогноз показан с интервалом и базовой частотой, по желанию судьи – после его собственной записи.",
        decision="keep",
    )  # fmt: skip


def _claimant(telling: Telling, told: Told) -> User:
    parties = telling.proceeding(told).case.parties.filter(side="claim", user__isnull=False)
    party = parties.select_related("user").earliest("id")
    assert party.user is not None  # filtered above
    return party.user
