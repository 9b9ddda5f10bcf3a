"""The judge's own key: made under a word that nobody else knows, open for a while in one session of one browser.

While the desk is open the session row in the database holds the private key encrypted, and the browser's cookie holds
the key to it: neither opens anything alone.
"""

from __future__ import annotations

import secrets
from base64 import b32encode, urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from tarazy.acts.desk.models import DeskKey, Draft, DraftKey
from tarazy.acts.desk.readers import key_context
from tarazy.acts.desk.refusals import DeskLocked, HasDeskKey, KeyChanged, NoDeskKey, WeakWord, WrongWord
from tarazy.acts.desk.sealing import (
    NotOpened,
    new_key,
    new_pair,
    public_of,
    seal,
    seal_by_word,
    unseal,
    unseal_by_word,
    unseal_own,
)
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_open
from tarazy.people.limits import spend
from tarazy.people.permissions import Permission, may, require
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

COOKIE, IN_SESSION = "tarazy_desk", "desk"
IDLE_MINUTES = 30
NOTED_EVERY = timedelta(minutes=1)  # a session row isn't written for every page
MOST_LETTERS = 200  # of a word
_CODE_BYTES = 20


@dataclass(frozen=True)
class Unlocked:
    """An open desk: whose, and the private key. It lives as long as a request and is never stored or printed."""

    user_id: int
    private: bytes = field(repr=False)

    def key_of(self, draft: Draft) -> bytes:
        """The key of a draft. Raises `NotFound` for one that isn't sealed to this person."""
        row = DraftKey.objects.filter(draft=draft, user_id=self.user_id).first()
        if row is None:
            raise NotFound
        try:
            return unseal_own(self.private, bytes(row.sealed), key_context(draft, self.user_id))
        except NotOpened as error:
            raise NotFound from error


def make_desk_key(user: User, word: str, *, now: datetime) -> str:
    """Make the user's desk key under the word; the recovery code, which is shown once and kept nowhere.

    Who signs or drafts rulings may. Raises `NotPermitted`, `HasDeskKey`, `WeakWord`.
    """
    if not may(user, Permission.DRAFT_RULINGS, now=now):
        require(user, Permission.SIGN_RULINGS, now=now)
    _check_word(user, word)
    return _make(user, word, now)


def has_desk_key(user: User) -> bool:
    """Whether the user has chosen a desk word."""
    return DeskKey.objects.filter(user=user).exists()


def ensure_desk_key(user: User, *, now: datetime) -> DeskKey:
    """The user's desk key. In the demo it is made here, under the password that the page shows beside it.

    Raises `NoDeskKey` outside the demo for who has none.
    """
    found = DeskKey.objects.filter(user=user).first()
    if found is None and demo_open() and may(user, Permission.DRAFT_RULINGS, now=now):
        with suppress(HasDeskKey):  # another request was quicker
            _make(user, DEMO_PASSWORD, now)
        found = DeskKey.objects.filter(user=user).first()
    if found is None:
        raise NoDeskKey
    return found


def open_demo_desk(user: User, *, now: datetime) -> Unlocked:
    """The desk of a person of the demo, opened with the word that the page shows, for whoever fills the demo.

    Raises `NoDeskKey` outside of it.
    """
    if not demo_open():
        raise NoDeskKey
    return Unlocked(user.pk, _by_word(ensure_desk_key(user, now=now), DEMO_PASSWORD))


def unlock(
    request: HttpRequest, response: HttpResponseBase, word: str, *, now: datetime | None = None
) -> Unlocked:
    """Open the desk for this session; the cookie is put on `response`, which must be the answer.

    Raises `NoDeskKey`, `WrongWord`, `TooMany`, `KeyChanged`.
    """
    spend("desk_word", request)
    user = _person(request)
    at = now or timezone.now()
    row = ensure_desk_key(user, now=at)
    private = _by_word(row, word)
    return _open(request, response, user, row, private, at)


def recover(
    request: HttpRequest, response: HttpResponseBase, code: str, new_word: str, *, now: datetime | None = None
) -> str:
    """Open the desk by the recovery code and put it under a new word; the new recovery code.

    Raises `NoDeskKey`, `WrongWord`, `WeakWord`, `TooMany`.
    """
    spend("desk_word", request)
    user = _person(request)
    row = DeskKey.objects.filter(user=user).first()
    if row is None:
        raise NoDeskKey
    _check_word(user, new_word)
    private = _by_code(row, code)
    fresh = _new_code()
    _keep_under(row, private, new_word, fresh)
    _open(request, response, user, row, private, now or timezone.now())
    return fresh


