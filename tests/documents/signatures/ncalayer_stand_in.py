"""A stand-in for NCALayer: the same messages over a TLS websocket on the loopback, with a key of the test PKI.

It speaks both modules that sign (`kz.gov.pki.knca.basics`, `kz.gov.pki.knca.commonUtils`) and can be told to
fail as the real one does. What it was asked stands in `asked`.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import ipaddress
import json
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.serving import free_port


class Mood(StrEnum):
    """How the stand-in behaves."""

    WELL = "well"
    OLD = "old"  # knows no `basics`
    PEM = "pem"  # answers with line breaks and frames
    SILENT_START = "silent start"  # sends no greeting
    CANCELLED = "cancelled"  # the dialog is closed
    CANCELLED_OLD = "cancelled, old module"
    EXPIRED = "expired"
    GARBAGE = "garbage"
    NOT_A_SIGNATURE = "not a signature"
    SLOW = "slow"
    HANGS_UP = "hangs up"


class NCALayerStandIn:
    """Answers at `address` while `running`. `sign` makes a CMS (DER) over bytes."""

    def __init__(self, sign: Callable[[bytes], bytes], mood: Mood = Mood.WELL) -> None:
        self.sign = sign
        self.mood = mood
        self.port = free_port()
        self.asked: list[dict[str, Any]] = []
        self.ready: dict[bytes, bytes] = {}
        self.prepare = sign

    @property
    def address(self) -> str:
        return f"wss://127.0.0.1:{self.port}/"

    @contextmanager
    def running(self) -> Iterator[NCALayerStandIn]:
        loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def start() -> web.AppRunner:
            app = web.Application()
            app.router.add_get("/", self._talk)
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", self.port, ssl_context=_tls()).start()
            return runner

        def serve() -> None:
            asyncio.set_event_loop(loop)
            runner = loop.run_until_complete(start())
            ready.set()
            loop.run_forever()
            loop.run_until_complete(runner.cleanup())
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            loop.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=64 * 1024 * 1024)
        await socket.prepare(request)
        if self.mood is not Mood.SILENT_START:
            await socket.send_json({"result": {"version": "1.4"}})
        await socket.send_str("--heartbeat--")
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            asked = json.loads(message.data)
            self.asked.append(asked)
            if self.mood is Mood.HANGS_UP:
                break
            if self.mood is Mood.SLOW:
                await asyncio.sleep(30)
            if self.mood is Mood.GARBAGE:
                await socket.send_str("<html>502</html>")
                continue
            await socket.send_json(self._answer(asked))
        return socket

    def _answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        module = asked.get("module")
        if module == "kz.gov.pki.knca.basics" and self.mood not in (Mood.OLD, Mood.CANCELLED_OLD):
            return self._basics(asked["method"], asked["args"])
        if module == "kz.gov.pki.knca.commonUtils":
            return self._common(asked["method"], asked.get("args", []))
        return {"success": False, "errorCode": "MODULE_NOT_FOUND"}

    def _basics(self, method: str, args: dict[str, Any]) -> dict[str, Any]:
        if method != "sign" or args["format"] != "cms":
            return {"status": False, "code": "INVOCATION_ERROR", "message": "no such method"}
        if self.mood is Mood.CANCELLED:
            return {"status": True, "body": {}}
        if self.mood is Mood.EXPIRED:
            return {
                "status": False,
                "code": "SIGNING_FAILURE",
                "message": "Certificate expired",
                "details": "",
            }
        if self.mood is Mood.NOT_A_SIGNATURE:
            return {"status": True, "body": {"result": [{"cms": 1}]}}
        params = args["signingParams"]
        assert params["decode"] is True and params["encapsulate"] is False and params["digested"] is False
        cms = base64.b64encode(self.sign(base64.b64decode(args["data"]))).decode()
        if self.mood is Mood.PEM:
            lines = "\n".join(cms[at : at + 64] for at in range(0, len(cms), 64))
            cms = f"-----BEGIN CMS-----\n{lines}\n-----END CMS-----\n"
        return {"status": True, "body": {"result": [cms]}}

    def _common(self, method: str, args: list[Any]) -> dict[str, Any]:
        if method == "getActiveTokens":
            return {"code": "200", "message": "", "responseObject": []}
        if self.mood is Mood.CANCELLED_OLD:
            return {"code": "500", "message": "action.canceled"}
        assert method == "createCMSSignatureFromBase64"
        storage, key_type, data, attach = args
        assert (storage, key_type, attach) == ("PKCS12", "SIGNATURE", False)
        return {
            "code": "200",
            "message": "",
            "responseObject": base64.b64encode(self.sign(base64.b64decode(data))).decode(),
        }


def _tls() -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        pem = Path(folder) / "tls.pem"
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context.load_cert_chain(pem)
    return context
