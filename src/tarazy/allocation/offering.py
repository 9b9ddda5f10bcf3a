"""What the distribution adds to the pages of a case: how its judge was drawn, for everybody who may open the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tarazy.allocation.models import Draw
from tarazy.cases.models import Case
from tarazy.cases.presenting import ActionLink, register_action

if TYPE_CHECKING:
    from tarazy.people.models import User


def offered(user: User, case: Case) -> Iterator[ActionLink]:
    """The latest draw of the case that stands: held, or waiting for its public randomness."""
    draws = Draw.objects.visible_to(user).filter(proceeding__case=case).live()
    draw = draws.order_by("-pk").first()
    if draw is None:
        return
    if draw.state == Draw.State.COMMITTED:
        about = _("The judge is being drawn; it takes seconds to minutes.")
    else:
        about = _("The list, the weights, the receipt: recompute it yourself.")
    yield ActionLink(title=_("How the judge was drawn"), url=draw.get_absolute_url(), about=about)


def offer() -> None:
    """Tell the registry's pages; called once, when the program starts."""
    register_action(offered)
