"""Letters are turned off from the letter itself: its link is signed by the court, nobody has to sign in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from tarazy.acts.following.actions.change_search import be_quiet
from tarazy.acts.following.models import Alert, SavedSearch
from tarazy.acts.following.refusals import LinkDoesNotHold

SALT = "tarazy.acts.following.unsubscribe"


@dataclass(frozen=True)
class Subject:
    """What a link turns off: one search, or every one of a person (`search` None)."""

    owner: int
    search: int | None


def token_of(owner_id: int, search_id: int | None = None) -> str:
    """The signed part of a link. It holds for good: an old letter must still be good for turning letters off."""
    return signing.dumps([owner_id, search_id], salt=SALT)


def subject_of(token: str) -> Subject:
    """What the link turns off. Raises `LinkDoesNotHold`."""
    try:
        owner, search = signing.loads(token[:400], salt=SALT)
        return Subject(int(owner), search if search is None else int(search))
    except (signing.BadSignature, ValueError, TypeError):
        raise LinkDoesNotHold from None


def unsubscribe(token: str) -> int:
    """Turn the letters off; how many searches told of acts until now. Raises `LinkDoesNotHold`."""
    subject = subject_of(token)
    searches = SavedSearch.objects.filter(owner_id=subject.owner)
    if subject.search is not None:
        searches = searches.filter(pk=subject.search)
    with transaction.atomic():
        told = list(searches.exclude(alert=Alert.NONE).select_for_update())
        for search in told:
            search.alert = Alert.NONE
            search.save(update_fields=["alert"])
            be_quiet(search)
    return len(told)
