"""Workbooks as archives: their parts are unpacked piece by piece, and no further than anybody needs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from matchmaker.errors import InputError, Problem

MOST_PACKED = 100
"""How many times its packed size a large part may be; a sheet is ten times, one of blank cells fifty."""

_SMALL = 1 << 20
"""Bytes of a part that may be packed however tightly."""

_LARGEST_SIP = 128 << 10
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)
"""What zipfile raises for archives that are none."""


class Archive:
    """The parts of a workbook, by name; raises InputError for what is no archive or a damaged one."""

    def __init__(self, file: str, data: bytes) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(_Sips(data))
        except _DAMAGED as error:
            hint = "save it as .xlsx, without a password"
            raise self.refusal(f"is not an Excel workbook, or a damaged one; {hint}") from error

    def part(self, name: str, largest: int) -> Iterator[bytes]:
        """Unpack a part of at most ``largest`` bytes, piece by piece."""
        part = self._zip.NameToInfo.get(name)
        if part is None:
            raise self.refusal(f"is not an Excel workbook: it has no {name}")
        if part.compress_type not in _PLAIN or part.flag_bits & 1:
            raise self.refusal(f"{name} is packed in a way that no workbook is; save it anew")
        if part.file_size > largest:
            raise self.refusal(f"{name} is larger than {largest >> 20} MiB; keep no more than is needed")
        if part.file_size > max(_SMALL, MOST_PACKED * part.compress_size):
            raise self.refusal(f"{name} unpacks to more than {MOST_PACKED} times its size; save it anew")
        try:
            with self._zip.open(part) as unpacked:  # never more than file_size
                while piece := unpacked.read(_LARGEST_SIP // 2):
                    yield piece
        except _DAMAGED as error:
            raise self.refusal(f"{name} is damaged; save it anew") from error

    def refusal(self, message: str) -> InputError:
        """Return what refuses this file as a whole."""
        return InputError([Problem(self.file, 0, "", message)])


class _Sips(io.BytesIO):
    """Bytes that are read a few at a time: zipfile reads a directory at once, whatever it makes of it then."""

    def read(self, size: int | None = -1, /) -> bytes:
        left = len(self.getbuffer()) - self.tell()
        if (left if size is None or size < 0 else min(size, left)) > _LARGEST_SIP:
            raise zipfile.BadZipFile("no workbook has as many parts")
        return super().read(size)
