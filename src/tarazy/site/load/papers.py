"""PDFs of the size that people file: four pages of a scan, about 200 kB, each with bytes of its own."""

from __future__ import annotations

import io
from functools import cache
from random import Random

_TOKEN = b"0" * 32


@cache
def _base(size: int) -> bytes:
    """A PDF of about so many bytes with a token that can be replaced."""
    import pikepdf
    from PIL import Image

    rng = Random(size)
    pdf = pikepdf.new()
    side = 64
    while True:
        noise = Image.frombytes("L", (side, side), rng.randbytes(side * side))
        held = io.BytesIO()
        noise.save(held, "JPEG", quality=60)
        if held.tell() * 4 >= size - 2000:
            break
        side = int(side * 1.08) + 1
    for _ in range(4):
        page = pdf.add_blank_page(page_size=(595, 842))
        noise = Image.frombytes("L", (side, side), rng.randbytes(side * side))
        held = io.BytesIO()
        noise.save(held, "JPEG", quality=60)
        picture = pikepdf.Stream(
            pdf, held.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=side, Height=side,
            ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(picture)))
        page.Contents = pdf.make_stream(b"q 500 0 0 700 40 60 cm /Im0 Do Q")
    pdf.docinfo["/Keywords"] = _TOKEN.decode()
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    content = out.getvalue()
    if content.count(_TOKEN) != 1:
        raise ValueError("the token isn't there once")
    return content


def paper(key: str, size: int = 200_000) -> bytes:
    """A PDF whose bytes nobody else has: the same for the same key."""
    token = f"{Random(key).getrandbits(128):032x}".encode()
    return _base(size).replace(_TOKEN, token)
