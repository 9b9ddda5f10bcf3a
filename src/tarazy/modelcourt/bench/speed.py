"""`tarazy bench speed`: how fast a bank of N model acts is indexed and asked, beside bm25s and SQLite
FTS5.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from rich.console import Console

from tarazy.jurimetrics.analogues import AnalogueIndex
from tarazy.jurimetrics.analysis import analyser_for, sentences
from tarazy.jurimetrics.bench.tables import comparison
from tarazy.jurimetrics.decision import Decision, Found, Reviewed
from tarazy.modelcourt.court import ModelCourt
from tarazy.modelcourt.truth import ActTruth, ModelAct

#: Called with what is being done, how many acts are done, and of how many.
Progress = Callable[[str, int, int], None]

#: bm25s holds its matrix in memory and FTS5 answers a query of many words by reading every posting, so of a larger
#: bank they get the first so many acts; their `acts` says how many.
BASELINE_LIMIT = 100_000
_QUERIES = 200
_TERMS = 80
_TOP = 10


def as_held(act: ModelAct) -> Decision:
    """A model act as the bank holds it after reading, its fields taken from the truth: reading isn't measured
    here.
    """
    truth = act.truth
    return Decision(
        id=act.id,
        text=act.text,
        language=truth.language,
        kind=Found(value=truth.kind),
        instance=Found(value=truth.instance),
        court=Found(value=truth.court),
        region=Found(value=truth.region),
        date=Found(value=truth.date),
        category=Found(value=truth.category),
        case_numbers=(Found(value=truth.case_number),),
        norms=tuple(Found(value=norm) for norm in truth.norms),
        outcome=Found(value=truth.outcome),
        review=Found(value=truth.review) if truth.review else None,
        reviewed=Reviewed(case_number=Found(value=truth.reviewed.case_number)) if truth.reviewed else None,
    )


def run(
    acts: int, seed: int = 0, progress: Progress | None = None, *, baselines: bool = True
) -> dict[str, Any]:
    """Make `acts` model acts, index them, ask 200 analogue and 200 full-text queries one after another.

    Returns `acts, text_mb, build_seconds, acts_per_s, index_mb, rss_mb` (the greatest resident memory of the
    process that answers, mapped index pages included), `analogue_p50_ms, analogue_p95_ms` (top ten with
    passages and higher acts), `fulltext_p50_ms, fulltext_p95_ms` (a page of ten with facets and snippets),
    and the same under `bm25s` and `sqlite_fts5`, which get the same terms and only rank. Making the acts
    isn't in `build_seconds`. Nothing is embedded: queries answer before that is done.
    """
    with tempfile.TemporaryDirectory() as folder:
        bank = Path(folder) / "acts.jsonl"
        _write_bank(bank, acts, seed, progress)
        started = time.perf_counter()
        report = (lambda done: progress("index", done, acts)) if progress else None
        AnalogueIndex.build(map(as_held, _read_bank(bank)), Path(folder) / "index", progress=report)
        spent = time.perf_counter() - started
        queries = Path(folder) / "queries.json"
        queries.write_text(json.dumps(_queries(bank, acts, seed), ensure_ascii=False), encoding="utf-8")
        result = {
            "acts": acts,
            "text_mb": bank.stat().st_size / 1e6,
            "build_seconds": spent,
            "acts_per_s": acts / spent,
            "index_mb": _size(Path(folder) / "index"),
            **_apart(_ask_ours, folder),
        }
        if baselines:
            for name, measure in (("bm25s", _bm25s), ("sqlite_fts5", _fts5)):
                if progress:
                    progress(name, 0, acts)
                result[name] = _apart(measure, folder)
        return result


def render(result: dict[str, Any], console: Console) -> None:
    """Print the figures as a table, the other engines beside ours."""
    console.print(comparison("Speed", result))


def _write_bank(path: Path, acts: int, seed: int, progress: Progress | None) -> None:
    with path.open("w", encoding="utf-8") as bank:
        for done, act in enumerate(islice(ModelCourt(seed, acts).acts(), acts), start=1):
            bank.write(act.model_dump_json() + "\n")
            if progress and done % 500 == 0:
                progress("acts", done, acts)


def _read_bank(path: Path, limit: int = sys.maxsize) -> Iterator[ModelAct]:
    with path.open(encoding="utf-8") as bank:
        for line in islice(bank, limit):
            yield ModelAct.model_validate_json(line)


def _queries(bank: Path, acts: int, seed: int) -> dict[str, list[str]]:
    """Acts spread over the bank, and words a reader might type: two or three in a row, one in four as a
    phrase.
    """
    rng = Random(f"{seed}/speed")
    step = max(1, acts // _QUERIES)
    chosen: list[str] = []
    words: list[str] = []
    for place, act in enumerate(_read_bank(bank)):
        if place % step == 0 and len(chosen) < _QUERIES:
            chosen.append(as_held(act).model_dump_json())
            words.append(_typed(act.text, act.truth, rng))
    return {"acts": chosen, "words": words}


def _typed(text: str, truth: ActTruth, rng: Random) -> str:
    spans = [(s, e) for s, e in sentences(text, truth.language) if e - s > 60]
    start, end = rng.choice(spans or [(0, len(text))])
    tokens = analyser_for(truth.language).analyse_with_offsets(text[start:end])
    first = rng.randrange(max(1, len(tokens) - 3))
    taken = tokens[first : first + rng.choice((2, 2, 3))]
    typed = text[start:end][taken[0].start : taken[-1].end] if taken else text[:20]
    return f'"{typed}"' if rng.random() < 0.25 else typed.replace('"', " ")


def _size(path: Path) -> float:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def _apart(measure: Callable[[str], dict[str, Any]], folder: str) -> dict[str, Any]:
    """What `measure` returns in a process of its own, so that its memory is its own."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (folder,))


