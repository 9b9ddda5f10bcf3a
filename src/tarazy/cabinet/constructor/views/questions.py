"""One question a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tarazy.cabinet.constructor.actions.keep_answer import keep_answer, keep_half_typed, plain
from tarazy.cabinet.constructor.advice_words import norm_in
from tarazy.cabinet.constructor.answers import Fault, item_count
from tarazy.cabinet.constructor.case_parties import answers_from_case
from tarazy.cabinet.constructor.engine import Walk, answer
from tarazy.cabinet.constructor.fault_words import fault_words
from tarazy.cabinet.constructor.forms import filled, groups
from tarazy.cabinet.constructor.model import Check, Question, QuestionType
from tarazy.cabinet.constructor.models import ClaimDraft
from tarazy.cabinet.constructor.reader import held_drafts
from tarazy.cabinet.constructor.refusals import DraftFiled
from tarazy.cabinet.constructor.views.choosing import language_of_page
from tarazy.courts.models import Court
from tarazy.people.limits import spend

ONE_FIELD = {"text", "long_text", "date", "money", "integer", "choice", "several", "yes_no", "court", "case"}


def open_draft(request: HttpRequest, draft_id: UUID) -> tuple[ClaimDraft, Walk]:
    """The draft and its walk, for whoever holds it. Raises `Http404` for anybody else."""
    draft = ClaimDraft.objects.visible_to(request.user, held_drafts(request)).filter(pk=draft_id).first()
    if draft is None or draft.definition is None:
        raise Http404
    return draft, draft.walk()


def _question(walk: Walk, name: str) -> Question:
    found = next((one for one in walk.pages() if one.id == name), None)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, draft_id: UUID, name: str) -> HttpResponse:
    """A question; sending it keeps the answer and leads on. Other buttons keep what was typed only."""
    draft, walk = open_draft(request, draft_id)
    if draft.filed_at is not None:
        raise DraftFiled
    asked = _question(walk, name)
    if request.method == "GET":
        values = draft.half_typed.get(name) or filled(asked, draft.answers.get(name))
        return _page(request, draft, walk, asked, values)
    if turned := _turned_aside(request, draft, asked):
        return turned
    reading, after, failed = answer(walk, asked, request.POST)
    faults = list(reading.faults)
    if asked.type == QuestionType.COURT and not faults and not _known_court(reading.value):
        faults.append(Fault("unknown_option", "answer"))
    blocking = [one for one in failed if one.blocking]
    if faults or blocking:
        keep_half_typed(draft.pk, name, request.POST, timezone.now())
        return _page(request, draft, walk, asked, plain(request.POST), faults, blocking)
    value = _with_documents(asked, reading.value, draft.answers.get(name))
    keep_answer(draft.pk, name, value, timezone.now())
    if asked.type == QuestionType.CASE and reading.value:
        _take_parties(request, draft, str(reading.value))
    after = Walk(walk.definition, {**after.answers, name: value}, walk.today)
    if after.stop_at(asked):
        return redirect("constructor:question", draft_id=draft.pk, name=name)
    if request.POST.get("then") == "check":
        return redirect("constructor:check", draft_id=draft.pk)
    following = after.next_after(asked)
    if following is None:
        return redirect("constructor:check", draft_id=draft.pk)
    return redirect("constructor:question", draft_id=draft.pk, name=following.id)


def _turned_aside(request: HttpRequest, draft: ClaimDraft, asked: Question) -> HttpResponse | None:
    """The buttons that don't answer: another language, one more line, one line less, later."""
    now = timezone.now()
    wanted = request.POST.get("language", "")
    if wanted in ("kk", "ru", "en"):
        keep_half_typed(draft.pk, asked.id, request.POST, now)
        with translation.override(wanted):
            return redirect("constructor:question", draft_id=draft.pk, name=asked.id)
    if "later" in request.POST:
        keep_half_typed(draft.pk, asked.id, request.POST, now)
        return redirect("constructor:tasks", draft_id=draft.pk)
    if asked.type == QuestionType.LIST and ("add" in request.POST or "remove" in request.POST):
        fields = plain(request.POST)
        count = item_count(asked, fields)
        if "add" in request.POST:
            fields["answer-count"] = str(min(count + 1, asked.at_most))
        else:
            fields = _without_line(fields, request.POST.get("remove", ""), count)
        keep_half_typed(draft.pk, asked.id, fields, now)
        return redirect("constructor:question", draft_id=draft.pk, name=asked.id)
    return None


