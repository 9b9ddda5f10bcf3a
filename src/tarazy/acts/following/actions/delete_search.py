"""A reader keeps a search no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tarazy.acts.following.models import SavedSearch
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User


def delete_search(search_id: int, *, by: User) -> None:
    """The search is gone with all that it found. Raises `NotFound`."""
    deleted, _kinds = SavedSearch.objects.visible_to(by).filter(pk=search_id).delete()
    if not deleted:
        raise NotFound
