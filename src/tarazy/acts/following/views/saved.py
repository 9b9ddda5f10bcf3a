"""Saved searches: the list, saving, changing, deleting, and turning letters off from a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from tarazy.acts import naming
from tarazy.acts.following.actions.change_search import change_search
from tarazy.acts.following.actions.delete_search import delete_search
from tarazy.acts.following.actions.look import look as look_at
from tarazy.acts.following.actions.save_search import LONGEST_NAME, save_search
from tarazy.acts.following.actions.unsubscribe import subject_of
from tarazy.acts.following.actions.unsubscribe import unsubscribe as turn_off
from tarazy.acts.following.forms import NewSearchForm, SearchForm
from tarazy.acts.following.models import Alert, SavedSearch
from tarazy.acts.following.queries import saved_searches
from tarazy.acts.following.refusals import LinkDoesNotHold
from tarazy.acts.following.searches import cleaned, request_of
from tarazy.acts.queries import SearchRequest
from tarazy.acts.searching.question import Order
from tarazy.acts.templatetags.court_words import capital, coded
from tarazy.people.refusals import Refused

if TYPE_CHECKING:
    from tarazy.people.models import User


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """One's saved searches with what is new in each."""
    searches = saved_searches(request.user)
    rows = [(search, in_words(request_of(search.query))) for search in searches]
    return render(request, "following/index.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search whose address stands behind the question mark."""
    user: User = request.user  # type: ignore[assignment]
    query = cleaned(request.GET)
    asked = in_words(request_of(query))
    first = {"name": asked[:LONGEST_NAME], "alert": Alert.DAILY, "query": query}
    form = NewSearchForm(request.POST or None, initial=first)
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            save_search(
                form.cleaned_data["name"],
                form.cleaned_data["query"],
                form.cleaned_data["alert"],
                by=user,
                now=timezone.now(),
            )
            return redirect("following:index")
        except Refused as caught:
            refused = caught
    if request.method == "POST":
        asked = in_words(request_of(request.POST.get("query", "")))
    context = {"form": form, "refused": refused, "asked": asked}
    return render(request, "following/save.html", context, status=422 if form.errors or refused else 200)


@require_http_methods(["GET", "POST"])
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, letters or none."""
    user: User = request.user  # type: ignore[assignment]
    search = SavedSearch.objects.visible_to(user).filter(pk=pk).first()
    if search is None:
        raise Http404
    form = SearchForm(request.POST or None, initial={"name": search.name, "alert": search.alert})
    if request.method == "POST" and form.is_valid():
        change_search(pk, form.cleaned_data["name"], form.cleaned_data["alert"], by=user, now=timezone.now())
        return redirect("following:index")
    context = {"form": form, "search": search, "asked": in_words(request_of(search.query))}
    return render(request, "following/change.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The search is kept no longer."""
    user: User = request.user  # type: ignore[assignment]
    delete_search(pk, by=user)
    return redirect("following:index")


@require_GET
@login_required
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the search; what it found until now is new no more. It shows the latest acts first."""
    user: User = request.user  # type: ignore[assignment]
    search = look_at(pk, by=user, now=timezone.now())
    asked = QueryDict(search.query, mutable=True)
    asked["order"] = Order.LATEST.value
    return redirect(f"{reverse('acts:search')}?{asked.urlencode()}")


@csrf_exempt  # mail programs send it themselves (RFC 8058); the token is signed, and all that it can do is quiet
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, because mail programs open links by themselves; then no letters come."""
    try:
        subject = subject_of(token)
    except LinkDoesNotHold as refused:
        raise Http404 from refused
    done = request.method == "POST"
    if done:
        turn_off(token)
    return render(request, "following/unsubscribe.html", {"done": done, "one": subject.search is not None})


def in_words(asked: SearchRequest) -> str:
    """The search as a line for people."""
    parts = [f"«{asked.text}»"] if asked.text else []
    for name, values in asked.filters.items():
        parts += [str(capital(coded(value, name))) for value in values]
    if asked.norm:
        code, article = asked.norm
        parts.append(f"{naming.code_short(code)} {_('art. %(article)s') % {'article': article}}")
    return ", ".join(parts) or _("All acts of the bank")
