"""Changes in a case that have a form of their own: acts that join, split or send on; people; time limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tarazy.cases import events
from tarazy.cases.actions.assign_staff import MAY as MAY_ASSIGN
from tarazy.cases.actions.assign_staff import assign_staff, end_staff
from tarazy.cases.actions.change_deadline import extend_deadline
from tarazy.cases.actions.change_parties import (
    add_party,
    add_representative,
    end_representation,
    remove_party,
    succeed_party,
)
from tarazy.cases.actions.issue_act import FURTHER, possible_further
from tarazy.cases.forms import (
    ExtendForm,
    JoinForm,
    LeaveForm,
    PartyForm,
    RecusalForm,
    RepresentForm,
    SplitForm,
    StaffForm,
    Styled,
    TransferForm,
)
from tarazy.cases.models import Deadline, Party, Representation, StaffAssignment
from tarazy.cases.naming import limit_name, norm_words
from tarazy.cases.presenting import ActionLink
from tarazy.cases.standing import standing
from tarazy.cases.views.case import page
from tarazy.cases.views.colleagues import colleagues
from tarazy.cases.views.opening import OpenedCase, open_case
from tarazy.cases.views.rulings import keep
from tarazy.courts.models import Court
from tarazy.people.models import PowerOfAttorney, User
from tarazy.people.refusals import Invalid, Refused

_FORMS: dict[str, type[Styled]] = {"join": JoinForm, "split": SplitForm, "transfer": TransferForm}


def further_links(opened: OpenedCase) -> list[ActionLink]:
    """The further acts that this person may give now, and the changes of people that they may make."""
    now = timezone.now()
    codes = [
        code for code in possible_further(opened.current, opened.user, now=now) if code != "recusal_dismissed"
    ]
    uuid = opened.case.uuid
    links = [
        ActionLink(
            title=_("Decide on the recusal") if code == "recusal_granted" else events.event(code).asked(),
            url=reverse("cases:do", args=[uuid, code]),
            about=norm_words(FURTHER[code].norm),
        )
        for code in codes
    ]
    stands = standing(opened.user, opened.current, now=now)
    if opened.current.ended_at is None:
        if "presiding" in stands:
            links.append(
                ActionLink(
                    events.event("party_added").asked(),
                    reverse("cases:party_new", args=[uuid]),
                    norm_words("GPK 51-52"),
                )
            )
        if stands & MAY_ASSIGN:
            links.append(
                ActionLink(events.event("staff_assigned").asked(), reverse("cases:staff", args=[uuid]))
            )
    return links


def give_further(request: HttpRequest, opened: OpenedCase, code: str) -> HttpResponse:
    """The form of a further act; filled in, it is drafted and waits for the signature."""
    if code not in possible_further(opened.current, opened.user, now=timezone.now()):
        raise Http404
    recusal = code.startswith("recusal_")
    form = (RecusalForm if recusal else _FORMS[code])(request.POST or None)
    if code == "split":
        form.fields["claims"].choices = [  # type: ignore[attr-defined]
            (str(claim.number), f"{claim.number}. {claim.text or claim.demand}") for claim in opened.claims
        ]
    if code == "transfer":
        courts = Court.objects.filter(instance=opened.current.court.instance).exclude(
            pk=opened.current.court_id
        )
        form.fields["court"].choices = [("", ""), *((one.pk, one.name) for one in courts)]  # type: ignore[attr-defined]
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        asked = given.pop("decision", code)
        try:
            FURTHER[asked].values(opened.current, given, opened.user)  # wrong answers are told before signing
        except Refused as refusal:
            refused = refusal
        else:
            return keep(request, opened, asked, given)
    title = _("Decide on the recusal") if recusal else events.event(code).asked()
    back = reverse("cases:case", args=[opened.case.uuid])
    return _form(
        request,
        opened,
        form,
        refused,
        title=title,
        norm=norm_words(FURTHER[code].norm),
        signs=True,
        back=back,
    )


@login_required
@require_http_methods(["GET", "POST"])
def party_new(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Bringing somebody into the case."""
    opened = _presided(request, case_uuid)
    form = PartyForm(request.POST or None, initial={"role": "third_party"})

    def made(given: dict[str, Any]) -> str:
        party = add_party(opened.current.pk, form.party(), by=opened.user, now=timezone.now())
        return events.event("party_added").told({"name": party.name})

    return _people(
        request, opened, form, made, title=events.event("party_added").asked(), norm=norm_words("GPK 51-52")
    )


