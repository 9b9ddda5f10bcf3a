"""The inbox of acts to confirm, and the page on which a person reads, changes and confirms one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tarazy.acts.publication.actions.confirm import confirm as confirm_text
from tarazy.acts.publication.actions.edit import change_edit, look_at, mask_words, remove_edit, restore_edit
from tarazy.acts.publication.actions.report_leak import answer_no_leak, begin_reissue
from tarazy.acts.publication.actions.withdraw import bring_back
from tarazy.acts.publication.actions.withdraw import withdraw as take_out
from tarazy.acts.publication.forms import WithdrawForm
from tarazy.acts.publication.gates import facts_of, gates
from tarazy.acts.publication.models import LeakReport, Publication
from tarazy.acts.publication.presenting import rows_of
from tarazy.acts.publication.queries import waiting, with_reports
from tarazy.cases.reading import note_read
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, Refused

if TYPE_CHECKING:
    from tarazy.people.models import User

SHOWN = 25


@require_GET
@login_required
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """Acts that wait for a person, readers' reports first; with `?all=1` those that are done too."""
    user: User = request.user  # type: ignore[assignment]
    require(user, Permission.CONFIRM_ANONYMISATION)
    everything = request.GET.get("all") == "1"
    rows = with_reports(user).order_by("-changed_at") if everything else waiting(user)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page", "1"))
    return render(request, "publication/inbox.html", {"page_rows": page, "everything": everything})


@require_GET
@login_required
@never_cache
def confirming(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """The act as signed beside the act as the public will read it."""
    return _page(request, _mine(request, publication_id))


@require_POST
@login_required
@never_cache
def work(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """One change of the replacements, by the button that was pressed; back to the paragraph."""
    publication = _mine(request, publication_id)
    user: User = request.user  # type: ignore[assignment]
    now = timezone.now()
    said = request.POST
    do, _, number = said.get("do", "").partition(":")
    edit = int(number) if number.isdigit() and len(number) < 12 else 0
    place = f"#p-{said['row']}" if said.get("row", "").isdigit() else "#text"
    try:
        if do == "mask":
            mask_words(publication.pk, said.get("words", "")[:500], said.get("after", ""), by=user, now=now)
        elif do == "change":
            change_edit(publication.pk, edit, said.get(f"after-{edit}", ""), by=user, now=now)
        elif do == "remove":
            remove_edit(publication.pk, edit, by=user, now=now)
        elif do == "restore":
            restore_edit(publication.pk, edit, by=user, now=now)
        elif do == "look":
            look_at(publication.pk, [edit], by=user, now=now)
        elif do == "look_all":
            look_at(publication.pk, None, by=user, now=now)
        elif do == "reissue":
            begin_reissue(publication.pk, by=user, now=now)
        elif do == "no_leak":
            answer_no_leak(_report(publication, edit).pk, by=user, now=now)
            place = "#reports"
        elif do == "bring_back":
            bring_back(publication.pk, by=user, now=now)
        else:
            raise Invalid({"do": do[:20]})
    except Refused as refused:
        return _page(request, publication, refused)
    return redirect(reverse("publication:confirming", args=[publication.pk]) + place)


@require_POST
@login_required
@never_cache
def confirm(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """The person says that the text which was shown names nobody."""
    publication = _mine(request, publication_id)
    user: User = request.user  # type: ignore[assignment]
    try:
        if request.POST.get("read") != "yes":
            raise Invalid({"read": ""})
        confirm_text(publication.pk, request.POST.get("sha256", "")[:64], by=user, now=timezone.now())
    except Refused as refused:
        return _page(request, publication, refused)
    return redirect("publication:confirming", publication.pk)


@require_POST
@login_required
@never_cache
def withdraw(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Take the act out of the bank, with a reason."""
    publication = _mine(request, publication_id)
    user: User = request.user  # type: ignore[assignment]
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, publication, form=form)
    try:
        take_out(publication.pk, form.cleaned_data["why"], by=user, now=timezone.now())
    except Refused as refused:
        return _page(request, publication, refused)
    return redirect("publication:confirming", publication.pk)


def _report(publication: Publication, number: int) -> LeakReport:
    report = publication.reports.filter(pk=number).first()
    if report is None:
        raise Http404
    return report


def _mine(request: HttpRequest, publication_id: UUID) -> Publication:
    user: User = request.user  # type: ignore[assignment]
    found = with_reports(user).filter(pk=publication_id).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, publication: Publication, refused: Refused | None = None, form: Any = None
) -> HttpResponse:
    publication.refresh_from_db()
    if publication.proceeding is not None:
        note_read(publication.proceeding.case, request.user, "publication", now=timezone.now())  # type: ignore[arg-type]
    version = publication.draft or publication.current or publication.versions.order_by("number").last()
    draft = version is not None and publication.draft == version and publication.state != "withdrawn"
    context = {
        "publication": publication,
        "version": version,
        "editable": draft,
        "rows": rows_of(version) if version else [],
        "unseen": facts_of(publication, version).unseen if version else 0,
        "gates": gates(publication, version),
        "reports": publication.reports.select_related("answered_by"),
        "refused": refused,
        "form": form or WithdrawForm(),
        "page_name": publication.neutral or publication.address,
    }
    status = refused.status if refused else 422 if form is not None else 200
    return render(request, "publication/confirming.html", context, status=status)
