"""Secrecy of deliberation: the panel reads, nobody else does, and nothing of a draft stands in the database."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.acts.desk import keys, sealing
from tarazy.acts.desk.actions.discard_draft import discard_draft
from tarazy.acts.desk.actions.give_opinion import give_opinion
from tarazy.acts.desk.actions.share_draft import share_draft, waiting_for
from tarazy.acts.desk.actions.sign_act import sign_act
from tarazy.acts.desk.actions.take_over import take_over
from tarazy.acts.desk.drafting import (
    draft_for,
    history,
    open_draft,
    save_version,
    text_of,
    version_text,
)
from tarazy.acts.desk.models import DeskKey, Draft, DraftKey, DraftVersion
from tarazy.acts.desk.refusals import (
    DeskLocked,
    DraftOpenAlready,
    HasDeskKey,
    KeyChanged,
    KeyNotShared,
    NoDeskKey,
    NotAnActHere,
    NothingToShareWith,
    NotOfThePanel,
    NotPrepared,
    StillPrepared,
    WeakWord,
    WrongWord,
)
from tarazy.acts.desk.sealing import NotOpened
from tarazy.acts.desk.signals import draft_resealed
from tarazy.cases.actions.break_glass import break_glass
from tarazy.cases.models import Assignment
from tarazy.courts.models import Court, Judge
from tarazy.people.limits import TooMany
from tarazy.people.models import User
from tarazy.people.permissions import Role
from tarazy.people.refusals import NotFound, NotPermitted
from tests.acts.desk.factories import (
    WORD,
    a_bench,
    a_request,
    a_text,
    an_assistant,
    open_desk,
    seat,
    with_key,
)
from tests.cases.factories import NOW, a_chair, a_clerk, a_judge, claimant_of, later, staff
from tests.people.factories import with_role

SECRET = "Сауысқаның сақтығы"


# Sealing


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_is_sealed_opens_with_its_key_in_its_place(content: bytes, context: str) -> None:
    key, (private, public) = sealing.new_key(), sealing.new_pair()
    assert sealing.unseal(key, sealing.seal(key, content, context), context) == content
    assert sealing.unseal_own(private, sealing.seal_to(public, content, context), context) == content
    other, (wrong, _other) = sealing.new_key(), sealing.new_pair()
    for call in (
        lambda: sealing.unseal(other, sealing.seal(key, content, context), context),
        lambda: sealing.unseal(key, sealing.seal(key, content, context), context + "x"),
        lambda: sealing.unseal_own(wrong, sealing.seal_to(public, content, context), context),
        lambda: sealing.unseal_own(private, sealing.seal_to(public, content, context), context + "x"),
    ):
        with pytest.raises(NotOpened):
            call()


@given(st.text(min_size=1, max_size=300), st.data())
def test_one_changed_bit_opens_nothing(words: str, data: st.DataObject) -> None:
    key, (private, public) = sealing.new_key(), sealing.new_pair()
    sealed, to_one = sealing.seal_words(key, words, "c"), sealing.seal_to(public, words.encode(), "c")
    assert sealing.unseal_words(key, sealed, "c") == words
    for whole, opens in (
        (sealed, lambda changed: sealing.unseal_words(key, changed, "c")),
        (to_one, lambda changed: sealing.unseal_own(private, changed, "c")),
    ):
        # The highest bit of an X25519 key is ignored by the standard: the hash of the key notices it all the same.
        place = data.draw(st.integers(0, len(whole) * 8 - 1))
        changed = bytearray(whole)
        changed[place // 8] ^= 1 << place % 8
        with pytest.raises(NotOpened):
            opens(bytes(changed))
        with pytest.raises(NotOpened):
            opens(whole[: place // 8])


@settings(max_examples=20)
@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_word_itself_opens(word: str, other: str) -> None:
    sealed = sealing.seal_by_word(word, b"content", "c")
    assert sealing.unseal_by_word(word, sealed, "c") == b"content"
    for wrong in {other, word + " "} - {word}:
        with pytest.raises(NotOpened):
            sealing.unseal_by_word(wrong, sealed, "c")
    for broken in (b"", b"\x07" + sealed[1:], sealed[:20]):
        with pytest.raises(NotOpened):
            sealing.unseal_by_word(word, broken, "c")


def test_a_guess_at_a_word_costs_what_the_standard_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    passes, memory, lanes = sealing.COSTS[sealing.COST]
    assert (passes, memory, lanes) == (3, 64 * 1024, 4)  # RFC 9106, second recommended option


# The open desk


def a_judge_outside_the_demo(settings_: Any) -> tuple[User, str]:
    _proceeding, (judge,) = a_bench()
    settings_.TARAZY_DEMO = False
    DeskKey.objects.all().delete()
    return judge, keys.make_desk_key(judge, WORD, now=NOW)


def opened(user: User, word: str = WORD) -> tuple[Any, str]:
    """A session with the desk open, and the cookie."""
    request, response = a_request(user), HttpResponse()
    keys.unlock(request, response, word, now=NOW)
    request.session.save()
    return request.session, response.cookies[keys.COOKIE].value


@pytest.mark.django_db
def test_the_session_opens_nothing_without_the_cookie_and_the_cookie_nothing_without_the_session(
    settings: Any,
) -> None:
    judge, _code = a_judge_outside_the_demo(settings)
    other = with_role(Role.JUDGE, "7599")
    session, cookie = opened(judge)
    assert keys.unlocked(a_request(judge, session, cookie), now=NOW).user_id == judge.pk
    _other_session, other_cookie = opened(judge)
    for request in (
        a_request(judge, session),
        a_request(judge, session, "AAAA"),
        a_request(judge, session, other_cookie),
        a_request(judge, None, cookie),
        a_request(None, session, cookie),
        a_request(other, session, cookie),
    ):
        with pytest.raises(DeskLocked):
            keys.unlocked(request, now=NOW)
    private = keys.unlocked(a_request(judge, session, cookie), now=NOW).private
    row = Session.objects.get(pk=session.session_key)
    stored = str(row.get_decoded())
    assert private.hex() not in stored and cookie not in stored and repr(private) not in stored


@pytest.mark.django_db
def test_the_cookie_is_kept_from_scripts_and_other_sites(settings: Any) -> None:
    judge, _code = a_judge_outside_the_demo(settings)
    for local in (True, False):
        settings.SESSION_COOKIE_SECURE = not local
        response = HttpResponse()
        keys.unlock(a_request(judge), response, WORD, now=NOW)
        cookie = response.cookies[keys.COOKIE]
        assert cookie["httponly"] and cookie["samesite"] == "Strict" and bool(cookie["secure"]) is not local
        assert not cookie["max-age"] and not cookie["expires"]


@pytest.mark.django_db
def test_the_desk_locks_when_idle_when_told_and_on_signing_out(settings: Any) -> None:
    settings.DESK_IDLE_MINUTES = 20
    judge, _code = a_judge_outside_the_demo(settings)
    session, cookie = opened(judge)
    at = NOW
    for _use in range(3):  # each use counts anew
        at += timedelta(minutes=19)
        keys.unlocked(a_request(judge, session, cookie), now=at)
    with pytest.raises(DeskLocked):
        keys.unlocked(a_request(judge, session, cookie), now=at + timedelta(minutes=21))
    with pytest.raises(DeskLocked):  # and stays so
        keys.unlocked(a_request(judge, session, cookie), now=at)

    session, cookie = opened(judge)
    response = HttpResponse()
    keys.lock(a_request(judge, session, cookie), response)
    assert response.cookies[keys.COOKIE]["max-age"] == 0
    with pytest.raises(DeskLocked):
        keys.unlocked(a_request(judge, session, cookie), now=NOW)

    session, cookie = opened(judge)
    logout(a_request(judge, session, cookie))
    with pytest.raises(DeskLocked):
        keys.unlocked(a_request(judge, session, cookie), now=NOW)


@pytest.mark.django_db
def test_an_access_token_never_opens_a_desk(settings: Any) -> None:
    judge, _code = a_judge_outside_the_demo(settings)
    session, cookie = opened(judge)
    judge.token_scopes = ["read_court_cases", "sign_rulings", "draft_rulings"]  # type: ignore[attr-defined]
    for call in (
        lambda: keys.unlocked(a_request(judge, session, cookie), now=NOW),
        lambda: keys.unlock(a_request(judge), HttpResponse(), WORD, now=NOW),
    ):
        with pytest.raises(DeskLocked):
            call()


@pytest.mark.django_db
def test_a_lost_word_is_replaced_by_the_recovery_code_once(settings: Any) -> None:
    judge, code = a_judge_outside_the_demo(settings)
    private = open_desk(judge, WORD).private
    for wrong in ("", "AAAA-BBBB", WORD):
        with pytest.raises(WrongWord):
            keys.recover(a_request(judge), HttpResponse(), wrong, WORD + " 2", now=NOW)
    with pytest.raises(WrongWord):
        open_desk(judge, code)
    with pytest.raises(WeakWord):
        keys.recover(a_request(judge), HttpResponse(), code, "1234", now=NOW)
    fresh = keys.recover(
        a_request(judge), HttpResponse(), code.lower().replace("-", " "), WORD + " 2", now=NOW
    )
    assert open_desk(judge, WORD + " 2").private == private and fresh != code
    for call in (
        lambda: open_desk(judge, WORD),
        lambda: keys.recover(a_request(judge), HttpResponse(), code, WORD, now=NOW),
        lambda: keys.change_word(a_request(judge), WORD, WORD + " 3"),
    ):
        with pytest.raises(WrongWord):
            call()
    keys.change_word(a_request(judge), WORD + " 2", WORD + " 3")
    assert open_desk(judge, WORD + " 3").private == private


@pytest.mark.django_db
def test_who_may_have_a_key_and_only_one(settings: Any) -> None:
    judge, _code = a_judge_outside_the_demo(settings)
    with pytest.raises(HasDeskKey):
        keys.make_desk_key(judge, WORD, now=NOW)
    for role in (Role.OPERATOR, Role.AUDITOR, Role.CITIZEN):
        with pytest.raises(NotPermitted):
            keys.make_desk_key(with_role(role), WORD, now=NOW)
    young = staff(Role.JUDGE, Court.objects.get())
    with pytest.raises(WeakWord):
        keys.make_desk_key(young, "password", now=NOW)
    for call in (
        lambda: keys.ensure_desk_key(young, now=NOW),
        lambda: open_desk(young, WORD),
        lambda: keys.unlocked(a_request(young), now=NOW),
        lambda: keys.begin_anew(young, WORD, now=NOW),
    ):
        with pytest.raises(NoDeskKey):
            call()


@pytest.mark.django_db
def test_guesses_are_counted_and_a_planted_key_is_noticed(settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "desk_word": "3/3600"}
    judge, _code = a_judge_outside_the_demo(settings)
    DeskKey.objects.update(public=sealing.new_pair()[1])
    with pytest.raises(KeyChanged):
        open_desk(judge, WORD)
    for _guess in range(2):
        with pytest.raises(WrongWord):
            open_desk(judge, "another")
    with pytest.raises(TooMany):
        open_desk(judge, WORD)


@pytest.mark.django_db
def test_in_the_demo_one_word_opens_every_judges_desk_and_outside_it_none(settings: Any) -> None:
    proceeding, (judge,) = a_bench()
    assert open_desk(judge).user_id == judge.pk
    DeskKey.objects.all().delete()
    settings.TARAZY_DEMO = False
    with pytest.raises(NoDeskKey):
        open_draft(proceeding, "acceptance", by=judge, now=NOW)


# Drafts


@pytest.mark.django_db
def test_nobody_outside_the_panel_finds_a_draft() -> None:
    proceeding, (judge, second) = a_bench(1)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text(language="kk"))
    court, another = proceeding.court, a_bench()[0]
    glass = with_key(a_judge(court))
    break_glass(proceeding.case_id, reason="Өрт сөндірілгенше басқа жол жоқ.", by=glass, now=NOW)
    outside = [
        glass, a_chair(court), with_key(a_judge(court)), a_clerk(court), an_assistant(another),
        staff(Role.HEARING_SECRETARY, court), with_role(Role.OPERATOR), with_role(Role.AUDITOR),
        claimant_of(proceeding),
    ]  # fmt: skip
    for user in outside:
        assert not Draft.objects.visible_to(user).exists()
        with pytest.raises(NotFound):
            draft_for(draft.pk, user)
        with pytest.raises((NotFound, NotOfThePanel)):
            open_draft(proceeding, "refusal", by=user, now=NOW)
        if DeskKey.objects.filter(user=user).exists():
            desk = open_desk(user)
            for call in (
                lambda desk=desk: text_of(draft, desk),
                lambda desk=desk: history(draft, desk),
                lambda desk=desk: version_text(draft, 1, desk),
                lambda desk=desk, user=user: save_version(draft, a_text(), desk, by=user, now=NOW),
            ):
                with pytest.raises(NotFound):
                    call()
    assert not Draft.objects.visible_to(None).exists()
    for one in (judge, second):
        assert text_of(draft, open_desk(one)) == a_text(language="kk")


@pytest.mark.django_db
def test_a_key_of_another_draft_or_a_version_moved_elsewhere_opens_nothing() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    one = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    other = open_draft(proceeding, "refusal", by=judge, now=NOW, text=a_text(reasons="Иное."))
    first, second = DraftVersion.objects.get(draft=one), DraftVersion.objects.get(draft=other)
    DraftVersion.objects.filter(pk=first.pk).update(sealed=second.sealed)
    with pytest.raises(NotFound):
        text_of(one, desk)
    DraftVersion.objects.filter(pk=first.pk).update(sealed=first.sealed, number=7)
    with pytest.raises(NotFound):
        text_of(one, desk)
    sealed = DraftKey.objects.get(draft=other, user=judge).sealed
    DraftKey.objects.filter(draft=one).update(sealed=sealed)
    with pytest.raises(NotFound):
        text_of(one, desk)


@pytest.mark.django_db
def test_the_judge_takes_over_and_the_assistant_reads_no_more() -> None:
    proceeding, (judge, second) = a_bench(1, language="ru")
    helper = an_assistant(proceeding)
    aid, desk = open_desk(helper), open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=helper, now=NOW, text=a_text())
    assert (draft.state, draft.origin) == ("preparing", "assistant")
    save_version(draft, a_text(reasons="Второе."), aid, by=helper, now=later(0.1))
    old_key = aid.key_of(draft)
    assert text_of(draft, desk).plain() == a_text(reasons="Второе.").plain()
    with pytest.raises(StillPrepared):
        give_opinion(draft.pk, "agrees", "", open_desk(second), version=2, by=second, now=NOW)
    with pytest.raises(NotOfThePanel):
        take_over(draft.pk, aid, by=helper, now=later(0.2))

    told: list[Any] = []
    draft_resealed.connect(heard := lambda **said: told.append((said["draft"].pk, said["old"], said["new"])))
    draft = take_over(draft.pk, desk, by=judge, now=later(0.2))
    draft_resealed.disconnect(heard)
    assert told == [(draft.pk, old_key, desk.key_of(draft))]
    assert draft.state == "open" and not Draft.objects.visible_to(helper).exists()
    assert set(draft.keys.values_list("user_id", flat=True)) == {judge.pk, second.pk}
    for call in (
        lambda: text_of(draft, aid),
        lambda: version_text(draft, 1, aid),
        lambda: save_version(draft, a_text(), aid, by=helper, now=later(0.3)),
        lambda: draft_for(draft.pk, helper),
        lambda: discard_draft(draft.pk, "x", by=helper, now=later(0.3)),
    ):
        with pytest.raises(NotFound):
            call()
    for row in draft.versions.all():  # not even with the key that the assistant once held
        with pytest.raises(NotOpened):
            sealing.unseal_words(old_key, bytes(row.sealed), f"draft {draft.pk} version {row.number}")
    assert version_text(draft, 1, open_desk(second)) == a_text()
    with pytest.raises(NotPrepared):
        take_over(draft.pk, desk, by=judge, now=later(0.3))


@pytest.mark.django_db
def test_a_judge_seated_later_is_let_in_by_a_colleague_and_one_replaced_is_out() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    desk = open_desk(judge)
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    late, keyless, stranger = (
        seat(proceeding),
        seat(proceeding, key=False),
        with_key(a_judge(proceeding.court)),
    )
    assert {one.pk for one in waiting_for(draft)} == {late.pk, keyless.pk}
    with pytest.raises(KeyNotShared):
        draft_for(draft.pk, late)
    for nobody in (stranger, keyless):
        with pytest.raises(NothingToShareWith):
            share_draft(draft.pk, nobody.pk, desk, by=judge, now=NOW)
    share_draft(draft.pk, late.pk, desk, by=judge, now=NOW)
    assert text_of(draft_for(draft.pk, late), open_desk(late)) == a_text()

    Assignment.objects.filter(proceeding=proceeding, judge__user=late).update(until=NOW)
    with pytest.raises(NotFound):
        text_of(draft, open_desk(late))
    keys.ensure_desk_key(keyless, now=NOW)
    share_draft(draft.pk, keyless.pk, desk, by=judge, now=NOW)
    assert set(draft.keys.values_list("user_id", flat=True)) == {judge.pk, keyless.pk}


@pytest.mark.django_db
def test_another_judge_of_the_case_begins_anew_without_reading_what_was_left() -> None:
    proceeding, (judge,) = a_bench(language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    with pytest.raises(DraftOpenAlready) as refused:
        open_draft(proceeding, "acceptance", by=judge, now=NOW)
    assert refused.value.draft == str(draft.pk)
    Assignment.objects.filter(proceeding=proceeding).update(until=NOW)
    following = with_key(a_judge(proceeding.court))
    Assignment.objects.create(
        proceeding=proceeding, judge=Judge.objects.get(user=following), seat="presiding", since=NOW
    )
    fresh = open_draft(proceeding, "acceptance", by=following, now=later(1))
    draft.refresh_from_db()
    assert draft.state == "discarded" and list(Draft.objects.visible_to(following)) == [fresh]


@pytest.mark.django_db
def test_only_acts_of_these_proceedings_are_written_here() -> None:
    proceeding, (judge,) = a_bench()
    for code in ("operative_part", "recusal_granted", "court_order", "correction_of_slips", "poem"):
        with pytest.raises(NotAnActHere):
            open_draft(proceeding, code, by=judge, now=NOW)


@pytest.mark.one_engine
def test_no_word_of_a_draft_stands_in_the_database(
    sqlite_file: str, tmp_path: Path, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        proceeding, (judge, second) = a_bench(1, language="ru")
        helper = an_assistant(proceeding)
        draft = open_draft(
            proceeding, "acceptance", by=helper, now=NOW, text=a_text(reasons=SECRET, title=SECRET)
        )
        desk = open_desk(judge)
        _session, cookie = opened(judge, "tarazy-demo")
        take_over(draft.pk, desk, by=judge, now=later(0.1))
        for number in range(25):  # some are thinned out again
            save_version(draft, a_text(operative=(f"{SECRET} {number}",)), desk, by=judge, now=later(number))
        last = draft.versions.latest("number").number
        for kind in ("remark", "dissent"):
            give_opinion(draft.pk, kind, SECRET, open_desk(second), version=last, by=second, now=later(30),
                         signing={"way": "demo"})  # fmt: skip
        private = desk.private
        raw = sealing.unseal_own(private, bytes(DraftKey.objects.get(draft=draft, user=judge).sealed),
                                 f"draft key {draft.pk} {judge.pk}")  # fmt: skip
    files = [path for path in tmp_path.rglob("*") if path.is_file() and "demo-keys" not in path.parts]
    assert any(path.suffix == ".sqlite3" for path in files)
    for path in files:
        content = path.read_bytes()
        for secret in (
            SECRET.encode(),
            SECRET.encode("unicode_escape"),
            SECRET.encode("utf-16-le"),
            private,
            raw,
        ):
            assert secret not in content, path.name
        assert cookie.encode() not in content


@pytest.mark.django_db
def test_who_left_the_bench_before_the_signature_keeps_no_history_and_who_signed_does() -> None:
    proceeding, (judge, second) = a_bench(1, language="ru")
    draft = open_draft(proceeding, "acceptance", by=judge, now=NOW, text=a_text())
    Assignment.objects.filter(proceeding=proceeding, judge__user=second).update(until=NOW)
    sign_act(draft.pk, open_desk(judge), by=judge, now=NOW, signing={"way": "demo"})
    draft.refresh_from_db()
    assert not Draft.objects.visible_to(second).exists()
    Assignment.objects.filter(proceeding=proceeding).update(until=NOW)
    assert text_of(draft, open_desk(judge)) == a_text()


@pytest.mark.django_db
def test_an_assistant_lets_the_judge_in_who_had_no_word_when_it_was_begun(settings: Any) -> None:
    proceeding, (judge,) = a_bench(language="ru")
    helper = an_assistant(proceeding)
    DeskKey.objects.filter(user=judge).delete()
    settings.TARAZY_DEMO = False
    draft = open_draft(proceeding, "acceptance", by=helper, now=NOW, text=a_text())
    keys.make_desk_key(judge, WORD, now=NOW)
    with pytest.raises(KeyNotShared):
        draft_for(draft.pk, judge)
    share_draft(draft.pk, judge.pk, open_desk(helper), by=helper, now=NOW)
    taken = take_over(draft.pk, open_desk(judge, WORD), by=judge, now=NOW)
    with pytest.raises(NotFound):
        share_draft(draft.pk, helper.pk, open_desk(helper), by=helper, now=NOW)
    with pytest.raises(NothingToShareWith):
        share_draft(draft.pk, helper.pk, open_desk(judge, WORD), by=judge, now=NOW)
    assert text_of(taken, open_desk(judge, WORD)) == a_text()
