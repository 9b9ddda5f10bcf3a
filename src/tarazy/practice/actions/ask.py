"""Asking: a question is kept, read in a process of its own, and answered one answer after another."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import lru_cache
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

from tarazy.practice.answers import PracticeAbsent, answers_to
from tarazy.practice.models import ANSWERS, AskAnswer, AskJob
from tarazy.practice.reading_process import ReadingFailed, read_apart

log = logging.getLogger(__name__)
STALE = timedelta(minutes=4)
MOST_AT_ONCE = 12
_waiting: set[UUID] = set()
_lock = Lock()


class Busy(Exception):
    """More questions wait than can be answered soon; nothing of the new one was taken."""


def ask(content: bytes, *, file_name: str = "", name: str = "", session_key: str = "") -> AskJob:
    """Keep a question and begin the work on it; the job that comes back is not answered yet.

    `content` is held in memory until it is read and never stored as a file. A pasted text has no `file_name`;
    `name` is what the page shows. Questions whose time is over are forgotten on the way. Raises `Busy`.
    """
    forget_expired()
    waiting = AskJob.objects.filter(
        status__in=(AskJob.Status.READING, AskJob.Status.ANSWERING), touched__gt=timezone.now() - STALE
    )
    if waiting.count() >= MOST_AT_ONCE:
        raise Busy
    job = AskJob.objects.create(session_key=session_key, name=(name or file_name)[:200])
    if getattr(settings, "ASK_AT_ONCE", False):
        work_on(job.pk, content, file_name)
    else:
        transaction.on_commit(lambda: _queue(job.pk, content, file_name))
    return job


def forget_expired() -> int:
    """Delete the questions whose time is over, with their texts and answers. Returns how many."""
    gone, _ = AskJob.objects.filter(expires__lte=timezone.now()).delete()
    return gone


def give_up_if_stale(job: AskJob) -> None:
    """Say that the work was interrupted if nothing has come for minutes (the server was stopped meanwhile)."""
    if not job.over and job.touched < timezone.now() - STALE:
        fail(job, "stopped")


def _queue(job_id: UUID, content: bytes, file_name: str) -> None:
    with _lock:
        _waiting.add(job_id)
    _workers().submit(_in_thread, job_id, content, file_name)


def _say_alive(job: AskJob) -> None:
    """Questions that wait for a worker of this process are touched with the one that is worked on: only what
    a stopped server left behind grows stale.
    """
    with _lock:
        alive = {job.pk, *_waiting}
    unfinished = (AskJob.Status.READING, AskJob.Status.ANSWERING)
    AskJob.objects.filter(pk__in=alive, status__in=unfinished).update(touched=timezone.now())


def fail(job: AskJob, code: str, params: dict[str, object] | None = None) -> None:
    """End the job without answers: its text and what was read of it are taken out."""
    job.answers.all().delete()
    job.status, job.error, job.error_params = AskJob.Status.FAILED, code, params or {}
    job.text, job.reading = "", None
    job.save()


def work_on(job_id: UUID, content: bytes, file_name: str) -> None:
    """Read, then answer; every answer is kept as soon as it is there."""
    job = AskJob.objects.filter(pk=job_id, status=AskJob.Status.READING).first()
    if job is None:
        return
    _say_alive(job)
    try:
        decision = read_apart(content, file_name)
    except ReadingFailed as fault:
        fail(job, fault.code, fault.params)
        return
    job.text = decision.text
    job.reading = decision.model_dump(mode="json", exclude={"text", "id"})
    if not _move(job, AskJob.Status.READING, AskJob.Status.ANSWERING, "text", "reading"):
        return
    _say_alive(job)
    try:
        _keep(job, answers_to(decision))
    except PracticeAbsent:
        fail(job, "no_practice")
        return
    missing = set(ANSWERS) - set(job.answers.values_list("name", flat=True))
    with transaction.atomic():
        if _move(job, AskJob.Status.ANSWERING, AskJob.Status.DONE):
            AskAnswer.objects.bulk_create(
                AskAnswer(job=job, name=name, error="not_given") for name in sorted(missing)
            )


def _move(job: AskJob, was: str, will_be: str, *columns: str) -> bool:
    """Move the job on, with these columns; False if it was given up or forgotten meanwhile: then it stays so."""
    changes = {name: getattr(job, name) for name in columns}
    rows = AskJob.objects.filter(pk=job.pk, status=was)
    if not rows.update(status=will_be, touched=timezone.now(), **changes):
        return False
    job.status = will_be
    return True


def _keep(job: AskJob, answers: Iterator[tuple[str, object]]) -> None:
    began = time.monotonic()
    while True:
        try:
            name, content = next(answers)
        except StopIteration:
            return
        except PracticeAbsent:
            raise
        except Exception as fault:
            log.error("an answer could not be given: %s", where(fault))
            return
        with transaction.atomic():
            if not AskJob.objects.filter(pk=job.pk, status=AskJob.Status.ANSWERING).exists():
                return
            AskAnswer.objects.update_or_create(
                job=job,
                name=name,
                defaults={"content": content, "seconds": round(time.monotonic() - began, 3)},
            )
        _say_alive(job)


def where(fault: BaseException) -> str:
    """The type of the error and the lines that led to it, without its message, which may quote the text."""
    lines = traceback.extract_tb(fault.__traceback__)
    return " < ".join(
        [type(fault).__name__, *(f"{line.name} {line.filename}:{line.lineno}" for line in lines[::-1])]
    )


def _in_thread(job_id: UUID, content: bytes, file_name: str) -> None:
    close_old_connections()
    with _lock:
        _waiting.discard(job_id)
    try:
        work_on(job_id, content, file_name)
    except Exception as fault:
        log.error("a question could not be worked on: %s", where(fault))
        job = AskJob.objects.filter(pk=job_id).first()
        if job is not None:
            fail(job, "stopped")
    finally:
        close_old_connections()


@lru_cache(maxsize=1)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="ask")
