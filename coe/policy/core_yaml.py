"""One YAML file as JSON values, each with its line: YAML 1.2 core schema, and nothing that builds objects or grows.

Every fault is noted with line and column, and reading goes on where it can; only a syntax error ends a file. Tags,
anchors, aliases, several documents, floats, duplicate keys, tabs as indentation and characters that hide or reorder
what people read are no part of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from unicodedata import normalize

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from governance.formats.jcs import Json

LARGEST_FILE = 512_000
MOST_NODES = 20_000
MOST_FAULTS = 100
DEEPEST = 24
_NULL = re.compile(r"null|Null|NULL|~|")
_BOOL: Mapping[str, bool] = {w: v for v in (True, False) for w in (str(v), str(v).lower(), str(v).upper())}
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", re.ASCII
)
_LONGEST_INT = 15
_SEATS_UNQUOTED = re.compile(r"present:\s*[^'\"\[{,]+\[")
_LONGEST_LOOKED_AT = 500
# What an editor does not show, or shows in another order than the law reads it: controls, bidirectional overrides and
# isolates, zero-width spaces, surrogates, noncharacters. Joiners stay: some scripts are written with them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\uffff]"
)
# On text like this the C parser and the Python one agree, event for event; any other text is left to the Python one.
_TAME = re.compile(r"(?!%)[\n\x20-\x7e\xa0-\u2027\u202f-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, and where: line and column count from 1."""

    line: int
    column: int
    what: str
    cure: str


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place: `value` is a scalar, a tuple of nodes, or a tuple of (key, place of the key, node)."""

    line: int
    column: int
    value: str | int | bool | tuple[Node, ...] | Map | None


@dataclass(frozen=True, slots=True)
class Map:
    """The pairs of a map in the order of the file; each key is a node of its own."""

    pairs: tuple[tuple[str, Node, Node], ...]


@dataclass(slots=True)
class _Stop(Exception):
    """Reading this file cannot go on; `syntax` where the parser itself gave up."""

    fault: Fault
    syntax: bool = False


def parse(data: bytes) -> tuple[Node | None, tuple[Fault, ...]]:
    """The root node of a file (None where it cannot be had) and every fault, in the order of lines. Never raises."""
    try:
        text = _text(data)
    except _Stop as stop:
        return None, (stop.fault,)
    tame = _TAME.fullmatch(text) is not None and not _DIRECTIVE.search(text)
    root, faults, syntax = _composed(text, quick=tame)
    if tame and syntax:
        # The C parser says less about what is wrong, and is stricter in places: the other one has the last word.
        root, faults, _ = _composed(text, quick=False)
    return root, tuple(sorted(set(faults), key=lambda fault: (fault.line, fault.column, fault.what)))


def _composed(text: str, *, quick: bool) -> tuple[Node | None, list[Fault], bool]:
    """Root, faults, and whether the parser gave up; `quick` uses the C parser where it is installed."""
    composer = _Composer(quick)
    try:
        return composer.document(text), composer.faults, False
    except _Stop as stop:
        return None, [*composer.faults, stop.fault], stop.syntax


def _text(data: bytes) -> str:
    """The text with one kind of line end, so that lines are counted as editors count them."""
    if len(data) > LARGEST_FILE:
        raise _Stop(
            Fault(1, 1, f"The file has {len(data)} bytes.", f"The limit is {LARGEST_FILE}; include parts of it.")
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _Stop(Fault(line, 1, "This is not UTF-8 text.", "Save the file as UTF-8.")) from None


@dataclass(slots=True)
class _Composer:
    quick: bool
    faults: list[Fault] = field(default_factory=list)
    nodes: int = 0
    events: Iterator[Any] = field(default_factory=lambda: iter(()))

    def document(self, text: str) -> Node | None:
        """The one document of a file."""
        self._tabs(text)
        self._hidden(text)
        self.events = self._stream(text)
        root: Node | None = None
        for event in self.events:
            match type(event).__name__:
                case "DocumentStartEvent" if root is not None:
                    self._refuse(event, "A second document begins.", "One file holds one definition; remove the `---`.")
                    return root
                case "StreamStartEvent" | "StreamEndEvent" | "DocumentStartEvent" | "DocumentEndEvent":
                    continue
                case _:
                    root = self._node(event, DEEPEST)
        if root is None:
            raise _Stop(Fault(1, 1, "The file is empty.", "Begin with `workflow: name`."))
        return root

    def _stream(self, text: str) -> Iterator[Any]:
        """Ruamel's events, with its errors turned into faults."""
        try:
            yield from YAML(typ="safe", pure=not self.quick).parse(text)
        except MarkedYAMLError as error:
            raise _Stop(_syntax(error, text), syntax=True) from None
        except ReaderError as error:
            raise _Stop(_not_allowed(text, min(error.position, len(text) - 1)), syntax=True) from None
        except (
            YAMLError,
            ValueError,
            RecursionError,
            IndexError,
            AttributeError,
            AssertionError,
            NotImplementedError,
        ) as error:
            # The parser answers some hostile bytes with errors of its own making; none may reach a person.
            words = str(error).splitlines() or [type(error).__name__]
            fault = Fault(1, 1, f"This is not YAML: {words[0][:120]}.", "Check quotes and brackets.")
            raise _Stop(fault, syntax=True) from None

    def _tabs(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1) if "\t" in text else ():
            if "\t" in line[: len(line) - len(line.lstrip(" \t"))]:
                self._note(Fault(number, 1, "A tab indents this line.", "YAML is indented with spaces."))

    def _hidden(self, text: str) -> None:
        for found in _HIDDEN.finditer(text):
            self._note(_not_allowed(text, found.start()))

    def _refuse(self, event: Any, what: str, cure: str) -> None:
        self._note(Fault(event.start_mark.line + 1, event.start_mark.column + 1, what, cure))

    def _note(self, fault: Fault) -> None:
        if len(self.faults) >= MOST_FAULTS:
            what = f"There are more than {MOST_FAULTS} faults; the rest is not told."
            raise _Stop(Fault(fault.line, fault.column, what, "Put these right first."))
        self.faults.append(fault)

    def _node(self, event: Any, depth: int) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        self.nodes += 1
        if self.nodes > MOST_NODES or not depth:
            limit = f"{MOST_NODES} values" if depth else f"{DEEPEST} levels"
            raise _Stop(Fault(line, column, f"The file holds more than {limit}.", "Make it smaller or flatter."))
        kind = type(event).__name__
        if kind == "AliasEvent":
            self._refuse(
                event, "`*` repeats another part of the file.", "Write it out, or put it in a file and include it."
            )
            return Node(line, column, None)
        if event.anchor is not None:
            self._refuse(event, "`&` names a part of the file for repeating.", "Remove it; shared parts are included.")
        if _tagged(event):
            self._refuse(event, "`!` gives a value a type of its own.", "Remove it; put text in quotes.")
        if kind == "ScalarEvent":
            return Node(line, column, self._scalar(event))
        if kind == "SequenceStartEvent":
            return Node(line, column, tuple(self._node(e, depth - 1) for e in self._until("SequenceEndEvent")))
        return Node(line, column, self._map(depth))

    def _until(self, end: str) -> Iterator[Any]:
        for event in self.events:
            if type(event).__name__ == end:
                return
            yield event

    def _map(self, depth: int) -> Map:
        pairs: dict[str, tuple[str, Node, Node]] = {}
        for event in self._until("MappingEndEvent"):
            key = self._node(event, depth - 1)
            word = key.value if isinstance(key.value, str) else "null" if key.value is None else str(key.value)
            value = self._node(next(self.events), depth - 1)
            if isinstance(key.value, tuple | Map):
                self._refuse(event, "A list or map cannot be a word.", "Put quotes around it if it is text.")
            elif word in pairs:
                self._refuse(event, f"`{word[:40]}` stands here twice.", f"The first is in line {pairs[word][1].line}.")
            else:
                pairs[word] = (word, key, value)
        return Map(tuple(pairs.values()))

    def _scalar(self, event: Any) -> str | int | bool | None:
        text = event.value if event.value.isascii() else normalize("NFC", event.value)
        if event.style:
            hidden = _HIDDEN.search(text) if event.style == '"' else None
            if hidden:
                self._refuse(event, f"The character U+{ord(hidden[0]):04X} is not allowed in words.", "Delete it.")
                text = _HIDDEN.sub("", text)
            return text
        if _NULL.fullmatch(text):
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _INT.fullmatch(text):
            if len(text) <= _LONGEST_INT:
                return int(text, 8 if text.startswith("0o") else 16 if text.startswith("0x") else 10)
            self._refuse(event, "This number is too long.", "Put it in quotes if it is text.")
            return 0
        if _FLOAT.fullmatch(text):
            self._refuse(event, f"`{text[:20]}` is a fraction; the ledger has whole numbers only.", "Put it in quotes.")
            return 0
        return text


