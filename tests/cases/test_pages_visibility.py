"""Every address of the registry walked by every role: a foreign or sealed case answers as one that isn't there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tarazy.cases import api, urls
from tarazy.cases.actions.break_glass import break_glass
from tarazy.cases.actions.seal import seal
from tarazy.cases.models import BreakGlass, Case, Deadline, InternalPaper, Task
from tarazy.people.models import User
from tarazy.people.permissions import OF_A_COURT, Role
from tests.cases.factories import NOW, a_chair, a_court, a_judge, a_registered_case, staff
from tests.people.factories import a_user, with_role

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
NO_NUMBER = "7599-26-00-2/99999"
# Addresses without anything of a case in them; a test below walks their contents.
OF_NO_CASE = {
    "search", "inbox", "deadlines", "calendar", "calendar_change", "papers", "paper_new", "emergency_new", "feed",
}  # fmt: skip
# Who tries to write, one of each kind, and where a form can be sent at all.
WRITERS = {"nobody", "stranger", "registry_clerk", "judge", "court_chair", "auditor"}
WRITTEN = {"do", "related", "sign", "register", "seal", "emergency", "task", "paper"}


@dataclass(frozen=True)
class Thing:
    """A case with all that hangs on it, by the names that addresses use; an unknown one has random ids."""

    case_uuid: UUID
    number: str
    task_uuid: UUID
    paper_uuid: UUID
    opening: int
    section: int
    party: str
    party_uuid: UUID
    deadline: int

    def address(self, pattern: URLPattern) -> str:
        values = {
            name: getattr(self, name, {"event": "accept"}.get(name)) for name in pattern.pattern.converters
        }
        return reverse(f"cases:{pattern.name}", kwargs=values)

    def hidden(self, text: str) -> str:
        """The text without what the address itself gave away, and without tokens."""
        for own in (self.case_uuid, self.number, self.task_uuid, self.paper_uuid):
            text = text.replace(str(own), "ID")
        return TOKENS.sub("", text.replace(self.number.replace("/", "%2F"), "ID"))


def plain(text: str, address: str) -> str:
    """A page without its own address (in the switch of languages) and without tokens."""
    return TOKENS.sub("", text.replace(address, "ADDRESS"))


def a_thing(case: Case) -> Thing:
    proceeding = case.proceedings.get()
    judge = a_judge(a_court()).user
    task = Task.objects.create(
        court=case.court, proceeding=proceeding, assignee=judge, code="accept_claim", created_at=NOW
    )
    paper = InternalPaper.objects.create(
        court=case.court, kind="memorandum", subject="Тайное дело", author=judge, created_at=NOW, case=case
    )
    deadline = Deadline.objects.create(
        proceeding=proceeding, limit="decide", starts=NOW.date(), due=NOW.date()
    )
    party = case.parties.get(side="defence")
    opening = break_glass(
        case.pk, by=judge, reason="Неотложная мера по обеспечению доказательств в деле.", now=NOW
    )
    section = case.court.sections.first()
    assert case.number and section
    return Thing(
        case.uuid, case.number, task.uuid, paper.uuid, opening.pk, section.pk,
        party.name, party.uuid, deadline.pk,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _one_factor(settings: object) -> None:
    settings.REQUIRE_STAFF_MFA = False  # type: ignore[attr-defined]


@pytest.fixture
def unknown(db: None) -> Thing:
    return Thing(uuid4(), NO_NUMBER, uuid4(), uuid4(), 987_654, 987_654, "Никто", uuid4(), 987_654)


@pytest.fixture
def foreign(db: None) -> Thing:
    """A case of a court in which nobody of the walk works."""
    return a_thing(a_registered_case(a_court("7511")))


@pytest.fixture
def sealed(db: None) -> Thing:
    """A sealed case of the very court in which the walk's staff work."""
    case = a_registered_case(a_court("7520", exact=True))
    thing = a_thing(case)
    seal(case.pk, by=a_chair(case.court), reason="Тайна усыновления по закону.", norm="GPK 19", now=NOW)
    return thing


def walkers() -> Iterator[tuple[str, User | None]]:
    """Nobody, somebody, and a holder of every role; staff of court 7520."""
    court = a_court("7520", exact=True) if not _court_there() else _court_there()
    yield "nobody", None
    yield "stranger", a_user()
    for role in Role:
        yield role.value, staff(role, court) if role in OF_A_COURT else with_role(role)  # type: ignore[arg-type]


def _court_there() -> object:
    from tarazy.courts.models import Court

    return Court.objects.filter(pk="7520").first()


def signed_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user, backend=BACKEND)
    return client


def patterns() -> list[URLPattern]:
    found = [one for one in urls.urlpatterns if one.name not in OF_NO_CASE]
    assert len(found) >= 18
    return found


def allowed(role: str, name: str, thing_is: str) -> bool:
    """What somebody may see without the file: the auditor who did and looked; the chair their own court's sealed."""
    if name == "card" and thing_is == "foreign":
        return True
    if role == "auditor":
        return name in ("audit", "emergency")
    return role == "court_chair" and thing_is == "sealed"


