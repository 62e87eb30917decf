"""Included files put where they are asked for, and where everything stands afterwards.

`include: [calendars.yaml]` at the top adds the words of those files to this one; `- include: need.yaml` in a list puts
the entries of that file there. Included files lie in the same folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from unicodedata import category

from coe.policy.core_yaml import Map, Node, parse
from governance.formats.jcs import Json

MOST_FILES = 20
MOST_VALUES = 40_000
MOST_LEVELS = 40
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.ya?ml", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file name, line and column from 1."""

    file: str
    line: int
    column: int


Part = Literal["language", "guarantee", "reach", "calendar", "run", "example", "panel", "deadline", "source"]


@dataclass(frozen=True, slots=True)
class Located:
    """One fault of a workflow file. `pointer` is the JSON pointer in the compiled document, "" for YAML itself; `part`
    is what of the checker found it, and `run`, for some, what led there, as JSON.
    """

    place: Place
    what: str
    cure: str
    pointer: str = ""
    part: Part = "language"
    run: Mapping[str, Json] | None = None

    def __post_init__(self) -> None:
        """Words quoted from a file reach terminals and logs, so what no eye sees is spelt out."""
        object.__setattr__(self, "what", visible(self.what))
        object.__setattr__(self, "cure", visible(self.cure))

    def __str__(self) -> str:
        """`cx.yaml:12:5: what. cure`, as editors and terminals link it."""
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        return f"{where}: {self.what}{' ' + self.cure if self.cure else ''}"


def visible(words: str) -> str:
    """The words with every control, override and other invisible character as its number."""
    if words.isprintable():
        return words
    return "".join(c if c.isprintable() or category(c) == "Zs" else f"\\u{ord(c):04x}" for c in words)


def nearest(places: Mapping[str, Place], pointer: str, name: str) -> Place:
    """Where a pointer stands, or the closest thing around it that stands anywhere."""
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, Place(name, 1, 1))


@dataclass(slots=True)
class Files:
    """The files read so far, and everything wrong with them."""

    source: Callable[[str], bytes]
    read: dict[str, bytes] = field(default_factory=dict)
    roots: dict[str, Node | None] = field(default_factory=dict)
    problems: list[Located] = field(default_factory=list)
    incomplete: bool = False

    def refuse(self, place: Place, what: str, cure: str) -> None:
        """Note one fault."""
        self.problems.append(Located(place, what, cure))

    def open(self, name: str, asked: Place, trail: tuple[str, ...]) -> Node | None:
        """The root node of a file; None, with the fault noted at the place that asked, where it cannot be had."""
        fault = self._barred(name, trail)
        if fault is None and name not in self.roots:
            try:
                self.read[name] = self.source(name)
            except OSError as error:
                self.roots[name] = None
                fault = (f"The file `{name}` cannot be read: {error.strerror or error}.", "Check its name and rights.")
            else:
                self.roots[name], faults = parse(self.read[name])
                for f in faults:
                    self.refuse(Place(name, f.line, f.column), f.what, f.cure)
        if fault is not None:
            self.refuse(asked, *fault)
        root = None if fault else self.roots[name]
        self.incomplete = self.incomplete or root is None
        return root

    def _barred(self, name: str, trail: tuple[str, ...]) -> tuple[str, str] | None:
        if not _FILE_NAME.fullmatch(name):
            return (
                f"`{name[:80]}` is not the name of a YAML file in this folder.",
                "Include files beside this one: need.yaml.",
            )
        if name in trail:
            return f"`{name}` includes itself.", "Remove one of the includes."
        if len(self.read) >= MOST_FILES and name not in self.roots:
            return f"More than {MOST_FILES} files are included.", "Put parts together."
        return None


