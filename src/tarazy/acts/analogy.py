"""Cases alike an act of the bank, as far as the user may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tarazy.acts.models import Act
from tarazy.acts.queries import shows_names
from tarazy.jurimetrics.decision import Span

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True)
class PassagePair:
    """A passage of what was asked and a passage of the act found, as they may be shown to this reader."""

    asked: str
    found: str


@dataclass(frozen=True)
class AnalogueShown:
    """An act alike with its passages and what higher instances did with the case."""

    act: Act
    score: float
    pairs: list[PassagePair]
    higher: list[dict[str, str]]


def shown(
    user: Viewer, analogues: Sequence[dict[str, Any]], asked_passages: dict[str, list[str]]
) -> list[AnalogueShown]:
    """Kept analogues as this user may see them, in their order; acts that the user may not see are left out.

    `analogues` are as `kept` makes them; `asked_passages` are, by id, the words of the asked text of each
    pair.
    """
    seen = Act.objects.visible_to(user)
    acts = {act.act_id: act for act in seen.filter(act_id__in=[one["id"] for one in analogues])}
    above = {act["id"] for one in analogues for act in one["higher"]}
    higher_seen = set(seen.filter(act_id__in=above).values_list("act_id", flat=True))
    found = []
    for one in analogues:
        act = acts.get(one["id"])
        if act is None:
            continue
        pairs = []
        for asked, span in zip(asked_passages.get(act.act_id, []), one["passages"], strict=False):
            pairs.append(PassagePair(asked=asked, found=_words(user, act, Span.model_validate(span["act"]))))
        higher = [upper for upper in one["higher"] if upper["id"] in higher_seen]
        found.append(AnalogueShown(act=act, score=one["score"], pairs=pairs, higher=higher))
    return found


def kept(analogues: Sequence[Any]) -> list[dict[str, Any]]:
    """Analogues as plain values that can be stored: ids, scores, spans of passages, what came of them
    above.
    """
    return [
        {
            "id": one.id,
            "score": round(float(one.score), 4),
            "passages": [
                {"asked": pair.query.model_dump(), "act": pair.act.model_dump()} for pair in one.passages
            ],
            "higher": [
                {"id": act.id, "review": act.review.value if act.review else ""} for act in one.higher
            ],
        }
        for one in analogues
    ]


def passages_of(text: str, analogues: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """By id of the analogue, the passages of `text` that its passages answer to."""
    return {
        one["id"]: [text[pair["asked"]["start"] : pair["asked"]["end"]].strip() for pair in one["passages"]]
        for one in analogues
    }


def _words(user: Viewer, act: Act, span: Span) -> str:
    if shows_names(user, act):
        return act.text[span.start : span.end].strip()
    decision, (moved,) = act.public_with([span])
    return decision.text[moved.start : moved.end].strip()
