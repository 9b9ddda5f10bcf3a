"""Letters about new acts: one for an act, in time, in the owner's language, with nothing that isn't public any more."""

from __future__ import annotations

import re
import smtplib
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core import mail, signing
from django.test import Client

from tarazy.acts.actions.set_visibility import set_visibility
from tarazy.acts.following import alerts, signals
from tarazy.acts.following.actions.change_search import change_search
from tarazy.acts.following.actions.unsubscribe import SALT, token_of
from tarazy.acts.following.models import Letter, Match, SavedSearch
from tarazy.acts.following.schedule import send_due_alerts
from tarazy.acts.models import Act, Visibility
from tarazy.people.models import User
from tests.acts.factories import a_decision, secret_words
from tests.acts.following.factories import NOON, a_reader, a_search, an_act, later

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here."""


def rounds(since: datetime = NOON, hours: float = 2, minutes: float = 5) -> None:
    """What the clock does for so long."""
    for turn in range(int(hours * 60 / minutes) + 1):
        send_due_alerts(now=since + timedelta(minutes=turn * minutes))


def letters() -> list[EmailMessage]:
    """What the mail server got, as mail programs read it."""
    return [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]  # type: ignore[arg-type]


def subject_of(letter: EmailMessage) -> str:
    return str(letter["Subject"]).strip()


def words_of(letter: EmailMessage) -> str:
    return str(letter.get_content())


def test_an_act_published_after_the_search_was_saved_comes_in_one_letter(reader: User) -> None:
    before = an_act(0, language="en")
    a_search(reader, "q=payslips")
    rounds()
    assert not mail.outbox, "what was there isn't news"
    act, other = an_act(1, language="en"), an_act(2, language="ru")
    rounds(later(hours=3))
    [letter] = letters()
    assert letter["To"] == reader.email
    assert act.get_absolute_url().partition("/acts/")[2] in words_of(letter)
    assert before.act_id not in words_of(letter) and other.act_id not in words_of(letter)
    assert not [word for word in secret_words(a_decision(1, language="en")) if word in words_of(letter)]
    assert letter["Auto-Submitted"] == "auto-generated" and letter["Content-Language"] == "ru"


def test_at_once_is_soon_and_letters_stay_apart(reader: User) -> None:
    a_search(reader)
    an_act(1)
    send_due_alerts(now=later(seconds=30))
    assert len(mail.outbox) == 1
    second, third = an_act(2), an_act(3)
    rounds(later(minutes=1), hours=0.2, minutes=1)
    assert len(mail.outbox) == 1, "not one letter for each act"
    send_due_alerts(now=later(minutes=16))
    assert len(mail.outbox) == 2
    assert second.act_id in mail.outbox[1].body and third.act_id in mail.outbox[1].body


def test_daily_is_one_letter_in_the_morning_in_the_court_s_time(reader: User) -> None:
    a_search(reader, alert="daily")
    an_act(1)
    night = NOON.replace(hour=23)
    send_due_alerts(now=night)
    assert len(mail.outbox) == 1, "the first comes at once: its morning is past"
    an_act(2)
    rounds(night, hours=8.9)
    assert len(mail.outbox) == 1, "not at night"
    send_due_alerts(now=night + timedelta(hours=9))  # eight in the morning
    assert len(mail.outbox) == 2
    an_act(3)
    rounds(night + timedelta(hours=9), hours=23)
    assert len(mail.outbox) == 2, "once a day"
    send_due_alerts(now=night + timedelta(hours=33))
    assert len(mail.outbox) == 3


def test_an_act_found_by_several_searches_of_one_person_comes_in_one_letter(reader: User) -> None:
    a_search(reader, "q=payslips", name="Расчётные листки")
    a_search(reader, "norm=TK:113", name="Статья 113")
    other = a_reader("en")
    a_search(other, "q=payslips", name="Payslips")
    act = an_act(1, language="en")
    rounds()
    mine = [one for one in letters() if one["To"] == reader.email]
    assert len(mine) == 1 and len(mail.outbox) == 2
    assert words_of(mine[0]).count(act.act_id) == 2 and "Payslips" not in words_of(mine[0])


def test_many_acts_are_counted_and_not_all_listed(reader: User) -> None:
    a_search(reader)
    for seed in range(14):
        an_act(seed)
    send_due_alerts(now=NOON)
    [letter] = letters()
    assert subject_of(letter) == "14 новых актов по вашим поискам"
    assert len(re.findall(r"/acts/act-", words_of(letter))) == 10 and "и ещё 4" in words_of(letter)


def test_nothing_is_told_of_an_act_that_was_closed_between_match_and_sending(
    reader: User, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tarazy.acts.following.learning import learn

    a_search(reader)
    stays, goes = an_act(1), an_act(2)
    learn(now=NOON)
    alerts.claim(now=NOON)
    assert Match.objects.filter(letter__isnull=False).count() == 2
    set_visibility(goes.act_id, Visibility.CLOSED, staff)
    assert alerts.send_waiting(now=NOON) == 1
    [letter] = letters()
    assert stays.act_id in words_of(letter) and goes.act_id not in words_of(letter)
    assert subject_of(letter).startswith("1 ")


def test_a_letter_of_which_nothing_is_public_any_more_is_not_sent(reader: User, staff: User) -> None:
    from tarazy.acts.following.learning import learn

    a_search(reader)
    acts = [an_act(1), an_act(2), an_act(3)]
    learn(now=NOON)
    alerts.claim(now=NOON)
    set_visibility(acts[0].act_id, Visibility.CLOSED, staff)
    acts[1].delete()
    Act.objects.filter(pk=acts[2].pk).update(visibility=Visibility.CLOSED)
    rounds()
    assert not mail.outbox
    assert Letter.objects.get().settled_at is not None, "it isn't tried for ever"


def test_an_act_of_an_old_row_that_is_opened_is_told(reader: User, staff: User) -> None:
    closed = [an_act(seed, visibility=Visibility.CLOSED) for seed in (1, 2)]
    a_search(reader)
    set_visibility(closed[0].act_id, Visibility.PUBLIC, staff)
    Act.objects.filter(pk=closed[1].pk).update(visibility=Visibility.PUBLIC)
    rounds()
    assert len(mail.outbox) == 1
    assert all(act.act_id in mail.outbox[0].body for act in closed)


SUBJECTS = {
    "kk": "Іздеулеріңіз бойынша 1 жаңа акт",
    "ru": "1 новый акт по вашим поискам",
    "en": "1 new act in your searches",
}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_letter_is_in_its_owner_s_language(db: None, language: str) -> None:
    a_search(a_reader(language))
    act = an_act(1, language="ru")
    rounds()
    [letter] = letters()
    assert subject_of(letter) == SUBJECTS[language]
    assert letter["Content-Language"] == language
    links = re.findall(r"http\S+", words_of(letter))
    assert len(links) == 4 and all(f"/{language}/" in link for link in links)
    assert any(link.endswith(act.get_absolute_url().partition("/acts/")[2]) for link in links)
    with_words = {"kk": "Осы іздеудің бәрі", "ru": "Весь этот поиск", "en": "All of this search"}
    assert not [words for code, words in with_words.items() if code != language and words in words_of(letter)]


def test_every_link_of_a_letter_leads_somewhere(reader: User, settings: Any) -> None:
    settings.SITE_URL = "http://testserver"
    a_search(reader)
    an_act(1)
    rounds()
    client = Client()
    client.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    links = re.findall(r"http://testserver(\S+)", words_of(letters()[0]))
    assert len(links) == 4
    assert {client.get(link).status_code for link in links} == {200, 302}


def link_off(letter: EmailMessage) -> str:
    return str(letter["List-Unsubscribe"]).strip("<>").partition("localhost:8000")[2]


def test_a_mail_program_turns_letters_off_by_one_click(reader: User) -> None:
    search, other = a_search(reader), a_search(reader, "q=payslips")
    an_act(1, language="en")
    send_due_alerts(now=NOON)
    [letter] = letters()
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    an_act(2, language="en")  # waits already
    link = link_off(letter)
    # As RFC 8058 says: no cookies, no token of a form, no question.
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(
        link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    for one in (search, other):
        one.refresh_from_db()
        assert one.alert == "none"
    rounds(later(hours=1))
    assert len(mail.outbox) == 1
    assert browser.post(link).status_code == 200, "twice does no harm"


def test_a_link_that_is_only_opened_asks_and_does_nothing(reader: User) -> None:
    search = a_search(reader)
    for token in (token_of(reader.pk), token_of(reader.pk, search.pk)):
        for method in ("get", "head", "put", "delete"):
            getattr(Client(), method)(f"/ru/following/letters/{token}/off/")
        page = Client().get(f"/ru/following/letters/{token}/off/")
        assert page.status_code == 200 and '<form method="post"' in page.content.decode()
    search.refresh_from_db()
    assert search.alert == "at_once"


def test_the_link_of_one_search_leaves_the_others(reader: User) -> None:
    off, on = a_search(reader, name="Этот"), a_search(reader, name="Тот")
    foreign = a_search(a_reader("en"), name="Foreign")
    Client().post(f"/ru/following/letters/{token_of(reader.pk, off.pk)}/off/")
    # A search that isn't the person's own is nothing to the link, even one that the court signed.
    Client().post(f"/ru/following/letters/{token_of(reader.pk, foreign.pk)}/off/")
    told = dict(SavedSearch.objects.values_list("name", "alert"))
    assert told == {"Этот": "none", "Тот": "at_once", "Foreign": "at_once"}
    assert on.pk


def test_a_token_can_t_be_made_or_altered(reader: User) -> None:
    search = a_search(reader)
    good = token_of(reader.pk)
    payload, signature = good.split(":", 1)
    forged = [
        signing.dumps([reader.pk, None], salt=SALT, key="another key" * 5),
        signing.dumps([reader.pk, None], salt="another.purpose"),
        f"{token_of(reader.pk + 1).split(':', 1)[0]}:{signature}",
        payload, "x", f"{good}A", f"{good}{'A' * 500}", good[:-1], good.upper(),
        signing.dumps("x", salt=SALT), signing.dumps([1], salt=SALT), signing.dumps(["a", None], salt=SALT),
        signing.dumps({"a": 1, "b": 2}, salt=SALT), signing.dumps([None, None], salt=SALT),
    ]  # fmt: skip
    forged += [
        good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
        for at in range(len(good) - 1)  # the last sign of base64 holds bits that mean nothing
    ]
    for token in forged:
        for answer in (
            Client().get(f"/ru/following/letters/{token}/off/"),
            Client().post(f"/ru/following/letters/{token}/off/"),
        ):
            assert answer.status_code == 404, token
    search.refresh_from_db()
    assert search.alert == "at_once"
    assert Client().post(f"/ru/following/letters/{good}/off/").status_code == 200


def test_what_was_found_while_letters_were_off_is_never_sent(reader: User) -> None:
    search = a_search(reader)
    for alert, seed in (("none", 1), ("at_once", 2)):
        change_search(search.pk, "Зарплата", alert, by=reader, now=NOON)
        an_act(seed)
        rounds(later(hours=seed))
    [letter] = letters()
    assert "act-ru-1-" not in words_of(letter) and "act-ru-2-" in words_of(letter)


def test_letters_turned_off_after_a_letter_was_made_are_not_in_it(reader: User) -> None:
    from tarazy.acts.following.learning import learn

    a_search(reader, name="Остаётся")
    quiet = a_search(reader, name="Тихо")
    an_act(1)
    learn(now=NOON)
    alerts.claim(now=NOON)
    change_search(quiet.pk, "Тихо", "none", by=reader, now=NOON)
    rounds()
    assert "Остаётся" in mail.outbox[0].body and "Тихо" not in mail.outbox[0].body
    assert len(mail.outbox) == 1


def test_killed_before_the_server_took_it_it_is_sent_once_by_the_next(
    reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_search(reader)
    an_act(1)

    def killed(*_args: Any, **_named: Any) -> int:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", killed)
        with pytest.raises(Killed):
            send_due_alerts(now=NOON)
    send_due_alerts(now=later(minutes=4))
    assert not mail.outbox, "it may still be under way"
    rounds(later(minutes=6))
    assert len(mail.outbox) == 1


def test_killed_after_the_server_took_it_it_goes_out_again_under_the_same_message_id(
    reader: User, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can know whether the server took it: sent at least once. What was closed meanwhile isn't told again."""
    a_search(reader)
    acts = [an_act(1), an_act(2)]
    ordinary = mail.EmailMessage.send

    def killed(self: Any, *args: Any, **named: Any) -> int:
        ordinary(self, *args, **named)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", killed)
        with pytest.raises(Killed):
            send_due_alerts(now=NOON)
    assert len(mail.outbox) == 1
    set_visibility(acts[0].act_id, Visibility.CLOSED, staff)
    rounds(later(minutes=6))
    first, second = letters()
    assert first["Message-ID"] == second["Message-ID"]
    assert acts[0].act_id in words_of(first) and acts[0].act_id not in words_of(second)
    assert acts[1].act_id in words_of(second)


