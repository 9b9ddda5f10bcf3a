"""What rooms above need to take files from forms: who holds them, and the documents that a form posts."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from tarazy.documents.actions import add_document, adopt_documents
from tarazy.documents.models import Document
from tarazy.people.limits import spend
from tarazy.people.refusals import NotFound

if TYPE_CHECKING:
    from tarazy.people.models import User

_KEY = "documents_holder"


def holder_of(request: HttpRequest, *, make: bool = False) -> str:
    """The mark of somebody without an account: a secret of their session, hashed; "" where there is none.

    The secret stays in the session when they sign in, so that `hand_over` finds what they put in.
    """
    secret = request.session.get(_KEY, "")
    if not secret and make:
        secret = request.session[_KEY] = secrets.token_urlsafe(32)
    return hashlib.sha256(secret.encode()).hexdigest() if secret else ""


def user_of(request: HttpRequest) -> User | None:
    """The user who is signed in, None for anybody else."""
    return request.user if request.user.is_authenticated else None  # type: ignore[return-value]


def hand_over(request: Any, user: Any) -> int:
    """Give what the session put in without an account to the user who signs in; how many documents."""
    if not hasattr(request, "session"):
        return 0
    return adopt_documents(holder_of(request), user)


def documents_of(request: HttpRequest, name: str = "documents") -> list[Document]:
    """The documents that a form posts with `{% upload_field name=… %}`, in order: by id, and files sent plainly.

    Raises `NotFound` for an id that the sender may not read, `FileRefused` for a file, `TooMany`.
    """
    user, holder = user_of(request), holder_of(request, make=bool(request.FILES))
    ids: list[UUID] = []
    for given in request.POST.getlist(name):
        try:
            ids.append(UUID(given))
        except ValueError:
            raise NotFound from None
    found = {one.pk: one for one in Document.objects.visible_to(user, holder).filter(pk__in=ids)}
    if set(ids) - set(found):
        raise NotFound
    documents = [found[one] for one in dict.fromkeys(ids)]
    for file in request.FILES.getlist(f"{name}_files"):
        spend("upload", request)
        documents.append(add_document(file.file, file.name or "", by=user, holder=holder, now=timezone.now()))
    return documents
