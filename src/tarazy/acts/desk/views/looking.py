"""What the desk says about an act while it is written: requisites that are there or missing, norms not in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tarazy.acts.desk.norms import check_norms
from tarazy.acts.desk.papers import header
from tarazy.acts.desk.requisites import Requisite, requisites
from tarazy.acts.desk.templating import gaps
from tarazy.acts.desk.views.opening import AtDesk
from tarazy.acts.text import ActText, NormOf, Part
from tarazy.cases.models import Claim
from tarazy.cases.naming import norm_words

NOT_IN_FORCE = ("no_longer_in_force", "not_yet_in_force")
Words = str | Promise


@dataclass(frozen=True)
class Hint:
    """A gold box on the paper of a part: what is missing, more about it, the norm; red where `stale`. `things` is how
    many things it tells of."""

    part: Part
    title: Words
    about: Words = ""
    norm: str = ""
    stale: bool = False
    things: int = 1


@dataclass(frozen=True)
class Tick:
    """A requisite and whether it is there."""

    title: Words
    there: bool
    norm: str = ""


@dataclass(frozen=True)
class Looked:
    """An act as looked at: requisites in their order, hints by parts, norms that aren't in force."""

    ticks: list[Tick] = field(default_factory=list)
    hints: dict[Part, list[Hint]] = field(default_factory=dict)
    stale: list[NormOf] = field(default_factory=list)

    def told(self, text: ActText) -> dict[str, Any]:
        """The same for the page's script: ready pieces of HTML, so that there is one place that makes them."""
        return {
            "parts": {
                part.value: {
                    "count": render_to_string(
                        "desk/count.html", {"missing": self.missing(part), "empty": not text.part(part)}
                    ),
                    "hints": render_to_string("desk/hints.html", {"hints": self.hints.get(part, [])}),
                }
                for part in Part
            },
            "requisites": render_to_string("desk/requisites.html", {"requisites": self.ticks}),
            "stale": [norm.model_dump() for norm in self.stale],
        }

    def missing(self, part: Part) -> int:
        """How many things the part still needs."""
        return sum(hint.things for hint in self.hints.get(part, []))


def look(here: AtDesk, text: ActText) -> Looked:
    """The act looked at as it stands: its requisites, gaps of its template, norms that it cites."""
    language = _language()
    around = header(here.draft, here.now)
    claims = list(Claim.objects.filter(case=here.case, withdrawn_at__isnull=True).order_by("number"))
    asked = requisites(text, around, claims)
    hints: dict[Part, list[Hint]] = {part: [] for part in Part}
    for part, lacking in _lacking(asked).items():
        names = "; ".join(_named(one, language) for one in lacking)
        norms = ", ".join(dict.fromkeys(norm_words(one.norm) for one in lacking))
        hints[part].append(Hint(part, _("Not here yet:"), names, norms, things=len(lacking)))
    for one in asked:
        if one.state == "unfinished":
            part = _part(one)
            title = _("Not finished: %(name)s.") % {"name": one.name(language)}
            hints[part].append(Hint(part, title, f"«{one.words}»" if one.words else "", norm_words(one.norm)))
    stale: list[NormOf] = []
    for cited in check_norms(text, timezone.localdate(here.now)):
        if cited.state in NOT_IN_FORCE:
            stale.append(NormOf(code=cited.code, article=cited.article, point=cited.point))
            title = _("%(words)s: not in force on this day.") % {"words": cited.words}
            hints[cited.part].append(Hint(cited.part, title, stale=True))
        elif cited.marked and not cited.read:
            title = _("%(words)s: the words name another article than the citation.") % {"words": cited.words}
            hints[cited.part].append(Hint(cited.part, title))
    for part, words in _gaps(text, asked):
        hints[part].append(Hint(part, _("Still to be written:"), f"«{words}»"))
    ticks = [Tick(one.name(language), one.state == "present", norm_words(one.norm)) for one in asked]
    return Looked(ticks, hints, stale)


def _lacking(asked: list[Requisite]) -> dict[Part, list[Requisite]]:
    """What is missing altogether, by the part where it belongs."""
    found: dict[Part, list[Requisite]] = {}
    for one in asked:
        if one.state == "missing":
            found.setdefault(_part(one), []).append(one)
    return found


def _part(one: Requisite) -> Part:
    return Part(one.part) if one.part else Part.INTRODUCTION


def _named(one: Requisite, language: str) -> str:
    """«стороны (Ахметова; Арна-Модель)»: its name inside a sentence, with the words that are looked for."""
    name = one.name(language)
    name = name[:1].lower() + name[1:] if name[1:2].islower() else name
    return f"{name} ({one.words})" if one.words else name


def _gaps(text: ActText, asked: list[Requisite]) -> list[tuple[Part, str]]:
    """Gaps that no unfinished requisite tells of already, the first of each part."""
    told = {one.part for one in asked if one.state == "unfinished"}
    found: dict[Part, str] = {}
    for part, words in gaps(text):
        if part.value not in told:
            found.setdefault(part, words.strip())
    return list(found.items())


def _language() -> str:
    return (get_language() or "kk")[:2]