def _not_allowed(text: str, at: int) -> Fault:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return Fault(line, column, f"The character U+{ord(text[at]):04X} is not allowed here.", "Delete it.")


def _tagged(event: Any) -> bool:
    """Whether the file gives this node an explicit tag."""
    return (
        event.tag is not None and event.tag != "!" if type(event).__name__ == "ScalarEvent" else event.tag is not None
    )


def _syntax(error: MarkedYAMLError, text: str) -> Fault:
    unclosed = error.context_mark is not None and "end of stream" in str(error.problem)
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.split("\n")
    source = lines[line - 1] if line <= len(lines) else ""
    if "\t" in source[: len(source) - len(source.lstrip())]:
        return Fault(line, 1, "A tab indents this line.", "YAML is indented with spaces.")
    what = str(error.problem or "it cannot be read").splitlines()[0]
    if _SEATS_UNQUOTED.search(source[:_LONGEST_LOOKED_AT]):
        return Fault(
            line, column, "Brackets inside words need quotes.", 'Write it like present: "60% and [chair, medical]".'
        )
    return Fault(
        line, column, f"This is not YAML: {what[:120]}.", "Check indentation, quotes and brackets around here."
    )


def plain(node: Node) -> Json:
    """The JSON value of a node."""
    match node.value:
        case Map(pairs):
            return {word: plain(value) for word, _, value in pairs}
        case tuple():
            return [plain(part) for part in node.value]
        case _:
            return node.value
