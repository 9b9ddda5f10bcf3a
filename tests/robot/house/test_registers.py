"""Registers over HTTP: what they tell, and what becomes of silence, age, halves and contradictions."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tarazy.robot.facts import Datum
from tarazy.robot.sources import line as lines
from tarazy.robot.sources.connected import connected_sources
from tarazy.robot.sources.line import Line, Silent
from tarazy.robot.sources.records import a_record
from tarazy.robot.sources.registers import HttpRegister, moment
from tarazy.robot.sources.seam import Material, gather_now, same, weigh
from tarazy.robot.sources.wanted import Wanted
from tests.cases.factories import NOW, later
from tests.people.factories import an_iin

BAILIFF = an_iin(7)


def _alone(work: Any) -> Any:
    """What the coroutine gives, in a thread of its own: this one may have a loop of the browser's."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(lambda: asyncio.run(work())).result()


def ask(register: str, record: dict[str, Any], **asked: str) -> dict[str, Datum]:
    """What one register tells about the record, by field."""
    material = Material("m-1", "travel_ban", NOW, {
        "enforcement_number": record["number"], "person_iin": record["person"]["iin"],
        "entity_bin": (record["entity"] or {}).get("bin", ""), "signer_iin": record["bailiff"], **asked,
    })  # fmt: skip

    async def once() -> list[Datum]:
        source = next(one for one in connected_sources() if one.name == register)
        try:
            return await source.fetch(material, NOW)
        finally:
            await source.close()

    return {one.name.partition(".")[2]: one for one in _alone(once)}


def known(stand_in: Any, **changes: Any) -> dict[str, Any]:
    record = a_record("7511-26-000001", now=NOW, court="7511", bailiff=BAILIFF, **changes)
    stand_in.registers.add(record)
    return record


def test_every_register_tells_all_its_fields_with_the_time_at_which_they_were_true(stand_in: Any) -> None:
    record = known(stand_in, entity=True)
    for source in connected_sources():
        told = ask(source.name, record)
        assert set(told) == set(source.fields) | {"known"}
        assert {name: one.doubt for name, one in told.items() if one.doubt} == {}
        assert all(abs(one.at - NOW) < timedelta(minutes=1) for one in told.values())
    assert ask("payments", record)["left"].value == f"{record['left'] // 100}.00"
    assert ask("entities", record)["head"].value == record["person"]["iin"]
    assert ask("deliveries", record)["delivered_on"].value == record["notice"]["delivered_on"]
    assert ask("certificates", record)["office"].value == "bailiff"


@pytest.mark.parametrize(
    ("fault", "doubt"),
    [("timeout", "timeout"), ("error", "unavailable"), ("garbage", "broken")],
)
def test_a_register_that_fails_leaves_its_data_in_doubt_and_never_raises(
    stand_in: Any, monkeypatch: pytest.MonkeyPatch, fault: str, doubt: str
) -> None:
    monkeypatch.setattr("tarazy.robot.sources.stand_in.HANGS_S", 1.5)
    record = known(stand_in)
    for name in ("enforcement", "payments", "deliveries", "population"):
        lines._circuits.clear()
        stand_in.registers.faults = {name: fault}
        told = ask(name, record)
        assert {one.doubt for one in told.values()} == {doubt}, name
        assert all(one.value is None for one in told.values())


def test_an_old_answer_is_told_with_its_time_for_the_table_to_judge(stand_in: Any) -> None:
    record = known(stand_in)
    stand_in.registers.faults = {"payments": "stale"}
    assert {one.at for one in ask("payments", record).values()} == {NOW - timedelta(days=40)}


def test_half_an_answer_tells_what_it_has_and_the_rest_is_missing(stand_in: Any) -> None:
    record = known(stand_in)
    stand_in.registers.faults = {"enforcement": "half"}
    told = ask("enforcement", record)
    assert told["left"].doubt == "missing" and told["left"].value is None
    assert told["state"].value == "open" and not told["state"].doubt


