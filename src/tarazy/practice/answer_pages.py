"""What the cards of the page of answers show, from kept answers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tarazy.acts.analogy import passages_of, shown
from tarazy.acts.models import Act
from tarazy.acts.templatetags.court_words import capital, coded, court_date, number, percent
from tarazy.acts.tracks import Point, draw
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.categorise import CategoryAnswer, Evidence
from tarazy.jurimetrics.decision import Money, Reviewed
from tarazy.jurimetrics.trace import Link, LinkStatus, Track
from tarazy.practice.anomaly_words import compared, phrase
from tarazy.practice.models import AskJob
from tarazy.practice.queries import acts_by_id

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    from tarazy.jurimetrics.forecast import ClaimForecast

    Viewer = AbstractBaseUser | AnonymousUser

ASKED = "asked"
SHOWN_CATEGORIES = 3
SHOWN_WORDS = 12
SHOWN_COMPARABLES = 10
ABSTENTIONS = {
    "no_text": gettext_lazy("There is too little text to name a category."),
    "foreign_matter": gettext_lazy(
        "It is a criminal case or an administrative offence: it has none of the categories here."
    ),
    "no_evidence": gettext_lazy("Nothing in the text speaks for any category."),
    "set_too_large": gettext_lazy("Too many categories are possible to name one."),
}


def answer_context(user: Viewer, job: AskJob, name: str, content: Any) -> dict[str, Any]:
    """The values of one card's template."""
    return {"language": job.decision.language if job.decision else "", **_CONTEXTS[name](user, job, content)}


def _category(user: Viewer, job: AskJob, content: Any) -> dict[str, Any]:
    answer = CategoryAnswer.model_validate(content)
    words: list[str] = []
    for evidence in answer.evidence:
        span = evidence.span
        word = job.text[span.start : span.end] if span else _unwritten(evidence)
        word = " ".join(word.split())
        if word and word.lower() not in (one.lower() for one in words):
            words.append(word)
    first = answer.top[0][1] if answer.top and not answer.abstained else None
    return {
        "answer": answer,
        "top": answer.top[:SHOWN_CATEGORIES],
        "words": words[:SHOWN_WORDS],
        "abstention": ABSTENTIONS.get(
            answer.reason or "", _("The category can't be named with enough certainty.")
        ),
        "figure": percent(first),
    }


def _unwritten(evidence: Evidence) -> str:
    """Evidence that stands in no one place of the text, in words."""
    named = {"norms": _("the norms cited"), "meaning": _("the meaning of the text")}
    return named.get(evidence.zone or "", evidence.term)


def _analogues(user: Viewer, job: AskJob, content: Any) -> dict[str, Any]:
    found = shown(user, content, passages_of(job.text, content))
    return {"analogues": found, "figure": str(len(found)) if found else ""}


def _anomalies(user: Viewer, job: AskJob, content: Any) -> dict[str, Any]:
    cards = [AnomalyCard.model_validate(one) for one in content]
    wanted = [act_id for card in cards for act_id in card.comparables[:SHOWN_COMPARABLES]]
    acts = acts_by_id(user, wanted)
    lines = [
        {
            "words": phrase(card),
            "compared": compared(card),
            "passages": [job.text[span.start : span.end].strip() for span in card.spans[:3]],
            "comparables": [acts[one] for one in card.comparables[:SHOWN_COMPARABLES] if one in acts],
            "answer": card.reason,
        }
        for card in cards
    ]
    return {"cards": lines, "figure": str(len(cards)) if cards else ""}


def _trace(user: Viewer, job: AskJob, content: Any) -> dict[str, Any]:
    track = Track.model_validate(content["track"])
    acts = acts_by_id(user, list(track.ids))
    links = {link.act_id: link for link in map(Link.model_validate, content["links"])}
    stages = [
        {
            "stage": stage,
            "act": acts.get(stage.act.id),
            "asked": stage.act.id not in acts,
            "link": links.get(stage.act.id),
        }
        for stage in track.stages
        if stage.act.id in acts or stage.act.id == ASKED
    ]
    points = [
        Point(one["stage"].act.id, one["stage"].act.instance.value, one["stage"].act.date, one["asked"])
        for one in stages
    ]
    legs = [
        (stage.reviews, stage.act.id, stage.act.id in links and links[stage.act.id].status != LinkStatus.SURE)
        for stage in track.stages
        if stage.reviews
    ]
    below = links.get(ASKED)
    return {
        "stages": stages,
        "days": track.days,
        "picture": draw(points, legs),
        "told": _told(content.get("told")),
        "below_held": below is not None and below.reviewed_id in acts,
    }


