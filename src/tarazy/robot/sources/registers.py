"""The registers of the state, each asked in its own protocol: how a question is put, where its answer says what.

Every answer names the moment when it was true there. A field that an answer lacks stays in doubt (`missing`): half a
document is none.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from tarazy.robot.facts import Datum
from tarazy.robot.sources.line import Line, Silent
from tarazy.robot.sources.seam import Material

HERE = ZoneInfo("Asia/Almaty")
CLOCKS_DIFFER = timedelta(minutes=5)  # an answer from the future beyond it is none


class Lacks(LookupError):
    """A field isn't in the answer."""


def at_path(answer: Any, path: str) -> Any:
    """The value at a dotted path of the answer. Raises `Lacks`."""
    for step in path.split("."):
        if not isinstance(answer, Mapping) or step not in answer:
            raise Lacks(path)
        answer = answer[step]
    return answer


def moment(value: Any) -> datetime:
    """A moment as registers write it: ISO 8601 or milliseconds since 1970. Raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(value)
    if isinstance(value, str):
        read = datetime.fromisoformat(value)
        return read if read.tzinfo else read.replace(tzinfo=HERE)
    return datetime.fromtimestamp(value / 1000, UTC)


@dataclass(frozen=True)
class Told:
    """What an answer says, by field; a callable raises `Lacks` or a `ValueError` where the answer doesn't say it."""

    at: Callable[[], Any]
    fields: Mapping[str, Callable[[], Any]]


class HttpRegister(ABC):
    """A register behind a line. Subclasses say which fields there are, how they are asked for and read."""

    name: ClassVar[str]
    fields: ClassVar[tuple[str, ...]]
    needs: ClassVar[str]  # the number without which there is nothing to ask

    def __init__(self, line: Line) -> None:
        self.line = line

    @abstractmethod
    async def ask(self, material: Material, now: datetime) -> Any:
        """The answer, None where the register knows nothing of the number. Raises `Silent`."""

    @abstractmethod
    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        """The answer's fields."""

    async def fetch(self, material: Material, now: datetime) -> list[Datum]:
        """The register's data, in doubt where it is silent or says half. Whether an answer is too old, the table says."""
        if not material.asked.get(self.needs):
            return [self._datum(field, None, now, "missing") for field in self.fields]
        try:
            answer = await self.ask(material, now)
        except Silent as silent:
            return [self._datum(field, None, now, silent.doubt) for field in self.fields]
        if answer is None:
            return [self._datum("known", False, now), *self._unknown(now)]
        try:
            told = self.read(answer, material, now)
            at = moment(told.at())
        except (LookupError, ValueError, TypeError, AttributeError, OverflowError, OSError):
            return [self._datum(field, None, now, "broken") for field in self.fields]
        if at > now + CLOCKS_DIFFER:
            return [self._datum(field, None, at, "broken") for field in self.fields]
        return [self._datum("known", True, at), *self._told(told, at)]

    async def close(self) -> None:
        """Let the connections go."""
        await self.line.close()

    def _unknown(self, now: datetime) -> Iterator[Datum]:
        for field in self.fields:
            if field != "known":
                yield self._datum(field, None, now, "missing")

    def _told(self, told: Told, at: datetime) -> Iterator[Datum]:
        for field in self.fields:
            if field == "known":
                continue
            try:
                yield self._datum(field, told.fields[field](), at)
            except (LookupError, ValueError, TypeError, AttributeError):
                yield self._datum(field, None, at, "missing")

    def _datum(self, field: str, value: Any, at: datetime, doubt: str = "") -> Datum:
        return Datum(f"{self.name}.{field}", value, self.name, at, doubt)


