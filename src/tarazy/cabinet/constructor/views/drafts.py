"""A draft as a whole: its task list, checking the answers with the advice, the preview, the link, deleting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tarazy.cabinet.constructor.actions.forget import delete_draft
from tarazy.cabinet.constructor.actions.resume import give_link
from tarazy.cabinet.constructor.advice import Advice, MissingThing, Statement, advise
from tarazy.cabinet.constructor.advice_words import fee_step, norm_in, said
from tarazy.cabinet.constructor.answer_words import answer_lines
from tarazy.cabinet.constructor.assembling import exemption, paper
from tarazy.cabinet.constructor.case_statistics import statistics_for
from tarazy.cabinet.constructor.engine import Walk
from tarazy.cabinet.constructor.loading import definition
from tarazy.cabinet.constructor.printing import court_name, print_paper
from tarazy.cabinet.constructor.views.choosing import language_of_page
from tarazy.cabinet.constructor.views.questions import open_draft
from tarazy.cabinet.constructor.wording import figures, region_name
from tarazy.people.limits import spend

STATES = {"done": "done", "begun": "begun", "waiting": "waiting"}


@never_cache
@require_GET
def tasks(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The task list."""
    draft, walk = open_draft(request, draft_id)
    language = language_of_page()
    rows = [
        {"title": task.section.title.said(language), "state": STATES[task.state], "first": task.first.id}
        for task in walk.tasks()
    ]
    context = {
        "draft": draft,
        "title": walk.definition.titles.said(language),
        "tasks": rows,
        "done": sum(row["state"] == "done" for row in rows),
        "complete": walk.complete,
    }
    return render(request, "constructor/tasks.html", context)


@never_cache
@require_GET
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The answers to check, and everything the advisor says about them."""
    draft, walk = open_draft(request, draft_id)
    language = language_of_page()
    advice = advise(walk)
    figures_of_cases = statistics_for(walk.category(), _region(walk))
    context = {
        "draft": draft,
        "title": walk.definition.titles.said(language),
        "sections": _sections(walk, language),
        "complete": walk.complete,
        "warnings": [
            {
                "words": one.words.said(language),
                "norm": norm_in(one.norm, language) if one.norm else "",
                "question": asked.id,
            }
            for asked, one in walk.warnings()
        ],
        "proceeding": _proceeding(advice, language),
        "venue": [_spoken(one, language) for one in advice.venue.statements],
        "missing": [_missing(one, walk, advice, language) for one in advice.missing],
        "conciliation": [_spoken(one, language) for one in advice.conciliation],
        "terms": [_spoken(one, language) for one in advice.terms],
        "fee": _fee(walk, advice, language),
        "statistics": _statistics(figures_of_cases, language) if figures_of_cases else None,
        "paper": paper(
            walk,
            court_name(
                str(walk.typed.get("court") or ""), "kk" if walk.typed.get("paper_language") != "ru" else "ru"
            ),
        ),
        "sign_url": _sign_url(draft.pk) if walk.complete and not draft.filed_at else "",
    }
    return render(request, "constructor/check.html", context)


def _region(walk: Walk) -> str:
    contact = walk.typed.get("defendant_contact") or {}
    return str(contact.get("region") or "")


def _sign_url(draft_id: UUID) -> str:
    """Where the cabinet signs and files; empty where there is no cabinet."""
    try:
        return reverse("cabinet:file_draft", kwargs={"draft_id": draft_id})
    except NoReverseMatch:
        return ""


def _sections(walk: Walk, language: str) -> list[dict[str, Any]]:
    pages = walk.pages()
    found = []
    for section in walk.definition.sections:
        rows = [
            {
                "id": one.id,
                "words": one.words.said(language),
                "lines": answer_lines(one, walk.answers.get(one.id), language),
                "done": walk.is_done(one),
            }
            for one in pages
            if one.section == section.id
        ]
        if rows:
            found.append({"title": section.title.said(language), "rows": rows})
    return found


def _spoken(statement: Statement, language: str) -> dict[str, Any]:
    norm = norm_in(statement.norm, language) if statement.norm else ""
    return {"words": said(statement, language), "norm": norm, "unverified": statement.unverified}


def _proceeding(advice: Advice, language: str) -> dict[str, Any]:
    names = {
        "action": _("Action proceedings"),
        "simplified": _("Simplified (written) proceedings"),
        "order": _("Court order"),
        "special": _("Special proceedings"),
        "administrative": _("Administrative case"),
    }
    kind = advice.proceeding.kind.value
    said_of_it = (advice.proceeding.why, *advice.proceeding.also)
    return {"name": names.get(kind, ""), "statements": [_spoken(one, language) for one in said_of_it]}


def _missing(thing: MissingThing, walk: Walk, advice: Advice, language: str) -> dict[str, Any]:
    row = _spoken(thing.statement, language)
    row |= {"compulsory": thing.compulsory, "question": thing.question, "title": ""}
    if thing.question:
        asked = walk.definition.question(thing.question)
        row["title"] = asked.words.said(language) if asked else ""
        hints = walk.definition.advice
        if thing.question == "pretrial_done" and thing.statement.code != "answer" and hints.pretrial_words:
            row["words"] = f"{hints.pretrial_words.said(language)} {row['words']}"
    elif code := thing.statement.params.get("code"):
        rule = next((one for one in walk.definition.attachments if one.code == code), None)
        row["title"] = rule.words.said(language) if rule else ""
    return row


def _fee(walk: Walk, advice: Advice, language: str) -> dict[str, Any] | None:
    if advice.fee is None:
        return None
    steps = [
        {
            "words": fee_step(step.code, dict(step.params), language),
            "norm": norm_in(step.norm, language) if step.norm else "",
            "unverified": step.unverified,
        }
        for step in advice.fee.steps
    ]
    free = exemption(walk)
    return {
        "total": figures(advice.fee.total),
        "steps": [step for step in steps if step["words"]],
        "price": figures(advice.price) if advice.price is not None else "",
        "exemption": free.words.said(language) if free else "",
        "exemption_norm": norm_in(free.norm, language) if free else "",
        "unverified": advice.fee.unverified,
    }


def _statistics(found: Any, language: str) -> dict[str, Any]:
    return {
        "n": found.n,
        "granted": round(found.granted * 100),
        "low": round(found.low * 100),
        "high": round(found.high * 100),
        "days": found.median_days,
        "region": region_name(found.region, language),
    }


@never_cache
@require_GET
def preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The paper as it stands now, as PDF."""
    spend("preview", request)
    draft, walk = open_draft(request, draft_id)
    content = print_paper(walk, timezone.now())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{draft.definition_id}-draft.pdf"'
    return answer


@never_cache
@require_POST
def link(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """A link to go on elsewhere, shown once. A draft of an account needs none."""
    draft, walk = open_draft(request, draft_id)
    if draft.user_id:
        return redirect("constructor:tasks", draft_id=draft.pk)
    secret = give_link(draft.pk)
    path = reverse("constructor:resume", kwargs={"draft_id": draft.pk, "secret": secret})
    context = {
        "draft": draft,
        "address": request.build_absolute_uri(path),
        "title": walk.definition.titles.said(language_of_page()),
    }
    return render(request, "constructor/link.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Delete a draft, after asking."""
    draft, _walk = open_draft(request, draft_id)
    if request.method == "POST":
        delete_draft(draft.pk)
        messages.success(request, _("The draft and all that was typed in it are deleted."))
        return redirect("constructor:index")
    chosen = definition(draft.definition_id)
    title = chosen.titles.said(language_of_page()) if chosen else ""
    return render(request, "constructor/delete.html", {"draft": draft, "title": title})
