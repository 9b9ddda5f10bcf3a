"""Pages of notices: one's own, how one wants to be told, and for the court what was sent in a case."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tarazy.cabinet.notices.actions.choose import choose_channels, read_all, read_notice
from tarazy.cabinet.notices.actions.link_telegram import let_chat_go, new_code
from tarazy.cabinet.notices.addressees import seen_cases
from tarazy.cabinet.notices.channels import address_of, is_ready
from tarazy.cabinet.notices.forms import ChannelsForm
from tarazy.cabinet.notices.models import Channel, Notice, Subject
from tarazy.cabinet.notices.preferences import settings_of, usable
from tarazy.cabinet.notices.queries import lines_of, log_of, own_notices, what_happened
from tarazy.cabinet.notices.rules import masked
from tarazy.cases.models import Case, DocketEntry
from tarazy.people.limits import limited
from tarazy.people.refusals import NotFound

ON_A_PAGE = 50


@never_cache
@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's notices, the latest first."""
    before = request.GET.get("before", "")
    rows = own_notices(request.user)
    if before.isascii() and before.isdigit() and len(before) < 18:
        rows = rows.order_by("-pk").filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: ON_A_PAGE + 1])
    context = {
        "lines": lines_of(found[:ON_A_PAGE], request.user),
        "older": found[ON_A_PAGE - 1].pk if len(found) > ON_A_PAGE else None,
        "unread": own_notices(request.user, unread=True).exists(),
    }
    return render(request, "notices/notices.html", context)


@never_cache
@login_required
@require_safe
def open_notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To what the notice is about, if it is still open to the person; else to their list."""
    found = read_notice(uuid, by=request.user, now=timezone.now())
    return redirect(_place(found, request))


@login_required
@require_POST
def all_read(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    read_all(by=request.user, now=timezone.now())
    return redirect("notices:notices")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose the channels."""
    own = settings_of(request.user)
    form = ChannelsForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        choose_channels(
            request.user,
            form.channels(),
            quiet=form.cleaned_data["quiet"],
            digest=form.cleaned_data["digest"],
        )
        messages.success(request, _("Saved."))
        return redirect("notices:preferences")
    return _preferences_page(request, form)


@never_cache
@login_required
@limited("invitation")
@require_POST
def link_telegram(request: HttpRequest) -> HttpResponse:
    """A one-time code for the bot, shown once."""
    if not is_ready(Channel.TELEGRAM):
        raise NotFound
    code = new_code(request.user, timezone.now())
    return _preferences_page(request, ChannelsForm(own=settings_of(request.user)), code)


@login_required
@require_POST
def unlink_telegram(request: HttpRequest) -> HttpResponse:
    """Nothing goes to the chat any more."""
    if request.user.telegram_chat:
        let_chat_go(request.user.telegram_chat)
    messages.success(request, _("Telegram is unlinked."))
    return redirect("notices:preferences")


@never_cache
@login_required
@require_safe
def case_log(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """What was sent in a case, to whom and how it went: for the court's side of it."""
    case = Case.objects.filter(uuid=case_uuid).first()
    rows = log_of(case, request.user) if case else None
    if case is None or rows is None:
        raise NotFound
    found = list(rows[:500])
    return render(
        request, "notices/case_log.html", {"case": case, "rows": [(one, what_happened(one)) for one in found]}
    )


def _preferences_page(request: HttpRequest, form: ChannelsForm, code: str = "") -> HttpResponse:
    own, user = settings_of(request.user), request.user
    user.refresh_from_db(fields=["telegram_chat"])
    ways = []
    for one in Channel:
        if is_ready(one):
            address = address_of(one, user)
            ways.append((one, masked(address) if address else "", bool(usable(own, [one]))))
    bot = getattr(settings, "TELEGRAM_BOT", "")
    context = {
        "form": form, "ways": ways, "code": code, "telegram": is_ready(Channel.TELEGRAM),
        "linked": user.telegram_chat, "bot_address": f"https://t.me/{bot}?start={code}" if bot and code else "",
    }  # fmt: skip
    return render(request, "notices/preferences.html", context)


def _place(notice: Notice, request: HttpRequest) -> str:
    if notice.subject == Subject.SERVICE:
        return _address("cabinet:my_services")
    if not seen_cases(request.user, [notice.case_id]):
        messages.info(request, _("What this notice was about isn't open to you any more."))
        return reverse("notices:notices")
    if notice.subject == Subject.DEADLINE:
        return reverse("cases:case_deadlines", args=[notice.case.uuid])
    number = DocketEntry.objects.filter(pk=notice.subject_id).values_list("number", flat=True).first()
    return f"{reverse('cases:docket', args=[notice.case.uuid])}#entry-{number}"


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse("notices:notices")
