"""The trained categoriser on a small invented docket: it learns the tree, is calibrated,
abstains, is stored whole.
"""

import random

import pytest

from tarazy.jurimetrics.categorise import TrainedCategoriser
from tarazy.jurimetrics.decision import Decision
from tarazy.jurimetrics.learning.model_directory import ModelRefused

STORIES = {
    "loan": ["передал деньги в долг", "расписка написана", "заём не возвращён", "проценты за пользование"],
    "supply": ["товар поставлен", "накладная подписана", "поставщик требует оплаты", "партия продукции"],
    "divorce": [
        "брак распался",
        "супруги живут раздельно",
        "совместная жизнь невозможна",
        "брачные отношения",
    ],
    "child_support": [
        "ребёнок живёт с матерью",
        "отец не содержит",
        "алименты на содержание",
        "доля заработка",
    ],
    "wages": ["зарплата не выплачена", "работодатель задержал", "трудовой договор", "отпускные начислены"],
}
FILLER = ["город", "весна", "договор", "встреча", "письмо"]


def docket(count: int, seed: int) -> tuple[list[str], list[str]]:
    chance = random.Random(seed)
    acts, labels = [], []
    for number in range(count):
        slug = list(STORIES)[number % len(STORIES)]
        told = chance.sample(STORIES[slug], 2) + chance.sample(
            ["город", "весна", "договор", "встреча", "письмо"], 3
        )
        chance.shuffle(told)
        acts.append(
            f"Истец указал следующее. {'. '.join(told).capitalize()}. Дело {chance.randrange(10**6)}."
        )
        labels.append(slug)
    return acts, labels


@pytest.fixture(scope="module")
def fitted() -> TrainedCategoriser:
    return TrainedCategoriser.fit(*docket(150, 1), seed=1)


def test_it_tells_new_acts_and_its_sets_hold_the_truth(fitted):
    acts, labels = docket(50, 2)
    answers = [fitted.predict(act) for act in acts]
    assert sum(a.category == label for a, label in zip(answers, labels, strict=True)) >= 45
    assert sum(label in a.conformal_set for a, label in zip(answers, labels, strict=True)) >= 42
    assert all(a.set_calibrated for a in answers)


def test_probabilities_of_all_categories_sum_to_one(fitted):
    answer = fitted.predict(docket(1, 3)[0][0], top=51)
    assert {slug for slug, _ in answer.top} == set(STORIES)
    assert sum(p for _, p in answer.top) == pytest.approx(1.0)


def test_a_decision_is_read_as_its_text_is(fitted):
    text = docket(1, 4)[0][0]
    assert fitted.predict(Decision(text=text, language="ru")).top == fitted.predict(text).top


def test_the_words_of_an_answer_stand_in_the_text(fitted):
    text = "Истец указал: работодатель задержал выплату, зарплата не выплачена."
    answer = fitted.predict(text)
    assert answer.category == "wages"
    spans = [found.span for found in answer.evidence if found.span]
    assert spans
    assert any("зарплата" in text[span.start : span.end] for span in spans)


def test_a_text_without_known_words_is_abstained_on(fitted):
    assert fitted.predict("12 345").reason == "no_text"
    assert fitted.predict("Qwertz uiop asdf.").abstained


def test_the_card_says_what_was_measured_and_a_stored_model_answers_as_before(fitted, tmp_path):
    assert {"accuracy", "macro_f1", "ece", "coverage"} <= fitted.card.figures.keys()
    fitted.save(tmp_path)
    again = TrainedCategoriser.load(tmp_path)
    act = docket(1, 5)[0][0]
    assert again.predict(act) == fitted.predict(act)


def test_a_changed_model_is_refused(fitted, tmp_path):
    fitted.save(tmp_path)
    (tmp_path / "arrays.npz").write_bytes(b"other")
    with pytest.raises(ModelRefused, match="model_changed"):
        TrainedCategoriser.load(tmp_path)


def test_an_unknown_slug_and_a_single_group_are_refused():
    acts, _ = docket(20, 6)
    with pytest.raises(ValueError, match="not a category"):
        TrainedCategoriser.fit(acts, ["no_such"] * 20)
    with pytest.raises(ValueError, match="two groups"):
        TrainedCategoriser.fit(acts, ["loan", "supply"] * 10)
