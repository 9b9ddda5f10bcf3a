"""What the registry knows of a case, as fields of a template; and the first text of an act made of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from tarazy import law
from tarazy.acts.delivery.header import ActHeader, PartyShown, header_of
from tarazy.acts.desk.amounts import written_amount
from tarazy.acts.desk.templating import GAP, Fields, Names, fill, norms_in, tables
from tarazy.acts.text import ActText, NormOf
from tarazy.cases.models import Claim, Party
from tarazy.cases.rulings import acts
from tarazy.cases.workflow import Transition, table
from tarazy.law.errors import LawError
from tarazy.law.wording.dates import written_date
from tarazy.law.wording.names import decline, decline_organisation
from tarazy.law.wording.numbers import morphology
from tarazy.people.models import Language

if TYPE_CHECKING:
    from tarazy.cases.models import Proceeding

_LABELS = {
    "iin": {"kk": "ЖСН", "ru": "ИИН"},
    "bin": {"kk": "БСН", "ru": "БИН"},
    "address": {"kk": "мекенжайы", "ru": "адрес"},
}


def template_text(
    proceeding: Proceeding, code: str, kind: str, *, now: datetime, params: Mapping[str, Any] | None = None
) -> ActText:
    """The act `code` of a proceeding before the judge writes: its template with all that the file knows.

    `params` are those of `issue_ruling` (`ground`, `reasons`, `operative`, `language`, `other`, `court_to`, `norm`) and
    any field of the templates. Nothing is kept. Raises `KeyError` for an act that has no template.
    """
    given = dict(params or {})
    header = header_of(proceeding, code, kind, now=now)
    return fill(code, kind, fields_of(proceeding, header, given))


def fields_of(proceeding: Proceeding, header: ActHeader, params: Mapping[str, Any]) -> Fields:
    """The fields of an act's template from the case, its header and what the judge chose."""
    language = header.language
    claims = Claim.objects.filter(case=proceeding.case, withdrawn_at__isnull=True).order_by("number")
    norms = _norms(proceeding, header, params)
    values = _values(proceeding, header, params)
    act = acts()[header.code]
    ruled: list[str] = []
    for text in act.ruled[language]:
        if text == "{operative}":
            ruled += [str(point) for point in params.get("operative", ())] or [GAP]
        else:
            ruled.append(text.format_map(_Open(values)))
    reasons = [line for line in str(params.get("reasons", "")).splitlines() if line.strip()]
    return Fields(
        language=language,
        words=_words(proceeding, header)
        | {key: value for key, value in params.items() if isinstance(value, str)},
        claims=tuple(_claim(claim, language) for claim in claims),
        norms=norms,
        found=act.found[language].format_map(_Open(values)),
        ruled=tuple(ruled),
        reasons=tuple(reasons),
    )


