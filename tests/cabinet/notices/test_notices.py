"""Who is told what, in which words and when; what becomes of it when channels fail."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tarazy.cabinet.models import ServiceOfDocument
from tarazy.cabinet.notices.actions.choose import choose_channels
from tarazy.cabinet.notices.actions.link_telegram import link_chat, new_code
from tarazy.cabinet.notices.actions.send import claim_next, send_due
from tarazy.cabinet.notices.actions.tell import tell_deadlines, tell_happenings
from tarazy.cabinet.notices.models import Channel, Delivery, Happening, Kind, Notice
from tarazy.cabinet.notices.rules import dialled, masked, not_before, pause
from tarazy.cabinet.notices.telegram_bot import read_updates
from tarazy.cabinet.notices.wording import LANGUAGES, _texts, told_events
from tarazy.cases import docket
from tarazy.cases.actions.seal import seal
from tarazy.cases.events import all_events
from tarazy.cases.models import Case, Deadline
from tarazy.people.models import User
from tests.cabinet.notices.stand_ins import BotApi, FaultyMail, Gateway
from tests.cases.factories import (
    NOW,
    a_chair,
    a_claimant,
    a_clerk,
    a_document,
    a_registered_case,
    party,
    staff,
)
from tests.people.factories import a_user, with_role

pytestmark = pytest.mark.django_db
ALMATY = ZoneInfo("Asia/Almaty")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ALL = {kind: [] for kind in Kind.values}


def everything_by(user: User, *channels: str, quiet: bool = True, digest: bool = False) -> None:
    choose_channels(user, {kind: list(channels) for kind in Kind.values}, quiet=quiet, digest=digest)


def a_told_case(by: User | None = None, **fields: Any) -> tuple[Case, User]:
    """A registered case whose claimant has been told so far, and nothing waits."""
    by = by or a_claimant(**fields)
    case = a_registered_case(by=by)
    tell_happenings(NOW)
    Delivery.objects.all().delete()
    mail.outbox.clear()
    return case, by


def happens(case: Case, code: str = "accept", at: datetime = NOW, by: User | None = None) -> Notice | None:
    """Something happens in the case; the claimant's notice of it."""
    entry = docket.record(case, code, by=by, at=at, proceeding=case.proceedings.get())
    tell_happenings(at)
    return Notice.objects.filter(subject="docket", subject_id=entry.pk).first()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


# Who


def test_the_other_side_of_an_act_is_told_and_who_did_it_is_not():
    claimant = a_claimant()
    case = a_registered_case(by=claimant)
    assert Happening.objects.count() == 2
    tell_happenings(NOW)
    assert list(Notice.objects.values_list("user", "code")) == [(claimant.pk, "register")]
    assert not Happening.objects.exists()
    happens(case, "evidence", by=claimant)
    assert Notice.objects.filter(code="evidence").count() == 0


def test_a_defendant_without_access_is_not_told_and_one_with_access_is():
    case, _claimant = a_told_case()
    defendant = a_user()
    row = party(case.proceedings.get(), "defence")
    row.user = defendant
    row.save()
    happens(case)
    assert not Notice.objects.filter(user=defendant).exists()
    row.access_since = NOW
    row.save()
    happens(case, "set_hearing")
    assert Notice.objects.filter(user=defendant, code="set_hearing").count() == 1


def test_what_is_for_the_court_alone_is_told_to_nobody():
    case, _claimant = a_told_case()
    docket.record(case, "accept", by=None, at=NOW, visibility="court")
    docket.record(case, "staff_assigned", by=None, at=NOW, visibility="court")
    assert not Happening.objects.exists()


def test_a_document_sent_in_the_cabinet_is_told_to_whom_it_is_served_on():
    case, claimant = a_told_case()
    proceeding = case.proceedings.get()
    entry = docket.record(
        case, "ruling_given", by=None, at=NOW, documents=[a_document(None, "ruling")], visibility="court"
    )
    ServiceOfDocument.objects.create(
        proceeding=proceeding, party=party(proceeding, "claim"), document=entry.documents.get(),
        what="ruling", way="cabinet", sent_at=NOW,
    )  # fmt: skip
    tell_happenings(NOW)
    told = Notice.objects.get(subject="service")
    assert (told.user, told.code, told.urgent) == (claimant, "document_served", True)