def test_a_number_that_a_register_does_not_know_is_told_as_such(stand_in: Any) -> None:
    record = a_record("7511-26-404404", now=NOW, court="7511", bailiff=BAILIFF)
    told = ask("enforcement", record)
    assert told["known"].value is False and told["state"].doubt == "missing"
    assert ask("population", record)["known"].value is False


def test_a_register_without_a_number_to_ask_by_is_not_asked(stand_in: Any) -> None:
    record = known(stand_in)
    before = stand_in.registers.asked
    told = ask("entities", record)
    assert {one.doubt for one in told.values()} == {"missing"} and stand_in.registers.asked == before


def test_an_answer_to_another_question_or_from_the_future_is_none(stand_in: Any) -> None:
    record = known(stand_in)
    stand_in.now = later(2)
    assert {one.doubt for one in ask("population", record).values()} == {"broken"}


def test_a_failing_register_is_left_alone_for_a_while(stand_in: Any) -> None:
    record = known(stand_in)
    stand_in.registers.faults = {"border": "error"}
    for _ in range(lines.OPENS_AFTER):
        ask("border", record)
    asked = stand_in.registers.asked
    assert {one.doubt for one in ask("border", record).values()} == {"unavailable"}
    assert stand_in.registers.asked == asked  # the circuit is open: nobody waits
    lines.circuit_of(f"{stand_in.address}/border").shut_until = 0
    stand_in.registers.faults = {}
    assert not ask("border", record)["restricted"].doubt


def test_a_register_that_is_not_connected_or_not_there_is_unavailable(settings: Any) -> None:
    for address in ("", "http://127.0.0.1:9"):

        async def once(address: str = address) -> None:
            line = Line(address, timeout_s=0.5, tries=1)
            try:
                await line.ask("GET", "/")
            finally:
                await line.close()

        with pytest.raises(Silent, match="unavailable"):
            _alone(once)


def datum(name: str, value: Any, doubt: str = "", hours: float = 0) -> Datum:
    return Datum(name, value, name.partition(".")[0], NOW - timedelta(hours=hours), doubt)


def test_two_registers_that_say_different_things_are_a_contradiction_with_both_named() -> None:
    wanted = Wanted("balance", ("payments.left", "enforcement.left"))
    agree = {one.name: one for one in (datum("payments.left", "10.00"), datum("enforcement.left", "10"))}
    assert weigh(wanted, agree, NOW) == Datum("balance", "10.00", "payments", NOW)
    differ = agree | {"enforcement.left": datum("enforcement.left", "11.00", hours=2)}
    found = weigh(wanted, differ, NOW)
    assert (found.doubt, found.source, found.at) == (
        "contradicts",
        "payments, enforcement",
        NOW - timedelta(hours=2),
    )
    one_silent = agree | {"payments.left": datum("payments.left", None, "timeout")}
    assert weigh(wanted, one_silent, NOW).value == "10"
    assert weigh(wanted, {}, NOW).doubt == "missing"
    assert weigh(wanted, {"payments.left": datum("payments.left", None, "timeout")}, NOW).doubt == "timeout"
    assert same("ИВАНОВ ", "Иванов") and not same("1", "2") and not same(None, "0")


@pytest.mark.parametrize("written", [True, None, [], {}, "yesterday"])
def test_a_moment_that_is_none_is_refused(written: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        moment(written)


def test_registers_are_asked_at_once(stand_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tarazy.robot.sources import seam

    record = known(stand_in)
    monkeypatch.setattr(
        seam, "wanted_by", lambda table: tuple(
            Wanted(f"{one.name}_known", (f"{one.name}.known",)) for one in connected_sources()
        ),
    )  # fmt: skip
    material = Material(
        "m", "t", NOW, {"enforcement_number": record["number"], "person_iin": record["person"]["iin"]}
    )
    facts = gather_now(material, connected_sources(), NOW)
    assert facts["enforcement_known"].value is True and facts["entities_known"].doubt == "missing"
    assert all(isinstance(one, HttpRegister) for one in connected_sources())
