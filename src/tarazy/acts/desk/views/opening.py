"""Coming to a draft: only its readers, only with an open desk; for everybody else it isn't there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Concatenate
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from tarazy.acts.desk.drafting import draft_for, text_of
from tarazy.acts.desk.keys import Unlocked, unlocked
from tarazy.acts.desk.models import Draft, DraftVersion
from tarazy.acts.desk.readers import sits
from tarazy.acts.desk.refusals import DeskLocked
from tarazy.acts.text import ActText
from tarazy.cases.models import Case, Proceeding
from tarazy.cases.views.opening import OpenedCase, open_case

if TYPE_CHECKING:
    from tarazy.people.models import User


@dataclass
class AtDesk:
    """A draft before one of its readers, with the desk open. Each further thing is read when it is asked for."""

    request: HttpRequest
    user: User
    draft: Draft
    unlocked: Unlocked
    now: datetime

    @cached_property
    def text(self) -> ActText:
        """The words of the last version."""
        return text_of(self.draft, self.unlocked)

    @cached_property
    def version(self) -> DraftVersion:
        """The last version, without its words."""
        return self.draft.versions.defer("sealed").select_related("by").latest("number")

    @property
    def proceeding(self) -> Proceeding:
        """The proceeding that the act belongs to."""
        return self.draft.proceeding

    @property
    def case(self) -> Case:
        """The case."""
        return self.draft.proceeding.case

    @cached_property
    def opened(self) -> OpenedCase:
        """The case as this person may see it, noted as looked at."""
        return open_case(self.request, self.case.uuid)

    @cached_property
    def judge(self) -> bool:
        """Whether the person sits in the proceeding."""
        return sits(self.user, self.proceeding, now=self.now)

    @property
    def number(self) -> str:
        """How the case is called."""
        return self.proceeding.number or self.case.number


DraftView = Callable[Concatenate[AtDesk, ...], HttpResponseBase]


def at_the_desk(view: DraftView) -> Callable[..., HttpResponseBase]:
    """A page of a draft. Who hasn't opened the desk is led to where it is opened, and back."""

    @login_required
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, draft_id: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: User = request.user  # type: ignore[assignment]
        draft = draft_for(draft_id, user)
        try:
            opened = unlocked(request)
        except DeskLocked:
            return to_unlock(request)
        return view(AtDesk(request, user, draft, opened, timezone.now()), *args, **kwargs)

    return page


def to_unlock(request: HttpRequest) -> HttpResponse:
    """To the page that opens the desk; afterwards one comes back, or for what was sent to the page it was sent from."""
    back = request.get_full_path() if request.method == "GET" else reverse("desk:index")
    return redirect(f"{reverse('desk:unlock')}?{urlencode({'next': back})}")
