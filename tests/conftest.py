"""What tests of all rooms share: a home folder of their own, a running court, a browser with axe."""

from __future__ import annotations

import fcntl
import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.utils.translation import trans_real
from hypothesis import settings as property_settings

from tarazy.site import assets, translations
from tests.database import flush_despite_the_ledger
from tests.serving import free_port, stop, wait_for

flush_despite_the_ledger()

# A database in memory is one connection to the threads of a live server, who then refuse each other; in a file they wait.
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _folder = tempfile.TemporaryDirectory(prefix="tarazy-test-database-")
    _default = connections.settings["default"]
    _default["TEST"]["NAME"] = str(Path(_folder.name) / "test.sqlite3")
    _default["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"  # nothing here outlives the run

# A slow machine is no fault of the property; where a change is judged, the same examples are tried each time.
property_settings.register_profile("tarazy", deadline=None, derandomize=bool(os.environ.get("CI")))
property_settings.load_profile("tarazy")

FRONTEND = Path(__file__).resolve().parents[1] / "src" / "tarazy" / "site" / "frontend"
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# What these give starts a browser or a whole court: on a second database engine it says nothing more.
OF_ONE_ENGINE = {"court", "browser", "page", "postgres", "postgres_url", "sqlite_file"}
# A test with one of these as its parameter goes through both engines wherever it runs.
NAMES_OF_ENGINES = {"sqlite", "postgresql"}


# They start the whole house: `make test-house` runs them.
WHOLE_HOUSE = (
    "tests/journeys/",
    "tests/site/test_demo.py",
    "tests/cabinet/test_journeys.py",
    "tests/cabinet/notices/test_killed_workers.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs only in the whole house, and what says nothing more on a second engine."""
    root = Path(__file__).resolve().parents[1]
    for item in items:
        if f"{item.path.relative_to(root).as_posix()}::{item.name}".startswith(WHOLE_HOUSE):
            item.add_marker(pytest.mark.whole_house)
        uses = set(getattr(item, "fixturenames", ()))
        shares_the_court = "court" in uses and "page" in uses
        given = getattr(getattr(item, "callspec", None), "params", {}).values()
        names_its_engine = any(isinstance(one, str) and one in NAMES_OF_ENGINES for one in given)
        if uses & OF_ONE_ENGINE - {"court"} or shares_the_court or names_its_engine:
            item.add_marker(pytest.mark.one_engine)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """What all processes of the tests share on the disk is made by one of them; the others wait for it."""
    with (Path(tempfile.gettempdir()) / f"tarazy-tests-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What tests make goes into a folder of their own; pages have their built files and their words."""
    settings.TARAZY_HOME = tmp_path_factory.mktemp("home")
    settings.REQUIRE_STAFF_MFA = False  # tests of people turn it on
    settings.LIMITS = dict.fromkeys(settings.LIMITS, "")  # and so with limits: here all come from one address
    with _one_at_a_time():
        assets.build()
        compiled = translations.compile_all()
    if compiled:  # Django has read the old words already: let it read again
        trans_real._translations.clear()
        trans_real._default = None
        gettext._translations.clear()  # type: ignore[attr-defined]
    return Path(settings.TARAZY_HOME)


@pytest.fixture(scope="session")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running demo with a small model court, without the slash at its end."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tarazy.site.cli", "demo", "--port", str(port), "--cases", "150"],
        env=os.environ | {"TARAZY_HOME": str(tmp_path_factory.mktemp("court"))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server, 180)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A chromium of the system; without one the test is skipped, but not where everything must be tested."""
    chromium = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)
    axe = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
    reason = None
    if not chromium:
        reason = "no chromium: apt-get install chromium (or the like), then the browser tests run"
    elif not axe.is_file():
        reason = "no axe: TARAZY_TEST_ASSETS=1 tarazy assets installs it"
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    # The browser's own event loop runs in this thread; Django would take it for its caller's.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of 1280 × 900 that fails the test if its scripts fail or its security policy is broken."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_navigation_timeout(120_000)  # how quick pages are is asked by tests of their own
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda message: complaints.append(message.text) if "Refused" in message.text else None
    )
    yield opened
    context.close()
    assert not complaints


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """`axe(page)` lists what breaks WCAG 2.2 AA or best practice on the page as it stands; empty is good."""
    source = (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")

    def look(page: Any) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return look
