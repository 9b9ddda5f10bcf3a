"""Letters about new acts: bundled by person, claimed in a transaction, written at the moment of sending.

Each find is put into one letter only, and a letter is held by one process, so that two tell nothing twice. A process
that dies before the mail server took a letter leaves it to the next. One that dies after that, but before it noted so,
leaves it too: nobody can know any more whether the server took it, and the letter goes out a second time. It is sent
at least once, then, never less; both have one Message-ID, by which mail programs show it once, and the second tells
only what is still public. For news of public acts that is better than a letter lost.

Only acts that are public at that moment stand in a letter; one that has none left isn't sent.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as Time
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from tarazy.acts.following.actions.unsubscribe import token_of
from tarazy.acts.following.models import Alert, Letter, Match, SavedSearch
from tarazy.acts.following.signals import acts_told
from tarazy.acts.models import Act
from tarazy.acts.templatetags.court_words import act_title, court_date

log = logging.getLogger(__name__)
APART = timedelta(minutes=15)  # letters "soon after publication" to one person
MORNING = Time(8)  # when the daily letter goes, in the court's time
HELD = timedelta(minutes=5)
MOST_TRIES = 20
SHOWN = 10  # acts of one search in a letter; the others are counted
COLUMNS = ("pk", "act_id", "kind", "case_number", "date", "court", "language")


def claim(*, now: datetime) -> list[Letter]:
    """Put what waits to be told into letters of those whose time has come; the letters made."""
    made = []
    for daily in (False, True):
        kind = Alert.DAILY if daily else Alert.AT_ONCE
        waiting = Match.objects.filter(letter__isnull=True, told=False, search__alert=kind)
        for owner in list(waiting.order_by().values_list("search__owner", flat=True).distinct()):
            if not is_time(owner, daily, now):
                continue
            with transaction.atomic():
                # Whoever locks the searches first takes what waits; the other finds nothing left.
                list(SavedSearch.objects.select_for_update().filter(owner=owner).values_list("pk"))
                mine = waiting.filter(search__owner=owner)
                if not mine.exists() or not is_time(owner, daily, now):
                    continue
                letter = Letter.objects.create(owner_id=owner, daily=daily, made_at=now)
                Match.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(letter=letter)
                made.append(letter)
    return made


def is_time(owner: int, daily: bool, now: datetime) -> bool:
    """Whether the person may be written to now, so that letters stay few."""
    last = Letter.objects.filter(owner=owner, daily=daily).order_by("-made_at").first()
    if not daily:
        return last is None or now - last.made_at >= APART
    here = timezone.localtime(now)
    return here.time() >= MORNING and (last is None or timezone.localdate(last.made_at) < here.date())


def send_waiting(*, now: datetime) -> int:
    """Send every letter that no process holds; how many went out."""
    free = Q(held_until__isnull=True) | Q(held_until__lte=now)
    sent = 0
    for letter in list(Letter.objects.filter(free, settled_at__isnull=True).order_by("pk")[:200]):
        held = Letter.objects.filter(free, pk=letter.pk, settled_at__isnull=True).update(
            held_until=now + HELD, tries=F("tries") + 1
        )
        if held:
            sent += send(letter, now=now)
    return sent


def send(letter: Letter, *, now: datetime) -> bool:
    """Send the letter that this process holds; False if nothing is to be told any more, or the server is away."""
    found = public_acts(letter)
    sent = False
    if found and letter.owner.is_active and letter.owner.email:
        try:
            sent = bool(written(letter, found).send())
        except Exception as error:  # of the server, or of this one letter: the others go on
            # Not its words: they may hold an address.
            log.warning("a letter about new acts waits: %s", type(error).__name__)
            if letter.tries + 1 < MOST_TRIES:
                return False  # it is tried again when it is held no more
    with transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(settled_at=now, held_until=None)
        Match.objects.filter(letter=letter).update(told=True)
    if sent:
        counts = {one.search.pk: one.total for one in found}
        acts_told.send_robust(Letter, user=letter.owner, found=counts)
    return sent


@dataclass(frozen=True)
class FoundBySearch:
    """The acts of one search in a letter: those shown, and how many there are."""

    search: SavedSearch
    acts: list[Act]
    total: int


def public_acts(letter: Letter) -> list[FoundBySearch]:
    """What the letter may tell now: acts that are public at this moment, by search."""
    rows: dict[int, list[int]] = defaultdict(list)
    for search, row in letter.matches.order_by("-number").values_list("search", "row"):
        rows[search].append(row)
    public = {
        act.pk: act
        for act in Act.objects.visible_to(None)
        .filter(pk__in={row for found in rows.values() for row in found})
        .only(*COLUMNS)
    }
    told = []
    for search in SavedSearch.objects.filter(pk__in=rows).exclude(alert=Alert.NONE):
        acts = [public[row] for row in rows[search.pk] if row in public]
        if acts:
            told.append(FoundBySearch(search, acts[:SHOWN], len(acts)))
    return told


def written(letter: Letter, found: list[FoundBySearch]) -> EmailMessage:
    """The letter in its owner's language."""
    owner = letter.owner
    with override(owner.language):
        total = sum(one.total for one in found)
        subject = ngettext("%(count)s new act in your searches", "%(count)s new acts in your searches", total)
        parts = []
        for one in found:
            lines = [one.search.name, "=" * min(60, len(one.search.name))]
            for act in one.acts:
                lines.append(f"{act_title(act)}, {court_date(act.date)}, {act.court}")
                lines.append(_absolute(act.get_absolute_url()))
            if one.total > len(one.acts):
                more = one.total - len(one.acts)
                lines.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
            lines.append(
                _("All of this search: %(link)s")
                % {"link": _absolute(reverse("following:look", args=[one.search.pk]))}
            )
            lines.append(
                _("No letters about this search: %(link)s") % {"link": _off(owner.pk, one.search.pk)}
            )
            parts.append("\n".join(lines))
        off = _off(owner.pk)
        foot = _(
            "You get this letter because you saved these searches. No letters about any of them: %(link)s"
        ) % {"link": off}
        host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
        return EmailMessage(
            " ".join((subject % {"count": total}).split()),
            "\n\n".join([*parts, f"-- \n{foot}\n"]),
            to=[owner.email],
            headers={
                "Message-ID": f"<{letter.key}@{host}>",
                "Auto-Submitted": "auto-generated",
                "Content-Language": owner.language,
                "List-Unsubscribe": f"<{off}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
            },
        )


def _off(owner_id: int, search_id: int | None = None) -> str:
    return _absolute(reverse("following:unsubscribe", args=[token_of(owner_id, search_id)]))


def _absolute(path: str) -> str:
    return f"{str(settings.SITE_URL).rstrip('/')}{path}"
