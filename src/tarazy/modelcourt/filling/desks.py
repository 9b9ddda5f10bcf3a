"""Acts at the judges' desks: begun, prepared by assistants, announced, signed; and on their way to the public."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.utils import timezone

from tarazy.acts.desk.actions.announce_operative import announce_operative
from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.case_fields import template_text
from tarazy.acts.desk.drafting import open_draft
from tarazy.acts.desk.keys import Unlocked, open_demo_desk
from tarazy.acts.desk.models import Draft, SignedAct
from tarazy.acts.desk.rules import kind_of
from tarazy.acts.desk.steps import written_here
from tarazy.acts.publication.actions.confirm import confirm
from tarazy.acts.publication.actions.edit import look_at
from tarazy.acts.publication.actions.report_leak import report_leak
from tarazy.acts.publication.hearing import take
from tarazy.acts.publication.models import Publication
from tarazy.cases.models import Proceeding
from tarazy.cases.rulings import acts
from tarazy.modelcourt.filling.cast import ADMINISTRATIVE, DISTRICT, ECONOMIC
from tarazy.modelcourt.filling.plans import Step
from tarazy.modelcourt.filling.sheets import fill_words
from tarazy.modelcourt.filling.telling import Telling, Told
from tarazy.people.models import User
from tarazy.people.permissions import Role

DEMO_WAY = {"way": "demo"}
# Where acts are being written: every desk's key is stretched from its word, which takes its time.
COURTS = (DISTRICT, ECONOMIC, ADMINISTRATIVE)
EACH = 3  # acts that a judge is writing
BEGUN: dict[tuple[str, str], tuple[str, str]] = {
    # (kind of proceedings, stage): the act that is written there, and how far
    ("action", "distributed"): ("acceptance", "whole"),
    ("action", "preparation"): ("hearing_set", "whole"),
    ("action", "hearing"): ("judgment", "begun"),
    ("action", "deliberation"): ("judgment", "whole"),
    ("action", "operative_announced"): ("judgment", "begun"),
    ("order", "distributed"): ("court_order", "whole"),
    ("administrative", "distributed"): ("acceptance", "whole"),
    ("administrative", "hearing"): ("judgment", "begun"),
}
LATE = (
    "operative_announced",
    "deliberation",
    "hearing",
    "preparation",
    "distributed",
)  # first what is nearest its end
WAITING = 3  # judgments signed lately, whose texts wait to be confirmed


class Desks:
    """The desks of the demo's judges. Everything in the caller's transaction."""

    def __init__(self, telling: Telling) -> None:
        self.telling, self.now = telling, telling.now
        self._open: dict[int, Unlocked] = {}
        self._by_proceeding = {one.proceeding_id: one for one in telling.told}

    def of(self, judge: User) -> Unlocked:
        """The judge's own desk, open."""
        if judge.pk not in self._open:
            self._open[judge.pk] = open_demo_desk(judge, now=self.now)
        return self._open[judge.pk]

    def begin(
        self, told: Told, code: str, how: str, *, at: datetime, by: User | None = None
    ) -> tuple[Draft, User]:
        """The act begun by the judge (or by who is named), filled as far as `how` says: begun, or whole."""
        proceeding = self.telling.proceeding(told)
        judge = by or self.telling.presiding(proceeding.pk)
        kind = kind_of(acts()[code].kind, proceeding.kind).value
        text = template_text(proceeding, code, kind, now=at, params=_params(told, how))
        return open_draft(proceeding, code, by=judge, now=at, text=text), judge

    def judgment(self, told: Told, *, at: datetime) -> SignedAct:
        """The full text of an announced judgment, signed."""
        draft, judge = self.begin(told, "judgment", "whole", at=at - timedelta(hours=1))
        return sign_act(draft.pk, self.of(judge), by=judge, now=at, signing=DEMO_WAY)

    # What the demo shows

    def write(self) -> None:
        """Acts being written by every judge who has something to write, and one by an assistant of each court."""
        begun: dict[int, int] = defaultdict(int)
        prepared: set[str] = set()
        signed = [told for told in self._standing("operative_announced") if told.plan.kind == "action"][
            :WAITING
        ]
        announced = [told for told in self._standing("deliberation") if told.plan.kind == "action"][:2]
        for told in signed:
            self.judgment(told, at=self._late(told))
        for told in announced:
            draft, judge = self.begin(told, "judgment", "whole", at=self._late(told))
            announce_operative(
                draft.pk, self.of(judge), by=judge, now=self.now, signing=DEMO_WAY,
                params={"outcome": "satisfied_full"},
            )  # fmt: skip
            begun[judge.pk] += 1
        self._return()
        done = {told.proceeding_id for told in (*signed, *announced)}
        for told, proceeding in self._writable():
            if proceeding.pk in done or Draft.objects.filter(proceeding=proceeding).exists():
                continue
            code, how = BEGUN[proceeding.kind, proceeding.stage]
            judge = self.telling.presiding(proceeding.pk)
            assistant = self._assistant(proceeding)
            if assistant is not None and proceeding.court_id not in prepared:
                prepared.add(proceeding.court_id)
                self.begin(told, code, how, at=self._late(told), by=assistant)
            elif begun[judge.pk] < EACH:
                begun[judge.pk] += 1
                self.begin(told, code, how, at=self._late(told))

    def _return(self) -> None:
        """A claim is given back to the claimant."""
        for told in self._standing("distributed"):
            if told.plan.subject.demand == "recover_debt":
                draft, judge = self.begin(told, "return", "whole", at=self._late(told))
                sign_act(
                    draft.pk, self.of(judge), by=judge, now=self.now, signing=DEMO_WAY,
                    params={"ground": "no_pretrial"},
                )  # fmt: skip
                return

    def _standing(self, stage: str) -> list[Told]:
        """The told cases of open courts that stand there, those of the district court first."""
        there = set(
            Proceeding.objects.filter(
                pk__in=list(self._by_proceeding),
                kind="action",
                stage=stage,
                case__sealed=False,
                ended_at__isnull=True,
                assignments__until__isnull=True,
                assignments__seat="presiding",
                assignments__judge__user__isnull=False,
            ).values_list("pk", flat=True)
        )
        found = [told for pk, told in self._by_proceeding.items() if pk in there and not told.plan.claimant]
        return sorted(found, key=lambda told: (told.plan.court != DISTRICT, told.proceeding_id))

    def _writable(self) -> Iterator[tuple[Told, Proceeding]]:
        rows = Proceeding.objects.filter(
            pk__in=list(self._by_proceeding), case__sealed=False, ended_at__isnull=True,
            assignments__until__isnull=True, assignments__seat="presiding", assignments__judge__user__isnull=False,
        ).distinct()  # fmt: skip
        found = [
            one
            for one in rows
            if one.court_id in COURTS
            and (one.kind, one.stage) in BEGUN
            and written_here(one, BEGUN[one.kind, one.stage][0])
        ]
        for one in sorted(found, key=lambda one: (LATE.index(one.stage), one.pk)):
            yield self._by_proceeding[one.pk], one

    def _assistant(self, proceeding: Proceeding) -> User | None:
        known = self.telling.cast.of(proceeding.court_id, Role.JUDGE_ASSISTANT)
        row = proceeding.staff.filter(until__isnull=True, task="assistant").first()
        return next((one for one in known if row is not None and one.pk == row.user_id), None)

    def _late(self, told: Told) -> datetime:
        """A moment after the last step, some hours ago at most."""
        return (
            max(told.plan.steps[-1].at, self.now - timedelta(hours=5))
            + (self.now - told.plan.steps[-1].at) / 1000
        )

    # The way to the public

    def publish(self, act: SignedAct, *, at: datetime) -> Publication:
        """Anonymised, looked at and confirmed by the registry; published where it is in force."""
        publication = take(act, now=at)
        assert publication is not None and publication.draft is not None  # of a kind that is published
        clerk = self.telling.clerk(publication.court_code)
        look_at(publication.pk, None, by=clerk, now=at)
        publication.refresh_from_db()
        assert publication.draft is not None
        return confirm(publication.pk, publication.draft.sha256, by=clerk, now=at)

    def in_public(self, told: list[Told]) -> list[Publication]:
        """Judgments announced weeks ago: signed, sent, in force, published."""
        found = []
        for one in told:
            announced = timezone.localtime(one.plan.steps[-1].at)
            act = self.judgment(one, at=announced + timedelta(days=3))
            self.telling.make(one, Step("send_judgment", "", announced + timedelta(days=5)))
            self.telling.make(one, Step("in_force", "", announced + timedelta(days=46)))
            found.append(self.publish(act, at=self.now - timedelta(hours=26)))
        return found

    def gather(self) -> None:
        """What was signed lately waits to be confirmed: as the signal would have it once all of this is kept."""
        for act in SignedAct.objects.filter(publication__isnull=True).order_by("signed_at", "pk"):
            take(act, now=self.now)

    def reported(self, publication: Publication) -> None:
        """A reader says that a published text still tells who it is about."""
        version = publication.current
        assert version is not None
        line = next(one for one in reversed(version.text.splitlines()) if len(one.split()) > 6)
        words = {
            "kk": "Осы сөздер бойынша адамды тануға болады деп ойлаймын.",
            "ru": "Мне кажется, по этим словам можно узнать человека.",
        }[publication.language]
        report_leak(publication.address, " ".join(line.split()[:8]), words, now=self.now - timedelta(hours=2))


def _params(told: Told, how: str) -> dict[str, Any]:
    plan = told.plan
    words = plan.subject.words[plan.language]
    said = dict(_words()[plan.language]["begun"])
    said["grounds"] = fill_words(plan, told.defendant, words["story"]).rstrip(".")
    if how == "whole":
        said |= _words()[plan.language]["whole"]
        said["law"] = _words()[plan.language]["law"].get(
            plan.subject.category, _words()[plan.language]["law"]["other"]
        )
    values: dict[str, Any] = said
    if how == "whole":
        values["operative"] = [fill_words(plan, told.defendant, words["ask"])]
        values["ground"] = "no_pretrial"
    return values | {"language": plan.language}


@cache
def _words() -> dict[str, Any]:
    text = resources.files("tarazy.modelcourt.filling").joinpath("desks.yaml").read_text(encoding="utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return raw
