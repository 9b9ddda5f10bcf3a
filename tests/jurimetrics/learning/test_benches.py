"""The two benches on small invented files give the keys that are promised, and beat the majority."""

import gzip
import json
import random

import pytest
from rich.console import Console

from tarazy.jurimetrics.bench import category, outcome

WORDS = {"yes": ["reformada", "provido", "acolhido"], "no": ["mantida", "improvido", "rejeitado"]}
FILLER = ["apelação", "sentença", "direito", "prova", "autor", "réu", "contrato", "dano", "juros", "prazo"]


def rows(count: int, seed: int) -> list[dict[str, object]]:
    chance = random.Random(seed)
    made = []
    for number in range(count):
        label = "yes" if number % 3 == 0 else "no"
        words = chance.choices(FILLER, k=12) + chance.choices(WORDS[label], k=1) + [str(chance.random())]
        made.append({"text": " ".join(words), "outcome": label, "date": f"2019-01-{number % 28 + 1:02d}"})
    return made


@pytest.fixture
def files(tmp_path):
    train, test = tmp_path / "train.jsonl.gz", tmp_path / "test.jsonl"
    with gzip.open(train, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows(120, 1))
    test.write_text("".join(json.dumps(row) + "\n" for row in rows(60, 2)), encoding="utf-8")
    return train, test


def test_the_outcome_bench_gives_every_promised_figure(files):
    result = outcome.run(*files, "text", "outcome", "date")
    promised = {"accuracy", "macro_f1", "brier", "log_loss", "ece", "coverage_90", "set_size", "abstained"}
    assert promised <= result.keys()
    for name in ("baseline_tfidf_svm", "baseline_majority"):
        assert result[name].keys() == {"accuracy", "macro_f1"}
    assert result["accuracy"] > result["baseline_majority"]["accuracy"]
    json.dumps(result)


def test_the_category_bench_reads_several_fields_and_says_its_figures(files):
    result = category.run(*files, ["text", "absent"], "outcome", "date")
    assert {"accuracy", "macro_f1", "coverage", "set_size", "ece"} <= result.keys()
    console = Console(record=True, width=100)
    category.render(result, console)
    assert "tfidf_svm" in console.export_text()


def test_a_file_without_the_label_or_the_text_is_refused(files):
    with pytest.raises(ValueError, match="label"):
        outcome.run(*files, "text", "no label", "date")
    with pytest.raises(ValueError, match="nowhere"):
        category.run(*files, ["nowhere"], "outcome")


def test_a_label_met_only_in_the_test_file_counts_as_a_miss(files, tmp_path):
    train, _ = files
    strange = tmp_path / "strange.jsonl"
    strange.write_text(json.dumps({"text": "x", "outcome": "new", "date": "2020-01-01"}) + "\n")
    result = outcome.run(train, strange, "text", "outcome", "date")
    assert result["accuracy"] == 0
    assert result["coverage_90"] == 0
