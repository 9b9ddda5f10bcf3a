"""Houses that run (one for each engine and one full of acts, shared by the journeys) and people who come to them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.house import PATIENCE_S, House
from tests.journeys.people import DESK, PHONE, Person
from tests.postgres import new_database
from tests.serving import free_port, stop, wait_for

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    """Tell the fixtures whether the journey went wrong."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], House]]:
    """`houses(engine)`: a running house on `sqlite` or `postgres`, made when it is first asked for."""
    made: dict[str, House] = {}

    def house_of(engine: str) -> House:
        if engine not in made:
            home = tmp_path_factory.mktemp(engine)
            database = new_database() if engine == "postgres" else f"sqlite:///{home / 'tarazy.sqlite3'}"
            house = House(home, database)
            house.prepare()
            house.start()
            made[engine] = house
        return made[engine]

    yield house_of
    for house in made.values():
        house.stop()


@pytest.fixture(scope="session")
def house_of_acts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with a bank and its practice, a judge with forty matters, and registers that answer over HTTP."""
    home, port = tmp_path_factory.mktemp("acts"), free_port()
    house = House(home, f"sqlite:///{home / 'tarazy.sqlite3'}", registers=f"all=http://127.0.0.1:{port}")
    house.prepare()
    house.run("tests.journeys.prepare_acts")
    registers = subprocess.Popen(
        [sys.executable, "-m", "tarazy.site.cli", "robot", "registers", "--port", str(port), "--records",
         str(home / "registers.jsonl")],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/stand-in/proceedings", registers, PATIENCE_S)
        house.start()
        yield house
    finally:
        house.stop()
        stop(registers)


@pytest.fixture
def matters(house: House) -> dict[str, dict[str, str]]:
    """Number and identifier of the cases that the journeys in the house of acts are about."""
    found: dict[str, dict[str, str]] = json.loads((house.home / "matters.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def house(houses: Callable[[str], House], request: pytest.FixtureRequest) -> House:
    """The house on SQLite, on the engine that the test names, or the one that is full of `acts`."""
    which = getattr(request, "param", "sqlite")
    if which == "acts":
        full: House = request.getfixturevalue("house_of_acts")
        return full
    return houses(which)


Someone = Callable[..., Person]


@pytest.fixture
def someone(
    browser: Any,
    house: House,
    axe: Callable[[Any], list[str]],
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Someone]:
    """`someone("kk", who="citizen0", phone=True)`: a person at a screen of their own, signed in if named.

    At the end everything that was wrong on any page is told; of a journey that failed, the last screens are kept.
    """
    here: list[Person] = []

    def come(language: str, *, who: str = "", phone: bool = False) -> Person:
        person = Person(browser, house, language, axe, PHONE if phone else DESK)
        here.append(person)
        if who:
            person.sign_in_as(who)
        return person

    yield come
    faults = [fault for person in here for fault in person.faults]
    if request.node.stash.get(FAILED, False) or faults:
        for number, person in enumerate(here):
            person.page.screenshot(path=tmp_path / f"{number}-{person.name}.png", full_page=True)
            sys.stdout.write(
                f"{number} {person.name} was at {person.page.url}: {tmp_path}/{number}-{person.name}.png\n"
            )
        sys.stdout.write(house.words()[-2000:])
    for person in here:
        person.context.close()
    assert not faults, "\n".join(dict.fromkeys(faults))
