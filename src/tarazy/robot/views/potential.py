"""What to robotise next: the ranking, a category with samples, proposals with their discussion and decisions."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.messages import success
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tarazy.people.permissions import Permission, may
from tarazy.people.refusals import NotPermitted, Refused
from tarazy.robot.actions.decide_proposal import adopt_in_shadow, decline, switch_off, take_into_use
from tarazy.robot.actions.discuss_proposal import comment, open_proposal
from tarazy.robot.comparing import LEAST_COMPARED, compared
from tarazy.robot.covering import OFF, modes
from tarazy.robot.forms import CommentForm, DecisionForm, ProposalForm
from tarazy.robot.models import Proposal, sees_rules
from tarazy.robot.ranking import potential_of, proposals_by_category, ranking, samples
from tarazy.robot.table import table_names

COMPONENTS = ("certainty", "sameness", "rules", "stability")
DECISIONS = {"adopt": None, "decline": decline, "use": take_into_use, "off": switch_off}


@never_cache
@login_required
@require_GET
def potential(request: HttpRequest) -> HttpResponse:
    """The ranking of categories."""
    _may_see(request)
    mine = proposals_by_category(request.user)
    lines = [(one, mine.get(one.category)) for one in ranking()]
    return render(request, "robot/potential.html", {"lines": lines})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def potential_of_category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category: its figures, sample acts with their marks of discretion, a proposal to open."""
    _may_see(request)
    figures = potential_of(slug)
    if figures is None:
        raise Http404
    form = ProposalForm(request.POST or None)
    fault: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_proposal(slug, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            if refused.status in (403, 404):
                raise
            fault = refused
        else:
            return redirect("robot:proposal", opened.pk)
    context = {
        "figures": figures,
        "components": [(name, getattr(figures, name)) for name in COMPONENTS],
        "samples": samples(request.user, slug),
        "proposal": proposals_by_category(request.user).get(slug),
        "may_propose": may(request.user, Permission.ADOPT_RULES),
        "form": form,
        "fault": fault,
    }
    status = fault.status if fault else 422 if request.method == "POST" else 200
    return render(request, "robot/category.html", context, status=status)


@never_cache
@login_required
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Every proposal, the latest first."""
    _may_see(request)
    return render(request, "robot/proposals.html", {"proposals": Proposal.objects.visible_to(request.user)})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """A proposal with its discussion; in shadow mode also how its drafts compare with what judges signed."""
    found = _seen(request, proposal_id)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        comment(proposal_id, form.cleaned_data["text"], by=request.user, now=timezone.now())
        return redirect("robot:proposal", proposal_id)
    return _page(request, found, form, None)


@never_cache
@login_required
@require_POST
def decide(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Adopt in shadow mode, decline, take into use, switch off."""
    found = _seen(request, proposal_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, CommentForm(), None, decision=form)
    chosen, reason = form.cleaned_data["decision"], form.cleaned_data["reason"]
    now = timezone.now()
    try:
        if chosen == "adopt":
            adopt_in_shadow(proposal_id, form.cleaned_data["table"], reason, by=request.user, now=now)
        else:
            DECISIONS[chosen](proposal_id, reason, by=request.user, now=now)
    except Refused as refused:
        if refused.status in (403, 404):
            raise
        return _page(request, found, CommentForm(), refused, decision=form)
    success(request, _("The decision is kept with its reason."))
    return redirect("robot:proposal", proposal_id)


def _page(
    request: HttpRequest,
    found: Proposal,
    form: CommentForm,
    fault: Refused | None,
    decision: DecisionForm | None = None,
) -> HttpResponse:
    in_use = {name for name, mode in modes().items() if mode != OFF}
    context = {
        "proposal": found,
        "comments": found.comments.select_related("by"),
        "form": form,
        "decision": decision,
        "fault": fault,
        "may_decide": may(request.user, Permission.ADOPT_RULES),
        "tables": [name for name in table_names() if name not in in_use],
        "shadow": compared(found.table) if found.table else None,
        "least": LEAST_COMPARED,
    }
    status = fault.status if fault else 422 if request.method == "POST" else 200
    return render(request, "robot/proposal.html", context, status=status)


def _may_see(request: HttpRequest) -> None:
    if not sees_rules(request.user):
        raise NotPermitted


def _seen(request: HttpRequest, proposal_id: UUID) -> Proposal:
    found = Proposal.objects.visible_to(request.user).filter(pk=proposal_id).first()
    if found is None:
        raise Http404
    return found
