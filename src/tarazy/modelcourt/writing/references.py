"""How a higher court names the act under review, sometimes with the slips that real acts have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from random import Random

from tarazy.modelcourt.country import Court
from tarazy.modelcourt.people import RU_CASES, Actor, Name


@dataclass(frozen=True, slots=True)
class Reference:
    """The act under review as the text will name it. `number` is "" if the text doesn't give it."""

    court: str
    date: Date
    number: str
    noisy: bool
    claimant: Name
    defendant: Name


_SHORT_RU = (("районного суда", "р/с"), ("городского суда", "гор. суда"), ("Специализированного межрайонного экономического суда", "СМЭС"),
             ("Специализированного межрайонного административного суда", "СМАС"),
             ("Специализированного межрайонного суда по делам несовершеннолетних", "СМС по делам несовершеннолетних"),
             (" города ", " г. "), ("области", "обл."))  # fmt: skip
_SHORT_KK = (("аудандық сотының", "ауд. сотының"), ("қалалық сотының", "қал. сотының"),
             ("мамандандырылған ауданаралық экономикалық сотының", "МАЭС-тің"),
             ("мамандандырылған ауданаралық әкімшілік сотының", "МАӘС-тің"), ("облысы", "обл."),
             ("қаласының", "қ."))  # fmt: skip
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        ["a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f",
         "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "a", "g", "k", "n", "o", "u", "u", "h", "i"],
        strict=True,
    )
)  # fmt: skip


def transliterated(text: str) -> str:
    """Cyrillic in Latin letters, as passports write it."""
    out = []
    for char in text:
        latin = _LATIN.get(char.lower())
        out.append(char if latin is None else latin.capitalize() if char.isupper() else latin)
    return "".join(out)


def mistyped(number: str, rng: Random) -> str:
    """The case number with one slip in its serial: a digit changed, two swapped, or one lost."""
    head, serial = number.rsplit("/", 1)
    place = rng.randrange(len(serial))
    draw = rng.random()
    if draw < 0.5 or len(serial) < 3:
        wrong = str((int(serial[place]) + rng.randrange(1, 9)) % 10)
        changed = serial[:place] + wrong + serial[place + 1 :]
    elif draw < 0.8:
        place = min(place, len(serial) - 2)
        changed = serial[:place] + serial[place + 1] + serial[place] + serial[place + 2 :]
    else:
        changed = serial[:place] + serial[place + 1 :]
    return f"{head}/{changed.lstrip('0') or '1'}"


def _initials(actor: Actor) -> Name:
    """The name with every full form replaced by the short one."""
    return Name(
        lambda: tuple((short, short) for _, short in actor.name.ru),
        lambda: tuple((short, short) for _, short in actor.name.kk),
    )


def _other_spelling(actor: Actor, language: str) -> Name:
    """The name spelled after the other language, or in Latin letters."""
    name = actor.name
    if language == "kk":  # the Russian spelling of the stem before the Kazakh endings
        stem, spelled = name.kk[0][0], name.ru[0][0]
        return Name(
            lambda: name.ru,
            lambda: tuple((spelled + full[len(stem) :], short) for full, short in name.kk),
        )
    return Name(
        lambda: tuple((transliterated(full), transliterated(short)) for full, short in name.ru),
        lambda: name.kk,
    )


def refer(
    court: Court, day: Date, number: str, claimant: Actor, defendant: Actor, language: str, rng: Random, noise: float
) -> Reference:  # fmt: skip
    """Name an act under review; with probability `noise` one or two slips are made, and flagged."""
    genitive = court.ru[RU_CASES.index("g")] if language == "ru" else court.kk[1]
    stated = number if rng.random() < 0.88 else ""
    names = (claimant.name, defendant.name)
    if rng.random() >= noise:
        return Reference(genitive, day, stated, False, *names)
    slips = rng.sample(("number", "date", "court", "initials", "spelling"), rng.choice((1, 1, 2)))
    if "number" in slips:
        stated = mistyped(number, rng)
    if "date" in slips:
        day += timedelta(rng.choice((-1, 1)))
    if "court" in slips:
        for long, short in _SHORT_RU if language == "ru" else _SHORT_KK:
            genitive = genitive.replace(long, short)
    if "initials" in slips:
        names = (_initials(claimant), _initials(defendant))
    if "spelling" in slips:
        names = (_other_spelling(claimant, language), _other_spelling(defendant, language))
    return Reference(genitive, day, stated, True, *names)
