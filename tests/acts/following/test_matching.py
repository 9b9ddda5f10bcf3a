"""An act is told to whoever would find it: a saved search and the engine are of one opinion on every act."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from hypothesis import example, given
from hypothesis import strategies as some

from tarazy.acts.actions.import_acts import act_of, norms_of
from tarazy.acts.following.searches import Asked, Held, answers, cleaned, request_of
from tarazy.acts.models import Source, Visibility
from tarazy.acts.searching.entry import SearchEntry
from tarazy.acts.searching.question import FACETS, NORM, Question, clauses_of, norm_value
from tarazy.acts.searching.tantivy_engine import TantivyEngine
from tests.acts.factories import COURTS, a_decision

LANGUAGES = ("ru", "kk", "en")


def some_entries() -> list[SearchEntry]:
    """What the engine keeps of thirty acts, without a database."""
    made = []
    for seed in range(30):
        decision = a_decision(seed, language=LANGUAGES[seed % 3], category=("wages", "debt")[seed % 2])
        act = act_of(decision, source=Source.MODEL, visibility=Visibility.PUBLIC)
        act.pk = seed + 1
        made.append(SearchEntry.of(act, [(norm.code, norm.article) for norm in norms_of(act)]))
    return made


class Library:
    """The acts in an engine and by themselves; filled at the first question."""

    entries: list[SearchEntry]
    engine: TantivyEngine | None = None

    @classmethod
    def found(cls, query: str, folder: Path) -> set[int]:
        if cls.engine is None:
            cls.entries = some_entries()
            cls.engine = TantivyEngine(folder)
            with cls.engine.writing() as writer:
                for entry in cls.entries:
                    writer.put(entry, 1)
        asked = request_of(query)
        filters = dict(asked.filters)
        if asked.norm:
            filters[NORM] = [norm_value(*asked.norm)]
        question = Question(clauses_of(asked.text), filters, seen_by=("visibility:public",), size=100)
        return set(cls.engine.search(question).rows)

    @classmethod
    def told(cls, query: str) -> set[int]:
        asked = Asked(request_of(query))
        return {entry.row for entry in cls.entries if answers(Held(entry), asked)}


# Words as they stand in the acts and in other forms, beginnings, signs that engines read as their own, nonsense.
WORDS = (
    "заработная", "заработной", "платы", "жалақы", "жалақысы", "payslips", "paysl", "тенге", "теңге", "842", "842 600",
    "7585-25-00-2/1003", "7585-25", "№", "ст.", "113", "226", "ГПК", "суд", "сот", "court", "не", "и", "the", "взыск",
    "Алмалинский", "ұсынды", "2025", "«Арна-Модель»", "Арна", "a*", ".*", "(", "[a-z]", "\\", "^суд$", "AND", "OR", "~",
    "работ", "алақ", "ayslip", "-", "--", "#", "&", "https://a.b/?c=d", "п", "пл", "пла", "ё", "😀", "\u200b", "́",
)  # fmt: skip
part = some.one_of(
    some.sampled_from(WORDS),
    some.sampled_from(WORDS).map(lambda word: f"-{word}"),
    some.lists(some.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
    some.lists(some.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f'-"{" ".join(words)}"'),
    some.text(max_size=6),
)
texts = some.tuples(some.lists(part, max_size=4).map(" ".join), some.sampled_from(("", " "))).map("".join)
VALUES = {
    "category": ["wages", "debt", "no_such"], "instance": ["first", "appeal"], "outcome": ["granted", "denied"],
    "court": [*COURTS["ru"], COURTS["kk"][1], "суд"], "region": ["almaty", "astana"], "year": ["2025", "2024", "02025"],
    "language": list(LANGUAGES),
}  # fmt: skip
filters = some.fixed_dictionaries(
    {}, optional={name: some.lists(some.sampled_from(VALUES[name]), max_size=2) for name in FACETS}
)
norms = some.sampled_from(("", "GPK:226", "TK/113", "TK:999", "GPK", ":226"))


@given(texts, filters, norms)
@example("paysl", {}, "")
@example("paysl ", {}, "")
@example('"расчётные листки"', {}, "TK:113")
@example('-"расчётные листки" -жалақы', {}, "")
@example('"were not paid', {"year": ["2025"]}, "")
def test_whoever_is_told_would_have_found_it_and_the_other_way_round(
    tmp_path_factory: object, text: str, chosen: dict[str, list[str]], norm: str
) -> None:
    query = cleaned(urlencode({"q": text, **chosen, "norm": norm}, doseq=True, errors="replace"))
    found = Library.found(query, tmp_path_factory.getbasetemp() / "matching")  # type: ignore[attr-defined]
    assert Library.told(query) == found, query


def test_the_examples_above_find_some_acts_and_not_all(tmp_path_factory: object) -> None:
    folder = tmp_path_factory.getbasetemp() / "matching"  # type: ignore[attr-defined]
    for text in ("paysl", '"расчётные листки"', "-жалақы"):
        found = Library.found(urlencode({"q": text}), folder)
        assert 0 < len(found) < 30 and Library.told(urlencode({"q": text})) == found


@given(texts, filters, norms)
def test_what_was_cleaned_asks_the_same_and_is_clean(
    text: str, chosen: dict[str, list[str]], norm: str
) -> None:
    query = urlencode({"q": text, **chosen, "norm": norm, "page": "7"}, doseq=True, errors="replace")
    once = cleaned(query)
    assert cleaned(once) == once
    kept, asked = request_of(once), request_of(query)
    assert (kept.text, kept.norm, kept.order, kept.page) == (asked.text, asked.norm, asked.order, 1)
    assert {name: set(values) for name, values in kept.filters.items()} == {
        name: set(values) for name, values in asked.filters.items()
    }
