"""What the cards of the page of answers show, from kept answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tarazy.acts.analogy import passages_of, shown
from tarazy.acts.tracks import Point, draw
from tarazy.acts.templatetags.court_words import percent
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.categorise import CategoryAnswer
from tarazy.jurimetrics.trace import Link, LinkStatus, Track
from tarazy.practice.anomaly_words import compared, phrase
from tarazy.practice.models import AskJob
from tarazy.practice.queries import acts_by_id

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

ASKED = "asked"
SHOWN_CATEGORIES = 3
SHOWN_WORDS = 12
SHOWN_COMPARABLES = 10
ABSTENTIONS = {
    "no_text": lazy("There is too little text to name a category."),
    "foreign_matter": lazy("It is a criminal case or an administrative offence: it has none of the categories here."),
    "no_evidence": lazy("Nothing in the text speaks for any category."),
    "set_too_large": lazy("Too many categories are possible to name one."),
}


def answer_context(user: Viewer, job: AskJob, name: str, content: Any) -> dict[str, Any]:
    """The values of one card's template."""
    return {"language": job.decision.language if job.decision else "", **_CONTEXTS[name](user, job, content)}


def _category(user: Viewer, job: AskJob, content: Any) -> dict[str, Any]:
    answer = CategoryAnswer.model_validate(content)
    words: list[str] = []
    for evidence in answer.evidence:
        span = evidence.span
        word = job.text[span.start : span.end] if span else evidence.term
        word = " ".join(word.split())
        if word and word.lower() not in (one.lower() for one in words):
            words.append(word)
    first = answer.top[0][1] if answer.top and not answer.abstained else None
    return {
        "answer": answer,
        "top": answer.top[:SHOWN_CATEGORIES],
        "words": words[:SHOWN_WORDS],
        "abstention": ABSTENTIONS.get(answer.reason or "", _("The category can't be named with enough certainty.")),
        "figure": percent(first),
    }


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
        {"stage": stage, "act": acts.get(stage.act.id), "asked": stage.act.id not in acts, "link": links.get(stage.act.id)}
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
    return {"stages": stages, "days": track.days, "picture": draw(points, legs)}


_CONTEXTS: dict[str, Callable[[Viewer, AskJob, Any], dict[str, Any]]] = {
    "category": _category,
    "analogues": _analogues,
    "trace": _trace,
    "anomalies": _anomalies,
}
