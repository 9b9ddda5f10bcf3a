"""Registering a filing, sealing, opening in an emergency, reviewing such an opening."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tarazy.cases.actions.break_glass import break_glass, check_reason, review_break_glass
from tarazy.cases.actions.file_case import register_case
from tarazy.cases.actions.move_cases import receive_transferred
from tarazy.cases.actions.seal import seal, unseal
from tarazy.cases.models import BreakGlass, Proceeding, Seal
from tarazy.cases.public import number_key
from tarazy.cases.queries import audited_cases, possible_steps, undecided_duplicates
from tarazy.cases.views.case import page
from tarazy.cases.views.opening import open_case
from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import NotFound, Refused

TEXT = {"class": "govuk-textarea", "rows": 4}


class SealForm(forms.Form):
    """What is sealed, why, by which norm."""

    what = forms.ChoiceField(label=gettext_lazy("What is sealed"))
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs=TEXT), max_length=2000)
    norm = forms.CharField(
        label=gettext_lazy("Norm"), max_length=80, widget=forms.TextInput(attrs={"class": "govuk-input"})
    )


class EmergencyForm(forms.Form):
    """Which case, why, for how long."""

    number = forms.CharField(
        label=gettext_lazy("Number of the case"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-20"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it can't wait"),
        widget=forms.Textarea(attrs=TEXT),
        max_length=2000,
        help_text=gettext_lazy("The chair of the court and the auditor are told at once and read it."),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("For how many hours"),
        min_value=1,
        max_value=24,
        initial=2,
        widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
    )


@login_required
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """The filing as it came, possible duplicates beside it, and giving it its number."""
    opened = open_case(request, case_uuid)
    here = opened.current
    steps = possible_steps(here, opened.user, now=timezone.now())
    if "register" not in {step.event for step in steps}:
        raise Http404
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if opened.proceedings[0].pk == here.pk:
                number = register_case(opened.case.pk, by=opened.user, now=timezone.now()).number
            else:
                number = receive_transferred(here.pk, by=opened.user, now=timezone.now()).number
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("Registered as %(number)s.") % {"number": number})
            return redirect("cases:case", case_uuid)
    duplicates = list(undecided_duplicates(opened.case))
    documents = list(opened.documents.select_related("document")[:100])
    return _page(request, opened, "register", refused, duplicates=duplicates, documents=documents)


@login_required
@require_http_methods(["GET", "POST"])
def seal_case(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Sealing the case, a party or a document; lifting a seal."""
    opened = open_case(request, case_uuid)
    if not may(request.user, Permission.SEAL_CASES, opened.case.court_id):
        raise Http404
    lifting = request.POST.get("lift", "")
    form = SealForm(request.POST if request.method == "POST" and not lifting else None)
    documents = list(opened.documents.select_related("document").order_by("entry__number", "id")[:500])
    form.fields["what"].choices = [
        ("case", _("the whole case")),
        *((f"party:{party.pk}", party.name) for party in opened.parties if not party.sealed),
        *((f"document:{row.pk}", row.title or row.document.name) for row in documents if not row.sealed),
    ]
    form.fields["what"].widget.attrs["class"] = "govuk-select"
    refused: Refused | None = None
    now = timezone.now()
    try:
        if request.method == "POST" and lifting:
            found = Seal.objects.filter(case=opened.case, pk=lifting if lifting.isdigit() else 0).first()
            if found is None:
                raise Http404
            unseal(found.pk, by=opened.user, reason=request.POST.get("reason", "")[:2000], now=now)
            messages.success(request, _("The seal is lifted."))
            return redirect("cases:case", case_uuid)
        if request.method == "POST" and form.is_valid():
            what, _colon, row = form.cleaned_data["what"].partition(":")
            part = {f"{what}_id": int(row)} if row else {}
            seal(
                opened.case.pk, by=opened.user, reason=form.cleaned_data["reason"],
                norm=form.cleaned_data["norm"], now=now, **part,
            )  # fmt: skip
            messages.success(request, _("Sealed. It is gone from search, notices and the public registry."))
            return redirect("cases:case", case_uuid)
    except Refused as refusal:
        refused = refusal
    seals = list(Seal.objects.filter(case=opened.case).select_related("by", "party", "document__document"))
    return _page(request, opened, "seal", refused, form=form, seals=seals)


@login_required
@require_http_methods(["GET", "POST"])
def emergency_new(request: HttpRequest) -> HttpResponse:
    """Opening a case that isn't open to one, in an emergency, with a written reason."""
    if not may(request.user, Permission.BREAK_GLASS):
        raise Http404
    form = EmergencyForm(request.POST or None, initial={"number": request.GET.get("number", "")[:60]})
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            check_reason(
                given["reason"]
            )  # first: a reason that doesn't do must not find out whether a case is there
            found = _by_number(given["number"])
            break_glass(
                found.case_id,
                by=request.user,
                reason=given["reason"],
                hours=given["hours"],
                now=timezone.now(),
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.warning(request, _("The case is open to you. What you look at is written down."))
            return redirect("cases:case", found.case.uuid)
    return render(
        request,
        "cases/emergency_new.html",
        {"form": form, "refused": refused},
        status=refused.status if refused else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
def emergency(request: HttpRequest, opening: int) -> HttpResponse:
    """An emergency opening, for the chair and the auditors to judge."""
    found = (
        BreakGlass.objects.filter(pk=opening, case__in=audited_cases(request.user))
        .select_related("case__court", "user", "reviewed_by")
        .first()
    )
    if found is None:
        raise Http404
    refused: Refused | None = None
    if request.method == "POST":
        try:
            review_break_glass(
                found.pk, by=request.user, verdict=request.POST.get("verdict", ""), now=timezone.now()
            )
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, _("Your review is kept."))
            return redirect("cases:audit", found.case.uuid)
    return render(
        request,
        "cases/emergency.html",
        {"opening": found, "refused": refused, "own": found.user_id == request.user.pk},
        status=refused.status if refused else 200,
    )


def _by_number(text: str) -> Proceeding:
    """The proceeding with this number. Raises `NotFound`."""
    key = number_key(text)
    found = Proceeding.objects.filter(number=key).select_related("case").first() if key else None
    if found is None:
        raise NotFound
    return found


def _page(
    request: HttpRequest, opened: Any, name: str, refused: Refused | None, **context: Any
) -> HttpResponse:
    response = page(request, opened, name, refused=refused, **context)
    if refused:
        response.status_code = refused.status
    return response
