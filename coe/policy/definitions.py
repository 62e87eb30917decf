"""Workflow files: YAML with its includes compiled to the JSON that is ledgered, every fault with file and line.

`include: [calendars.yaml]` at the top adds the words of those files to this one; `- include: need.yaml` in a list puts
the entries of that file there. Included files lie in the same folder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from coe.policy.calendars import BadDeclaration, compile_calendar
from coe.policy.core_yaml import Map, Node, parse
from governance.definition import Definition
from governance.errors import NotADefinition, Problem
from governance.guarantees import Counterexample, prove, unreachable
from governance.jcs import Json
from governance.reading import definition_digest, read

MOST_FILES = 20
MOST_VALUES = 40_000
ANY_YEAR = 2026
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.ya?ml", re.ASCII)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file name, line and column from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Located:
    """One fault of a workflow file. `pointer` is the JSON pointer in the compiled document, "" for YAML itself."""

    place: Place
    what: str
    cure: str
    pointer: str = ""

    def __str__(self) -> str:
        """`cx.yaml:12:5: what. cure`, as editors and terminals link it."""
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        return f"{where}: {self.what}{' ' + self.cure if self.cure else ''}"


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a file came to. `definition` and `digest` are there when `problems` is empty; `sources` are the files read,
    by name, and `places` maps every JSON pointer of the document to where it stands.
    """

    name: str
    document: dict[str, Json]
    digest: str
    definition: Definition | None
    problems: tuple[Located, ...]
    places: Mapping[str, Place]
    sources: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Checked:
    """A compiled file and what the checker says of it."""

    compiled: Compiled
    counterexamples: tuple[Counterexample, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether this file may be published."""
        return self.compiled.definition is not None and not self.compiled.problems and not self.counterexamples

    def lines(self) -> tuple[str, ...]:
        """What to print, one fault a line."""
        places, name = self.compiled.places, self.compiled.name
        broken = (str(Located(nearest(places, c.pointer, name), c.words, "", c.pointer)) for c in self.counterexamples)
        return (*map(str, self.compiled.problems), *broken)


def compile_file(path: Path) -> Compiled:
    """Compile a workflow file with its includes. Faults are in `problems`; nothing in a file makes this raise."""
    return compile_text(path.name, lambda name: (path.parent / name).read_bytes())


def compile_text(name: str, source: Callable[[str], bytes]) -> Compiled:
    """The same from anywhere: `source` gives the bytes of a file by its name, or raises OSError."""
    files = _Files(source)
    resolver = _Resolver(files)
    root = files.open(name, Place(name, 1, 1), ())
    document = resolver.document(name, root) if root is not None else {}
    definition: Definition | None = None
    digest, refused = "", tuple[Problem, ...]()
    if root is not None and not files.incomplete:
        try:
            definition = read(document)
            digest = definition_digest(document)
        except NotADefinition as error:
            refused = error.problems
    faults = list(files.problems)
    told = {(fault.place.file, fault.place.line) for fault in faults}
    for problem in refused:
        place = nearest(resolver.places, problem.pointer, name)
        # What a broken line means to the law is not worth a second fault on that line.
        if (place.file, place.line) not in told:
            faults.append(Located(place, problem.what, problem.cure, problem.pointer))
    faults.sort(key=lambda fault: (fault.place.file != name, fault.place.file, fault.place.line, fault.place.column))
    found = None if faults else definition
    return Compiled(name, document, digest if found else "", found, tuple(faults), resolver.places, files.read)


def check_file(path: Path) -> Checked:
    """Compile a file and prove what it promises; what `coe workflow check` prints."""
    compiled = compile_file(path)
    if compiled.definition is None:
        return Checked(compiled)
    lost = [
        Located(nearest(compiled.places, problem.pointer, path.name), problem.what, problem.cure, problem.pointer)
        for problem in (*unreachable(compiled.definition), *_calendar_problems(compiled.document))
    ]
    return Checked(replace(compiled, problems=tuple(lost)), prove(compiled.definition))


def _calendar_problems(document: Mapping[str, Json]) -> Iterator[Problem]:
    """What is wrong with the calendars a definition brings along."""
    declared = document.get("calendars")
    for place, declaration in enumerate(declared if isinstance(declared, list) else [declared] if declared else []):
        pointer = f"/calendars/{place}"
        if not isinstance(declaration, dict):
            yield Problem(pointer, "A calendar is a map of words.", "Write {name: …, zone: …, days: …, hours: …}.")
            continue
        try:
            compile_calendar(declaration, [ANY_YEAR])
        except BadDeclaration as error:
            for found in error.problems:
                yield Problem(f"{pointer}/{found.where}", f"{found.what.capitalize()}: {found.why}.", found.cure)


def nearest(places: Mapping[str, Place], pointer: str, name: str) -> Place:
    """Where a pointer stands, or the closest thing around it that stands anywhere."""
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, Place(name, 1, 1))


@dataclass(slots=True)
class _Files:
    """The files read so far, and everything wrong with them."""

    source: Callable[[str], bytes]
    read: dict[str, bytes] = field(default_factory=dict)
    roots: dict[str, Node | None] = field(default_factory=dict)
    problems: list[Located] = field(default_factory=list)
    incomplete: bool = False

    def refuse(self, place: Place, what: str, cure: str) -> None:
        self.problems.append(Located(place, what, cure))

    def open(self, name: str, asked: Place, trail: tuple[str, ...]) -> Node | None:
        """The root node of a file; None, with the fault noted at the place that asked, where it cannot be had."""
        fault = self._barred(name, trail)
        if fault is None and name not in self.roots:
            try:
                self.read[name] = self.source(name)
            except OSError as error:
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
class _Resolver:
    """Puts included parts where they are asked for, and remembers where everything stands."""

    files: _Files
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
        if self._too_large(Place(name, node.line, node.column)):
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
        for file, at in list(self._named(asked, name))[:1]:
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