class _Open(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return GAP


def _words(proceeding: Proceeding, header: ActHeader) -> dict[str, str | Names]:
    language = header.language
    words: dict[str, str | Names] = {
        "court": Names(((header.court, "court"),)),
        "number": header.number,
        "date": written_date(header.date, language),
        "place": header.place,
        "bench": _bench(header),
        "about": _about(header),
    }
    if header.secretary:
        words["secretary"] = Names(((header.secretary, "person"),))
    for name, parties in {
        "claimants": header.of_side("claim"),
        "defendants": header.of_side("defence"),
        "accused": _of_roles(header, "accused"),
        "victims": _of_roles(header, "victim"),
        "prosecutors": _of_roles(header, "prosecutor"),
        "third_parties": _of_roles(header, "third_party", "third_party_with_claims", "interested"),
    }.items():
        if parties:
            words[name] = Names(tuple((party.name, party.kind) for party in parties))
    for side, name in (("claim", "claimant"), ("defence", "defendant")):
        parties = header.of_side(side)
        if not parties:
            continue
        words[f"{name}_role"] = Names(((_role(parties, language), "role"),))
        if acting := [one for party in parties for one in party.representatives]:
            words[f"{'claim' if side == 'claim' else 'defence'}_representatives"] = ", ".join(acting)
        words[f"{name}_details"] = _details(proceeding, side, language)
    case = proceeding.case
    if case.price is not None:
        words["price"] = written_amount(case.price, language, case.currency)
        if fee := _fee(proceeding, header):
            words["fee"] = written_amount(fee, language)
    return {name: value for name, value in words.items() if value}


def _bench(header: ActHeader) -> str:
    if not header.judges:
        return ""
    seats = sorted(header.judges, key=lambda judge: judge.seat != "presiding")
    names = [decline(judge.short_name, "person", "g", header.language) for judge in seats]
    if header.language == "ru":
        if len(names) == 1:
            return f"судьи {names[0]}"
        return f"председательствующего {names[0]}, судей {', '.join(names[1:])}"
    if len(names) == 1:
        return f"судья {names[0]} төрағалығымен"
    others = ", ".join(judge.short_name for judge in seats[1:])
    return f"төрағалық етуші {seats[0].short_name}, судьялар {others} құрамында"


def _about(header: ActHeader) -> str:
    """«о взыскании заработной платы», «жалақы өндіру туралы»: the category in the form of a sentence."""
    name = header.category_name
    if not name:
        return ""
    name = name[:1].lower() + name[1:]
    if header.language == "kk":
        return f"{name} туралы"
    declined = decline_organisation(name, "p", "ru")
    if declined == name:
        return ""
    return f"{'об' if declined[0] in 'аоуиэ' else 'о'} {declined}"


def _role(parties: tuple[PartyShown, ...], language: str) -> str:
    role = parties[0].role_name
    if len(parties) == 1 or language != "ru":
        return role if len(parties) == 1 else role + ("лар" if role.endswith(("шы", "ушы")) else "лер")
    shown = []
    for part in role.split():
        form = morphology().parse(part)[0].inflect({"plur", "nomn"})
        shown.append(str(form.word) if form else part)
    return " ".join(shown)


def _of_roles(header: ActHeader, *roles: str) -> tuple[PartyShown, ...]:
    return tuple(party for party in header.parties if party.role in roles)


def _details(proceeding: Proceeding, side: str, language: str) -> str:
    shown = []
    for party in Party.objects.filter(case=proceeding.case, side=side, left_at__isnull=True).order_by("id"):
        lines = [party.name]
        for name in ("iin", "bin", "address"):
            if value := getattr(party, name):
                lines.append(f"{_LABELS[name][language]} {value}")
        shown.append(", ".join(lines))
    return "; ".join(shown)


def _claim(claim: Claim, language: str) -> str:
    text = claim.text.strip().rstrip(".") or GAP
    if claim.amount is not None and str(int(claim.amount)) not in "".join(filter(str.isdigit, text)):
        return f"{text}, {written_amount(claim.amount, language, claim.currency)}"
    return text


def _fee(proceeding: Proceeding, header: ActHeader) -> Decimal | None:
    """The state fee of the price (NK 665), None where the pack has no rate for it on this day."""
    parties = header.of_side("claim")
    person = bool(parties) and parties[0].kind == "person"
    payer = law.Payer.INDIVIDUAL if person else law.Payer.LEGAL_ENTITY
    kind = "court_order" if proceeding.kind == "order" else "property"
    pack = law.load(header.jurisdiction)
    try:
        return law.state_fee(pack, kind, payer, header.date, proceeding.case.price).total
    except LawError:
        return None


def _step(proceeding: Proceeding, code: str) -> Transition | None:
    rows = [row for row in table().transitions if row.ruling == code]
    fitting = [row for row in rows if proceeding.kind in row.kinds and proceeding.stage in row.sources]
    return next(iter(fitting or [row for row in rows if proceeding.kind in row.kinds] or rows), None)


def _norms(proceeding: Proceeding, header: ActHeader, params: Mapping[str, Any]) -> tuple[NormOf, ...]:
    """The norm of the step, then those by which acts of this kind are made."""
    raw = tables()
    found: list[NormOf] = []
    step = _step(proceeding, header.code)
    if params.get("norm"):
        found += norms_in(str(params["norm"]))
    elif step is not None:
        found += norms_in(step.norm_for(proceeding.kind))
    for norm in raw["acts"].get(header.code, {}).get("norms", ()):
        found += norms_in(norm)
    basis = raw["basis"].get(header.kind, {})
    for norm in basis.get("kinds", {}).get(proceeding.kind, basis.get("norms", ())):
        found += norms_in(norm)
    return tuple(dict.fromkeys(found))


def _values(proceeding: Proceeding, header: ActHeader, params: Mapping[str, Any]) -> dict[str, str]:
    """Values of the registry's own sentences (`rulings.yaml`)."""
    language = header.language
    step = _step(proceeding, header.code)
    norm = str(params.get("norm") or (step.norm_for(proceeding.kind) if step else ""))
    values = {"norm": norm_words(norm, language)} if norm else {}
    with override(language):
        spoken = dict(Language.choices).get(str(params.get("language") or proceeding.case.language))
        values["language"] = str(spoken or GAP)
    for name in ("other", "court_to"):
        if params.get(name):
            values[name] = str(params[name])
    grounds = table().grounds.get(step.grounds, {}) if step else {}
    ground = grounds.get(str(params.get("ground", "")))
    if ground is not None:
        values |= {"ground": ground.words[language], "norm": norm_words(ground.norm, language)}
    return values


def norm_words(norm: str, language: str) -> str:
    """«GPK 150-152» as the language writes it: «статьи 150, 151, 152 ГПК», «АПК-нің 150, 151, 152-баптары»."""
    norms = norms_in(norm)
    if not norms:
        return norm
    known = law.load("kz").code(norms[0].code)
    usual = known.abbreviations.get(language) or (known.names.get(language, norms[0].code),)
    articles = ", ".join(one.article for one in norms)
    if language == "ru":
        return f"{'статья' if len(norms) == 1 else 'статьи'} {articles} {usual[0]}"
    return f"{usual[0]}-нің {articles}-{'бабы' if len(norms) == 1 else 'баптары'}"
