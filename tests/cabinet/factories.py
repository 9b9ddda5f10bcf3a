"""Finished drafts, filings and services for tests: one line each."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from tarazy.cabinet.actions.prepare_filing import paper_to_sign, prepare_filing
from tarazy.cabinet.constructor.loading import definitions
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.models import Filing
from tarazy.courts.models import Court
from tarazy.documents.signatures.choices import sign_pdf_for
from tarazy.documents.store import content_store
from tarazy.people.models import User
from tests.cabinet.constructor.answering import walk_to_the_end
from tests.cases.factories import a_claimant, a_court


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def person_form(user: User, **more: str) -> dict[str, str]:
    """The answer of a person to the question who files."""
    return {
        "answer-kind": "individual", "answer-family_name": user.family_name, "answer-given_name": user.given_name,
        "answer-patronymic": user.patronymic, "answer-iin": user.iin or "", **more,
    }  # fmt: skip


def a_finished_draft(
    by: User | None = None,
    name: str = "wages",
    *,
    court: Court | None = None,
    language: str = "kk",
    seed: int = 1,
    fixed: dict[str, dict[str, Any]] | None = None,
    now: datetime | None = None,
) -> ClaimDraft:
    """A draft of `by` with every page answered; the first party is `by`."""
    by = by or a_claimant()
    court = court or a_court()
    answers = {"court": {"answer": court.pk}, "represented": {"answer": "no"}}
    answers |= {one: person_form(by) for one in ("claimant", "applicant", "creditor", "filer")}
    definition = definitions()[name]
    walk, _seen = walk_to_the_end(
        definition, random.Random(seed), language=language, fixed=answers | (fixed or {})
    )
    now = now or timezone.now()
    return ClaimDraft.objects.create(
        definition_id=name, user=by, answers=plain(walk.answers), created_at=now, updated_at=now,
        expires_at=now + timedelta(days=30),
    )  # fmt: skip


def a_filing(by: User | None = None, name: str = "wages", **more: Any) -> Filing:
    """A filing prepared from a finished draft."""
    by = by or a_claimant()
    draft = a_finished_draft(by, name, **more)
    return prepare_filing(draft.pk, by=by, now=timezone.now())


def signed_paper(filing: Filing) -> bytes:
    """The paper of the filing with a signature by the demo key."""
    now = timezone.now()
    document = paper_to_sign(filing, now=now)
    with content_store().open(document.sha256) as file:
        pdf = file.read()
    return sign_pdf_for(filing.by, pdf, {"way": "demo"}, reason="", now=now)