def test_a_server_that_is_away_delays_and_one_letter_that_fails_holds_up_no_other(
    reader: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    other = a_reader("en")
    a_search(reader)
    a_search(other)
    an_act(1)
    ordinary, refused = mail.EmailMessage.send, []

    def send(self: Any, *args: Any, **named: Any) -> int:
        if self.to == [reader.email] and len(refused) < 3:
            refused.append(
                (smtplib.SMTPServerDisconnected(reader.email), OSError(), ValueError(reader.email))[
                    len(refused)
                ]
            )
            raise refused[-1]
        return int(ordinary(self, *args, **named))

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    send_due_alerts(now=NOON)
    assert [one.to for one in mail.outbox] == [[other.email]]
    rounds(later(minutes=1))
    assert [one.to for one in mail.outbox] == [[other.email], [reader.email]]
    assert len(refused) == 3 and reader.email not in caplog.text


def test_a_letter_that_can_never_be_sent_is_let_go(reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_named: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({})

    a_search(reader)
    an_act(1)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    rounds(hours=4)
    letter = Letter.objects.get()
    assert letter.settled_at is not None and letter.tries == alerts.MOST_TRIES
    assert not Match.objects.filter(told=False).exists()


def test_who_left_gets_no_letter_and_a_room_above_hears_what_was_sent(reader: User) -> None:
    heard: list[dict[str, Any]] = []

    def hear(sender: Any, **told: Any) -> None:
        heard.append(told)

    gone = a_reader()
    searches = [a_search(gone), a_search(reader)]
    User.objects.filter(pk=gone.pk).update(is_active=False)
    signals.acts_told.connect(hear)
    try:
        an_act(1)
        rounds()
    finally:
        signals.acts_told.disconnect(hear)
    assert [one.to for one in mail.outbox] == [[reader.email]]
    assert [(one["user"], one["found"]) for one in heard] == [(reader, {searches[1].pk: 1})]


def test_a_letter_s_headers_hold_no_line_of_somebody_s_making(reader: User) -> None:
    a_search(reader, name="A\r\nBcc: x@example.kz")
    an_act(1)
    rounds()
    assert letters()[0]["Bcc"] is None and mail.outbox[0].recipients() == [reader.email]
