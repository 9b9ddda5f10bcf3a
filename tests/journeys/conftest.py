"""Houses that run (one for each engine, shared by the journeys) and people who come to them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.house import House
from tests.journeys.people import DESK, PHONE, Person
from tests.postgres import new_database

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


@pytest.fixture
def house(houses: Callable[[str], House], request: pytest.FixtureRequest) -> House:
    """The house on SQLite, or on the engine that the test names."""
    return houses(getattr(request, "param", "sqlite"))


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
