"""Time stamps from this very process, without HTTP."""

from __future__ import annotations

from datetime import datetime

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from tarazy.people.pki.authority import Authority
from tarazy.people.pki.time_stamps import stamp


class InProcessTimeStamper(TimeStamper):
    """pyHanko's client side of RFC 3161, answered by the test PKI with the clock of the caller."""

    def __init__(self, ca: Authority, clock: datetime) -> None:
        super().__init__()
        self._ca, self._clock = ca, clock

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The response of the authority."""
        return tsp.TimeStampResp.load(stamp(self._ca, req.dump(), self._clock))