def _without_line(fields: dict[str, Any], number: str, count: int) -> dict[str, Any]:
    gone = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else count
    kept: dict[str, Any] = {"answer-count": str(max(1, count - 1))}
    for name, value in fields.items():
        parts = name.split("-", 2)
        if len(parts) == 3 and parts[1].isdigit() and int(parts[1]) != gone:
            place = int(parts[1]) - (int(parts[1]) > gone)
            kept[f"answer-{place}-{parts[2]}"] = value
    return kept


def _known_court(code: str | None) -> bool:
    return not code or not Court.objects.exists() or Court.objects.filter(code=code).exists()


def _with_documents(asked: Question, value: Any, before: Any) -> Any:
    """Documents attached already stay with a piece of evidence that is still promised."""
    if asked.type != QuestionType.EVIDENCE or not value:
        return value
    for name, one in value.items():
        documents = ((before or {}).get(name) or {}).get("documents") or []
        if documents and one["status"] == "promised":
            value[name] = {"status": "attached", "documents": documents}
    return value


def _take_parties(request: HttpRequest, draft: ClaimDraft, number: str) -> None:
    assert draft.definition is not None
    for name, value in answers_from_case(draft.definition, number, request.user).items():
        if name in draft.answers:
            continue
        asked = draft.definition.question(name)
        if name.endswith("_contact") and asked is not None:
            keep_half_typed(draft.pk, name, filled(asked, value), timezone.now())
        else:
            keep_answer(draft.pk, name, value, timezone.now())


def _page(
    request: HttpRequest,
    draft: ClaimDraft,
    walk: Walk,
    asked: Question,
    values: Any,
    faults: list[Fault] | None = None,
    failed: list[Check] | None = None,
) -> HttpResponse:
    language = language_of_page()
    stop = walk.stop_at(asked)
    before = walk.before(asked)
    pages = walk.pages()
    shown = groups(asked, walk, values, faults or [], language)
    first = shown[0].fields[0].name if shown and shown[0].fields else "answer"
    errors = [{"field": fault.field, "words": fault_words(fault)} for fault in faults or []]
    errors += [
        {
            "field": f"{first}-day" if asked.type == "date" else first,
            "words": check.words.said(language),
            "norm": norm_in(check.norm, language) if check.norm else "",
        }
        for check in failed or []
    ]
    context = {
        "draft": draft,
        "question": asked,
        "title": asked.words.said(language),
        "hint": asked.hint.said(language) if asked.hint else "",
        "norm": norm_in(asked.norm, language) if asked.norm else "",
        "one_field": asked.type in ONE_FIELD,
        "groups": shown,
        "errors": errors,
        "stop": stop.words.said(language) if stop else "",
        "stop_norm": norm_in(stop.norm, language) if stop and stop.norm else "",
        "instead": stop.instead if stop else "",
        "before": before,
        "place": [one.id for one in pages].index(asked.id) + 1,
        "of": len(pages),
        "section": next(s.title.said(language) for s in walk.definition.sections if s.id == asked.section),
        "definition_title": walk.definition.titles.said(language),
        "then": "check" if request.GET.get("then") == "check" or request.POST.get("then") == "check" else "",
        "most": asked.at_most,
        "languages_offered": [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")],
        "page_language": language,
    }
    return render(request, "constructor/question.html", context, status=422 if errors else 200)


@never_cache
@require_POST
def autosave(request: HttpRequest, draft_id: UUID, name: str) -> HttpResponse:
    """Keep what stands in the form, without judging it. 204."""
    spend("autosave", request)
    draft, walk = open_draft(request, draft_id)
    keep_half_typed(draft.pk, _question(walk, name).id, request.POST, timezone.now())
    return HttpResponse(status=204)
