"""Kept answers as a program may read them: nothing of an act that the caller may not see.

The practice is built from all acts with their names, closed ones too; what was found is narrowed when it is
read, because what a caller may see can change after the question was asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tarazy.acts.models import Act
from tarazy.acts.queries import shows_names
from tarazy.jurimetrics.decision import Span
from tarazy.practice.queries import acts_by_id

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Viewer = AbstractBaseUser | AnonymousUser

ASKED = "asked"


def seen_by(user: Viewer, name: str, content: Any) -> Any:
    """The content of the answer `name` without acts that the user may not see.

    Places in acts found are those of the text that the user reads, masked or not.
    """
    narrow = _NARROWED.get(name)
    return narrow(user, content) if narrow and content is not None else content


def _analogues(user: Viewer, content: Any) -> Any:
    ids = [one["id"] for one in content]
    acts = acts_by_id(user, [*ids, *(act["id"] for one in content for act in one["higher"])])
    return [
        {
            **one,
            "passages": _passages(user, acts[one["id"]], one["passages"]),
            "higher": [act for act in one["higher"] if act["id"] in acts],
        }
        for one in content
        if one["id"] in acts
    ]


def _passages(user: Viewer, act: Act, passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not passages or shows_names(user, act):
        return passages
    _public, moved = act.public_with([Span.model_validate(pair["act"]) for pair in passages])
    return [{**pair, "act": span.model_dump()} for pair, span in zip(passages, moved, strict=True)]


def _trace(user: Viewer, content: Any) -> Any:
    stages = content["track"]["stages"]
    linked = [link[end] for link in content["links"] for end in ("act_id", "reviewed_id")]
    named = {stage["act"]["id"] for stage in stages} | set(linked)
    seen = {ASKED, *acts_by_id(user, sorted(named - {ASKED}))}
    kept = [
        stage if stage["reviews"] in (None, *seen) else {**stage, "reviews": None, "days": None}
        for stage in stages
        if stage["act"]["id"] in seen
    ]
    whole = len(kept) == len(stages)
    track = {**content["track"], "stages": kept, "days": content["track"]["days"] if whole else None}
    links = [link for link in content["links"] if {link["act_id"], link["reviewed_id"]} <= seen]
    return {**content, "track": track, "links": links}


def _listed(*names: str) -> Callable[[Viewer, Any], Any]:
    def narrow(user: Viewer, content: Any) -> Any:
        acts = acts_by_id(user, [act_id for one in content for name in names for act_id in one[name]])
        return [
            {**one, **{name: [act_id for act_id in one[name] if act_id in acts] for name in names}}
            for one in content
        ]

    return narrow


_NARROWED: dict[str, Callable[[Viewer, Any], Any]] = {
    "analogues": _analogues,
    "trace": _trace,
    "anomalies": _listed("comparables"),
    "forecast": _listed("speaking_for", "speaking_against"),
}