def test_a_time_limit_is_told_once_and_again_when_it_has_moved():
    case, claimant = a_told_case()
    limit = Deadline.objects.create(
        proceeding=case.proceedings.get(), limit="appeal", whose="claim", starts=NOW.date(),
        due=NOW.date() + timedelta(days=2),
    )  # fmt: skip
    for _again in range(3):
        assert tell_deadlines(NOW) == 0
    assert Notice.objects.filter(code="deadline_near", user=claimant).count() == 1
    limit.due += timedelta(days=1)
    limit.save()
    tell_deadlines(NOW)
    assert Notice.objects.filter(code="deadline_near", user=claimant).count() == 2
    mail.outbox.clear()
    send_due(NOW)
    assert any("04.03.2026" in one.body for one in mail.outbox)


def test_a_rolled_back_act_tells_nothing():
    from django.db import transaction

    case, _claimant = a_told_case()
    with transaction.atomic():
        docket.record(case, "accept", by=None, at=NOW)
        assert Happening.objects.exists()
        transaction.set_rollback(True)
    assert not Happening.objects.exists()


def test_old_events_stand_in_the_list_only_and_very_old_ones_nowhere():
    case, _claimant = a_told_case()
    entry = docket.record(case, "accept", by=None, at=NOW)
    tell_happenings(NOW + timedelta(days=5))
    assert Notice.objects.filter(subject_id=entry.pk).exists()
    assert not Delivery.objects.exists()
    entry = docket.record(case, "set_hearing", by=None, at=NOW)
    tell_happenings(NOW + timedelta(days=40))
    assert not Notice.objects.filter(subject_id=entry.pk).exists()


# Words


@pytest.mark.parametrize("code", sorted(told_events()))
def test_every_told_event_has_words_in_three_languages_that_name_nothing(code: str):
    told = told_events()[code]
    assert told.kind in Kind.values
    for language in LANGUAGES:
        assert told.words[language].strip()
        assert "{" not in told.words[language], "a parameter may be a name"


def test_every_frame_and_every_told_code_is_known():
    texts = _texts()
    for part in ("frames", "bot"):
        assert all(set(words) == set(LANGUAGES) for words in texts[part].values())
    unknown = set(texts["events"]) - set(all_events()) - {"document_served", "deadline_near"}
    assert not unknown


@pytest.mark.parametrize(
    ("language", "word"), [("kk", "Толығырақ"), ("ru", "Подробнее"), ("en", "Read more")]
)
def test_a_letter_is_in_the_persons_language_with_number_and_link_and_no_name(language: str, word: str):
    case, claimant = a_told_case(language=language)
    notice = happens(case)
    assert send_due(NOW) == 1
    letter = mail.outbox[0]
    assert letter.to == [claimant.email]
    assert case.number in letter.subject
    assert case.number in letter.body
    assert word in letter.body
    assert f"/{language}/notices/{notice.uuid}/" in letter.body
    names = [*case.parties.values_list("name", flat=True), claimant.family_name]
    assert not [name for name in names if name in letter.subject + letter.body]
    delivery = Delivery.objects.get()
    assert delivery.state == "sent"
    assert str(delivery.uuid) in letter.extra_headers["Message-ID"]
    assert claimant.email not in delivery.address


def test_of_a_sealed_case_a_letter_says_only_that_there_is_something():
    case, _claimant = a_told_case()
    happens(case)
    chair = a_chair(case.court)
    seal(case.pk, by=chair, reason="Тайна усыновления, закрыто по закону.", norm="GPK 19", now=NOW)
    case.refresh_from_db()
    assert send_due(NOW) == 1
    letter = mail.outbox[0]
    assert case.number not in letter.subject + letter.body
    assert "Ісіңізде" in letter.body or "В вашем деле" in letter.body


