"""`{% upload_field label=… %}`: the field for files in any form, with a progress bar and without JavaScript too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tarazy.documents.kinds import EXTENSIONS
from tarazy.documents.limits import limits
from tarazy.documents.models import Document
from tarazy.documents.refusals import FAULTS

register = template.Library()
IN_BROWSER = ("empty", "too_large", "wrong_type", "other_type", "encrypted", "mixed", "damaged", "bad_name")


@register.inclusion_tag("documents/upload_field.html")
def upload_field(
    label: str | Promise = "",
    hint: str | Promise = "",
    name: str = "documents",
    documents: Iterable[Document] = (),
    error: str | Promise = "",
    multiple: bool = True,
) -> dict[str, Any]:
    """The field; the form's page loads `documents/upload.js` and has `enctype="multipart/form-data"`.

    Posts ids as `name`; files chosen without JavaScript as `<name>_files`. `documents` are those already there.
    """
    allowed = limits()
    words = {code: [str(part) for part in FAULTS[code]] for code in IN_BROWSER}
    return {
        "label": label or _("Upload files"),
        "hint": hint,
        "name": name,
        "documents": documents,
        "error": error,
        "multiple": multiple,
        "types": ",".join(EXTENSIONS),
        "limit": allowed.bytes,
        "limit_megabytes": allowed.megabytes,
        "words_id": f"{name}-words",
        "uploads_url": reverse("api:start_upload"),
        "whole_url": reverse("api:upload_whole"),
        "words": {
            "faults": words,
            "limit": {"limit_megabytes": allowed.megabytes},
            "waiting": _("waiting"),
            "sending": _("%(percent)s %% sent"),
            "checking": _("being checked"),
            "done": _("uploaded"),
            "offline": _("The connection was lost. The upload goes on by itself when it is back."),
            "failed": _("The file could not be uploaded. Choose it again."),
            "remove": _("Remove %(name)s"),
        },
    }


@register.filter
def size_words(size: int) -> str:
    """A size in bytes in words."""
    return filesizeformat(size)
