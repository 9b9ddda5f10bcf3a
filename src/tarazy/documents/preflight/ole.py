"""Word and Excel files of the older kind: a compound file ([MS-CFB]) with its own directory of streams."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO, NamedTuple

from tarazy.documents.kinds import FileKind
from tarazy.documents.preflight.faults import FileFault

_END_OF_CHAIN = 0xFFFFFFFA  # this and above are no sectors
_MOST_SECTORS = 200_000
_MACROS = frozenset(("macros", "_vba_project_cur", "vba", "_vba_project"))
_ENCRYPTED_WORD = 0x0100  # FibBase.fEncrypted, [MS-DOC] 2.5.2
_FILEPASS = 0x002F  # [MS-XLS] 2.4.117


class _Stream(NamedTuple):
    name: str
    kind: int
    start: int
    size: int


def check(path: Path) -> FileKind:
    """DOC or XLS. Raises `FileFault` as `check_file` says."""
    with path.open("rb") as file:
        try:
            compound = _Compound(file, path.stat().st_size)
            streams = {stream.name.lower(): stream for stream in compound.streams()}
            return _kind(compound, streams)
        except (struct.error, IndexError, UnicodeDecodeError):
            raise FileFault("damaged") from None


def _kind(compound: _Compound, streams: dict[str, _Stream]) -> FileKind:
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        raise FileFault("encrypted")
    if _MACROS & streams.keys():
        raise FileFault("macros")
    if "\x01ole10native" in streams:
        raise FileFault("attachments")
    if word := streams.get("worddocument"):
        head = compound.beginning(word)
        if len(head) >= 12 and struct.unpack_from("<H", head, 10)[0] & _ENCRYPTED_WORD:
            raise FileFault("encrypted")
        return FileKind.DOC
    if book := streams.get("workbook") or streams.get("book"):
        if _has_password(compound.beginning(book)):
            raise FileFault("encrypted")
        return FileKind.XLS
    raise FileFault("wrong_type", found="ole")


def _has_password(head: bytes) -> bool:
    at = 0
    while at + 4 <= len(head):
        record, length = struct.unpack_from("<HH", head, at)
        if record == _FILEPASS:
            return True
        at += 4 + length
    return False


class _Compound:
    """The sectors of a compound file."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._bytes = file, size
        header = file.read(512)
        if len(header) < 512:
            raise FileFault("damaged")
        shift = struct.unpack_from("<H", header, 30)[0]
        if shift not in (9, 12):
            raise FileFault("damaged")
        self._size = 1 << shift
        count, self._directory = (
            struct.unpack_from("<I", header, 44)[0],
            struct.unpack_from("<I", header, 48)[0],
        )
        self._small = struct.unpack_from("<I", header, 56)[0]
        if count > _MOST_SECTORS:
            raise FileFault("bomb")
        table = list(struct.unpack_from("<109I", header, 76))
        following = struct.unpack_from("<I", header, 68)[0]
        seen = 0
        while following < _END_OF_CHAIN and seen < count:
            more = struct.unpack(f"<{self._size // 4}I", self._sector(following))
            table += more[:-1]
            following = more[-1]
            seen += 1
        self._next: list[int] = []
        for sector in table[:count]:
            if sector < _END_OF_CHAIN:
                self._next += struct.unpack(f"<{self._size // 4}I", self._sector(sector))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start + 1 > self._bytes:
            raise FileFault("damaged")
        self._file.seek(start)
        return self._file.read(self._size).ljust(self._size, b"\0")

    def _chain(self, start: int) -> list[int]:
        chain: list[int] = []
        seen: set[int] = set()
        while start < _END_OF_CHAIN:
            if start in seen or len(chain) > _MOST_SECTORS:
                raise FileFault("damaged")
            seen.add(start)
            chain.append(start)
            start = self._next[start]
        return chain

    def streams(self) -> list[_Stream]:
        """The entries of the directory."""
        found = []
        for sector in self._chain(self._directory):
            content = self._sector(sector)
            for at in range(0, self._size, 128):
                length, kind = struct.unpack_from("<H", content, at + 64)[0], content[at + 66]
                if kind in (1, 2, 5) and 2 <= length <= 64:
                    name = content[at : at + length - 2].decode("utf-16-le")
                    start, size = struct.unpack_from("<II", content, at + 116)
                    found.append(_Stream(name, kind, start, size))
        return found

    def beginning(self, stream: _Stream) -> bytes:
        """The first sectors of a stream that has its own (small ones live in another: nothing for those)."""
        if stream.size < self._small:
            return b""
        return b"".join(self._sector(number) for number in self._chain(stream.start)[:16])