def test_sealing_takes_back_what_a_worker_holds_so_that_old_words_never_go_out(
    django_capture_on_commit_callbacks: Any,
):
    case, _claimant = a_told_case()
    happens(case)
    held = claim_next(NOW)
    assert len(held) == 1
    with django_capture_on_commit_callbacks(execute=True):
        seal(
            case.pk,
            by=a_chair(case.court),
            reason="Тайна усыновления, закрыто по закону.",
            norm="GPK 19",
            now=NOW,
        )
    taken = Delivery.objects.get()
    assert (taken.state, taken.claim) == ("waiting", None)


def test_who_no_longer_sees_the_case_gets_nothing_more():
    case, _claimant = a_told_case()
    happens(case)
    case.parties.filter(side="claim").update(left_at=NOW)
    assert send_due(NOW + timedelta(minutes=1)) == 0
    assert Delivery.objects.get().state == "dropped"
    assert not mail.outbox


# When


@given(
    at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(ALMATY)),
    urgent=st.booleans(),
    digest=st.booleans(),
)
def test_only_the_urgent_comes_at_night(at: datetime, urgent: bool, digest: bool):
    due = not_before(at, ALMATY, quiet=True, urgent=urgent, digest=digest)
    assert at <= due <= at + timedelta(days=1)
    if urgent:
        assert due == at
    else:
        assert 8 <= due.astimezone(ALMATY).hour < 22


@given(tries=st.integers(1, 60), chance=st.floats(0, 1, exclude_max=True))
def test_each_pause_is_longer_than_the_one_before_the_last_and_bounded(tries: int, chance: float):
    assert timedelta(seconds=24) <= pause(tries, chance) <= timedelta(hours=7.2)
    if tries < 10:
        assert pause(tries + 1, 0) > pause(tries, 0)


@given(st.emails())
def test_a_masked_e_mail_cannot_be_written_to(address: str):
    assert masked(address) != address
    assert "…" in masked(address)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("8 (701) 123-45-67", "+77011234567"),
        ("701 123 45 67", "+77011234567"),
        ("+49 151 23456789", "+4915123456789"),
        ("12", ""),
    ],
)
def test_phone_numbers_are_dialled_as_gateways_take_them(typed: str, number: str):
    assert dialled(typed) == number


def test_a_digest_brings_a_day_in_one_message_but_not_the_urgent():
    case, claimant = a_told_case()
    everything_by(claimant, "email", digest=True)
    happens(case)
    happens(case, "start_preparation", NOW + timedelta(hours=1))
    happens(case, "hearing_scheduled", NOW + timedelta(hours=1))
    assert send_due(NOW + timedelta(hours=2)) == 1
    assert len(mail.outbox) == 1
    assert send_due(NOW.replace(hour=18, minute=1)) == 2
    assert len(mail.outbox) == 2
    assert mail.outbox[1].body.count(case.number) == 2


# Channels


def test_telegram_is_linked_by_a_code_once_changes_language_and_stops(telegram: BotApi):
    user = a_claimant(language="kk")
    code = new_code(user, NOW)
    telegram.says(7, f"/start {code}")
    telegram.says(8, f"/start {code}")
    telegram.says(7, "/ru")
    telegram.says(9, "/ru")
    telegram.says(8, "Кто судья по моему делу?")
    assert read_updates(NOW) == 5
    user.refresh_from_db()
    assert (user.telegram_chat, user.language) == (7, "ru")
    assert [chat for chat, _text in telegram.sent] == [7, 8, 7, 9, 8]
    assert "Дайын" in telegram.sent[0][1]
    assert "устарел" in telegram.sent[1][1]
    assert read_updates(NOW) == 0
    telegram.says(7, "/stop")
    read_updates(NOW)
    user.refresh_from_db()
    assert user.telegram_chat is None


def test_a_code_ends_after_half_an_hour_and_a_chat_belongs_to_one_person():
    first, second = a_claimant(), a_claimant()
    assert link_chat(new_code(first, NOW), 5, NOW + timedelta(minutes=31)) is None
    assert link_chat(new_code(first, NOW), 5, NOW) == first
    assert link_chat(new_code(second, NOW), 5, NOW) == second
    first.refresh_from_db()
    assert first.telegram_chat is None