class Enforcement(HttpRegister):
    """Proceedings of enforcement: one record by its number."""

    name = "enforcement"
    needs = "enforcement_number"
    fields = (
        "known", "state", "opened_on", "document_valid", "document_kind", "debtor", "debtor_is_entity", "kind_of_debt", "left", "currency",
        "court", "bailiff", "banned", "lifted_on", "place", "creditor",
    )  # fmt: skip

    async def ask(self, material: Material, now: datetime) -> Any:
        return await self.line.ask("GET", f"/api/v2/proceedings/{material.asked['enforcement_number']}")

    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        def of(path: str) -> Callable[[], Any]:
            return lambda: at_path(answer, path)

        def banned() -> bool:
            return any(one.get("liftedOn") is None for one in at_path(answer, "bans"))

        return Told(
            of("asOf"),
            {
                "state": lambda: str(at_path(answer, "state")).lower(),
                "opened_on": of("openedOn"),
                "document_valid": lambda: _bool(at_path(answer, "document.valid")),
                "document_kind": of("document.kind"),
                "debtor": of("debtor.number"),
                "debtor_is_entity": lambda: at_path(answer, "debtor.kind") == "ENTITY",
                "kind_of_debt": lambda: "periodic" if at_path(answer, "sum.periodic") else "single",
                "left": lambda: _tenge(at_path(answer, "sum.left")),
                "currency": of("sum.currency"),
                "court": of("placeOfExecution.court"),
                "place": of("placeOfExecution.region"),
                "bailiff": of("bailiff.iin"),
                "creditor": of("creditor.name"),
                "banned": banned,
                "lifted_on": lambda: next((one.get("liftedOn") for one in at_path(answer, "bans")), None),
            },
        )


class Population(HttpRegister):
    """People by their IIN: an envelope with a message id, answered in another envelope."""

    name = "population"
    needs = "person_iin"
    fields = ("known", "name", "birth_date", "alive", "capable", "address", "region", "in_kazakhstan")

    async def ask(self, material: Material, now: datetime) -> Any:
        sent = {"messageId": material.key, "requestData": {"iin": material.asked["person_iin"]}}
        answer = await self.line.ask("POST", "/person", json=sent)
        if isinstance(answer, dict) and at_or(answer, "responseData.status") == "NOT_FOUND":
            return None
        return answer

    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        if at_path(answer, "messageId") != material.key:
            raise ValueError("an answer to another question")
        person = at_path(answer, "responseData.data")
        name = lambda: " ".join(  # noqa: E731 - read only where it is asked for
            filter(None, (at_path(person, "surname"), at_path(person, "name"), person.get("secondname")))
        )
        return Told(
            lambda: at_path(answer, "responseData.responseDate"),
            {
                "name": name,
                "birth_date": lambda: at_path(person, "birthDate"),
                "alive": lambda: str(at_path(person, "lifeStatus.code")) == "0",
                "capable": lambda: _bool(at_path(person, "capable")),
                "address": lambda: at_path(person, "address.text"),
                "region": lambda: at_path(person, "address.region"),
                "in_kazakhstan": lambda: at_path(person, "address.country") == "398",
            },
        )


class LegalEntities(HttpRegister):
    """Organisations by their BIN, with their heads by time."""

    name = "entities"
    needs = "entity_bin"
    fields = ("known", "name", "active", "head", "sole_founder", "address", "in_kazakhstan")

    async def ask(self, material: Material, now: datetime) -> Any:
        return await self.line.ask("GET", f"/entities/{material.asked['entity_bin']}")

    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        today = now.astimezone(HERE).date().isoformat()

        def head() -> str:
            """The present head; who acts for the head comes first."""
            posts = {
                one["post"]: str(one["iin"])
                for one in at_path(answer, "heads")
                if one["from"] <= today and (one.get("to") is None or one["to"] >= today)
            }
            return posts.get("ACTING") or posts["HEAD"]

        return Told(
            lambda: at_path(answer, "actualAt"),
            {
                "name": lambda: at_path(answer, "name"),
                "active": lambda: at_path(answer, "status") == "REGISTERED",
                "head": head,
                "sole_founder": lambda: (
                    (at_path(answer, "founders") or [""])[0] if len(at_path(answer, "founders")) == 1 else ""
                ),
                "address": lambda: at_path(answer, "address"),
                "in_kazakhstan": lambda: at_path(answer, "status") == "REGISTERED",
            },
        )


