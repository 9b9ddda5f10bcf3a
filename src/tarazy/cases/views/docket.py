"""The docket of a case: as a timeline with filters, on paper, as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tarazy.cases import events
from tarazy.cases.models import DocketEntry
from tarazy.cases.presenting import DocketLine, codes_of, docket_lines, event_groups
from tarazy.cases.views.case import page
from tarazy.cases.views.opening import OpenedCase, open_case

PAGE_SIZE = 60
MOST_ROWS = 20_000
LONGEST_TEXT = 100


@dataclass(frozen=True)
class DocketFilter:
    """What of the docket is asked for; empty values ask for everything."""

    group: str = ""
    party: str = ""
    since: Date | None = None
    until: Date | None = None
    documents: bool = False
    text: str = ""
    newest_first: bool = True
    at: int | None = None  # the entry to begin with

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return bool(self.group or self.party or self.since or self.until or self.documents or self.text)


@login_required
@require_GET
def docket(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The docket, a page at a time from any entry on; with `print` all of it."""
    opened = open_case(request, case_uuid, "docket")
    asked = _asked(request)
    rows = _narrowed(opened, asked)
    whole = "print" in request.GET
    found = list(rows[: MOST_ROWS if whole else PAGE_SIZE + 1])
    shown = found if whole else found[:PAGE_SIZE]
    kept = request.GET.copy()
    for name in ("at", "print"):
        kept.pop(name, None)
    return page(
        request,
        opened,
        "docket",
        asked=asked,
        lines=_lines(opened, shown),
        groups=event_groups(),
        next_at=found[PAGE_SIZE].number if len(found) > len(shown) else None,
        address=kept.urlencode(),
        whole=whole,
        size=opened.case.docket_size if opened.court_side else None,
    )


@login_required
@require_GET
def docket_csv(request: HttpRequest, case_uuid: UUID) -> StreamingHttpResponse:
    """What the page shows, whole, as CSV with a byte-order mark for spreadsheets."""
    opened = open_case(request, case_uuid, "export")
    shown = list(_narrowed(opened, _asked(request))[:MOST_ROWS])
    response = StreamingHttpResponse(
        _csv(_lines(opened, shown)), content_type="text/csv; charset=utf-8"
    )  # fmt: skip
    response["Content-Disposition"] = 'attachment; filename="docket.csv"'
    return response


class _Line:
    def write(self, line: str) -> str:
        return line


def _csv(lines: list[DocketLine]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\N{BYTE ORDER MARK}"
    yield writer.writerow(
        [_("No."), _("date"), _("code"), _("event"), _("party"), _("documents"), _("norm"), _("ledger")]
    )
    for line in lines:
        entry = line.entry
        row: list[Any] = [
            entry.number,
            timezone.localtime(entry.at).isoformat(timespec="minutes"),
            entry.code,
            line.words,
            entry.party.name if entry.party else "",
            "; ".join(str(document) for document in line.documents),
            line.norm,
            f"{entry.ledger_stream}/{entry.ledger_number}",
        ]
        yield writer.writerow([_harmless(value) for value in row])


def _harmless(value: Any) -> str:
    """A cell that no spreadsheet takes for a formula."""
    words = str(value)
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


def _asked(request: HttpRequest) -> DocketFilter:
    query = request.GET
    at = query.get("at", "")
    return DocketFilter(
        group=query.get("group", "")[:30],
        party=query.get("party", "")[:40],
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
        documents=query.get("documents") == "1",
        text=query.get("q", "").replace("\0", "").strip()[:LONGEST_TEXT],
        newest_first=query.get("order") != "oldest",
        at=int(at) if at.isascii() and at.isdigit() and len(at) < 10 else None,
    )


def _day(text: str) -> Date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _narrowed(opened: OpenedCase, asked: DocketFilter) -> QuerySet[DocketEntry]:
    rows = opened.docket.select_related("party", "by", "proceeding")
    if asked.group:
        rows = rows.filter(code__in=codes_of(asked.group))
    if asked.party:
        rows = rows.filter(
            party__in=[party.pk for party in opened.parties if str(party.uuid) == asked.party]
        )  # fmt: skip
    if asked.since:
        rows = rows.filter(at__gte=_start(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=_start(asked.until + timedelta(days=1)))
    if asked.documents:
        rows = rows.filter(pk__in=opened.documents.values("entry"))
    if asked.text:
        rows = rows.filter(_has_words(opened, asked.text))
    if asked.at is not None:
        rows = rows.filter(number__lte=asked.at) if asked.newest_first else rows.filter(number__gte=asked.at)
    return rows.order_by("-number" if asked.newest_first else "number")


def _has_words(opened: OpenedCase, text: str) -> Q:
    """Entries whose event, party or document is called so, in the language that is active; letters of any case."""
    wanted = text.casefold()
    codes = [event.code for event in events.all_events().values() if wanted in event.told().casefold()]
    parties = [party.pk for party in opened.parties if wanted in party.name.casefold()]
    titled = [
        entry
        for entry, title, name in opened.documents.values_list("entry", "title", "document__name")[:MOST_ROWS]
        if wanted in f"{title} {name}".casefold()
    ]
    return Q(code__in=codes) | Q(party__in=parties) | Q(pk__in=titled)


def _start(day: Date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _lines(opened: OpenedCase, entries: list[DocketEntry]) -> list[DocketLine]:
    """The entries in words with their documents; a party that this person may not know of stays unnamed."""
    documents = opened.documents.filter(entry__in=[entry.pk for entry in entries]).select_related("document")
    return docket_lines(entries, documents, known={party.pk for party in opened.parties})