def test_who_blocked_the_bot_is_told_by_letter_and_not_asked_again(telegram: BotApi):
    case, claimant = a_told_case(telegram_chat=77)
    everything_by(claimant, "telegram")
    telegram.blocked.add(77)
    happens(case)
    send_due(NOW)
    states = dict(Delivery.objects.values_list("channel", "state"))
    assert states == {"telegram": "failed", "email": "sent"}
    happens(case, "set_hearing")
    send_due(NOW)
    assert telegram.calls == 1
    assert len(mail.outbox) == 2


def test_a_busy_bot_api_is_left_alone_as_long_as_it_asks(telegram: BotApi):
    case, claimant = a_told_case(telegram_chat=77)
    everything_by(claimant, "telegram")
    telegram.faults = ["429:30"]
    happens(case)
    happens(case, "set_hearing")
    assert send_due(NOW) == 0
    assert telegram.calls == 1
    waiting = Delivery.objects.order_by("pk").first()
    assert (waiting.state, waiting.due_at) == ("waiting", NOW + timedelta(seconds=30))
    from django.core.cache import cache

    cache.clear()  # the half minute is over
    assert send_due(NOW + timedelta(seconds=31)) == 2
    assert len(telegram.sent) == 2


def test_a_broken_bot_api_is_tried_again_and_a_silent_one_is_not(telegram: BotApi):
    case, claimant = a_told_case(telegram_chat=77)
    everything_by(claimant, "telegram")
    telegram.faults = ["500"]
    happens(case)
    send_due(NOW)
    assert Delivery.objects.get().state == "waiting"
    assert send_due(NOW + timedelta(minutes=2)) == 1
    telegram.faults = ["silence"]
    happens(case, "set_hearing")
    send_due(NOW)
    assert Delivery.objects.get(notice__code="set_hearing").state == "uncertain"
    send_due(NOW + timedelta(days=1))
    assert len(telegram.sent) == 2


def test_a_bot_api_that_cannot_be_reached_is_tried_again(telegram: BotApi, settings: Any):
    case, claimant = a_told_case(telegram_chat=77)
    everything_by(claimant, "telegram")
    settings.TELEGRAM_API = "http://127.0.0.1:9"
    happens(case)
    send_due(NOW)
    assert (Delivery.objects.get().state, Delivery.objects.get().fault) == ("waiting", "bot_api_unreachable")


def test_an_sms_is_repeated_under_its_key_and_arrives_once(sms: Gateway):
    case, claimant = a_told_case(phone="8 701 123 45 67")
    everything_by(claimant, "sms")
    sms.faults = ["silence", "503", "429"]
    happens(case)
    for minutes in (0, 2, 5, 20):
        from django.core.cache import cache

        cache.clear()
        send_due(NOW + timedelta(minutes=minutes))
    assert sms.calls == 4
    assert next(iter(sms.sent.values()))[0] == "+77011234567"
    assert len(sms.sent) == 1
    assert sms.token == "Bearer geheim"
    assert Delivery.objects.get().state == "sent"
    assert len(next(iter(sms.sent.values()))[1]) < 300


