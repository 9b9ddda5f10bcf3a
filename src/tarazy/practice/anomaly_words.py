"""Anomaly cards in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tarazy.acts.naming import category_name, norm_name, region_name
from tarazy.acts.templatetags.court_words import coded, court_date, money, number, percent
from tarazy.jurimetrics.anomalies.card import AnomalyCard
from tarazy.jurimetrics.decision import NormRef, Outcome
from tarazy.practice.claim_words import claim_name
from tarazy.practice.models import KIND_NAMES

_ENDING = "_out_of_range"


def phrase(card: AnomalyCard) -> str:
    """What was found, in one or two sentences. A code without words of its own gets those of its kind."""
    params = dict(card.params)
    write = _SENTENCES.get(card.code)
    try:
        if card.code.endswith(_ENDING):
            return _out_of_range(params, card.code.removesuffix(_ENDING))
        if write:
            return write(params)
    except (KeyError, ValueError, ArithmeticError):
        pass
    name = str(KIND_NAMES.get(card.kind.value, card.kind.value))
    return name[:1].upper() + name[1:] + "."


def compared(card: AnomalyCard) -> str:
    """ "Differs from N comparable cases in …", "" for a conflict with a rule."""
    if not card.comparable_count:
        return ""
    differ = card.params.get("differ")
    if isinstance(differ, int):
        words = ngettext(
            "Differs from %(differ)s of the %(count)s nearest case",
            "Differs from %(differ)s of the %(count)s nearest cases",
            len(card.comparables),
        ) % {"differ": number(differ), "count": number(len(card.comparables))}
    else:
        words = ngettext(
            "Differs from %(count)s comparable case",
            "Differs from %(count)s comparable cases",
            card.comparable_count,
        ) % {"count": number(card.comparable_count)}
    about = group_words(card.group)
    return f"{words}: {about}" if about else words


def group_words(group: dict[str, str]) -> str:
    """What makes the cases comparable: category, claim, region."""
    named: dict[str, Callable[[str], str]] = {
        "category": category_name,
        "claim": claim_name,
        "type": claim_name,
        "region": region_name,
        "court": str,
    }
    return ", ".join(named[key](value) for key, value in group.items() if key in named and value)


def _sum(params: dict[str, Any], name: str) -> str:
    return money({"amount": params[name], "currency": params.get("currency", "KZT")})


def _out_of_range(params: dict[str, Any], unit: str) -> str:
    norm = NormRef(code=params["norm"], article=params["article"], part=params["part"] or None)
    words = (
        _("%(norm)s allows only %(most)s %(unit)s; the act imposes %(imposed)s.")
        if params["least"] == params["most"]
        else _("%(norm)s allows %(least)s–%(most)s %(unit)s; the act imposes %(imposed)s.")
    )
    return words % {
        "norm": norm_name(norm),
        "least": _short(params["least"]),
        "most": _short(params["most"]),
        "unit": _unit(unit, params["most"]),
        "imposed": _short(params["imposed"]),
    }


def _unit(unit: str, count: Any) -> str:
    """The unit of a punishment in the form that goes with the count; an unknown one comes back as it is."""
    exact = float(count)
    whole = int(exact) if exact == int(exact) else 2  # a fraction takes the form of two: «2,5 года»
    words = {
        "imprisonment_years": ngettext("year of imprisonment", "years of imprisonment", whole),
        "restriction_years": ngettext("year of restricted liberty", "years of restricted liberty", whole),
        "fine_index": ngettext(
            "monthly calculation index of fine", "monthly calculation indexes of fine", whole
        ),
        "work_hours": ngettext("hour of community service", "hours of community service", whole),
        "arrest_days": ngettext("day of arrest", "days of arrest", whole),
        "ban_years": ngettext("year of a ban", "years of a ban", whole),
    }
    return words.get(unit, unit)


def _short(value: Any) -> str:
    exact = float(value)
    return number(exact, 0 if exact == int(exact) else 1)


def _norm(params: dict[str, Any]) -> str:
    return norm_name(NormRef(code=params["norm"], article=params["article"]))


def _drift(params: dict[str, Any], words: str) -> str:
    unit = str(params["unit"]) if params.get("by") != "region" else region_name(str(params["unit"]))
    return words % {
        "unit": unit,
        "observed": percent(float(params["observed"])),
        "expected": percent(float(params["expected"])),
        "acts": number(int(params["acts"])),
    }


def _contradiction(params: dict[str, Any]) -> str:
    ends = {"grant": Outcome.GRANTED, "part": Outcome.GRANTED_IN_PART, "deny": Outcome.DENIED}
    words = _("The reasons come to “%(reasons)s”, the operative part to “%(operative)s”%(claim)s.")
    return words % {
        "reasons": coded(ends[str(params["reasons"])].value, "outcome"),
        "operative": coded(ends[str(params["operative"])].value, "outcome"),
        "claim": f" ({claim_name(str(params['claim']))})" if params.get("claim") else "",
    }


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "outcome_departs": lambda p: (
        _("The claim ended as “%(outcome)s”, where “%(expected)s” was to be expected.")
        % {"outcome": coded(str(p["outcome"]), "outcome"), "expected": coded(str(p["expected"]), "outcome")}
    ),
    "awarded_less": lambda p: (
        _("Only %(share)s of the sum was awarded, where about %(expected)s was to be expected.")
        % {"share": percent(float(p["share"])), "expected": percent(float(p["expected"]))}
    ),
    "awarded_more": lambda p: (
        _("%(share)s of the sum was awarded, where about %(expected)s was to be expected.")
        % {"share": percent(float(p["share"])), "expected": percent(float(p["expected"]))}
    ),
    "awarded_above_claimed": lambda p: (
        _("%(awarded)s awarded, more than the %(claimed)s claimed (%(claim)s).")
        % {
            "awarded": _sum(p, "awarded"),
            "claimed": _sum(p, "claimed"),
            "claim": claim_name(str(p.get("claim", ""))),
        }
    ),
    "total_differs": lambda p: (
        _("The total is given as %(total)s, but its parts add up to %(added)s.")
        % {"total": _sum(p, "total"), "added": _sum(p, "added")}
    ),
    "no_such_day": lambda p: (
        _("There is no such day: %(day)s.")
        % {"day": f"{int(p['day']):02}.{int(p['month']):02}.{int(p['year']):04}"}
    ),
    "decided_before_filing": lambda p: (
        _("The act is dated %(date)s, before the claim was filed on %(other)s.")
        % {"date": court_date(str(p["date"])), "other": court_date(str(p["other"]))}
    ),
    "reviewed_before_act": lambda p: (
        _("The act is dated %(date)s, before the act that it reviews (%(other)s).")
        % {"date": court_date(str(p["date"])), "other": court_date(str(p["other"]))}
    ),
    "in_future": lambda p: (
        _("The date of the act, %(date)s, has not come yet.") % {"date": court_date(str(p["date"]))}
    ),
    "claim_unanswered": lambda p: (
        _("The operative part doesn't answer the claim: %(claim)s%(amount)s.")
        % {"claim": claim_name(str(p["claim"])), "amount": f", {_sum(p, 'amount')}" if "amount" in p else ""}
    ),
    "operative_contradicts_reasons": _contradiction,
    "not_yet_in_force": lambda p: (
        _("%(norm)s was not in force yet on %(date)s.")
        % {"norm": _norm(p), "date": court_date(str(p["date"]))}
    ),
    "no_longer_in_force": lambda p: (
        _("%(norm)s was no longer in force on %(date)s.")
        % {"norm": _norm(p), "date": court_date(str(p["date"]))}
    ),
    "grants_more": lambda p: _drift(
        p,
        _(
            "%(unit)s grants %(observed)s of claims where %(expected)s is expected for its cases (%(acts)s acts)."
        ),
    ),
    "grants_less": lambda p: _drift(
        p,
        _(
            "%(unit)s grants only %(observed)s of claims where %(expected)s is expected for its cases (%(acts)s acts)."
        ),
    ),
}
