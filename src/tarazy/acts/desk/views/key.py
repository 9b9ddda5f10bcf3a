"""Opening the desk: the word, its recovery, another word. The code is shown once, on the answer to what made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tarazy.acts.desk import keys
from tarazy.acts.desk.forms import ChangeWordForm, NewWordForm, RecoverForm, UnlockForm
from tarazy.acts.desk.refusals import NoDeskKey, WrongWord
from tarazy.documents.signatures.demo_keys import DEMO_PASSWORD, demo_open
from tarazy.people.permissions import Permission, require
from tarazy.people.refusals import Invalid, Refused

if TYPE_CHECKING:
    from tarazy.people.models import User

secret_page = sensitive_post_parameters("word", "again", "old", "code")


@secret_page
@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def unlock(request: HttpRequest) -> HttpResponse:
    """The word opens the desk for this session. Who has none chooses one first; in the demo it stands on the page."""
    user = _who_writes(request)
    next_url = _next(request)
    if not keys.has_desk_key(user) and not demo_open():
        return _page(request, "word_new", NewWordForm(), next=next_url)
    form = UnlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = redirect(next_url)
        try:
            keys.unlock(request, response, form.cleaned_data["word"])
        except WrongWord as refused:
            form.add_error("word", f"{refused.words} {refused.advice}")
        else:
            return response
    shown = DEMO_PASSWORD if demo_open() else ""
    return _page(request, "unlock", form, next=next_url, demo_password=shown)


@secret_page
@require_POST
@login_required
@never_cache
def word_new(request: HttpRequest) -> HttpResponse:
    """The first word: the answer shows the recovery code, once."""
    user = _who_writes(request)
    form = NewWordForm(request.POST)
    if form.is_valid():
        try:
            code = keys.make_desk_key(user, form.cleaned_data["word"], now=timezone.now())
        except Invalid as refused:
            _put(form, refused)
        else:
            response = _code(request, code, _next(request))
            keys.unlock(request, response, form.cleaned_data["word"])
            return response
    return _page(request, "word_new", form, next=_next(request))


@secret_page
@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def word(request: HttpRequest) -> HttpResponse:
    """Another word in the place of the old one; a new recovery code."""
    user = _who_writes(request)
    if not keys.has_desk_key(user):
        raise NoDeskKey
    form = ChangeWordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            code = keys.change_word(request, given["old"], given["word"])
        except Invalid as refused:
            _put(form, refused)
        except WrongWord as refused:
            form.add_error("old", f"{refused.words} {refused.advice}")
        else:
            return _code(request, code, reverse("desk:index"))
    return _page(request, "word", form)


@secret_page
@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def recovery(request: HttpRequest) -> HttpResponse:
    """The code on paper opens the desk and sets a new word."""
    user = _who_writes(request)
    if not keys.has_desk_key(user):
        raise NoDeskKey
    form = RecoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        response = HttpResponse()
        try:
            code = keys.recover(request, response, given["code"], given["word"])
        except Invalid as refused:
            _put(form, refused)
        except WrongWord as refused:
            form.add_error("code", f"{refused.words} {refused.advice}")
        else:
            shown = _code(request, code, _next(request))
            shown.cookies.update(response.cookies)
            return shown
    return _page(request, "recovery", form, next=_next(request))


@require_POST
@login_required
def lock(request: HttpRequest) -> HttpResponse:
    """Close the desk of this session."""
    response = redirect("desk:index")
    keys.lock(request, response)
    messages.success(request, _("The desk is locked."))
    return response


@require_GET
@login_required
@never_cache
def opened(request: HttpRequest) -> HttpResponse:
    """Said in the window in which the desk was opened again: the one with the act goes on by itself."""
    return render(request, "desk/opened.html", {"open": keys.is_unlocked(request)})


def _who_writes(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment]
    require(user, Permission.DRAFT_RULINGS)
    return user


def _next(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else reverse("desk:index")


def _put(form: Form, refused: Refused) -> None:
    for name, words in getattr(refused, "fields", {}).items():
        form.add_error(name if name in form.fields else None, str(words))


def _page(request: HttpRequest, name: str, form: Form, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"desk/{name}.html", {"form": form, **context}, status=status)


def _code(request: HttpRequest, code: str, next_url: str) -> HttpResponse:
    return render(request, "desk/code.html", {"code": code, "next": next_url})