class Payments(HttpRegister):
    """What is still owed by an enforcement proceeding: sums in tiyn."""

    name = "payments"
    needs = "enforcement_number"
    fields = ("known", "left", "unpaid_months", "last_payment_on", "open")

    async def ask(self, material: Material, now: datetime) -> Any:
        sent = {
            "enforcement": material.asked["enforcement_number"],
            "on": now.astimezone(HERE).date().isoformat(),
        }
        return await self.line.ask("POST", "/balances", json=sent)

    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        balance = at_path(answer, "balance")
        return Told(
            lambda: at_path(answer, "computedAt"),
            {
                "left": lambda: _tiyn(at_path(balance, "left")),
                "unpaid_months": lambda: int(at_path(balance, "unpaidMonths")),
                "last_payment_on": lambda: at_path(balance, "lastPaymentOn"),
                "open": lambda: int(at_path(balance, "left")) > 0,
            },
        )


class Deliveries(HttpRegister):
    """The log of notices: what was sent to whom by which way, and what the carrier reported."""

    name = "deliveries"
    needs = "enforcement_number"
    fields = ("known", "form", "channel", "sent_on", "delivered_on", "proper")
    PROPER: ClassVar[frozenset[str]] = frozenset({"DELIVERED", "READ", "REFUSED_BY_ADDRESSEE"})

    async def ask(self, material: Material, now: datetime) -> Any:
        sent = {"subject": material.asked["enforcement_number"], "about": "TRAVEL_BAN"}
        return await self.line.ask("GET", "/log", params=sent)

    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        items = sorted(at_path(answer, "items"), key=lambda one: one["sentAt"])
        last = items[-1] if items else {}

        def day(field: str) -> str:
            return moment(last[field]).astimezone(HERE).date().isoformat()

        return Told(
            lambda: at_path(answer, "generated"),
            {
                "form": lambda: last["form"],
                "channel": lambda: str(last["channel"]).lower(),
                "sent_on": lambda: day("sentAt"),
                "delivered_on": lambda: day("deliveredAt"),
                "proper": lambda: bool(last) and last["report"] in self.PROPER,
            },
        )


class Border(HttpRegister):
    """Restrictions to leave that are in force for a person."""

    name = "border"
    needs = "person_iin"
    fields = ("known", "restricted", "by_this_proceeding")

    async def ask(self, material: Material, now: datetime) -> Any:
        return await self.line.ask("GET", f"/restrictions/{material.asked['person_iin']}")

    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        number = material.asked.get("enforcement_number", "")
        return Told(
            lambda: at_path(answer, "as_of"),
            {
                "restricted": lambda: bool(at_path(answer, "active")),
                "by_this_proceeding": lambda: any(
                    one["ground"] == number for one in at_path(answer, "active")
                ),
            },
        )


class Certificates(HttpRegister):
    """The certifying centre with the notaries' register of powers: is the signer's key good, is the office held."""

    name = "certificates"
    needs = "signer_iin"
    fields = ("known", "valid", "office", "office_until")

    async def ask(self, material: Material, now: datetime) -> Any:
        sent = {"iin": material.asked["signer_iin"], "at": now.isoformat()}
        return await self.line.ask("POST", "/check", json=sent)

    def read(self, answer: Any, material: Material, now: datetime) -> Told:
        today = now.astimezone(HERE).date().isoformat()

        def office() -> str:
            held = [
                one["kind"]
                for one in at_path(answer, "powers")
                if one["until"] is None or one["until"] >= today
            ]
            return str(held[0]).lower() if held else ""

        return Told(
            lambda: at_path(answer, "t"),
            {
                "valid": lambda: (
                    _bool(at_path(answer, "certificate.valid"))
                    and not _bool(at_path(answer, "certificate.revoked"))
                ),
                "office": office,
                "office_until": lambda: next((one["until"] for one in at_path(answer, "powers")), None),
            },
        )


ALL: tuple[type[HttpRegister], ...] = (
    Enforcement, Population, LegalEntities, Payments, Deliveries, Border, Certificates,
)  # fmt: skip


def at_or(answer: Any, path: str, otherwise: Any = None) -> Any:
    """The value at a path, or another where it lacks."""
    try:
        return at_path(answer, path)
    except Lacks:
        return otherwise


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _tenge(value: Any) -> str:
    """A sum written as text, to two digits. Raises ValueError."""
    from decimal import Decimal, InvalidOperation

    try:
        read = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError(value) from None
    return str(read)


def _tiyn(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(value)
    return f"{value // 100}.{value % 100:02d}"
