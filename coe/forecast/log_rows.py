"""What the readers of event logs share: rows of text, and bytes that end where they must."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass

Note = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One event as the file has it, all text. `case` is unique to a case; a row without `activity` and `end` only
    says that the case exists.
    """

    case: str
    activity: str = ""
    resource: str = ""
    start: str = ""
    end: str = ""
    lifecycle: str = ""
    empty: bool = False


class Bounded(io.RawIOBase):
    """A stream that ends, with `cut` set, after `left` bytes or where its archive is damaged."""

    def __init__(self, stream: io.BufferedIOBase | gzip.GzipFile | io.BufferedReader, left: int) -> None:
        self._stream = stream
        self._left = left
        self.cut = ""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer; 0 at the end. Needed by the buffered readers of the standard library."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        if self.cut:
            return b""
        try:
            chunk = self._stream.read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        except (EOFError, zlib.error, OSError) as problem:
            self.cut = f"the archive is damaged: {problem}"
            return b""
        self._left -= len(chunk)
        if self._left < 0:
            self.cut = "it unpacks to more than may be read at once"
            return b""
        return chunk
