"""The classifier on a small invented docket: it learns, says how sure it is, shows why, and
is stored whole.
"""

import random

import numpy as np
import pytest

from tarazy.jurimetrics.learning.classifier import TextClassifier
from tarazy.jurimetrics.learning.features import View
from tarazy.jurimetrics.learning.members import Recipe
from tarazy.jurimetrics.learning.model_directory import (
    ModelCard,
    ModelRefused,
    read_card,
    read_model,
    write_model,
)
from tarazy.jurimetrics.learning.storage import classifier_from_files, classifier_to_files
from tarazy.jurimetrics.learning.terms import stems_of, unaccented

SUBJECTS = {
    "loan": ["договор займа", "расписка", "проценты за пользование", "возврат денег", "заёмщик"],
    "family": ["расторжение брака", "несовершеннолетний ребёнок", "алименты", "супруги", "семья"],
    "labour": ["трудовой договор", "заработная плата", "увольнение", "приказ работодателя", "отпуск"],
}
FEW = (View("words", ("text",), longest=1),)
ONE = (Recipe("words", "logistic", (0,), 3.0, balanced=False),)
FILLER = [
    "суд",
    "истец",
    "ответчик",
    "заседание",
    "материалы дела",
    "доводы",
    "представитель",
    "просит",
    "город",
]


def docket(count: int, seed: int) -> tuple[list[dict[str, str]], list[str]]:
    chance = random.Random(seed)
    documents, labels = [], []
    for number in range(count):
        label = list(SUBJECTS)[number % 3]
        words = chance.choices(SUBJECTS[label], k=4) + chance.choices(FILLER, k=14)
        words += chance.choices([term for terms in SUBJECTS.values() for term in terms], k=2)
        chance.shuffle(words)
        documents.append({"text": " ".join(words) + f" {chance.randrange(10**6)}."})
        labels.append(label)
    return documents, labels


@pytest.fixture(scope="module")
def fitted() -> TextClassifier:
    return TextClassifier(folds=3, seed=1).fit(*docket(150, 1))


def test_it_tells_new_rows_and_its_probabilities_sum_to_one(fitted):
    documents, labels = docket(60, 2)
    probabilities = fitted.predict_proba(documents)
    assert probabilities.sum(axis=1) == pytest.approx(np.ones(60))
    predicted = fitted.predict(documents)
    assert np.mean([a == b for a, b in zip(predicted, labels, strict=True)]) > 0.85


def test_its_words_for_an_answer_stand_in_the_text_where_it_says(fitted):
    document = {"text": "Истец просит взыскать по расписке: заёмщик не вернул деньги по договору займа."}
    reasons = fitted.explain(document, "loan")
    assert reasons
    assert reasons[0].weight > 0
    for reason in reasons:
        assert reason.start is not None
        found = document["text"][reason.start : reason.end]
        assert reason.term == " ".join(term.text for term in stems_of(found, "ru"))
    assert "займ" in " ".join(reason.term for reason in reasons)


def test_the_same_seed_gives_the_same_model(fitted):
    again = TextClassifier(folds=3, seed=1).fit(*docket(150, 1))
    documents, _ = docket(10, 3)
    assert np.array_equal(again.predict_proba(documents), fitted.predict_proba(documents))


def test_a_label_with_a_single_row_does_not_stop_the_fit():
    documents, labels = docket(40, 4)
    labels[0] = "alone"
    model = TextClassifier(folds=3).fit(documents, labels)
    assert model.predict_proba(documents).shape == (40, 4)


def test_one_class_is_refused():
    documents, _ = docket(20, 5)
    with pytest.raises(ValueError, match="two classes"):
        TextClassifier(folds=3).fit(documents, ["same"] * 20)


def test_an_empty_document_gets_an_answer_and_a_set(fitted):
    probabilities = fitted.predict_proba([{"text": ""}, {}])
    assert np.isfinite(probabilities).all()
    assert fitted.sets(probabilities).any(axis=1).all()


def test_function_words_are_kept_and_accents_dropped():
    assert [term.text for term in stems_of("Não há", "pt")] == ["nao", "ha"]
    assert unaccented("RÉU não й ё") == "REU nao й ё"


def card() -> ModelCard:
    return ModelCard.model_validate(
        {
            "name": "categories",
            "kind": "text",
            "created": "2026-01-01T00:00:00Z",
            "data": "invented",
            "rows": 150,
        }
    )


def test_a_stored_model_answers_as_before(fitted, tmp_path):
    written = write_model(tmp_path / "m", card(), classifier_to_files(fitted))
    read, files = read_model(tmp_path / "m", "text")
    assert read == written
    assert read.reference.startswith("categories@")
    documents, _ = docket(10, 6)
    assert np.array_equal(
        classifier_from_files(files).predict_proba(documents), fitted.predict_proba(documents)
    )


def test_a_changed_file_is_refused(fitted, tmp_path):
    write_model(tmp_path, card(), classifier_to_files(fitted))
    target = tmp_path / "model.json"
    target.write_bytes(target.read_bytes().replace(b"loan", b"land"))
    with pytest.raises(ModelRefused) as refusal:
        read_model(tmp_path, "text")
    assert refusal.value.code == "model_changed"
    assert refusal.value.params["file"] == "model.json"


def test_a_missing_card_a_missing_file_and_a_foreign_model_are_refused(fitted, tmp_path):
    with pytest.raises(ModelRefused, match="model_missing"):
        read_card(tmp_path)
    write_model(tmp_path, card(), classifier_to_files(fitted))
    with pytest.raises(ModelRefused, match="model_foreign"):
        read_model(tmp_path, "ranker")
    (tmp_path / "arrays.npz").unlink()
    with pytest.raises(ModelRefused, match="model_changed"):
        read_model(tmp_path, "text")


def test_a_card_cannot_point_outside_its_directory(fitted, tmp_path):
    written = write_model(tmp_path / "m", card(), classifier_to_files(fitted))
    outside = written.model_copy(update={"files": {"../secret": "0" * 64}})
    (tmp_path / "m" / "card.json").write_text(outside.model_dump_json())
    with pytest.raises(ModelRefused, match="model_changed"):
        read_model(tmp_path / "m", "text")


def test_a_model_of_a_drifting_docket_is_less_sure_when_told_the_order():
    documents, labels = docket(420, 8)
    chance = random.Random(9)
    # In the last third the labels follow the words only half of the time.
    drifted = [
        label if at < 280 or chance.random() < 0.5 else chance.choice(list(SUBJECTS))
        for at, label in enumerate(labels)
    ]
    plain = TextClassifier(folds=3, views=FEW, recipes=ONE).fit(documents, drifted)
    told = TextClassifier(folds=3, views=FEW, recipes=ONE).fit(documents, drifted, ordered=True)
    fresh, _ = docket(60, 10)
    assert told.predict_proba(fresh).max(axis=1).mean() < plain.predict_proba(fresh).max(axis=1).mean()
