"""Several processes follow the bank at once, and are killed: no letter is lost, none is doubled without need."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connections

from tarazy.acts.following import alerts
from tarazy.acts.following.learning import learn, where_we_are
from tarazy.acts.following.models import Letter, Match, NewAct, SavedSearch
from tarazy.acts.following.schedule import send_due_alerts
from tests.acts.following.factories import NOON, a_reader, a_search, an_act, later

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
ROUNDS = 12


@pytest.fixture(autouse=True)
def _letters_in_a_folder(tmp_path: Path, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "letters")


def letters(folder: Path) -> list[Any]:
    """What left the house, of all processes."""
    files = (folder / "letters").glob("*.log") if (folder / "letters").is_dir() else ()
    return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]


def together(*works: Callable[[], object]) -> None:
    """All of them at once, each in a thread with a connection of its own; raises what one of them raised."""
    ready, failed = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            ready.wait(30)
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if failed:
        raise failed[0]


def killed_in(work: Callable[[], object]) -> int:
    """A process that does `work` and ends; by which signal."""
    connections.close_all()  # a child must not have its parent's connection
    ended: list[int] = []

    def run() -> None:
        child = os.fork()
        if child == 0:
            try:
                work()
            finally:
                os._exit(0)
        ended.append(os.WTERMSIG(os.waitpid(child, 0)[1]))

    # From a thread of its own: a browser's event loop in this one would run for the parent and not for the child,
    # and each of them would take its connection from another place.
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return ended[0]


def test_two_processes_at_once_send_one_letter(shared: str, tmp_path: Path) -> None:
    readers = [a_reader() for _ in range(4)]
    for reader in readers:
        a_search(reader)
        a_search(reader, "q=payslips")
    acts = [an_act(seed, language="en") for seed in range(6)]
    together(*[lambda: send_due_alerts(now=NOON)] * 4)
    sent = letters(tmp_path)
    assert sorted(str(one["To"]) for one in sent) == sorted(reader.email for reader in readers)
    assert len({one["Message-ID"] for one in sent}) == 4
    for one in sent:
        assert all(one.get_content().count(act.act_id) == 2 for act in acts)
    assert Match.objects.filter(told=True).count() == Match.objects.count() == 48
    assert sorted(NewAct.objects.values_list("number", flat=True)) == list(range(1, 7))


def test_a_letter_held_by_one_is_not_sent_by_another(shared: str, tmp_path: Path) -> None:
    a_search(a_reader())
    an_act(1)
    learn(now=NOON)
    alerts.claim(now=NOON)
    together(*[lambda: alerts.send_waiting(now=NOON)] * 5)
    assert len(letters(tmp_path)) == 1
    assert Letter.objects.get().tries == 1


def test_no_new_act_is_missed_by_a_search_saved_while_acts_come(shared: str) -> None:
    reader = a_reader()
    where_we_are(now=NOON)

    def publish() -> None:
        for seed in range(ROUNDS):
            an_act(seed)
            learn(now=NOON)

    def save() -> None:
        for number in range(2 * ROUNDS):
            a_search(reader, name=str(number))

    together(publish, save)
    learn(now=NOON)
    assert sorted(NewAct.objects.values_list("number", flat=True)) == list(range(1, ROUNDS + 1))
    for search in SavedSearch.objects.all():
        found = set(search.matches.values_list("number", flat=True))
        assert found == set(range(search.since + 1, ROUNDS + 1)), search.name


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_the_mail_server_s_door(
    shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before the server took it: sent once, by the next. After: twice, under one Message-ID; see `alerts`."""
    reader = a_reader()
    a_search(reader)
    act = an_act(1)
    ordinary = EmailMessage.send

    def killed(self: EmailMessage, *args: Any, **named: Any) -> int:
        if moment == "after":
            ordinary(self, *args, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    with monkeypatch.context() as patched:
        patched.setattr(EmailMessage, "send", killed)
        assert killed_in(lambda: send_due_alerts(now=NOON)) == signal.SIGKILL
    send_due_alerts(now=later(minutes=4))
    assert len(letters(tmp_path)) == (moment == "after"), "while it is held nobody else sends it"
    for minute in range(5, 60, 5):
        send_due_alerts(now=later(minutes=minute))
    sent = letters(tmp_path)
    assert len(sent) == (2 if moment == "after" else 1)
    assert len({one["Message-ID"] for one in sent}) == 1
    assert all(act.act_id in one.get_content() for one in sent)
    assert Letter.objects.get().settled_at is not None


def test_killed_between_any_two_steps_every_act_is_told(
    shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends before numbering, matching, claiming or sending; the next goes on where it stood."""
    reader = a_reader()
    a_search(reader)
    steps = ("match_new", "claim", "public_acts", "written")
    acts = []
    for number, step in enumerate(steps):
        acts.append(an_act(number))
        module = "learning" if step == "match_new" else "alerts"
        with monkeypatch.context() as patched:
            patched.setattr(
                f"tarazy.acts.following.{module}.{step}",
                lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL),
            )
            assert killed_in(lambda: send_due_alerts(now=later(hours=number))) == signal.SIGKILL  # noqa: B023
    for hour in range(len(steps), len(steps) + 3):
        send_due_alerts(now=later(hours=hour))
    told = " ".join(one.get_content() for one in letters(tmp_path))
    assert [told.count(act.act_id) for act in acts] == [1] * len(acts)
