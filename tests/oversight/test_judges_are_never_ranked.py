"""Judges' identities are never ranked, scored or used as a feature: in models, in stored figures, in pages, in the API.

What is allowed, and why: the distribution of cases keeps how often each judge was drawn against how often that was to
be expected (`allocation`: tallies, fairness page). That is load and the honesty of the draw, not quality: no outcome,
no time and no fate of an act stands beside a judge's name there, and a test below sees to it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.apps import apps

import tarazy
from tarazy.acts.models import Act
from tarazy.acts.searching.question import FACETS as SEARCH_FACETS
from tarazy.allocation.queries import Share as ShareOfDraws
from tarazy.jurimetrics.analogues.schema import FACETS, facet_values
from tarazy.jurimetrics.analogues.search import _names
from tarazy.jurimetrics.analysis import analyser_for
from tarazy.jurimetrics.anomalies.drift import Unit, case_mix
from tarazy.jurimetrics.anomalies.expectation import cases_of as comparable_cases
from tarazy.jurimetrics.decision import Decision, Found, PartName, Span
from tarazy.jurimetrics.forecast.known_before import cases_of, features_of, told_before, words_of
from tarazy.jurimetrics.forecast.leakage import with_judges_of
from tarazy.oversight.models import Band, CourtFigure
from tarazy.oversight.outcomes import Decided
from tarazy.oversight.registry import measures
from tarazy.oversight.views.statistics import FIGURES
from tests.acts.factories import a_decision

SOURCE = Path(tarazy.__file__).resolve().parent
RANKED = re.compile(
    r"rank|rating|score|quality|best|worst|league|rate\b|percentile|leniency|severity", re.IGNORECASE
)
WORDS = (
    re.compile(r"judge\S*\W+(?:\S+\W+){0,4}(rank|rating|scor|league)", re.IGNORECASE),
    re.compile(r"\b(rank|rating|scor|league)\w*\W+(?:\S+\W+){0,3}judges?\b", re.IGNORECASE),
    re.compile(r"рейтинг\w*\W+(?:\S+\W+){0,2}суд(ь|е)", re.IGNORECASE),
    re.compile(r"судья\w*\W+(?:\S+\W+){0,2}(рейтинг|рэнк)", re.IGNORECASE),
)
NEVER = re.compile(
    r"never|ешқашан|никогда|не сравнива|не оценива|салыстырылмайды", re.IGNORECASE
)  # lines that say so
# Where the names of judges may be read from an act at all, and what for.
READS_JUDGES = {
    "jurimetrics/forecast/known_before.py": "to blank them out of the text",
    "jurimetrics/forecast/leakage.py": "to swap them and see that the forecast doesn't move",
    "jurimetrics/analogues/search.py": "to leave them out of the words that are looked for",
    "jurimetrics/anonymise/decisions.py": "to know whom not to anonymise",
    "practice/read_page.py": "to show what was read in the reader's own text",
}
LEARNS = ("jurimetrics/", "practice/", "robot/", "oversight/")


def seated(number: int = 25) -> list[tuple[Decision, Decision]]:
    """Acts whose description, too, names a judge, and the same acts as if another judge had sat."""
    found = []
    for seed in range(number):
        act = a_decision(seed)
        span = act.parts[PartName.DESCRIPTION]
        longest = max(
            re.finditer(r"[^\W\d_]+", act.text[span.start : span.end]), key=lambda one: len(one.group())
        )
        place = Span(start=span.start + longest.start(), end=span.start + longest.end())
        named = Found[str](value=longest.group(), span=place)
        act = act.model_copy(update={"judges": (*act.judges, named)})
        others = tuple(one.model_copy(update={"value": "Қасымбековазадин С."}) for one in act.judges)
        found.append((act, with_judges_of(act, act.model_copy(update={"judges": others}))))
    return found


def test_the_acts_of_this_test_do_differ_by_their_judge() -> None:
    for act, other in seated():
        assert act.text != other.text and act.judges != other.judges
        blind = {"judges": ()}
        assert words_of(act.model_copy(update=blind)) != words_of(other.model_copy(update=blind))


def test_no_feature_of_the_forecast_moves_with_the_judge() -> None:
    for act, other in seated():
        assert told_before(act).split() == told_before(other).split()
        ones, others = cases_of(act), cases_of(other)
        assert [case.features for case in ones] == [case.features for case in others]
        for claim in act.claims:
            assert features_of(act, claim.value, words_of(act)) == features_of(
                other, claim.value, words_of(other)
            )


def test_no_feature_of_the_anomalies_or_of_the_bank_moves_with_the_judge() -> None:
    for act, other in seated():
        assert case_mix(act) == case_mix(other)
        assert facet_values(act) == facet_values(other)
        one, another = comparable_cases([act]), comparable_cases([other])
        assert [(case.category, case.claim, case.outcome, case.share) for case in one] == [
            (case.category, case.claim, case.outcome, case.share) for case in another
        ]
    assert {unit.value for unit in Unit} == {"court", "region"}


def test_analogues_are_looked_for_without_the_names_of_judges() -> None:
    for act, _other in seated():
        names = _names(act)
        analyser = analyser_for(act.language)
        assert all(set(analyser.tokens(judge.value)) <= names for judge in act.judges)


def test_the_bank_has_no_facet_column_or_filter_by_judge() -> None:
    for facets in (FACETS, SEARCH_FACETS):
        assert facets and not [name for name in facets if "judge" in name]
    assert not [field.name for field in Act._meta.get_fields() if "judge" in field.name]


def test_only_named_modules_of_what_learns_read_who_the_judge_was() -> None:
    readers = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not name.startswith(LEARNS) or name.startswith("jurimetrics/reading/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "judges":
                readers[name] = node.lineno
    assert set(readers) <= set(READS_JUDGES), {
        name: readers[name] for name in set(readers) - set(READS_JUDGES)
    }
    assert "jurimetrics/forecast/known_before.py" in readers  # the scan finds what is there


def test_names_of_features_and_inputs_speak_of_no_judge() -> None:
    found = []
    for folder in ("forecast", "anomalies", "categorise", "analogues", "learning", "practice"):
        for path in sorted((SOURCE / "jurimetrics" / folder).rglob("*")):
            if path.suffix not in (".yaml", ".json", ".py"):
                continue
            text = path.read_text(encoding="utf-8")
            found += [
                (path.name, hit)
                for hit in re.findall(
                    r"""["'](?:\w+[=/.:])?(?:judge|судья|sudya)s?(?:[=/.:_]\w*)?["']""", text
                )
                if path.name not in ("leakage.py", "forecaster.py")
            ]
    assert found == []


