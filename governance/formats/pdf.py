"""Evidence out of a sealed PDF, read from the bytes its seal covers and from nothing later.

A PDF can be extended after it was sealed, and a viewer may then show other attachments than the sealed ones. So the
document is cut at the end of the sealed bytes before anything is looked up. Here is only where the seal stands, what it
covers and what the SHA-256 of that is; `governance/verifier/sealed.py` holds it against the seal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from re import compile as pattern

from governance.formats.pdf_file import Revision, Stream
from governance.formats.pdf_syntax import Name, PdfError, Reference, Text, Value

__all__ = ["PdfError", "SignedRevision", "evidence_from_pdf"]
EVIDENCE = "evidence.json"
MANIFEST = "MANIFEST"
MOST_RANGES = 32
SHORTEST = 64  # a placeholder of noughts is no range
MOST_NODES = 10_000
_BYTE_RANGE = pattern(
    rb"/ByteRange[\x00\t\n\x0c\r ]*\[[\x00\t\n\x0c\r ]*(\d{1,12})[\x00\t\n\x0c\r ]+(\d{1,12})"
    rb"[\x00\t\n\x0c\r ]+(\d{1,12})[\x00\t\n\x0c\r ]+(\d{1,12})[\x00\t\n\x0c\r ]*\]"
)


@dataclass(frozen=True, slots=True)
class SignedRevision:
    """What the first sealed revision of a PDF holds, and where its seal stands.

    `sealed` of `size` bytes lie in that revision; `appended` says whether any follow. `covers_all` says whether the
    signed ranges are all of the revision but the signature itself. `signatures` counts those in the whole file;
    `permissions` is DocMDP's level (1: no changes) or None when the signature certifies nothing. `digest` is the
    SHA-256 of the signed ranges, `contents` the signature (CMS) that stands between them.
    """

    evidence: bytes
    manifest: bytes | None
    sealed: int
    size: int
    appended: bool
    covers_all: bool
    signatures: int
    permissions: int | None
    digest: bytes
    contents: bytes


@dataclass(frozen=True, slots=True)
class _Seal:
    """A signature dictionary found where its own byte range says it is."""

    revision: Revision
    sealed: int
    covers_all: bool
    permissions: int | None
    digest: bytes
    contents: bytes


def evidence_from_pdf(data: bytes) -> SignedRevision:
    """The packet's evidence and manifest, byte for byte, from the earliest sealed revision.

    Raises PdfError when the PDF is malformed, unsealed, or holds no `evidence.json` or two different ones there.
    """
    seals = sorted(_seals(data), key=lambda seal: seal.sealed)
    if not seals:
        raise _unsealed(data)
    first = seals[0]
    held = _attachments(first.revision)
    if EVIDENCE not in held:
        raise PdfError(f"the sealed revision (bytes 0 to {first.sealed}) has no attachment named {EVIDENCE}")
    return SignedRevision(
        evidence=held[EVIDENCE],
        manifest=held.get(MANIFEST),
        sealed=first.sealed,
        size=len(data),
        appended=len(data) > first.sealed,
        covers_all=first.covers_all,
        signatures=len(seals),
        permissions=first.permissions,
        digest=first.digest,
        contents=first.contents,
    )


def _seals(data: bytes) -> Iterator[_Seal]:
    """Every signature that the structure confirms; text that merely looks like one is passed by."""
    if not data.startswith(b"%PDF-"):
        raise PdfError("this is not a PDF: it does not begin with %PDF-")
    ends: dict[int, list[list[int]]] = {}
    for count, found in enumerate(_BYTE_RANGE.finditer(data)):
        if count >= MOST_RANGES:
            raise PdfError(f"more than {MOST_RANGES} signatures stand in this PDF; a packet has one")
        numbers = [int(number) for number in found.groups()]
        if SHORTEST <= numbers[2] + numbers[3] <= len(data):
            ends.setdefault(numbers[2] + numbers[3], []).append(numbers)
    for end, ranges in sorted(ends.items()):
        try:
            revision = Revision(data[:end])
            held = list(_signatures(revision))
        except PdfError:
            continue  # where nothing else is sealed, `_unsealed` says why
        for signature in held:
            if _whole(revision, signature.get("ByteRange")) in ranges:
                yield _seal(revision, signature, end)


def _unsealed(data: bytes) -> PdfError:
    """Why no seal is where it says: the file is cut off, malformed, saved again, or was never sealed."""
    if not data.rstrip(b"\x00\t\n\x0c\r ").endswith(b"%%EOF"):
        return PdfError("the PDF does not end with %%EOF: it is cut off, or not a PDF to its end; copy it again")
    try:
        revision = Revision(data)
        ends = [sum(_whole(revision, held.get("ByteRange"))[2:]) for held in _signatures(revision)]
    except PdfError as error:
        return error
    if max(ends, default=0) < SHORTEST:
        return PdfError("this PDF is not sealed: no signature stands in it; ask for the packet as the office sealed it")
    why = f"its seal ends at byte {max(ends)} by its own words, and no seal stands so in the {len(data)} bytes here"
    cure = "programs that save a PDF break its seal; ask for the packet as the office sealed it"
    return PdfError(f"this PDF was saved again or changed after it was sealed: {why}; {cure}")


def _signatures(revision: Revision) -> Iterator[dict[str, Value]]:
    """The signature dictionaries of the form's fields and of /Perms, each once."""
    catalog = _catalog(revision)
    seen: list[dict[str, Value]] = []
    candidates = [value for _, value in _walk(revision, _fields(revision, catalog), "Kids")]
    permissions = revision.resolve(catalog.get("Perms"))
    if isinstance(permissions, dict):
        candidates += [{"V": value} for value in permissions.values()]
    for field_ in candidates:
        value = revision.resolve(field_.get("V"))
        if isinstance(value, dict) and "ByteRange" in value and value not in seen:
            seen.append(value)
            yield value