@dataclass(slots=True)
class Resolver:
    """Puts included parts where they are asked for, and remembers where everything stands."""

    files: Files
    places: dict[str, Place] = field(default_factory=dict)
    built: int = 0

    def document(self, name: str, root: Node) -> dict[str, Json]:
        """The whole document; what stands at the top of included files is added to it."""
        self.places[""] = Place(name, root.line, root.column)
        document: dict[str, Json] = {}
        self._top(name, root, (name,), document)
        return document

    def _top(self, name: str, root: Node, trail: tuple[str, ...], document: dict[str, Json]) -> None:
        """Add the words of a file, and of the files it includes, to the document."""
        if not isinstance(root.value, Map):
            place = Place(name, root.line, root.column)
            self.files.refuse(place, "The file is no map of words.", "Begin with `workflow: name`.")
            self.files.incomplete = True
            return
        for word, key, value in root.value.pairs:
            if word == "include":
                for part, at in self._named(value, name):
                    included = self.files.open(part, at, trail)
                    if included is not None:
                        self._top(part, included, (*trail, part), document)
                continue
            place, pointer = Place(name, key.line, key.column), _below("", word)
            if word in document:
                first = self.places[pointer]
                self.files.refuse(place, f"`{word}` stands twice.", f"The first is in {first.file}, line {first.line}.")
                continue
            self.places[pointer] = place
            document[word] = self._build(value, name, pointer, trail)

    def _named(self, value: Node, name: str) -> Iterator[tuple[str, Place]]:
        """The file names an `include` gives: one, or a list."""
        for node in value.value if isinstance(value.value, tuple) else (value,):
            place = Place(name, node.line, node.column)
            if isinstance(node.value, str):
                yield node.value, place
            else:
                self.files.refuse(place, "`include` names a file.", "Write it like include: need.yaml.")
                self.files.incomplete = True

    def _build(self, node: Node, name: str, pointer: str, trail: tuple[str, ...]) -> Json:
        place = Place(name, node.line, node.column)
        if self._too_large(place) or self._too_deep(place, pointer):
            return None
        asked = _asked(node)
        if asked is not None:
            return self._included(asked, name, pointer, trail)
        match node.value:
            case Map(pairs):
                built: dict[str, Json] = {}
                for word, key, value in pairs:
                    self.places[_below(pointer, word)] = Place(name, key.line, key.column)
                    built[word] = self._build(value, name, _below(pointer, word), trail)
                return built
            case tuple(parts):
                return self._list(parts, name, pointer, trail)
            case _:
                return node.value

    def _too_large(self, place: Place) -> bool:
        """Counts one value more; includes that include others can multiply without end."""
        self.built += 1
        if self.built == MOST_VALUES:
            self.files.refuse(place, f"The definition holds more than {MOST_VALUES} values.", "Include less.")
            self.files.incomplete = True
        return self.built >= MOST_VALUES

    def _too_deep(self, place: Place, pointer: str) -> bool:
        """Files that include each other can be deeper together than any of them."""
        if pointer.count("/") <= MOST_LEVELS:
            return False
        if not self.files.incomplete:
            self.files.refuse(place, f"The definition is deeper than {MOST_LEVELS} levels.", "Make it flatter.")
            self.files.incomplete = True
        return True

    def _list(self, parts: tuple[Node, ...], name: str, pointer: str, trail: tuple[str, ...]) -> list[Json]:
        """A list, with the entries of included lists in the place of their `include`."""
        built: list[Json] = []
        for part, file, inside in self._spliced(parts, name, trail):
            at = _below(pointer, len(built))
            self.places[at] = Place(file, part.line, part.column)
            built.append(self._build(part, file, at, inside))
        return built

    def _spliced(
        self, parts: tuple[Node, ...], name: str, trail: tuple[str, ...]
    ) -> Iterator[tuple[Node, str, tuple[str, ...]]]:
        for part in parts:
            if self._too_large(Place(name, part.line, part.column)):
                return
            asked = _asked(part)
            if asked is None:
                yield part, name, trail
                continue
            for file, at in self._named(asked, name):
                root = self.files.open(file, at, trail)
                if root is not None and isinstance(root.value, tuple):
                    yield from self._spliced(root.value, file, (*trail, file))
                elif root is not None:
                    yield root, file, (*trail, file)

    def _included(self, asked: Node, name: str, pointer: str, trail: tuple[str, ...]) -> Json:
        found: Json = None
        for place, (file, at) in enumerate(self._named(asked, name)):
            if place:
                self.files.refuse(at, "A value is included from one file.", "Name one file here.")
                break
            root = self.files.open(file, at, trail)
            if root is not None:
                self.places[pointer] = Place(file, root.line, root.column)
                found = self._build(root, file, pointer, (*trail, file))
        return found


def _asked(node: Node) -> Node | None:
    """What `{include: …}` asks for, where that is all a map says."""
    if isinstance(node.value, Map) and [word for word, _, _ in node.value.pairs] == ["include"]:
        return node.value.pairs[0][2]
    return None


def _below(pointer: str, part: str | int) -> str:
    return f"{pointer}/{str(part).replace('~', '~0').replace('/', '~1')}"