def test_a_gateway_that_stays_down_is_given_up_and_a_letter_stands_in(sms: Gateway):
    case, claimant = a_told_case(phone="8 701 123 45 67")
    everything_by(claimant, "sms", quiet=False)
    sms.faults = ["503"] * 100
    happens(case)
    at = NOW
    for _try in range(12):
        send_due(at)
        at += timedelta(hours=8)
    failed = Delivery.objects.get(channel="sms")
    assert (failed.state, failed.tries, failed.fault) == ("failed", 8, "gateway_503")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("fault", "state"),
    [("unreachable", "waiting"), ("busy", "waiting"), ("refused", "failed"), ("lost", "uncertain")],
)
def test_mail_servers_that_fail(fault: str, state: str, settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.EMAIL_BACKEND = "tests.cabinet.notices.stand_ins.FaultyMail"
    monkeypatch.setattr(FaultyMail, "fault", fault)
    case, claimant = a_told_case()
    happens(case)
    send_due(NOW)
    assert Delivery.objects.get().state == state
    if fault == "refused":
        happens(case, "set_hearing")
        assert not Delivery.objects.filter(notice__code="set_hearing").exists()
        claimant.email = "another@example.kz"
        claimant.save()
        happens(case, "adjourn")
        assert Delivery.objects.filter(notice__code="adjourn").exists()


def test_who_chose_no_channel_has_the_list_alone():
    case, claimant = a_told_case()
    choose_channels(claimant, ALL, quiet=True, digest=False)
    assert happens(case) is not None
    assert not Delivery.objects.exists()


# Pages


def test_pages_show_one_s_own_notices_alone():
    case, claimant = a_told_case()
    notice = happens(case)
    mine, other = client_of(claimant), client_of(a_user())
    assert case.number in mine.get(reverse("notices:notices")).content.decode()
    assert case.number not in other.get(reverse("notices:notices")).content.decode()
    assert other.get(reverse("notices:open", args=[notice.uuid])).status_code == 404
    opened = mine.get(reverse("notices:open", args=[notice.uuid]))
    assert opened.url.startswith(reverse("cases:docket", args=[case.uuid]))
    notice.refresh_from_db()
    assert notice.read_at
    assert other.get("/api/v1/notices").json()["notices"] == []
    assert other.post(f"/api/v1/notices/{notice.uuid}/read").status_code in (403, 404)


def test_the_log_of_a_case_is_for_its_court_alone_and_shows_no_address():
    case, claimant = a_told_case()
    happens(case)
    send_due(NOW)
    clerk, address = a_clerk(case.court), reverse("notices:case_log", args=[case.uuid])
    page = client_of(clerk).get(address).content.decode()
    assert Delivery.objects.get().address in page
    assert claimant.email not in page
    assert client_of(clerk).get(f"/api/v1/cases/{case.uuid}/notices").json()[0]["state"] == "sent"
    for other in (claimant, a_user(), a_clerk(a_registered_case().court)):
        assert client_of(other).get(address).status_code == 404
        assert client_of(other).get(f"/api/v1/cases/{case.uuid}/notices").status_code == 404
    assert Client().get(f"/api/v1/cases/{case.uuid}/notices").status_code == 401


def test_channels_are_chosen_on_the_page_and_by_the_api(telegram: BotApi):
    user = a_claimant()
    client = client_of(user)
    answer = client.post(reverse("notices:preferences"), {"decision": ["email", "telegram"], "quiet": "on"})
    assert answer.status_code == 302
    user.notice_settings.refresh_from_db()
    assert user.notice_settings.channels["decision"] == ["email", "telegram"]
    assert user.notice_settings.channels["money"] == []
    linking = client.post(reverse("notices:link_telegram")).content.decode()
    assert "/start " in linking
    chosen = {"channels": {"money": ["email"]}, "quiet": False, "digest": True}
    assert client.put("/api/v1/notices/settings", chosen, content_type="application/json").status_code == 200
    assert client.get("/api/v1/notices/settings").json()["digest"] is True
    wrong = {"channels": {"money": ["pigeon"]}, "quiet": False, "digest": True}
    assert client.put("/api/v1/notices/settings", wrong, content_type="application/json").status_code == 422


def test_the_registry_and_the_operator_see_what_arrived_nowhere(settings: Any):
    from tarazy.cabinet.notices.homes import for_operator, undelivered, unread
    from tarazy.people.permissions import Role

    case, claimant = a_told_case()
    happens(case)
    Delivery.objects.update(state="failed")
    assert len(next(iter(undelivered(a_clerk(case.court), NOW))).items) == 1
    assert not list(undelivered(staff(Role.REGISTRY_CLERK, a_registered_case().court), NOW))
    counts = next(iter(for_operator(with_role(Role.OPERATOR), NOW))).items
    assert len(counts) == 1
    assert case.number not in str(counts[0].detail)
    assert next(iter(unread(claimant, NOW))).items
    assert Channel.EMAIL.label