@login_required
@require_http_methods(["GET", "POST"])
def party_leave(request: HttpRequest, case_uuid: UUID, party_uuid: UUID) -> HttpResponse:
    """A party leaves the case."""
    opened = _presided(request, case_uuid)
    party = _party(opened, party_uuid)
    form = LeaveForm(request.POST or None)

    def made(given: dict[str, Any]) -> str:
        remove_party(opened.current.pk, party.pk, by=opened.user, now=timezone.now(), reason=given["reason"])
        return events.event("party_left").told({"name": party.name})

    return _people(request, opened, form, made, title=events.event("party_left").asked(), about=party.name)


@login_required
@require_http_methods(["GET", "POST"])
def party_succeed(request: HttpRequest, case_uuid: UUID, party_uuid: UUID) -> HttpResponse:
    """A successor takes a party's place."""
    opened = _presided(request, case_uuid)
    old = _party(opened, party_uuid)
    form = PartyForm(request.POST or None, initial={"role": old.role})
    form.fields["role"].choices = [(old.role, old.get_role_display())]  # type: ignore[attr-defined]

    def made(given: dict[str, Any]) -> str:
        new = succeed_party(opened.current.pk, old.pk, form.party(), by=opened.user, now=timezone.now())
        return events.event("party_succeeded").told({"old": old.name, "new": new.name})

    return _people(
        request, opened, form, made, title=events.event("party_succeeded").asked(), about=old.name,
        norm=norm_words("GPK 54"),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def represent(request: HttpRequest, case_uuid: UUID, party_uuid: UUID) -> HttpResponse:
    """Who acts for a party: coming in by a power, admitted by the court, or ending."""
    opened = open_case(request, case_uuid)
    party, now = _party(opened, party_uuid), timezone.now()
    of_court = bool(standing(opened.user, opened.current, now=now) & {"court", "registry"})
    if not of_court and party not in opened.own_parties:
        raise Http404
    acting = list(party.representations.filter(until__isnull=True).select_related("representative"))
    powers = {str(one.uuid): one for one in _powers(party)}
    form = RepresentForm(request.POST if "end" not in request.POST and request.method == "POST" else None)
    form.fields["power"].choices = [  # type: ignore[attr-defined]
        ("", ""),
        *((key, f"{one.representative.full_name} ({one.until:%d.%m.%Y})") for key, one in powers.items()),
    ]
    if not of_court:
        del form.fields["iin"], form.fields["ground"]

    def made(given: dict[str, Any]) -> str:
        if row := _of_list(request.POST.get("end", ""), acting):
            end_representation(row.pk, by=opened.user, now=now)
            return events.event("representative_left").told()
        power = powers.get(given.get("power", ""))
        who = power.representative if power else User.objects.filter(iin=given.get("iin") or None).first()
        if who is None:
            raise Invalid({"iin": _("Nobody with this IIN has an account.")})
        ground = Representation.Ground.POWER if power else given["ground"]
        add_representative(
            opened.current.pk, party.pk, who, by=opened.user, now=now, ground=ground, power=power
        )
        return events.event("representative_added").told()

    return _people(
        request, opened, form, made, title=events.event("representative_added").asked(), about=party.name,
        norm=norm_words("GPK 57-61"),
        ending=[(one.representative.full_name, (one.get_ground_display(), one.pk)) for one in acting],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest, case_uuid: UUID) -> HttpResponse:
    """Who of the court works on the case."""
    opened = open_case(request, case_uuid)
    now = timezone.now()
    if not standing(opened.user, opened.current, now=now) & MAY_ASSIGN:
        raise Http404
    people = {str(one.uuid): one for one in colleagues(opened.current.court_id, now=now)}
    rows = StaffAssignment.objects.filter(proceeding=opened.current, until__isnull=True)
    here = list(rows.select_related("user"))
    form = StaffForm(request.POST if "end" not in request.POST and request.method == "POST" else None)
    form.fields["user"].choices = [("", ""), *((key, one.full_name) for key, one in people.items())]  # type: ignore[attr-defined]

    def made(given: dict[str, Any]) -> str:
        if row := _of_list(request.POST.get("end", ""), here):
            end_staff(row.pk, by=opened.user, now=now)
            return events.event("staff_left").told({"who": row.user.short_name})
        who = people[given["user"]]
        assign_staff(opened.current.pk, who, given["task"], by=opened.user, now=now)
        return events.event("staff_assigned").told({"who": who.short_name})

    return _people(
        request, opened, form, made, title=events.event("staff_assigned").asked(),
        ending=[(one.user.full_name, (one.get_task_display(), one.pk)) for one in here],
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, case_uuid: UUID, deadline: int) -> HttpResponse:
    """A later last day for a time limit, or one restored that a party missed."""
    opened = _presided(request, case_uuid)
    row = opened.deadlines.filter(
        pk=deadline, state__in=("open", "missed"), proceeding=opened.current
    ).first()
    if row is None or (row.state == Deadline.State.MISSED and row.whose == Deadline.For.COURT):
        raise Http404
    form = ExtendForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        due = form.cleaned_data["due"]
        if due <= row.due:
            form.add_error(
                "due", _("The new day must be later than %(due)s.") % {"due": f"{row.due:%d.%m.%Y}"}
            )
        else:
            try:
                extend_deadline(
                    row.pk, due, by=opened.user, now=timezone.now(), reason=form.cleaned_data["reason"]
                )
            except Refused as refusal:
                refused = refusal
            else:
                messages.success(request, _("The time limit is changed."))
                return redirect("cases:case_deadlines", case_uuid)
    code = "deadline_restored" if row.state == Deadline.State.MISSED else "deadline_extended"
    return _form(
        request, opened, form, refused, title=events.event(code).asked(), norm=norm_words("GPK 125-126"),
        about=f"{limit_name(row.limit)}: {row.due:%d.%m.%Y}", back=reverse("cases:case_deadlines", args=[case_uuid]),
    )  # fmt: skip


def _people(
    request: HttpRequest,
    opened: OpenedCase,
    form: forms.Form,
    made: Callable[[dict[str, Any]], str],
    **context: Any,
) -> HttpResponse:
    """A form about people: what was made is told on the page of parties, a refusal above the form."""
    refused: Refused | None = None
    if request.method == "POST" and ("end" in request.POST or form.is_valid()):
        try:
            said = made(getattr(form, "cleaned_data", {}))
        except Refused as refusal:
            refused = refusal
        else:
            messages.success(request, said)
            return redirect("cases:parties", opened.case.uuid)
    back = reverse("cases:parties", args=[opened.case.uuid])
    return _form(request, opened, form, refused, back=back, **context)


def _form(
    request: HttpRequest, opened: OpenedCase, form: forms.Form, refused: Refused | None, **context: Any
) -> HttpResponse:
    response = page(request, opened, "change", form=form, refused=refused, **context)
    if refused:
        response.status_code = refused.status
    return response


def _presided(request: HttpRequest, case_uuid: UUID) -> OpenedCase:
    """The case, for its presiding judge. Raises `Http404` for everybody else."""
    opened = open_case(request, case_uuid)
    if "presiding" not in standing(opened.user, opened.current, now=timezone.now()):
        raise Http404
    return opened


def _party(opened: OpenedCase, party_uuid: UUID) -> Party:
    found = next((one for one in opened.parties if one.uuid == party_uuid and not one.left_at), None)
    if found is None:
        raise Http404
    return found


def _of_list(text: str, rows: list[Any]) -> Any:
    """The row that a button names; `None` where none is named. Raises `Http404` for a row that isn't here."""
    if not text:
        return None
    found = next((one for one in rows if str(one.pk) == text), None)
    if found is None:
        raise Http404
    return found


def _powers(party: Party) -> list[PowerOfAttorney]:
    """Powers that this party gave, in force and taken up."""
    today = timezone.localdate()
    given = Q(principal_user=party.user_id) if party.user_id else Q(pk__in=())
    if party.organisation_id:
        given |= Q(principal_organisation=party.organisation_id)
    rows = PowerOfAttorney.objects.filter(
        given, since__lte=today, until__gte=today, accepted_at__isnull=False, revoked_at__isnull=True
    )
    return list(rows.select_related("representative")[:100])
