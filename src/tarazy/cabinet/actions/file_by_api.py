"""Filing by a program: a signed paper and values, once by the program's own key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction

from tarazy.cabinet.models import ApiFiling
from tarazy.cabinet.refusals import KeyMissing
from tarazy.cases.actions.file_case import file_case
from tarazy.cases.filing_data import FilingData
from tarazy.cases.models import Case
from tarazy.cases.refusals import DocumentNotReady, KeyUsedForAnother
from tarazy.documents.models import Document
from tarazy.documents.signatures.accepting import accept_cms
from tarazy.documents.signatures.refusals import SignatureNotValid
from tarazy.documents.signatures.reports import Status
from tarazy.documents.signatures.verifying import as_der, verifier
from tarazy.documents.store import content_store
from tarazy.people.permissions import Permission, require

if TYPE_CHECKING:
    from tarazy.people.models import User


def file_by_api(
    data: FilingData, body: dict[str, Any], key: str, cms: str, *, by: User, now: datetime
) -> Case:
    """The case that the request files; the same key with the same body gives the case filed first.

    The first document is the paper: a PDF with the caller's own valid signature over all of it, or any file with a
    detached CMS (base64). Raises `KeyMissing`, `KeyUsedForAnother`, `DocumentNotReady`, `SignatureNotValid` and its
    kin, `NotPermitted`, and what `file_case` raises.
    """
    require(by, Permission.FILE_CLAIM, now=now)
    if not 8 <= len(key) <= 100 or not key.isascii() or not key.isprintable():
        raise KeyMissing({"Idempotency-Key": KeyMissing.message})
    said = hashlib.sha256(json.dumps(body, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()
    if (first := _first(by, key, said)) is not None:
        return first
    _signed(data, cms, by, now)
    try:
        with transaction.atomic():
            case = file_case(data, by=by, now=now)
            ApiFiling.objects.create(user=by, key=key, body_sha256=said, case=case, at=now)
    except IntegrityError:
        if (first := _first(by, key, said)) is not None:
            return first  # the same request twice at once
        raise
    return case


def _first(by: User, key: str, said: str) -> Case | None:
    row = ApiFiling.objects.filter(user=by, key=key).select_related("case").first()
    if row is None or row.case is None:
        return None
    if row.body_sha256 != said:
        raise KeyUsedForAnother
    return row.case


def _signed(data: FilingData, cms: str, by: User, now: datetime) -> None:
    main = data.documents[0] if data.documents else None
    document = Document.objects.filter(pk=main.id, owner=by).first() if main else None
    if document is None or not document.is_ready:
        raise DocumentNotReady(names=str(main.id) if main else "–")
    with content_store().open(document.sha256) as file:
        content = file.read()
    if cms:
        try:
            handed = base64.b64decode(cms, validate=True)
        except (binascii.Error, ValueError):
            raise SignatureNotValid from None
        accept_cms(content, as_der(handed), by, now=now)
        return
    reports = verifier().verify_pdf(content, now=now) if document.is_pdf else ()
    own = [
        one
        for one in reports
        if one.status is Status.VALID and one.iin == by.iin and one.covers_whole_document
    ]
    if not own or not by.iin:
        refused = SignatureNotValid()
        refused.reports = tuple(reports)
        raise refused
