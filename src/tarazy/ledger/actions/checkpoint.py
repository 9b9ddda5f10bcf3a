"""Sign how a court's ledger stands."""

from __future__ import annotations

import base64
from datetime import datetime

from django.db import transaction

from tarazy.ledger import keys
from tarazy.ledger.actions.append import parts
from tarazy.ledger.merkle import root_of
from tarazy.ledger.models import Checkpoint, Head
from tarazy.verify import key_id, note_text, read_key


class NothingYet(LookupError):
    """The court's ledger has no entry."""


def checkpoint(stream: str, *, at: datetime) -> Checkpoint:
    """The signed statement of how the ledger stands now; the one that is there, if nothing was added since.

    Its time is `at`, but never before the checkpoint before it. Raises NothingYet for a court without entries,
    ImproperlyConfigured without a key.
    """
    with transaction.atomic():
        head = Head.objects.select_for_update().filter(pk=stream, size__gt=0).first()
        if head is None:
            raise NothingYet(stream)
        public_key = keys.public_key()
        latest: Checkpoint | None = Checkpoint.objects.filter(stream=stream).order_by("-size", "-pk").first()
        if latest and latest.size == head.size and latest.public_key == public_key:
            return latest
        at = max(at, latest.at) if latest else at
        root = root_of(parts(head.frontier))
        name, raw_key = read_key(public_key)
        text = note_text(f"{name}/{stream}", head.size, root, at)
        signature = keys.signing_key().sign(text.encode())
        coded = base64.b64encode(key_id(name, raw_key) + signature).decode()
        made = Checkpoint(
            stream=stream,
            size=head.size,
            root=root,
            at=at,
            public_key=public_key,
            signature=signature,
            text=f"{text}\n— {name} {coded}\n",
        )
        made.save(force_insert=True)
        return made
