"""What the test CA answers to programs: OCSP, revocation lists, certificates, time stamps."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import unquote

from cryptography.hazmat.primitives.serialization import Encoding
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import status, time_stamps
from .authority import authority

OCSP_REQUEST_LIMIT = 4096  # bytes; a request names one certificate


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ocsp(request: HttpRequest, encoded: str = "") -> HttpResponse:
    """The OCSP response (RFC 6960, appendix A: by POST, or by GET with the request in the address)."""
    try:
        asked = request.body if request.method == "POST" else base64.b64decode(unquote(encoded))
    except binascii.Error:
        asked = b""
    body = status.answer(authority(), asked[:OCSP_REQUEST_LIMIT], timezone.now())
    return HttpResponse(body, content_type="application/ocsp-response")


@require_safe
def crl(request: HttpRequest, name: str) -> HttpResponse:
    """The list of revoked certificates of the root or of the issuing CA (RFC 5280)."""
    ca = authority()
    if name not in ("root", "issuing"):
        raise Http404
    body = ca.root_crl if name == "root" else status.crl(ca, timezone.now())
    return HttpResponse(body, content_type="application/pkix-crl", headers={"Cache-Control": "max-age=300"})


@require_safe
def certificate(request: HttpRequest, name: str) -> HttpResponse:
    """The certificate of one of the CA's own parts (DER)."""
    if name not in ("root", "issuing", "ocsp", "tsa"):
        raise Http404
    body = getattr(authority(), name).public_bytes(Encoding.DER)
    return HttpResponse(body, content_type="application/pkix-cert")


@csrf_exempt
@never_cache
@require_POST
def tsa(request: HttpRequest) -> HttpResponse:
    """The time stamp (RFC 3161, 3.4)."""
    body = time_stamps.stamp(authority(), request.body[: time_stamps.REQUEST_LIMIT + 1], timezone.now())
    return HttpResponse(body, content_type="application/timestamp-reply")
