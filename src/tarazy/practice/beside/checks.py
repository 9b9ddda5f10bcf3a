"""What practice says of an act before it is signed. It warns; the judge may answer, and signs or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tarazy.acts.desk.checks_shown import Warning
from tarazy.practice.beside.answers import ask_beside
from tarazy.practice.beside.findings import findings, fingerprint_in_drafts
from tarazy.practice.beside.matter import matter_of
from tarazy.practice.beside.who import may_see
from tarazy.practice.models import DraftDistinction

if TYPE_CHECKING:
    from tarazy.acts.desk.models import Draft
    from tarazy.acts.text import ActText
    from tarazy.people.models import User


def before_signing(user: User, draft: Draft, text: ActText) -> Iterator[Warning]:
    """A warning for each finding of the last version that this judge hasn't answered."""
    if not draft.practice_shown or not may_see(user, draft, "anomalies"):
        return
    today = timezone.localdate()
    version = draft.versions.latest("number").number
    asked = ask_beside(draft.pk, version, lambda: matter_of(draft.proceeding, text, today), today)
    if asked is None:
        return
    own = DraftDistinction.objects.filter(draft=draft, by=user)
    answered = set(own.values_list("fingerprint", flat=True))
    for one in findings(asked):
        if fingerprint_in_drafts(one.card) not in answered:
            yield Warning(
                title=one.words,
                about=one.compared or (f"«{one.passages[0][:200]}»" if one.passages else ""),
                part=one.part.value if one.part else "",
                url=reverse("practice:beside_anomalies", args=[draft.pk]),
                link=_("Look at it, or say what justifies it"),
            )