def _told(content: Any) -> list[tuple[str, str]]:
    """What the act itself says of the act it reviews, as rows of a name and words."""
    if not content:
        return []
    told = Reviewed.model_validate(content)
    rows = [
        (_("Court below"), told.court.value if told.court else ""),
        (_("Date of the act below"), court_date(told.date.value) if told.date else ""),
        (_("Number of the act below"), told.case_number.value if told.case_number else ""),
        (_("Outcome below"), capital(coded(told.outcome.value.value, "outcome")) if told.outcome else ""),
    ]
    return [(name, words) for name, words in rows if words]


def _forecast(user: Viewer, job: AskJob, content: Any) -> dict[str, Any]:
    # The forecaster is heavy to import: pages without a forecast start without it.
    from tarazy.jurimetrics.forecast import ClaimForecast

    forecasts = [ClaimForecast.model_validate(one) for one in content]
    wanted = [act_id for one in forecasts for act_id in (*one.speaking_for, *one.speaking_against)]
    acts = acts_by_id(user, wanted)
    return {
        "claims": [_claim(one, acts) for one in forecasts],
        "none": _("No claim was read in the text, or too few acts are known: there is no forecast."),
    }


def _claim(one: ClaimForecast, acts: dict[str, Act]) -> dict[str, Any]:
    base = dict(one.base_rate.shares) if one.base_rate else {}
    likely = [chance for place, chance in enumerate(one.chances) if place == 0 or chance.probability >= 0.05]
    awarded = None
    if one.share and one.amount:
        awarded = tuple(
            Money(
                amount=(one.amount.amount * Decimal(str(round(part, 2)))).quantize(Decimal(1)),
                currency=one.amount.currency,
            )
            for part in (one.share.low, one.share.high)
        )
    return {
        "claim": one,
        "rows": [
            {
                "outcome": chance.outcome.value,
                "probability": chance.probability,
                "low": chance.low,
                "high": chance.high,
                "base": base.get(chance.outcome),
            }
            for chance in likely[:4]
        ],
        "only_base": []
        if one.chances
        else [(name.value, share) for name, share in base.items() if share >= 0.02][:4],
        "base_words": _base_words(one),
        "abstention": _abstention(one),
        "awarded": awarded,
        "days_words": _days_words(one),
        "set": ", ".join(str(coded(name.value, "outcome")) for name in one.conformal_set),
        "speaking_for": [acts[one_id] for one_id in one.speaking_for if one_id in acts],
        "speaking_against": [acts[one_id] for one_id in one.speaking_against if one_id in acts],
    }


def _base_words(one: ClaimForecast) -> str:
    if one.base_rate is None:
        return ""
    words = {
        "category_claim": ngettext(
            "Base rate: %(count)s such claim of the category",
            "Base rate: %(count)s such claims of the category",
            one.base_rate.n,
        ),
        "category": ngettext(
            "Base rate: %(count)s claim of the category",
            "Base rate: %(count)s claims of the category",
            one.base_rate.n,
        ),
        "all": ngettext(
            "Base rate: %(count)s claim of all kinds",
            "Base rate: %(count)s claims of all kinds",
            one.base_rate.n,
        ),
    }
    return words[one.base_rate.of] % {"count": number(one.base_rate.n)}


def _abstention(one: ClaimForecast) -> str:
    if one.reason == "thin_support":
        return ngettext(
            "Too few like claims (%(count)s): no forecast.",
            "Too few like claims (%(count)s): no forecast.",
            one.support,
        ) % {"count": number(one.support)}
    if one.reason == "no_category":
        return _("Without a category there are no like claims: no forecast.")
    return _("No forecast.")


def _days_words(one: ClaimForecast) -> str:
    if one.days is None:
        return ""
    median = round(one.days.median)
    return ngettext(
        "From filing to the act: half within %(median)s day, most %(low)s–%(high)s",
        "From filing to the act: half within %(median)s days, most %(low)s–%(high)s",
        median,
    ) % {"median": number(median), "low": number(one.days.low), "high": number(one.days.high)}


_CONTEXTS: dict[str, Callable[[Viewer, AskJob, Any], dict[str, Any]]] = {
    "category": _category,
    "analogues": _analogues,
    "trace": _trace,
    "anomalies": _anomalies,
    "forecast": _forecast,
}
