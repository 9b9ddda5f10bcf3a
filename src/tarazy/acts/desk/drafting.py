"""Drafts: opened, read, saved, gone back to. Words leave the database only with an open desk, see `keys`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tarazy.acts.desk import readers
from tarazy.acts.desk.keys import Unlocked, ensure_desk_key
from tarazy.acts.desk.models import Draft, DraftVersion, SignedAct
from tarazy.acts.desk.readers import assists, bench, give_key, sits, take_keys
from tarazy.acts.desk.refusals import (
    AnotherAct,
    ChangedMeanwhile,
    DraftClosed,
    DraftOpenAlready,
    KeyNotShared,
    NoDeskKey,
    NotAnActHere,
    NotOfThePanel,
    TextTooLong,
)
from tarazy.acts.desk.rules import MOST_BYTES, kind_of, superfluous
from tarazy.acts.desk.sealing import NotOpened, new_key, seal_words, unseal_words
from tarazy.acts.desk.signals import draft_discarded, draft_resealed
from tarazy.acts.desk.steps import written_here
from tarazy.acts.text import ActText
from tarazy.cases.models import Proceeding
from tarazy.cases.rulings import LANGUAGES, acts, word
from tarazy.cases.standing import opened_proceeding
from tarazy.documents.signatures.demo_keys import demo_open
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

CLOSED = (Draft.State.SIGNED, Draft.State.DISCARDED)
_THIN_EVERY = 10  # saved versions


@dataclass(frozen=True)
class Version:
    """A saved version as history lists it: no words, and no decryption."""

    number: int
    by: User
    at: datetime
    kept: bool


def open_draft(
    proceeding: Proceeding,
    code: str,
    *,
    by: User,
    now: datetime,
    text: ActText | None = None,
    origin: str = "",
    based_on: str = "",
    corrects: SignedAct | None = None,
) -> Draft:
    """Begin an act: the saved draft with its first version, sealed to the panel (and the assistant who begins it).

    `code` is an act of the registry's table of acts; `text` the first version, else title alone. `origin` is of
    `Draft.Origin`; `based_on` the robot's draft it began as. No open desk is needed. A draft that nobody of today's
    bench can read is discarded first (the case was given to another judge). Raises `NotFound`, `NotOfThePanel`,
    `NotAnActHere`, `NoDeskKey`, `AnotherAct`, `TextTooLong`, `DraftOpenAlready`.
    """
    with transaction.atomic():
        proceeding = opened_proceeding(proceeding.pk, by, now=now)
        judge = sits(by, proceeding, now=now)
        if not judge and not assists(by, proceeding, now=now):
            raise NotOfThePanel
        if not written_here(proceeding, code, corrects=corrects is not None):
            raise NotAnActHere({"code": code})
        ensure_desk_key(by, now=now)
        _make_room(proceeding, code, corrects, now)
        act, language = acts()[code], language_of(proceeding)
        draft = Draft(
            proceeding=proceeding,
            code=code,
            kind=kind_of(act.kind, proceeding.kind).value,
            language=language,
            state=Draft.State.OPEN if judge else Draft.State.PREPARING,
            origin=origin or (Draft.Origin.JUDGE if judge else Draft.Origin.ASSISTANT),
            based_on=based_on,
            corrects=corrects,
            author=by,
            created_at=now,
            changed_at=now,
        )
        draft.save()
        key = new_key()
        people = readers.readers(draft)
        if demo_open():  # in the demo everybody's desk opens with the word on the page
            for one in people:
                with suppress(NoDeskKey):  # somebody who has left the courts
                    ensure_desk_key(one, now=now)
        give_key(draft, key, people)
        _add(draft, key, text or first_text(draft), by, now, kept=True)
    return draft


def first_text(draft: Draft) -> ActText:
    """An act with its title and nothing else."""
    act, language = acts()[draft.code], draft.language
    subtitle = word("in_the_name", language) if act.in_the_name else ""
    values = {"kind": draft.kind, "language": language, "title": act.title[language], "subtitle": subtitle}
    return ActText.model_validate(values)


def language_of(proceeding: Proceeding) -> str:
    """The language in which acts of the proceeding are written: kk or ru."""
    return proceeding.case.language if proceeding.case.language in LANGUAGES else LANGUAGES[0]


def draft_for(draft_id: UUID, user: User) -> Draft:
    """The draft, if this user may read it. Raises `NotFound`; `KeyNotShared` for a judge who sits in the case but
    to whom it wasn't sealed (they know of it: they sit there)."""
    rows = Draft.objects.select_related("proceeding__case", "proceeding__court", "corrects")
    found = rows.visible_to(user).filter(pk=draft_id).first()
    if found is not None:
        return found
    closed = rows.filter(pk=draft_id).exclude(state__in=CLOSED).first()
    if closed is not None and bench(closed.proceeding).filter(pk=user.pk).exists():
        raise KeyNotShared
    raise NotFound


