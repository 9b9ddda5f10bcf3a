"""A write that is sent twice is done once: the first answer is kept for a day under the caller's `Idempotency-Key`.

The key belongs to one person and one request; the same key with another request is refused. The answer is kept in
the transaction of the write itself, so a crash leaves both or neither. What went wrong isn't kept: it may be tried
again with the same key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tarazy.people.models import KeptAnswer, User
from tarazy.people.refusals import Refused

KEPT_FOR = timedelta(hours=24)
FORM = re.compile(r"[\x21-\x7e]{1,100}")


class KeyMalformed(Refused):
    """The key isn't 1 to 100 visible ASCII characters."""

    code = "idempotency_key_malformed"
    status = 422
    message = _("The Idempotency-Key must be 1 to 100 visible ASCII characters.")
    what_next = _("Make a random key, such as a UUID, for each thing that you send.")


class KeyOfAnother(Refused):
    """The key was used for another request."""

    code = "idempotency_key_of_another"
    status = 422
    message = _("This Idempotency-Key was used for another request.")
    what_next = _("Make a new key for each thing that you send.")


class StillWorking(Refused):
    """The request with this key is being worked on at this moment."""

    code = "idempotency_key_in_use"
    message = _("The request with this Idempotency-Key is still being worked on.")
    what_next = _("Try again in a second with the same key.")
    retry_after = 1


def once(request: HttpRequest, user: User, work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of `work`, or the one that was kept for this key. Without the header `work` is simply done.

    An empty key is refused, not overlooked: who sends one counts on being protected.

    Raises `KeyMalformed`, `KeyOfAnother`, `StillWorking`.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return work()
    if not FORM.fullmatch(key):
        raise KeyMalformed
    asked = sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    now = timezone.now()
    KeptAnswer.objects.filter(at__lte=now - KEPT_FOR).delete()
    if kept := KeptAnswer.objects.filter(user=user, key=key).first():
        return _told_again(kept, asked)
    with transaction.atomic():
        try:
            with transaction.atomic():  # a second one waits here for the first to end
                row = KeptAnswer.objects.create(user=user, key=key, asked_sha256=asked, at=now)
        except IntegrityError:
            kept = KeptAnswer.objects.filter(user=user, key=key).first()
            if kept is None:  # the first went wrong in between
                raise StillWorking from None
            return _told_again(kept, asked)
        answer = work()
        if answer.status_code >= 500:
            transaction.set_rollback(True)
        elif answer.status_code >= 400 or not isinstance(answer, HttpResponse):
            row.delete()
        else:
            row.status, row.body = answer.status_code, bytes(answer.content)
            row.save(update_fields=["status", "body"])
        return answer


def _told_again(kept: KeptAnswer, asked: str) -> HttpResponse:
    if kept.asked_sha256 != asked:
        raise KeyOfAnother
    answer = HttpResponse(
        bytes(kept.body), status=kept.status, content_type="application/json; charset=utf-8"
    )
    answer["Idempotent-Replayed"] = "true"
    return answer