def test_statistics_and_bands_know_no_judge() -> None:
    for model in (CourtFigure, Band):
        assert not [one.name for one in model._meta.get_fields() if "judge" in one.name or one.is_relation]
    assert set(Band.By.values) == {"language", "region", "party_kind", "sex"}
    assert set(CourtFigure.Level.values) == {"country", "region", "court"}
    assert not {one for one in (*FIGURES, *(field.name for field in fields(Decided))) if "judge" in one}
    assert measures()["fewest"] >= 10


def test_no_query_groups_outcomes_times_or_reviews_by_judge() -> None:
    grouped = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "annotate" or "judge" not in ast.unparse(node.func.value):
                continue
            if re.search(r"values(_list)?\([^)]*judge", ast.unparse(node.func.value)):
                asked = [*node.args, *(one.value for one in node.keywords)]
                grouped.append((name, " ".join(ast.unparse(one) for one in asked)))
    assert grouped, "the scan finds the tallies of draws, which are allowed"
    for name, call in grouped:
        assert name.startswith("allocation/"), call
        assert not re.search(r"outcome|review|decided_at|ended_at|changed|granted|duration", call), call


def test_the_fairness_of_draws_is_load_and_nothing_of_quality() -> None:
    assert {one.name for one in fields(ShareOfDraws)} == {
        "name", "court_code", "draws", "chosen", "expected", "low", "high", "deviation",
    }  # fmt: skip


def test_nothing_that_is_stored_of_a_judge_is_a_mark() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("tarazy."):
            continue
        names = [field.name for field in model._meta.get_fields() if not field.is_relation]
        points_at_judge = any(
            field.is_relation and field.concrete and field.related_model is not None
            and field.related_model.__name__ == "Judge"
            for field in model._meta.get_fields()
        )  # fmt: skip
        if points_at_judge or model.__name__ == "Judge":
            assert not [name for name in names if RANKED.search(name)], model


def test_pages_words_and_tables_speak_of_no_ranking_of_judges() -> None:
    found = []
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix not in (".html", ".po", ".yaml") or "node_modules" in path.parts:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if any(pattern.search(line) for pattern in WORDS) and not NEVER.search(line):
                found.append((path.relative_to(SOURCE).as_posix(), line.strip()[:120]))
    assert found == []


def test_the_words_of_the_scan_find_what_they_should() -> None:
    for line in (
        "Judges by rating", "the score of a judge", "ranking of the judges", "рейтинг судей",
        "судьялардың рейтингі", "Рейтинг районных судей",
    ):  # fmt: skip
        assert any(pattern.search(line) for pattern in WORDS), line


def test_no_answer_of_the_api_has_a_mark_beside_a_judge() -> None:
    from tarazy.site.api import api

    schemas: dict[str, Any] = api.get_openapi_schema()["components"]["schemas"]
    assert len(schemas) > 50
    for name, schema in schemas.items():
        held = list(schema.get("properties", {}))
        if "judge" in name.lower() or any("judge" in one.lower() for one in held):
            assert not [one for one in held if RANKED.search(one)], name
    paths = [path for path in api.get_openapi_schema()["paths"] if "judge" in path]
    assert not [path for path in paths if RANKED.search(path)]
