"""One revision of a PDF: cross-references, indirect objects and streams, within limits (ISO 32000-2, 7.5).

Read strictly. A reader that repairs sees what another does not, and evidence must not depend on the reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import decompressobj, error

from governance.formats.pdf_syntax import Keyword, Name, PdfError, Reader, Reference, Value

MOST_OBJECTS = 1_000_000
MOST_SECTIONS = 64
MOST_INFLATED = 256 << 20
MOST_HOPS = 32
WIDEST_FIELD = 8
_PNG_FILTERS = 4


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream's dictionary and its bytes as stored."""

    entries: dict[str, Value]
    raw: bytes


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an object lies: at an offset, or as the `index`th of an object stream."""

    offset: int
    generation: int
    container: int = -1
    index: int = 0


@dataclass(slots=True)
class Revision:
    """The objects of the PDF that `data` is, up to its last byte. Every way it can be malformed raises PdfError."""

    data: bytes
    trailer: dict[str, Value] = field(default_factory=dict)
    _places: dict[int, _Place | None] = field(default_factory=dict)
    _cache: dict[int, "Value | Stream"] = field(default_factory=dict)
    _packed: dict[int, tuple[list[int], bytes, list[int]]] = field(default_factory=dict)
    _open: set[int] = field(default_factory=set)
    most_inflated: int = MOST_INFLATED
    _inflated: int = 0

    def __post_init__(self) -> None:
        if not self.data.startswith(b"%PDF-"):
            raise PdfError("this is not a PDF: it does not begin with %PDF-")
        start = self.data.rfind(b"startxref", max(0, len(self.data) - 2048))
        if start < 0:
            raise PdfError("no startxref in the last 2048 bytes: the PDF is cut off")
        reader = Reader(self.data, start + len(b"startxref"))
        offset = reader.whole()
        if self.data[reader.at :].strip(b"\r\n \t") != b"%%EOF":
            raise reader.fail("the PDF does not end with %%EOF")
        self._sections(offset)
        if "Encrypt" in self.trailer:
            raise PdfError("the PDF is encrypted; a packet never is")

    def resolve(self, value: "Value | Stream", hops: int = MOST_HOPS) -> "Value | Stream":
        """The value itself, or what a reference leads to; a reference to nothing is null."""
        while isinstance(value, Reference):
            hops -= 1
            if hops < 0:
                raise PdfError(f"references from object {value.number} lead in a circle")
            value = self._object(value)
        return value

    def mapping(self, value: Value, what: str) -> dict[str, Value]:
        """A dictionary, or a PdfError that says `what` is none."""
        found = self.resolve(value)
        if not isinstance(found, dict):
            raise PdfError(f"{what} is not a dictionary")
        return found

    def array(self, value: Value, what: str) -> list[Value]:
        """An array, or a PdfError that says `what` is none."""
        found = self.resolve(value)
        if not isinstance(found, list):
            raise PdfError(f"{what} is not an array")
        return found

    def content(self, stream: Stream, what: str) -> bytes:
        """A stream's bytes with FlateDecode and its predictors undone; any other filter is refused."""
        names = self.resolve(stream.entries.get("Filter"))
        filters = names if isinstance(names, list) else [] if names is None else [names]
        given = self.resolve(stream.entries.get("DecodeParms"))
        parameters = given if isinstance(given, list) else [given] * len(filters)
        if len(filters) > 1 or len(parameters) != len(filters):
            raise PdfError(f"{what} is packed in a way this reader does not know")
        data = stream.raw
        for name, chosen in zip(filters, parameters, strict=True):
            if self.resolve(name) != Name("FlateDecode"):
                raise PdfError(f"{what} is packed in a way this reader does not know")
            data = self._unpredict(self._inflate(data, what), self.resolve(chosen), what)
        return data

    def _sections(self, offset: int) -> None:
        todo, seen = [offset], set[int]()
        while todo:
            at = todo.pop(0)
            if at in seen or len(seen) >= MOST_SECTIONS:
                raise PdfError(f"cross-reference sections repeat, or are more than {MOST_SECTIONS}, at offset {at}")
            seen.add(at)
            trailer = self._table(at) if self.data[at : at + 4] == b"xref" else self._table_stream(at)
            self.trailer = self.trailer or trailer
            todo += [link for link in (trailer.get("XRefStm"), trailer.get("Prev")) if isinstance(link, int)]

    def _table(self, at: int) -> dict[str, Value]:
        reader = Reader(self.data, at + 4)
        while (first := reader.value()) != Keyword("trailer"):
            if type(first) is not int or first < 0:
                raise reader.fail("a cross-reference table is broken")
            for number in self._counted(first, reader.whole()):
                offset, generation, kind = reader.whole(), reader.whole(), reader.value()
                if kind not in (Keyword("n"), Keyword("f")):
                    raise reader.fail("a cross-reference entry is neither n nor f")
                self._places.setdefault(number, _Place(offset, generation) if kind == Keyword("n") else None)
        trailer = reader.value()
        if not isinstance(trailer, dict):
            raise reader.fail("the trailer is not a dictionary")
        return trailer

    def _counted(self, first: int, count: int) -> range:
        if first + count > MOST_OBJECTS:
            raise PdfError(f"the PDF claims more than {MOST_OBJECTS} objects")
        return range(first, first + count)

    def _table_stream(self, at: int) -> dict[str, Value]:
        _, stream = self._read(at)
        if not isinstance(stream, Stream) or stream.entries.get("Type") != Name("XRef"):
            raise PdfError(f"no cross-reference section at offset {at}")
        widths = [
            width
            for width in self.array(stream.entries.get("W"), "/W")
            if type(width) is int and 0 <= width <= WIDEST_FIELD
        ]
        size = stream.entries.get("Size")
        index = self.resolve(stream.entries.get("Index", [0, size]))
        if len(widths) != 3 or sum(widths) == 0 or not isinstance(index, list) or len(index) % 2:  # noqa: PLR2004 - three fields
            raise PdfError(f"the cross-reference stream at offset {at} is broken")
        rows = _rows(self.content(stream, f"the cross-reference stream at offset {at}"), widths)
        for first, count in zip(index[::2], index[1::2], strict=True):
            if type(first) is not int or type(count) is not int or first < 0 or count < 0:
                raise PdfError(f"the cross-reference stream at offset {at} is broken")
            for number in self._counted(first, count):
                kind, second, third = next(rows, (-1, 0, 0))
                match kind:
                    case 0:
                        self._places.setdefault(number, None)
                    case 1:
                        self._places.setdefault(number, _Place(second, third))
                    case 2:
                        self._places.setdefault(number, _Place(0, 0, second, third))
                    case _:
                        raise PdfError(
                            f"the cross-reference stream at offset {at} has an entry of unknown kind, or too few"
                        )
        return stream.entries

    def _object(self, reference: Reference) -> "Value | Stream":
        number = reference.number
        if number in self._cache:
            return self._cache[number]
        place = self._places.get(number)
        if place is None or place.generation != reference.generation:
            return None
        if number in self._open or len(self._open) >= MOST_HOPS:
            raise PdfError(
                f"object {number} can only be read with itself: a /Length or an object stream turns in a circle"
            )
        self._open.add(number)
        found = self._unpacked(number, place) if place.container >= 0 else self._placed(reference, place.offset)
        self._open.remove(number)
        self._cache[number] = found
        return found

    def _placed(self, reference: Reference, offset: int) -> "Value | Stream":
        held, found = self._read(offset)
        if held != reference:
            raise PdfError(f"object {reference.number} is not at offset {offset} where the cross-reference puts it")
        return found

    def _read(self, offset: int) -> tuple[Reference, "Value | Stream"]:
        if not 0 < offset < len(self.data):
            raise PdfError(f"the cross-reference points outside the PDF, to offset {offset}")
        reader = Reader(self.data, offset)
        reference = Reference(reader.whole(), reader.whole())
        reader.expect("obj")
        value = reader.value()
        closing = reader.value()
        if closing == Keyword("endobj") and not isinstance(value, Keyword):
            return reference, value
        if closing != Keyword("stream") or not isinstance(value, dict):
            raise reader.fail("an object does not end with endobj")
        return reference, Stream(value, self._raw(reader, value))

    def _raw(self, reader: Reader, entries: dict[str, Value]) -> bytes:
        start = reader.at
        start += 2 if self.data[start : start + 2] == b"\r\n" else 1 if self.data[start : start + 1] == b"\n" else 0
        length = self.resolve(entries.get("Length"))
        if start == reader.at or type(length) is not int or not 0 <= length <= len(self.data) - start:
            raise reader.fail("a stream has no line end or no /Length")
        reader.at = start + length
        reader.expect("endstream")
        return self.data[start : start + length]

    def _unpacked(self, number: int, place: _Place) -> Value:
        if place.container not in self._packed:
            self._packed[place.container] = self._unpack(place.container)
        numbers, data, offsets = self._packed[place.container]
        if place.index >= len(numbers) or numbers[place.index] != number:
            raise PdfError(
                f"object {number} is not in object stream {place.container} where the cross-reference puts it"
            )
        value = Reader(data, offsets[place.index], f"object stream {place.container}, offset").value()
        if isinstance(value, Keyword):
            raise PdfError(f"object {number} in object stream {place.container} is no value")
        return value

    def _unpack(self, container: int) -> tuple[list[int], bytes, list[int]]:
        place = self._places.get(container)
        if place is None or place.container >= 0:
            raise PdfError(f"object stream {container} is missing or itself packed")
        stream = self._object(Reference(container, place.generation))
        what = f"object stream {container}"
        if not isinstance(stream, Stream) or stream.entries.get("Type") != Name("ObjStm"):
            raise PdfError(f"{what} is not one")
        count, first = stream.entries.get("N"), stream.entries.get("First")
        data = self.content(stream, what)
        if (
            type(count) is not int
            or type(first) is not int
            or not 0 <= count <= len(data)
            or not 0 <= first <= len(data)
        ):
            raise PdfError(f"{what} is broken")
        reader = Reader(data, 0, f"{what}, offset")
        pairs = [(reader.whole(), first + reader.whole()) for _ in range(count)]
        return [number for number, _ in pairs], data, [offset for _, offset in pairs]

    def _inflate(self, data: bytes, what: str) -> bytes:
        room = self.most_inflated - self._inflated
        engine = decompressobj()
        try:
            out = engine.decompress(data, room + 1)
        except error as broken:
            raise PdfError(f"{what} does not decompress: {broken}") from None
        if len(out) > room:
            raise PdfError(f"{what} decompresses to more than {self.most_inflated} bytes in all")
        if not engine.eof:
            raise PdfError(f"{what} does not decompress: it is cut off")
        self._inflated += len(out)
        return out

    def _unpredict(self, data: bytes, parameters: "Value | Stream", what: str) -> bytes:
        if parameters is None:
            return data
        if not isinstance(parameters, dict):
            raise PdfError(f"{what} has broken /DecodeParms")
        chosen = {key: parameters.get(key, usual) for key, usual in _USUAL.items()}
        predictor, columns = chosen["Predictor"], chosen["Columns"]
        if predictor == 1:
            return data
        plain = chosen["Colors"] == 1 and chosen["BitsPerComponent"] == 8  # noqa: PLR2004 - bytes
        if type(predictor) is not int or not 10 <= predictor <= 15 or not plain or type(columns) is not int:  # noqa: PLR2004 - PNG's
            raise PdfError(f"{what} uses a predictor this reader does not know")
        if not 0 < columns <= len(data) or len(data) % (columns + 1):
            raise PdfError(f"{what} does not fill its rows of {columns} bytes")
        return _unfilter(data, columns, what)


