"""Registers to try the robot with: a server on this machine that speaks each register's protocol, with its faults.

It never runs beside real data. Records and faults are told to it over `/stand-in/`: a fault of a register
(`{"payments": "stale"}`), or of one record (`"faults"` in it): `timeout`, `error`, `stale`, `half`, `contradicts`,
`garbage`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tarazy.robot.sources.records import Record
from tarazy.robot.sources.registers import HERE

OLD = timedelta(days=40)
FAULTS = frozenset({"", "timeout", "error", "stale", "half", "contradicts", "garbage"})
HANGS_S = 5.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Registers:
    """What the registers know, by the numbers that they are asked about, and what is wrong with them now."""

    def __init__(self, records: Iterable[Record] = (), *, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.faults: dict[str, str] = {}
        self.proceedings: dict[str, Record] = {}
        self.people: dict[str, Record] = {}
        self.entities: dict[str, Record] = {}
        self.officers: dict[str, Record] = {}
        self.fault_of: dict[str, dict[str, str]] = {}
        self.asked = 0
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """Take a record, or one of its parts alone (`{"person": …}`, `{"entity": …}`, `{"officer": …}`)."""
        faults = dict(record.get("faults") or {})
        if number := record.get("number"):
            self.proceedings[number] = record
            self.officers.setdefault(record["bailiff"], {"valid": True, "office": "BAILIFF", "until": None})
        keys = [record.get("number")]
        if person := record.get("person"):
            self.people[person["iin"]] = person
            keys.append(person["iin"])
        if entity := record.get("entity"):
            self.entities[entity["bin"]] = entity
            keys.append(entity["bin"])
        if officer := record.get("officer"):
            self.officers[officer["iin"]] = officer
            keys.append(officer["iin"])
        for key in filter(None, keys):
            self.fault_of[str(key)] = faults

    def application(self) -> web.Application:
        """The server: every register under its own name, and what is told to it under `/stand-in/`."""
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes(
            [
                web.get("/enforcement/api/v2/proceedings/{number}", self.enforcement),
                web.post("/population/person", self.population),
                web.get("/entities/entities/{number}", self.legal_entity),
                web.post("/payments/balances", self.balances),
                web.get("/deliveries/log", self.deliveries),
                web.get("/border/restrictions/{number}", self.border),
                web.post("/certificates/check", self.certificates),
                web.put("/stand-in/records", self.take_records),
                web.put("/stand-in/faults", self.take_faults),
                web.get("/stand-in/proceedings", self.listed),
            ]
        )
        return app

    async def enforcement(self, request: web.Request) -> web.StreamResponse:
        """A proceeding by its number."""
        one = self.proceedings.get(request.match_info["number"])
        body = one and {
            "number": one["number"],
            "state": one["state"],
            "openedOn": one["opened_on"],
            "document": {"kind": one["document"]["kind"], "number": one["document"]["number"],
                         "issuedOn": one["document"]["issued_on"], "valid": one["document"]["valid"]},
            "debtor": {"number": one["debtor"], "kind": "ENTITY" if one["entity"] else "PERSON"},
            "creditor": {"name": one["creditor"]},
            "sum": {"total": f"{one['total'] / 100:.2f}", "left": f"{one['left'] / 100:.2f}", "currency": "KZT",
                    "periodic": one["periodic"]},
            "bailiff": {"iin": one["bailiff"]},
            "placeOfExecution": {"court": one["court"], "region": one["region"]},
            "bans": [{"number": ban["number"], "liftedOn": ban.get("lifted_on")} for ban in one["bans"]],
            "asOf": self._as_of("enforcement", one["number"]).isoformat(),
        }  # fmt: skip
        return await self._answer("enforcement", request.match_info["number"], body, half="sum")

    async def population(self, request: web.Request) -> web.StreamResponse:
        """A person by the IIN, in envelopes."""
        asked = await request.json()
        iin = asked["requestData"]["iin"]
        one = self.people.get(iin)
        data = one and {
            "iin": iin, "surname": one["family"], "name": one["given"], "secondname": one["patronymic"],
            "birthDate": one["birth_date"], "lifeStatus": {"code": "0" if one["alive"] else "1"},
            "capable": one["capable"],
            "address": {"country": one["country"], "region": one["region"], "text": one["address"]},
        }  # fmt: skip
        body: Any = {
            "messageId": asked["messageId"],
            "responseData": {
                "status": "SUCCESS" if data else "NOT_FOUND",
                "responseDate": self._as_of("population", iin).isoformat(),
            },
        }
        if data:
            if self._fault("population", iin) == "half":
                data.pop("address")
            body["responseData"]["data"] = data
        return await self._answer("population", iin, body)

    async def legal_entity(self, request: web.Request) -> web.StreamResponse:
        """An organisation by its BIN."""
        number = request.match_info["number"]
        one = self.entities.get(number)
        body = one and {
            "bin": number, "name": one["name"], "status": one["status"], "heads": one["heads"],
            "founders": one["founders"], "address": one["address"],
            "actualAt": int(self._as_of("entities", number).timestamp() * 1000),
        }  # fmt: skip
        return await self._answer("entities", number, body, half="heads")

    async def balances(self, request: web.Request) -> web.StreamResponse:
        """What is left of a debt, in tiyn."""
        number = (await request.json())["enforcement"]
        one = self.proceedings.get(number)
        left = one and (0 if self._fault("payments", number) == "contradicts" else one["left"])
        body = one and {
            "balance": {
                "left": left,
                "unpaidMonths": one["unpaid_months"],
                "lastPaymentOn": one["last_payment_on"],
            },
            "computedAt": int(self._as_of("payments", number).timestamp() * 1000),
        }
        return await self._answer("payments", number, body, half="balance")

    async def deliveries(self, request: web.Request) -> web.StreamResponse:
        """Notices that were sent in a proceeding."""
        number = request.query["subject"]
        one = self.proceedings.get(number)
        notice = one and one["notice"]
        items = []
        if notice:
            items = [
                {"form": notice["form"], "channel": notice["channel"], "sentAt": f"{notice['sent_on']}T10:00:00+05:00",
                 "deliveredAt": f"{notice['delivered_on']}T10:05:00+05:00", "report": notice["report"]}
            ]  # fmt: skip
        body = one and {"items": items, "generated": self._as_of("deliveries", number).isoformat()}
        return await self._answer("deliveries", number, body, half="items")

    async def border(self, request: web.Request) -> web.StreamResponse:
        """Restrictions in force."""
        iin = request.match_info["number"]
        active = [
            {"ground": one["number"], "since": ban["since"]}
            for one in self.proceedings.values() if one["person"]["iin"] == iin
            for ban in one["bans"] if ban.get("lifted_on") is None
        ] if iin in self._banned() else []  # fmt: skip
        body = {"active": active, "as_of": self._as_of("border", iin).isoformat()}
        return await self._answer("border", iin, body, half="active")

    async def certificates(self, request: web.Request) -> web.StreamResponse:
        """A signer's certificate and office."""
        iin = (await request.json())["iin"]
        one = self.officers.get(iin)
        body = one and {
            "certificate": {"valid": one["valid"], "revoked": not one["valid"]},
            "powers": [{"kind": one["office"], "until": one["until"]}] if one["office"] else [],
            "t": self._as_of("certificates", iin).isoformat(),
        }
        return await self._answer("certificates", iin, body, half="certificate")

    async def take_records(self, request: web.Request) -> web.StreamResponse:
        """Records as a JSON list."""
        records = await request.json()
        for record in records:
            self.add(record)
        return web.json_response({"records": len(self.proceedings)})

    async def take_faults(self, request: web.Request) -> web.StreamResponse:
        """What is wrong with which register from now on."""
        faults = await request.json()
        if not set(faults.values()) <= FAULTS:
            raise web.HTTPBadRequest
        self.faults = faults
        return web.json_response(self.faults)

    async def listed(self, request: web.Request) -> web.StreamResponse:
        """Numbers of proceedings, for whoever tries the forms."""
        return web.json_response([
            {"number": one["number"], "iin": one["person"]["iin"], "debtor": one["debtor"], "left": one["left"] // 100,
             "name": " ".join((one["person"]["family"], one["person"]["given"], one["person"]["patronymic"])),
             "notice": one["notice"]["delivered_on"]}
            for one in list(self.proceedings.values())[:200]
        ])  # fmt: skip

    def _banned(self) -> set[str]:
        if not hasattr(self, "_ban_cache") or self._ban_cache[0] != len(self.proceedings):
            found = {one["person"]["iin"] for one in self.proceedings.values() if one["bans"]}
            self._ban_cache = (len(self.proceedings), found)
        return self._ban_cache[1]

    def _fault(self, register: str, key: str) -> str:
        return self.fault_of.get(key, {}).get(register) or self.faults.get(register, "")

    def _as_of(self, register: str, key: str) -> datetime:
        now = self.clock().astimezone(HERE)
        return now - OLD if self._fault(register, key) == "stale" else now

    async def _answer(self, register: str, key: str, body: Any, half: str = "") -> web.StreamResponse:
        self.asked += 1
        fault = self._fault(register, key)
        if fault == "timeout":
            await asyncio.sleep(HANGS_S)
        if fault == "error":
            return web.json_response({"error": "E500"}, status=500)
        if fault == "garbage":
            return web.Response(text="<html>", content_type="application/json")
        if body is None:
            return web.json_response({"error": "not found"}, status=404)
        if fault == "half" and half:
            body.pop(half)
        return web.Response(text=json.dumps(body), content_type="application/json")


def serve(registers: Registers, *, host: str = "127.0.0.1", port: int = 8100) -> None:
    """Serve until stopped."""
    web.run_app(registers.application(), host=host, port=port, print=None, access_log=None)


if __name__ == "__main__":
    import sys
    from datetime import UTC

    serve(Registers(clock=lambda: datetime.now(UTC)), port=int(sys.argv[1]))
