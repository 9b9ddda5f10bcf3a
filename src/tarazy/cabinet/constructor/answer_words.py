"""A stored answer in words of the page's language, for the list in which a person checks their answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tarazy.law.wording.dates import written_date

from .answers import chosen_option, typed
from .forms import AUTHORITIES, STATUSES
from .model import ItemField, Question, QuestionType
from .printing import court_name
from .wording import figures, party_lines, written_address


def answer_lines(question: Question | ItemField, value: Any, language: str) -> list[str]:
    """The answer line by line; empty if there is none."""
    found = typed(question, value)
    if found is None:
        return []
    match QuestionType(question.type):
        case QuestionType.DATE:
            return [written_date(found, language)]
        case QuestionType.MONEY:
            return [f"{figures(found)} ₸"]
        case QuestionType.INTEGER:
            return [figures(found)]
        case QuestionType.YES_NO:
            return [_("Yes") if found == "yes" else _("No")]
        case QuestionType.CHOICE:
            option = chosen_option(question, found)
            return [option.words.said(language)] if option else []
        case QuestionType.SEVERAL:
            return [option.words.said(language) for option in question.options if option.id in found]
        case QuestionType.PARTY | QuestionType.CHILD:
            return list(party_lines(found, None, language))
        case QuestionType.REPRESENTATIVE:
            return [*party_lines(found, None, language), str(AUTHORITIES.get(found.get("authority"), ""))]
        case QuestionType.ADDRESS | QuestionType.CONTACT:
            more = [str(found[name]) for name in ("phone", "email") if found.get(name)]
            return [written_address(found, language), *more]
        case QuestionType.LIST:
            return [
                " · ".join(
                    ", ".join(answer_lines(one, item.get(one.id), language))
                    for one in getattr(question, "fields", ())
                )
                for item in value
            ]
        case QuestionType.EVIDENCE:
            words = {**STATUSES, "attached": _("attached")}
            return [
                f"{option.words.said(language)}: {words.get(found[option.id], '')}"
                for option in question.options
                if option.id in found
            ]
        case QuestionType.COURT:
            return [court_name(str(found), language) or str(found)]
        case _:
            return str(found).split("\n")
