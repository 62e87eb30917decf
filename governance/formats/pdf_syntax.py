"""PDF's grammar, read strictly: tokens to Python values, never a repair, never a guess (ISO 32000-2, 7.2 and 7.3)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from re import compile as pattern

DEEPEST = 64
LONGEST_TOKEN = 1_000
_SPACE = pattern(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*")
_REGULAR = pattern(rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]*")
_REFERENCE = pattern(rb"(\d{1,10})[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?![^\x00\t\n\x0c\r ()<>\[\]{}/%])")
_NUMBER = pattern(rb"[+-]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})\Z")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class PdfError(ValueError):
    """This PDF cannot be read as a sealed packet: what is wrong, and where (an offset in bytes, or an object)."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name without its slash."""

    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to an indirect object."""

    number: int
    generation: int


@dataclass(frozen=True, slots=True)
class Text:
    """A string's bytes, and the span `start:end` of the token that wrote it, delimiters included."""

    raw: bytes
    start: int = -1
    end: int = -1
    hexadecimal: bool = False

    def words(self) -> str:
        """The text it stands for: UTF-16 or UTF-8 by its mark, else PDFDocEncoding read as Latin-1."""
        if self.raw.startswith(b"\xfe\xff"):
            return self.raw[2:].decode("utf-16-be", "replace")
        if self.raw.startswith(b"\xef\xbb\xbf"):
            return self.raw[3:].decode("utf-8", "replace")
        return self.raw.decode("latin-1")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A bare word of the grammar: obj, stream, xref …"""

    word: str


Value = None | bool | int | float | Name | Reference | Text | Keyword | list["Value"] | dict[str, "Value"]


@dataclass(slots=True)
class Reader:
    """Reads values from `data` at `at`; `where` names the bytes in errors. Every error is a PdfError."""

    data: bytes
    at: int = 0
    where: str = "offset"
    _depth: int = field(default=0)

    def fail(self, what: str, at: int | None = None) -> PdfError:
        """The error to raise: `what`, and where."""
        return PdfError(f"{what} at {self.where} {self.at if at is None else at}")

    def skip(self) -> None:
        """Past white space and comments."""
        found = _SPACE.match(self.data, self.at)
        self.at = found.end() if found else self.at

    def value(self) -> Value:
        """The next value; a reference counts as one. Keywords come back as such."""
        self.skip()
        lead = self.data[self.at : self.at + 1]
        match lead:
            case b"":
                raise self.fail("the bytes end where a value is due")
            case b"/":
                return self._name()
            case b"(":
                return self._literal()
            case b"<":
                return self._nested(self._dictionary) if self.data[self.at + 1 : self.at + 2] == b"<" else self._hex()
            case b"[":
                return self._nested(self._array)
            case b")" | b">" | b"]" | b"{" | b"}":
                raise self.fail(f"{lead.decode()!r} stands where a value is due")
            case _:
                return self._bare()

    def whole(self) -> int:
        """The next value, which must be a whole number of at least nought."""
        start = self.at
        value = self.value()
        if type(value) is not int or value < 0:
            raise self.fail("a whole number is due", start)
        return value

    def expect(self, word: str) -> None:
        """Past this keyword, which must come next."""
        start = self.at
        if self.value() != Keyword(word):
            raise self.fail(f"{word!r} is due", start)

    def _nested(self, read: Callable[[], Value]) -> Value:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.fail(f"values nest deeper than {DEEPEST}")
        result = read()
        self._depth -= 1
        return result

    def _bare(self) -> Value:
        reference = _REFERENCE.match(self.data, self.at)
        if reference:
            self.at = reference.end()
            return Reference(int(reference[1]), int(reference[2]))
        start = self.at
        token = self._regular()
        if _NUMBER.match(token):
            return float(token) if b"." in token else int(token)
        match token:
            case b"true" | b"false":
                return token == b"true"
            case b"null":
                return None
            case _ if token.isalpha() or token == b"R":
                return Keyword(token.decode("ascii", "replace"))
            case _:
                raise self.fail(f"{token[:40]!r} is no value", start)

    def _regular(self) -> bytes:
        found = _REGULAR.match(self.data, self.at, self.at + LONGEST_TOKEN)
        token = found[0] if found else b""
        if len(token) >= LONGEST_TOKEN:
            raise self.fail(f"a word is longer than {LONGEST_TOKEN} bytes")
        self.at += len(token)
        return token

    def _name(self) -> Name:
        start = self.at
        self.at += 1
        head, *rest = self._regular().split(b"#")
        try:
            raw = head + b"".join(bytes([int(part[:2], 16)]) + part[2:] for part in rest)
        except ValueError:
            raise self.fail("a name has a broken # escape", start) from None
        return Name(raw.decode("latin-1"))

    def _hex(self) -> Text:
        start = self.at
        end = self.data.find(b">", start)
        if end < 0:
            raise self.fail("a hexadecimal string has no end", start)
        digits = self.data[start + 1 : end].translate(None, b"\x00\t\n\x0c\r ")
        try:
            raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        except ValueError:
            raise self.fail("a hexadecimal string holds other letters", start) from None
        self.at = end + 1
        return Text(raw, start, self.at, hexadecimal=True)

    def _literal(self) -> Text:
        start, depth, out = self.at, 0, bytearray()
        while self.at < len(self.data):
            letter = self.data[self.at : self.at + 1]
            self.at += 1
            if letter == b"\\":
                out += self._escape()
                continue
            depth += {b"(": 1, b")": -1}.get(letter, 0)
            if depth == 0:
                return Text(bytes(out[1:]), start, self.at)
            out += letter
        raise self.fail("a string has no end", start)

    def _escape(self) -> bytes:
        letter = self.data[self.at : self.at + 1]
        octal = self.data[self.at : self.at + 3]
        digits = octal[: next((n for n, one in enumerate(octal) if one not in b"01234567"), len(octal))]
        if digits:
            self.at += len(digits)
            return bytes([int(digits, 8) & 0xFF])
        self.at += 2 if self.data[self.at : self.at + 2] == b"\r\n" else 1
        return b"" if letter in {b"\r", b"\n"} else _ESCAPES.get(letter, letter)

    def _array(self) -> list[Value]:
        start = self.at
        self.at += 1
        out: list[Value] = []
        while True:
            self.skip()
            if self.data[self.at : self.at + 1] == b"]":
                self.at += 1
                return out
            value = self.value()
            if isinstance(value, Keyword):
                raise self.fail(f"the word {value.word!r} stands in an array", start)
            out.append(value)

    def _dictionary(self) -> dict[str, Value]:
        start = self.at
        self.at += 2
        out: dict[str, Value] = {}
        while True:
            self.skip()
            if self.data[self.at : self.at + 2] == b">>":
                self.at += 2
                return out
            key, value = self.value(), self.value()
            if not isinstance(key, Name) or isinstance(value, Keyword):
                raise self.fail("a dictionary is broken", start)
            if key.text in out:
                raise self.fail(f"a dictionary has /{key.text} twice", start)
            out[key.text] = value
