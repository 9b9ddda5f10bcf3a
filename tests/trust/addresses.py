"""Every address of the court and every operation of its API, with what to fill into them.

An address with a parameter that stands in no table here raises `LookupError`: nobody can forget to let it be walked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import LocalePrefixPattern, URLPattern, URLResolver
from django.utils import translation
from django.utils.regex_helper import normalize

from tests.trust.world import HOME, Things

# Parameters that mean the same wherever they stand: the name of the thing that they name.
THINGS = {
    "case_uuid": "case", "case_id": "case", "document_id": "document", "task_uuid": "task", "task_id": "task", "paper_uuid": "paper",
    "draft_id": "draft", "opening": "opening", "section": "section", "upload_id": "upload", "session_id": "session",
    "power_id": "power", "party_uuid": "party", "party_id": "party", "row": "representation", "assignment": "assignment", "assignment_id": "assignment", "deadline": "deadline", "deadline_id": "deadline", "invitation_id": "invitation", "stream": "stream", "reference": "reference",
}  # fmt: skip
# Parameters that mean something else where a name begins so.
OF_ROOM: dict[str, dict[str, str]] = {
    "desk:": {"draft_id": "desk_draft", "act_id": "signed_act"},
    "practice:beside": {"draft_id": "desk_draft"},
    "api:desk": {"draft_id": "desk_draft"},
    "api:signed_act": {"act_id": "signed_act"},
    "publication:": {"publication_id": "publication", "address": "published"},
    "api:publication": {"publication_id": "publication", "address": "published"},
    "following:": {"pk": "saved_search"},
    "robot:": {"run_id": "run", "submission_id": "submission"},
    "api:robot": {"run_id": "run"},
}
OF_ROOM |= {
    f"api:{name}": {"pk": "saved_search"}
    for name in ("saved_search", "change_saved_search", "delete_saved_search")
}
# Parameters that mean something else in each address; None: nothing of a case.
OF_ADDRESS: dict[str, dict[str, str]] = {
    "uuid": {
        "people:revoke_token": "token", "people:accept_power": "power", "people:revoke_power": "power",
        "people:withdraw_invitation": "invitation", "people:demo_sign_in": "case",
        "cabinet:filing": "filing", "cabinet:fee": "filing", "cabinet:sign": "filing", "cabinet:sign_content": "filing",
        "cabinet:paper": "filing", "cabinet:receipt": "filing", "cabinet:receipt_pdf": "filing",
        "cabinet:payment": "payment", "cabinet:service": "service", "cabinet:service_receipt": "service",
        "cabinet:intake": "intake", "notices:open": "notice", "allocation:start": "proceeding",
        "allocation:draw": "draw", "allocation:redraw": "draw", "allocation:verify_draw": "draw",
        "allocation:receipt": "draw", "api:case_notices": "case", "api:read_notice": "notice", "api:draw": "draw",
        "api:start_draw": "proceeding",
        **{f"api:{name}": "webhook" for name in ("webhook", "change_webhook", "delete_webhook", "rotate_webhook", "enable_webhook", "webhook_deliveries")},
        **{f"api:{name}": "delivery" for name in ("webhook_delivery", "redeliver_webhook")},
        **{f"webhooks:{name}": "webhook" for name in ("endpoint", "rotate", "enable", "delete")},
        "webhooks:again": "delivery", "api:draw_receipt": "draw",
    },
    "number": {
        "cases:card": "number", "api:registry_card": "number", "ledger:entry": "entry", "ledger:bundle": "entry",
        "api:entry_proof": "entry", "cabinet:decide": "motion",
    },
}  # fmt: skip
# Parameters that name nothing of a case, with a value that leads somewhere.
PLAIN: dict[str, dict[str, Any]] = {
    "number": {"documents:page": 0, "documents:picture": 0, "desk:version": 1, "desk:restore": 1},
    "code": {"": HOME, "cabinet:write": "motion_adjourn", "api:case_step": "accept", "acts:norm": "gpk", "api:problem_page": "not_found", "problem": "not_found"},
    "event": {"": "accept"},
    "name": {"": "claimant", "constructor:begin": "debt", "crl": "root", "certificate": "root"},
    "secret": {"": "x" * 32}, "token": {"": "x" * 43}, "act_id": {"": "no-such-act"}, "slug": {"": "no_such"},
    "figure": {"": "no_such"}, "part": {"": "forecast"}, "article": {"": "1"}, "anomaly_id": {"": 987_654},
    "job_id": {"": "9d2c0a5e-0000-4000-8000-000000000000"}, "key": {"": "abc-def"}, "uidb36": {"": "a"},
    "encoded": {"": "MA=="}, "pk": {"": 987_654},
    "address": {"": "no-such-act"},
    **{hole: {"": "9d2c0a5e-0000-4000-8000-000000000000"} for hole in ("proposal_id", "batch_id", "search_id")},
}  # fmt: skip


@dataclass(frozen=True)
class Address:
    """One pattern: its name, its text with holes, which things fill them, what else."""

    name: str
    template: str
    things: tuple[tuple[str, str], ...]
    plain: tuple[tuple[str, Any], ...]

    def of(self, found: Things) -> str:
        """The address of these things."""
        values = {hole: getattr(found, thing) for hole, thing in self.things} | dict(self.plain)
        return self.template % values

    @property
    def named(self) -> set[str]:
        """What it names of a case."""
        return {thing for _hole, thing in self.things} - {"stream", "session"}


def addresses(language: str = "kk") -> Iterator[Address]:
    """All of them, pages in one language."""
    with translation.override(language):
        found = list(_patterns(get_resolver(), "", ""))
    for name, template, holes in found:
        things, plain = [], []
        for hole in holes:
            if hole in OF_ADDRESS and name in OF_ADDRESS[hole]:
                things.append((hole, OF_ADDRESS[hole][name]))
            elif of_room := next(
                (row[hole] for room, row in OF_ROOM.items() if name.startswith(room) and hole in row), ""
            ):
                things.append((hole, of_room))
            elif hole in THINGS:
                things.append((hole, THINGS[hole]))
            else:
                values = PLAIN.get(hole, {})
                value = values.get(name, values.get(""))
                if value is None:
                    raise LookupError(f"the walk doesn't know what {hole} is in {name} ({template})")
                plain.append((hole, value))
        yield Address(name, "/" + template, tuple(things), tuple(plain))


def _patterns(resolver: Any, space: str, before: str) -> Iterator[tuple[str, str, list[str]]]:
    """(name with its spaces, address with a hole for each parameter, the parameters) of every pattern."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            begins, holes = _filled(one.pattern)
            inner = f"{one.namespace}:" if one.namespace else space
            for name, template, more in _patterns(one, inner, before + begins):
                yield name, template, [*holes, *more]
        elif isinstance(one, URLPattern):
            template, holes = _filled(one.pattern)
            yield f"{space}{one.name}" if one.name else before + template, before + template, holes


def _filled(pattern: Any) -> tuple[str, list[str]]:
    """A part of an address as the resolver itself would write it."""
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix, []
    template, holes = normalize(pattern.regex.pattern.replace(r"\Z", "$").lstrip("^").rstrip("$"))[0]
    return str(template), list(holes)