_USUAL: dict[str, Value] = {"Predictor": 1, "Columns": 1, "Colors": 1, "BitsPerComponent": 8}


def _rows(data: bytes, widths: list[int]) -> Iterator[tuple[int, int, int]]:
    kind, second, third = widths
    step = kind + second + third
    for at in range(0, len(data) - step + 1, step):
        row = data[at : at + step]
        first = int.from_bytes(row[:kind]) if kind else 1
        yield first, int.from_bytes(row[kind : kind + second]), int.from_bytes(row[kind + second :])


def _unfilter(data: bytes, columns: int, what: str) -> bytes:
    """PNG's five filters on rows of single bytes (PNG, second edition, 9.2)."""
    out, above = bytearray(), bytes(columns)
    for at in range(0, len(data), columns + 1):
        filtered, row = data[at], bytearray(data[at + 1 : at + 1 + columns])
        if filtered > _PNG_FILTERS:
            raise PdfError(f"{what} has a row with an unknown PNG filter")
        for place in range(columns) if filtered else ():
            left, corner = (row[place - 1], above[place - 1]) if place else (0, 0)
            up = above[place]
            guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[filtered]
            row[place] = (row[place] + guess) & 0xFF
        out += row
        above = bytes(row)
    return bytes(out)


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    near = min((abs(estimate - left), 0, left), (abs(estimate - up), 1, up), (abs(estimate - corner), 2, corner))
    return near[2]