def text_of(draft: Draft, unlocked: Unlocked) -> ActText:
    """The words of the last version. Raises `NotFound` for who isn't among its readers."""
    return _read(draft, _readable(draft, unlocked).key_of(draft), draft.versions.latest("number"))


def version_text(draft: Draft, number: int, unlocked: Unlocked) -> ActText:
    """The words of one version. Raises `NotFound`, also for a version thinned out."""
    row = draft.versions.filter(number=number).first()
    if row is None:
        raise NotFound
    return _read(draft, _readable(draft, unlocked).key_of(draft), row)


def history(draft: Draft, unlocked: Unlocked) -> list[Version]:
    """The versions that are kept, the latest first. Raises `NotFound` for who isn't among the draft's readers."""
    _readable(draft, unlocked).key_of(draft)
    rows = draft.versions.select_related("by").defer("sealed").order_by("-number")
    return [Version(row.number, row.by, row.at, row.kept) for row in rows]


def latest_number(draft: Draft) -> int:
    """The number of the last version: what a page hands back as `base`."""
    return int(draft.versions.latest("number").number)


def save_version(
    draft: Draft,
    text: ActText,
    unlocked: Unlocked,
    *,
    by: User,
    now: datetime,
    kept: bool = False,
    base: int | None = None,
) -> DraftVersion:
    """Keep the text as the next version; `kept` by the writer's wish, others are thinned out with time.

    `base` is the version that the writer began from: if a later one was saved meanwhile this one is refused and the
    later one stays (`None`: don't ask). The same words again make no version. Raises `NotFound`, `DraftClosed`,
    `ChangedMeanwhile`, `AnotherAct`, `TextTooLong`.
    """
    with transaction.atomic():
        locked = lock_draft(draft)
        key = _readable(locked, unlocked).key_of(locked)
        if by.pk != unlocked.user_id:
            raise NotFound
        last = locked.versions.select_related("by").latest("number")
        if base is not None and base != last.number:
            raise ChangedMeanwhile(version=last.number, name=last.by.short_name)
        if _read(locked, key, last) == text:
            if kept and not last.kept:
                last.kept = True
                last.save(update_fields=["kept"])
            return last
        return _add(locked, key, text, by, now, kept=kept)


def restore(draft: Draft, number: int, unlocked: Unlocked, *, by: User, now: datetime) -> DraftVersion:
    """Make an earlier version the last one again, as a new version; nothing in between is lost."""
    text = version_text(draft, number, unlocked)
    return save_version(draft, text, unlocked, by=by, now=now, kept=True)


def lock_draft(draft: Draft) -> Draft:
    """The draft's row, locked until the transaction ends. Raises `DraftClosed`."""
    found = Draft.objects.select_for_update().get(pk=draft.pk)
    found.proceeding = draft.proceeding
    if found.state in CLOSED:
        raise DraftClosed
    return found