def change_word(request: HttpRequest, word: str, new_word: str) -> str:
    """Put the desk key under a new word; the new recovery code. Raises as `unlock` does, `WeakWord`."""
    spend("desk_word", request)
    user = _person(request)
    row = DeskKey.objects.filter(user=user).first()
    if row is None:
        raise NoDeskKey
    private = _by_word(row, word)
    _check_word(user, new_word)
    fresh = _new_code()
    _keep_under(row, private, new_word, fresh)
    return fresh


def begin_anew(user: User, word: str, *, now: datetime) -> str:
    """A new key for who has lost both the word and the code: drafts open to nobody else are lost with the old one,
    the others come back when a colleague shares them. Returns the recovery code. Raises `NoDeskKey`, `WeakWord`."""
    _check_word(user, word)
    with transaction.atomic():
        if not DeskKey.objects.filter(user=user).delete()[0]:
            raise NoDeskKey
        DraftKey.objects.filter(user=user).delete()
        return _make(user, word, now)


def unlocked(request: HttpRequest, *, now: datetime | None = None) -> Unlocked:
    """The open desk of this session. Raises `DeskLocked` where there is none, it was idle too long, or the caller is
    a program: an access token never opens a desk."""
    user = _person(request)
    at = now or timezone.now()
    kept = request.session.get(IN_SESSION)
    if not isinstance(kept, dict):
        raise DeskLocked if has_desk_key(user) or demo_open() else NoDeskKey
    used = parse_datetime(str(kept.get("used", "")))
    idle = timedelta(minutes=getattr(settings, "DESK_IDLE_MINUTES", IDLE_MINUTES))
    if used is None or at - used > idle:
        lock(request)
        raise DeskLocked
    try:
        key = urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
        private = unseal(key, urlsafe_b64decode(kept.get("sealed", "")), _session_context(user.pk))
    except (NotOpened, ValueError) as error:
        raise DeskLocked from error
    if at - used > NOTED_EVERY:
        request.session[IN_SESSION] = {**kept, "used": at.isoformat()}
    return Unlocked(user.pk, private)


def is_unlocked(request: HttpRequest) -> bool:
    """Whether the desk is open in this session."""
    try:
        unlocked(request)
    except DeskLocked:
        return False
    return True


def lock(request: HttpRequest, response: HttpResponseBase | None = None) -> None:
    """Close the desk of this session. Signing out does so by itself: the session's row goes."""
    request.session.pop(IN_SESSION, None)
    if response is not None:
        response.delete_cookie(COOKIE, samesite="Strict")  # type: ignore[attr-defined]


def _by_word(row: DeskKey, word: str) -> bytes:
    try:
        return unseal_by_word(word[: MOST_LETTERS + 1], bytes(row.sealed), _word_context(row.user_id))
    except NotOpened as error:
        raise WrongWord from error


def _by_code(row: DeskKey, code: str) -> bytes:
    try:
        return unseal_by_word(_plain(code[:MOST_LETTERS]), bytes(row.recovery), _code_context(row.user_id))
    except NotOpened as error:
        raise WrongWord from error


def _open(
    request: HttpRequest, response: HttpResponseBase, user: User, row: DeskKey, private: bytes, at: datetime
) -> Unlocked:
    if public_of(private) != bytes(row.public):
        raise KeyChanged
    key = new_key()
    sealed = seal(key, private, _session_context(user.pk))
    request.session[IN_SESSION] = {"sealed": urlsafe_b64encode(sealed).decode(), "used": at.isoformat()}
    response.set_cookie(  # type: ignore[attr-defined]
        COOKIE,
        urlsafe_b64encode(key).decode(),
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return Unlocked(user.pk, private)


def _make(user: User, word: str, now: datetime) -> str:
    private, public = new_pair()
    code = _new_code()
    row = DeskKey(user=user, public=public, made_at=now)
    try:
        with transaction.atomic():
            _keep_under(row, private, word, code)
    except IntegrityError as error:
        raise HasDeskKey from error
    return code


def _keep_under(row: DeskKey, private: bytes, word: str, code: str) -> None:
    row.sealed = seal_by_word(word, private, _word_context(row.user_id))
    row.recovery = seal_by_word(_plain(code), private, _code_context(row.user_id))
    row.save()


def _check_word(user: User, word: str) -> None:
    if len(word) > MOST_LETTERS:
        raise WeakWord({"word": _("This is too long.")})
    try:
        validate_password(word, user)
    except ValidationError as error:
        raise WeakWord({"word": " ".join(error.messages)}) from error


def _person(request: HttpRequest) -> User:
    user = request.user
    if not user.is_authenticated or not user.is_active or getattr(user, "token_scopes", None) is not None:
        raise DeskLocked
    return user


def _new_code() -> str:
    letters = b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _word_context(user_id: int) -> str:
    return f"desk key by word {user_id}"


def _code_context(user_id: int) -> str:
    return f"desk key by code {user_id}"


def _session_context(user_id: int) -> str:
    return f"desk key in session {user_id}"