def _fields(revision: Revision, catalog: dict[str, Value]) -> list[Value]:
    form = revision.resolve(catalog.get("AcroForm"))
    fields = revision.resolve(form.get("Fields")) if isinstance(form, dict) else None
    return fields if isinstance(fields, list) else []


def _seal(revision: Revision, signature: dict[str, Value], end: int) -> _Seal:
    start, before, after, length = _whole(revision, signature.get("ByteRange"))
    contents = signature.get("Contents")
    hole = isinstance(contents, Text) and contents.hexadecimal and (contents.start, contents.end) == (before, after)
    packed = isinstance(contents, Text) and revision.data[before:after].strip(b"<>0123456789abcdefABCDEF") != b""
    whole = start == 0 and hole and not packed and after + length == end
    digest = sha256(memoryview(revision.data)[start : start + before])
    digest.update(memoryview(revision.data)[after : after + length])
    raw = contents.raw if isinstance(contents, Text) else b""
    return _Seal(revision, end, whole, _docmdp(revision, signature), digest.digest(), raw)


def _docmdp(revision: Revision, signature: dict[str, Value]) -> int | None:
    references = revision.resolve(signature.get("Reference"))
    for value in references if isinstance(references, list) else []:
        entry = revision.resolve(value)
        if isinstance(entry, dict) and entry.get("TransformMethod") == Name("DocMDP"):
            chosen = revision.resolve(entry.get("TransformParams"))
            level = revision.resolve(chosen.get("P", 2)) if isinstance(chosen, dict) else 2
            return level if type(level) is int else None
    return None


def _whole(revision: Revision, value: Value) -> list[int]:
    numbers = revision.resolve(value)
    found = [number for number in numbers if type(number) is int] if isinstance(numbers, list) else []
    return found if len(found) == 4 else [0, 0, 0, 0]  # noqa: PLR2004 - two ranges of two numbers


def _catalog(revision: Revision) -> dict[str, Value]:
    return revision.mapping(revision.trailer.get("Root"), "the catalog (/Root)")


@dataclass(slots=True)
class _Files:
    """Attachments by name; the same name twice must mean the same bytes."""

    revision: Revision
    held: dict[str, bytes] = field(default_factory=dict)

    def add(self, names: set[str], specification: Value) -> None:
        entries = self.revision.mapping(specification, "a file specification")
        names = names | {
            text.words() for key in ("UF", "F") if isinstance(text := self.revision.resolve(entries.get(key)), Text)
        }
        for name in sorted(names & {EVIDENCE, MANIFEST}):
            for content in self._contents(entries, name):
                if self.held.setdefault(name, content) != content:
                    raise PdfError(f"the sealed revision has two different attachments named {name}")

    def _contents(self, entries: dict[str, Value], name: str) -> Iterator[bytes]:
        embedded = self.revision.mapping(entries.get("EF"), f"/EF of attachment {name}")
        for value in embedded.values():
            stream = self.revision.resolve(value)
            if not isinstance(stream, Stream):
                raise PdfError(f"attachment {name} is not embedded in the PDF")
            yield self.revision.content(stream, f"attachment {name}")


def _attachments(revision: Revision) -> dict[str, bytes]:
    """Evidence and manifest, from the catalog's name tree and from its associated files."""
    catalog = _catalog(revision)
    files = _Files(revision)
    names = revision.resolve(catalog.get("Names"))
    tree = names.get("EmbeddedFiles") if isinstance(names, dict) else None
    for _, node in _walk(revision, [tree] if tree is not None else [], "Kids"):
        pairs = revision.array(node.get("Names", []), "/Names of the embedded files")
        if len(pairs) % 2:
            raise PdfError("/Names of the embedded files has a name without a file")
        for key, value in zip(pairs[::2], pairs[1::2], strict=True):
            text = revision.resolve(key)
            files.add({text.words()} if isinstance(text, Text) else set(), value)
    for value in revision.array(catalog.get("AF", []), "/AF of the catalog"):
        files.add(set(), value)
    return files.held


def _walk(revision: Revision, roots: list[Value], below: str) -> Iterator[tuple[int, dict[str, Value]]]:
    """The dictionaries of a tree, each reference once, at most MOST_NODES."""
    todo, seen, count = list(roots), set[Reference](), 0
    while todo:
        value = todo.pop()
        count += 1
        if count > MOST_NODES or (isinstance(value, Reference) and value in seen):
            raise PdfError(f"a tree of /{below} turns in a circle or has more than {MOST_NODES} nodes")
        if isinstance(value, Reference):
            seen.add(value)
        node = revision.mapping(value, f"a node of a tree of /{below}")
        children = revision.resolve(node.get(below))
        todo += children if isinstance(children, list) else []
        yield count, node
