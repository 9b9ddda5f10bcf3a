"""Acts come into the bank once, links keep a person's word, closed is the default."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from tarazy.acts.actions.add_own_act import add_own_act
from tarazy.acts.actions.import_acts import ActWithoutId, import_acts
from tarazy.acts.actions.link_instances import link_instances
from tarazy.acts.actions.set_visibility import set_visibility
from tarazy.acts.models import Act, ActNorm, InstanceLink, Source, Visibility
from tarazy.acts.queries import SearchRequest, search_acts, track_of
from tarazy.jurimetrics.decision import Instance, Review
from tarazy.jurimetrics.trace import Link, LinkStatus
from tarazy.jurimetrics.trace.links import Reason
from tarazy.people.models import User
from tests.acts.factories import a_decision
from tests.people.factories import a_user

pytestmark = pytest.mark.django_db
PUBLIC = {"source": Source.MODEL, "visibility": Visibility.PUBLIC}


def test_importing_twice_adds_nothing_the_second_time() -> None:
    decisions = [a_decision(seed) for seed in range(7)]
    first = import_acts(decisions, **PUBLIC)
    second = import_acts(decisions, **PUBLIC)
    assert (first.added, second.added, second.unchanged) == (7, 0, 7)
    assert Act.objects.count() == 7
    assert search_acts(AnonymousUser(), SearchRequest(text="заработная")).total == 7


def test_the_same_text_under_another_id_is_one_act() -> None:
    decision = a_decision(1)
    report = import_acts([decision, decision.model_copy(update={"id": "other"})], **PUBLIC)
    assert (report.added, report.unchanged) == (1, 1)


def test_a_model_act_made_anew_replaces_the_old_one_in_rows_and_in_search() -> None:
    import_acts([a_decision(1)], **PUBLIC)
    changed = a_decision(1).model_copy(update={"text": a_decision(1).text + "\nдополнительное слово изумруд"})
    assert import_acts([changed], **PUBLIC).replaced == 1
    assert search_acts(AnonymousUser(), SearchRequest(text="изумруд")).total == 1
    assert search_acts(AnonymousUser(), SearchRequest(text="заработная")).total == 1


def test_an_act_of_ones_own_never_gives_way_to_another_text_under_its_id() -> None:
    import_acts([a_decision(1)], source=Source.OWN, visibility=Visibility.PUBLIC)
    changed = a_decision(1).model_copy(update={"text": "совсем другой текст"})
    assert import_acts([changed], **PUBLIC).conflicting == 1
    assert "совсем другой" not in Act.objects.get().text


def test_an_act_without_an_id_is_refused_in_bulk() -> None:
    with pytest.raises(ActWithoutId):
        import_acts([a_decision(1).model_copy(update={"id": ""})], **PUBLIC)
    assert not Act.objects.exists()


def test_the_flat_columns_and_norms_come_from_the_decision() -> None:
    import_acts([a_decision(2)], **PUBLIC)
    act = Act.objects.get()
    assert (act.category, act.instance, act.year, act.region) == ("wages", "first", 2025, "almaty")
    assert set(ActNorm.objects.values_list("code", "article")) == {("TK", "113"), ("GPK", "226")}
    assert act.decision == a_decision(2)


def test_an_act_is_closed_unless_it_is_opened() -> None:
    assert Act._meta.get_field("visibility").default == Visibility.CLOSED
    import_acts([a_decision(1)], source=Source.MODEL, visibility=Visibility.PUBLIC)
    with pytest.raises(IntegrityError):
        Act.objects.update(visibility="everyone")


def test_an_own_act_is_seen_by_its_owner_only() -> None:
    owner, other = a_user("a"), a_user("b")
    act = add_own_act(a_decision(5), owner)
    assert Act.objects.visible_to(owner).get() == act
    assert not Act.objects.visible_to(other).exists()
    assert not Act.objects.visible_to(AnonymousUser()).exists()
    assert search_acts(owner, SearchRequest(text="заработная")).total == 1
    assert search_acts(other, SearchRequest(text="заработная")).total == 0
    assert add_own_act(a_decision(5), owner) == act
    with pytest.raises(PermissionDenied):
        add_own_act(a_decision(5), other)
    with pytest.raises(PermissionDenied):
        add_own_act(a_decision(6), AnonymousUser())


def test_closing_an_act_takes_it_out_of_the_publics_search(staff: User) -> None:
    import_acts([a_decision(1)], **PUBLIC)
    act = Act.objects.get()
    with pytest.raises(PermissionDenied):
        set_visibility(act.act_id, Visibility.CLOSED, a_user("x"))
    set_visibility(act.act_id, Visibility.CLOSED, staff)
    assert search_acts(AnonymousUser(), SearchRequest(text="заработная")).total == 0
    assert search_acts(staff, SearchRequest(text="заработная")).total == 1
    set_visibility(act.act_id, Visibility.PUBLIC, staff)
    assert search_acts(AnonymousUser(), SearchRequest(text="заработная")).total == 1


def a_link(probability: float = 0.97, status: LinkStatus = LinkStatus.SURE) -> Link:
    return Link(
        act_id=a_decision(0, instance=Instance.APPEAL).id,
        reviewed_id=a_decision(0).id,
        probability=probability,
        status=status,
        reasons=(Reason(code="number", level="same", bits=18.0),),
    )


def test_links_are_kept_once_and_never_over_a_persons_word(bank: list[Act]) -> None:
    assert link_instances([a_link()]) == link_instances([a_link()]) == 1
    link = InstanceLink.objects.get()
    link.status = InstanceLink.Status.REJECTED
    link.save()
    link_instances([a_link(0.99)])
    assert InstanceLink.objects.get().status == InstanceLink.Status.REJECTED


def test_the_track_goes_from_the_first_instance_up_and_leaves_out_unlikely_links(bank: list[Act]) -> None:
    link_instances([a_link()])
    appeal = Act.objects.get(instance="appeal")
    assert [step.act.instance for step in track_of(AnonymousUser(), appeal)] == ["first", "appeal"]
    link_instances([a_link(0.2, LinkStatus.REJECTED)])
    assert len(track_of(AnonymousUser(), appeal)) == 1


def test_a_link_to_an_act_that_is_not_there_is_left_out() -> None:
    import_acts([a_decision(0)], **PUBLIC)
    assert link_instances([a_link()]) == 0
    assert a_decision(0, instance=Instance.APPEAL, review=Review.UPHELD).review is not None
