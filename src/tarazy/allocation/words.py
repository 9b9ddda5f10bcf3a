"""Words for the codes of distribution."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "not_of_court": _("not of this court"),
    "home_region": _("of the region that the case leaves"),
    "no_powers": _("holds no powers on this day"),
    "earlier_part": _("took part in the case earlier"),
    "earlier_role": _("had another role in the case"),
    "relative": _("relative of a party or representative"),
    "interest": _("interest in the outcome"),
    "recused": _("recused"),
    "replaced": _("was replaced in this case"),
    "already_sits": _("sits in this case already"),
    "failed_mediation": _("conciliation before this judge failed"),
    "absent": _("absent on this day"),
    "no_share": _("takes no cases by order of the chair"),
    "specialisation": _("hears other categories of cases"),
}
DIRECT: dict[str, Promise] = {
    "insolvency": _("It belongs to an insolvency case, so its judge hears this one too."),
    "joined": _("It is joined with a case that has its judge."),
    "refiled": _("The same claim was filed before, so the first judge hears it."),
    "related": _("It is related to a case that has its judge."),
}
REDRAWS: dict[str, Promise] = {
    "recusal": _("recusal"),
    "long_illness": _("long illness"),
    "long_leave": _("long leave"),
    "study": _("study"),
    "long_trip": _("long business trip"),
    "failed_mediation": _("conciliation before this judge failed"),
    "loss_of_powers": _("loss of powers"),
}
BEACONS: dict[str, Promise] = {
    "drand": _("public randomness of the drand network"),
    "commit-reveal": _("common randomness of several courts"),
}
REFUSED: dict[str, Promise] = {
    "none_eligible": _(
        "No draw was held: there were not enough judges. The higher court decides on a transfer."
    ),
    "not_seated": _("A judge was drawn, but the case was withdrawn or transferred meanwhile."),
    "round_failed": _(
        "No draw was held: the named randomness did not come. A draw by another source follows."
    ),
}