@pytest.mark.parametrize("which", ["foreign", "sealed"])
def test_a_closed_case_answers_as_one_that_is_not_there(
    which: str, unknown: Thing, request: pytest.FixtureRequest
) -> None:
    thing: Thing = request.getfixturevalue(which)
    walked = 0
    for role, user in walkers():
        client = signed_in(user)
        nowhere = unknown.address(next(one for one in patterns() if one.name == "case"))
        missing = client.get(nowhere)
        expected = plain(missing.content.decode(), nowhere)
        for pattern in patterns():
            if allowed(role, str(pattern.name), which):
                continue
            if pattern.name == "section_inbox" and user and user.sections.filter(pk=thing.section).exists():
                continue
            writes = role in WRITERS and pattern.name in WRITTEN
            for method in (client.get, client.post) if writes else (client.get,):
                address = thing.address(pattern)
                there = method(address)
                where = f"{role} {method.__name__} {pattern.name}"
                if pattern.name == "card":
                    assert there.status_code == 404, where
                    continue  # open to everybody: compared below
                assert there.status_code == missing.status_code, where
                assert plain(there.content.decode(), address) == expected, where
                walked += 1
    assert walked > 300


@pytest.mark.parametrize("which", ["foreign", "sealed"])
def test_a_closed_case_is_in_no_list_and_no_answer_of_the_api(
    which: str, unknown: Thing, request: pytest.FixtureRequest
) -> None:
    thing: Thing = request.getfixturevalue(which)
    lists = [
        "/ru/inbox/", "/ru/deadlines/", "/ru/deadlines/?court=7520", "/ru/deadlines/?court=7511", "/ru/papers/", "/ru/home/",
        "/ru/cases/", f"/ru/cases/?q={thing.party}",
        "/api/v1/tasks", "/api/v1/deadlines", "/api/v1/cases", f"/api/v1/cases?q={thing.party}",
    ]  # fmt: skip
    for role, user in walkers():
        if role == "court_chair" and which == "sealed":
            continue
        client = signed_in(user)
        for address in lists:
            if role == "auditor" and address == "/ru/home/":
                continue  # shows what is to be reviewed, by its number
            if which == "foreign" and user is None and address.startswith("/ru/cases"):
                continue  # the public registry knows it, shortened
            text = client.get(address).content.decode().replace(f'value="{thing.party}"', "")
            text = text.replace(f"q={thing.party}", "").replace("Жауапкер", "")
            for secret in (thing.number, str(thing.case_uuid), "Тайное дело", thing.party):
                assert secret not in text, f"{role} {address}"
        missing = client.get(f"/api/v1/cases/{unknown.case_uuid}")
        for ending in ("", "/docket", "/documents", "/deadlines"):
            there = client.get(f"/api/v1/cases/{thing.case_uuid}{ending}")
            assert there.status_code == missing.status_code in (401, 404), f"{role} {ending}"
            assert there.content == missing.content
        for ending in ("/register", "/steps/accept", "/papers") if role in WRITERS else ():
            sent = {"code": "motion_adjourn"} if ending == "/papers" else {}
            there = client.post(
                f"/api/v1/cases/{thing.case_uuid}{ending}", sent, content_type="application/json"
            )
            missing = client.post(
                f"/api/v1/cases/{unknown.case_uuid}{ending}", sent, content_type="application/json"
            )
            assert there.status_code == missing.status_code, f"{role} {ending}"
            assert there.content == missing.content


def test_the_public_registry_says_the_same_of_a_sealed_number_and_of_none(
    sealed: Thing, unknown: Thing
) -> None:
    client = Client()
    for address in ("/ru/cases/?q={}", "/ru/case/{}/", "/api/v1/registry?q={}", "/api/v1/registry/{}"):
        there, missing = client.get(address.format(sealed.number)), client.get(address.format(unknown.number))
        assert there.status_code == missing.status_code
        quoted = sealed.hidden(there.content.decode()), unknown.hidden(missing.content.decode())
        assert quoted[0] == quoted[1], address


def test_the_walk_knows_every_address_of_the_room() -> None:
    named = {pattern.name for pattern in urls.urlpatterns}
    assert named >= OF_NO_CASE
    assert {name for pattern in patterns() for name in pattern.pattern.converters} <= {
        "case_uuid", "number", "task_uuid", "paper_uuid", "opening", "section", "event",
        "party_uuid", "deadline",
    }  # fmt: skip
    assert len(api.router.path_operations) >= 12


def test_a_party_of_the_case_does_see_it(sealed: Thing) -> None:
    """So that the walk can fail: the same addresses open for whom the law lets in."""
    case = Case.objects.get(uuid=sealed.case_uuid)
    client = signed_in(case.parties.get(side="claim").user)
    for name in ("case", "file", "docket", "docket_csv", "case_deadlines", "parties", "related"):
        assert client.get(reverse(f"cases:{name}", args=[case.uuid])).status_code == 200, name
    for name in ("audit", "case_tasks", "seal", "register"):
        assert client.get(reverse(f"cases:{name}", args=[case.uuid])).status_code == 404, name
    assert BreakGlass.objects.exists()