def reseal(draft: Draft, key: bytes) -> bytes:
    """Another key for the draft's readers of today: every version and opinion is written anew under it, and nobody
    else holds it. In a transaction with the draft locked. Returns the new key."""
    fresh = new_key()
    for row in draft.versions.all():
        words = unseal_words(key, bytes(row.sealed), _version_context(draft, row.number))
        row.sealed = seal_words(fresh, words, _version_context(draft, row.number))
        row.save(update_fields=["sealed"])
    for opinion in draft.opinions.all():
        context = opinion_context(draft, opinion.by_id, opinion.kind, opinion.version)
        opinion.sealed = seal_words(fresh, unseal_words(key, bytes(opinion.sealed), context), context)
        opinion.save(update_fields=["sealed"])
    people = readers.readers(draft)
    take_keys(draft, people)
    give_key(draft, fresh, people)
    draft_resealed.send(Draft, draft=draft, old=key, new=fresh)
    return fresh


def opinion_context(draft: Draft, user_id: int, kind: str, version: int) -> str:
    """What a sealed opinion is for."""
    return f"opinion {draft.pk} {user_id} {kind} {version}"


def discard_row(draft: Draft, reason: str, now: datetime) -> None:
    """Close a draft unsigned and tell who listens, once the transaction is kept."""
    draft.state, draft.changed_at = Draft.State.DISCARDED, now
    draft.save(update_fields=["state", "changed_at"])
    transaction.on_commit(lambda: draft_discarded.send_robust(Draft, draft=draft, reason=reason))


def _make_room(proceeding: Proceeding, code: str, corrects: SignedAct | None, now: datetime) -> None:
    """An open draft of the same act stands in the way, unless nobody who sits here now can read it."""
    open_ones = Draft.objects.filter(proceeding=proceeding, code=code, corrects=corrects)
    for one in open_ones.exclude(state__in=CLOSED):
        if one.keys.filter(user__in=readers.readers(one)).exists():
            raise DraftOpenAlready(str(one.pk))
        discard_row(one, "panel_changed", now)


def _readable(draft: Draft, unlocked: Unlocked) -> Unlocked:
    """Raises `NotFound` unless the draft is among those visible to who opened the desk."""
    from tarazy.people.models import User

    if not Draft.objects.visible_to(User.objects.get(pk=unlocked.user_id)).filter(pk=draft.pk).exists():
        raise NotFound
    return unlocked


def _read(draft: Draft, key: bytes, row: DraftVersion) -> ActText:
    try:
        words = unseal_words(key, bytes(row.sealed), _version_context(draft, row.number))
    except NotOpened as error:
        raise NotFound from error
    return ActText.model_validate_json(words)


def _add(draft: Draft, key: bytes, text: ActText, by: User, now: datetime, *, kept: bool) -> DraftVersion:
    if (text.kind, text.language) != (draft.kind, draft.language):
        raise AnotherAct({"text": f"{text.kind}, {text.language}"})
    words = text.model_dump_json()
    if len(words.encode()) > MOST_BYTES:
        raise TextTooLong({"text": str(TextTooLong.message)})
    last = draft.versions.order_by("-number").values_list("number", flat=True).first() or 0
    row = DraftVersion.objects.create(
        draft=draft,
        number=last + 1,
        sealed=seal_words(key, words, _version_context(draft, last + 1)),
        by=by,
        at=now,
        kept=kept,
    )
    draft.changed_at = now
    draft.save(update_fields=["changed_at"])
    if row.number % _THIN_EVERY == 0:
        _thin(draft, now)
    return row


def _thin(draft: Draft, now: datetime) -> None:
    rows = list(draft.versions.order_by("number").values_list("number", "at", "kept"))
    read = set(draft.opinions.values_list("version", flat=True))
    draft.versions.filter(number__in=superfluous(rows, now, needed=read)).delete()


def _version_context(draft: Draft, number: int) -> str:
    return f"draft {draft.pk} version {number}"
