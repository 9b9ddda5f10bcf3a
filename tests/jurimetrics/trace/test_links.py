"""Acts of one case are found across the instances, through noise, with reasons; and nothing else is."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tarazy.jurimetrics.decision import Instance, Review
from tarazy.jurimetrics.trace import LinkStatus, link_acts, trace_case
from tests.jurimetrics.factories import cases, company, decision, person, reference


def _f1(count: int, seed: int, noise: float) -> float:
    acts, truth, _ = cases(count, seed=seed, noise=noise)
    found = {(link.act_id, link.reviewed_id) for link in link_acts(acts).links}
    return 2 * len(found & set(truth.items())) / (len(found) + len(truth))


@pytest.mark.parametrize("seed", [1, 2])
def test_links_hold_with_a_tenth_of_the_references_noisy(seed: int) -> None:
    assert _f1(400, seed, 0.1) >= 0.98


def test_links_mostly_hold_when_half_of_the_references_are_noisy() -> None:
    assert _f1(400, 3, 0.5) >= 0.95


def test_probabilities_are_as_good_as_they_say() -> None:
    acts, truth, _ = cases(600, seed=4, noise=0.6)
    links = link_acts(acts)
    everything = {link.act_id: link for link in (*links.links, *links.doubtful)}.values()
    error = sum((link.probability - (truth.get(link.act_id) == link.reviewed_id)) ** 2 for link in everything)
    assert error / len(list(everything)) < 0.03


def test_a_reference_whose_act_is_not_in_the_collection_stays_unlinked() -> None:
    acts, truth, _ = cases(300, seed=5, noise=0.1)
    gone = {below for above, below in truth.items() if above.startswith("а") and int(above[1:]) % 2}
    links = link_acts([act for act in acts if act.id not in gone])
    wrong = [link for link in links.links if truth[link.act_id] != link.reviewed_id]
    orphans = {above for above, below in truth.items() if below in gone}
    assert len(wrong) <= 0.02 * len(orphans)
    assert orphans <= {one.act_id for one in links.unlinked} | {link.act_id for link in wrong}


def test_each_link_says_why_with_the_span_in_the_text() -> None:
    acts, _, _ = cases(30, seed=6, noise=0.0)
    link = link_acts(acts).links[0]
    reasons = {reason.code: reason for reason in link.reasons}
    assert link.status is LinkStatus.SURE
    assert reasons["number"].level == "same"
    assert reasons["number"].bits > 10


def test_an_act_does_not_review_a_later_one_nor_one_of_its_own_instance() -> None:
    number = "7510-25-00-2/7"
    parties = (person("Ахметов Арман"), company("ТОО «Береке»"))
    below = decision("below", on=date(2025, 5, 1), numbers=(number,), parties=parties)
    sooner = decision(
        "sooner",
        instance=Instance.APPEAL,
        on=date(2025, 4, 1),
        reviewed=reference(number=number),
        parties=parties,
    )
    peer = decision("peer", on=date(2025, 6, 1), reviewed=reference(number=number), parties=parties)
    assert link_acts([below, sooner, peer]).links == ()


def test_two_appeals_do_not_review_one_judgment() -> None:
    number, on = "7510-25-00-2/7", date(2025, 5, 1)
    parties = (person("Ахметов Арман"), company("ТОО «Береке»"))
    below = decision("below", on=on, numbers=(number,), parties=parties)
    right = decision(
        "right",
        instance=Instance.APPEAL,
        on=date(2025, 7, 1),
        reviewed=reference(None, on, number),
        parties=parties,
    )
    stray = decision(
        "stray",
        instance=Instance.APPEAL,
        on=date(2025, 7, 2),
        reviewed=reference(None, on, number),
        parties=(person("Ким Тимур"), company("ТОО «Астық»")),
    )
    assert {(link.act_id, link.reviewed_id) for link in link_acts([below, stray, right]).links} == {
        ("right", "below")
    }


def test_a_track_runs_from_the_judgment_to_the_cassation_with_its_days() -> None:
    acts, truth, _ = cases(200, seed=7, noise=0.0)
    links = link_acts(acts)
    top = next(above for above in truth if above.startswith("к"))
    track = trace_case(links, truth[top])
    assert [stage.act.instance for stage in track.stages] == [
        Instance.FIRST,
        Instance.APPEAL,
        Instance.CASSATION,
    ]
    assert track.ids[-1] == top
    assert track.days == sum(stage.days or 0 for stage in track.stages)


def test_an_unknown_act_has_no_track() -> None:
    with pytest.raises(KeyError):
        trace_case(link_acts([]), "nowhere")


def test_ids_must_be_unique() -> None:
    with pytest.raises(ValueError, match="unique"):
        link_acts([decision("a"), decision("a")])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_the_acts_changes_nothing(seed: int, order: object) -> None:
    acts, _, _ = cases(25, seed=seed, noise=0.3)
    one = {(link.act_id, link.reviewed_id) for link in link_acts(acts).links}
    order.shuffle(acts)  # type: ignore[attr-defined]
    assert {(link.act_id, link.reviewed_id) for link in link_acts(acts).links} == one


def test_four_times_the_acts_take_about_four_times_the_work() -> None:
    compared, seconds = [], []
    for count in (300, 1200):
        acts, _, _ = cases(count, seed=8)
        started = time.process_time()
        compared.append(link_acts(acts).compared)
        seconds.append(time.process_time() - started)
    assert compared[1] < 12 * compared[0]
    assert seconds[1] < 12 * max(seconds[0], 0.05)


def test_a_review_is_kept_in_the_places_of_the_acts() -> None:
    acts, truth, _ = cases(40, seed=9)
    places = link_acts(acts).acts
    assert all(isinstance(places[above].review, Review) for above in truth)
