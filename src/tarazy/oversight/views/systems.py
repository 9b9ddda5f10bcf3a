"""The public register of AI systems, the bands of groups, and the switches for those who may."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tarazy.acts.naming import region_name
from tarazy.acts.templatetags.court_words import language_name
from tarazy.cases.models import Party
from tarazy.oversight import charts
from tarazy.oversight.actions.review_risk import due_on, review_risk
from tarazy.oversight.actions.sign_versions import note_holds, sign_version
from tarazy.oversight.actions.switch_system import switch_system
from tarazy.oversight.forms import ReviewForm, SignForm, SwitchForm
from tarazy.oversight.models import Alarm, Band, RiskReview, Switch, SystemVersion
from tarazy.oversight.queries import latest_bands, standing_of, standings
from tarazy.oversight.registry import System, cards_of, figures_of, norms
from tarazy.oversight.registry import systems as registered
from tarazy.oversight.tables import csv_response
from tarazy.people.permissions import Permission, may, require
from tarazy.people.refusals import NotFound

SHOWN = 20


@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """Every system, with its risk and how it stands."""
    return render(request, "oversight/systems.html", {"standings": standings(), "norms": norms()})


@require_safe
def system(request: HttpRequest, slug: str) -> HttpResponse:
    """The card of one system: purpose, role, data, limits, figures, versions, switches, reviews, alarms."""
    found = _system(slug)
    return _page(request, found)


@login_required
@require_POST
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """Switch a system, at once."""
    require(request.user, Permission.SWITCH_AI_SYSTEMS)
    found = _system(slug)
    form = _switch_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    to = form.cleaned_data["to"]
    version = to.removeprefix("version:") if to.startswith("version:") else ""
    switch_system(
        slug,
        on=to != "off",
        version=version,
        reason=form.cleaned_data["reason"],
        by=request.user,  # type: ignore[arg-type]
        now=timezone.now(),
    )
    messages.success(request, _("Switched. It counts from now on."))
    return redirect("oversight:system", slug)


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer for a changed version."""
    require(request.user, Permission.SWITCH_AI_SYSTEMS)
    version = SystemVersion.objects.filter(pk=pk).first()
    if version is None or version.system not in registered():
        raise NotFound
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sign_version(pk, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Signed."))
        return redirect("oversight:system", version.system)
    before = (
        SystemVersion.objects.filter(system=version.system, seen_at__lt=version.seen_at)
        .order_by("-seen_at")
        .first()
    )
    old = before.files if before else {}
    changed = sorted(name for name in {*version.files, *old} if version.files.get(name) != old.get(name))
    context = {"version": version, "system": registered()[version.system], "form": form, "changed": changed}
    return render(request, "oversight/sign.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the yearly review of risk."""
    require(request.user, Permission.SWITCH_AI_SYSTEMS)
    found = _system(slug)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        review_risk(slug, by=request.user, now=timezone.now(), **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, _("Kept. The next review is due in a year."))
        return redirect("oversight:system", slug)
    context = {"system": found, "form": form, "due": due_on(slug), "norm": norms()["review"]}
    return render(request, "oversight/review.html", context)


@require_safe
def bands(request: HttpRequest) -> HttpResponse:
    """How outcomes and errors differ between groups of people."""
    on, rows = latest_bands()
    tables = []
    for source in Band.Source:
        for by in Band.By:
            found = [row for row in rows if row.source == source and row.by == by]
            if not found:
                continue
            shown = sorted((row for row in found if not row.hidden), key=lambda row: -(row.share or 0))
            title = f"{source.label}: {by.label}"
            drawn = [
                charts.Bar(group_name(by, row.group), row.share or 0, row.low or 0, row.high or 0)
                for row in shown
            ]
            tables.append(
                {
                    "title": title,
                    "id": f"{source.value}-{by.value}",
                    "rows": [(group_name(by, row.group), row) for row in shown],
                    "hidden": sum(row.hidden for row in found),
                    "picture": mark_safe(charts.bars(title, drawn, width=640)) if drawn else "",
                    "errors": source == Band.Source.FORECAST,
                }
            )
    alarms = Alarm.objects.filter(kind=Alarm.Kind.BANDS, closed_at__isnull=True)
    return render(request, "oversight/bands.html", {"on": on, "tables": tables, "alarms": alarms})


@require_safe
def bands_csv(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    _on, rows = latest_bands()
    columns = ("measured_on", "source", "by", "group", "count", "n", "share", "low", "high", "hidden")
    lines = [
        (
            row.measured_on.isoformat(), row.source, row.by, row.group, row.count, row.n, row.share, row.low,
            row.high, "yes" if row.hidden else "",
        )
        for row in rows
    ]  # fmt: skip
    return csv_response("bands", columns, lines)


def group_name(by: str, group: str) -> str:
    """A group in the reader's language."""
    if by == Band.By.LANGUAGE:
        return str(language_name(group))
    if by == Band.By.REGION:
        return region_name(group)
    if by == Band.By.PARTY_KIND:
        return str(Party.Kind(group).label) if group in Party.Kind.values else group
    return {"male": _("men"), "female": _("women")}.get(group, group)


def _system(slug: str) -> System:
    found = registered().get(slug)
    if found is None:
        raise Http404
    return found


def _switch_form(found: System, given: Any = None) -> SwitchForm:
    standing = standing_of(found)
    versions = list(SystemVersion.objects.filter(system=found.slug)[:5])
    return SwitchForm(given, versions=versions, on=standing.on)


def _page(request: HttpRequest, found: System, *, form: SwitchForm | None = None) -> HttpResponse:
    slug = found.slug
    may_switch = may(request.user, Permission.SWITCH_AI_SYSTEMS)
    versions = list(SystemVersion.objects.filter(system=slug)[:SHOWN])
    context = {
        "system": found,
        **{part: found.words(part) for part in ("purpose", "role", "data", "limits", "owner")},
        "standing": standing_of(found),
        "figures": figures_of(found),
        "cards": cards_of(found),
        "versions": [(one, bool(one.text) and note_holds(one.text, slug, one.sha256)) for one in versions],
        "switches": Switch.objects.filter(system=slug)[:SHOWN],
        "reviews": RiskReview.objects.filter(system=slug)[:SHOWN],
        "alarms": Alarm.objects.filter(system=slug)[:SHOWN],
        "due": due_on(slug),
        "norms": norms(),
        "may_switch": may_switch,
        "form": (form or _switch_form(found)) if may_switch else None,
    }
    return render(request, "oversight/system.html", context, status=422 if form and form.errors else 200)