def _timed(ask: Callable[[str], object], queries: list[str]) -> tuple[float, float]:
    """Median and 95th percentile of milliseconds, after five to warm up."""
    for query in queries[:5]:
        ask(query)
    spent = []
    for query in queries:
        started = time.perf_counter()
        ask(query)
        spent.append(1000 * (time.perf_counter() - started))
    return float(np.percentile(spent, 50)), float(np.percentile(spent, 95))


def _figures(analogue: tuple[float, float], fulltext: tuple[float, float]) -> dict[str, float]:
    return {
        "rss_mb": _greatest_memory(),
        "analogue_p50_ms": analogue[0],
        "analogue_p95_ms": analogue[1],
        "fulltext_p50_ms": fulltext[0],
        "fulltext_p95_ms": fulltext[1],
    }


def _greatest_memory() -> float:
    """Megabytes of this process's greatest resident memory, mapped files included."""
    status = Path("/proc/self/status")
    if (
        status.exists()
    ):  # where there is /proc, its figure isn't inherited from the process that started this one
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _asked(folder: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((Path(folder) / "queries.json").read_text(encoding="utf-8"))
    return found


def _ask_ours(folder: str) -> dict[str, Any]:
    asked = _asked(folder)
    index = AnalogueIndex(Path(folder) / "index")
    decisions = {text: Decision.model_validate_json(text) for text in asked["acts"]}
    analogue = _timed(lambda text: index.search(decisions[text], top=_TOP), asked["acts"])
    return _figures(analogue, _timed(lambda text: index.fulltext(text, size=_TOP), asked["words"]))


def _plain_terms(asked: dict[str, list[str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The terms of each query for engines that only rank: an act's commonest 80 that aren't everywhere, and
    words.
    """
    acts, words = {}, {}
    for text, typed in zip(asked["acts"], asked["words"], strict=True):
        decision = Decision.model_validate_json(text)
        analyser = analyser_for(decision.language)
        terms = analyser.tokens(decision.text)
        # Later terms first: the head and the end of every act are the same.
        middle = terms[len(terms) // 6 : -len(terms) // 6]
        acts[text] = list(dict.fromkeys(middle))[:_TERMS]
        words[typed] = analyser.tokens(typed)
    return acts, words


def _bm25s(folder: str) -> dict[str, Any]:
    import bm25s

    asked = _asked(folder)
    started = time.perf_counter()
    corpus = [
        analyser_for(act.truth.language).tokens(act.text)
        for act in _read_bank(Path(folder) / "acts.jsonl", BASELINE_LIMIT)
    ]
    engine = bm25s.BM25()
    engine.index(corpus, show_progress=False)
    spent = time.perf_counter() - started
    held = len(corpus)
    engine.save(str(Path(folder) / "bm25s"))
    del corpus
    acts, words = _plain_terms(asked)

    def ask(terms: list[str]) -> object:
        return engine.retrieve([terms], k=min(_TOP, held), show_progress=False) if terms else None

    analogue = _timed(lambda text: ask(acts[text]), asked["acts"])
    fulltext = _timed(lambda text: ask(words[text]), asked["words"])
    return {
        "acts": held,
        "build_seconds": spent,
        "acts_per_s": held / spent,
        "index_mb": _size(Path(folder) / "bm25s"),
        **_figures(analogue, fulltext),
    }


def _fts5(folder: str) -> dict[str, Any]:
    asked = _asked(folder)
    file = Path(folder) / "fts5.sqlite"
    started = time.perf_counter()
    base = sqlite3.connect(file)
    base.execute("create virtual table act using fts5(terms, tokenize='unicode61', content='')")
    held = 0
    for number, act in enumerate(_read_bank(Path(folder) / "acts.jsonl", BASELINE_LIMIT), start=1):
        terms = " ".join(analyser_for(act.truth.language).tokens(act.text))
        base.execute("insert into act(rowid, terms) values (?, ?)", (number, terms))
        held = number
    base.commit()
    spent = time.perf_counter() - started
    acts, words = _plain_terms(asked)

    def ask(terms: list[str], joined: str) -> object:
        if not terms:
            return None
        query = joined.join(f'"{term}"' for term in terms)
        return base.execute(
            "select rowid from act where act match ? order by rank limit ?", (query, _TOP)
        ).fetchall()

    # Queries of many words take it seconds on a large bank, so a tenth of them must do.
    analogue = _timed(lambda text: ask(acts[text], " OR "), asked["acts"][:: 10 if held > 5000 else 1])
    fulltext = _timed(lambda text: ask(words[text], " AND "), asked["words"])
    base.close()
    return {
        "acts": held,
        "build_seconds": spent,
        "acts_per_s": held / spent,
        "index_mb": _size(file),
        **_figures(analogue, fulltext),
    }
