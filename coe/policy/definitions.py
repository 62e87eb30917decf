"""Workflow files: YAML with its includes compiled to the JSON that is ledgered, every fault with file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from coe.policy.calendars import BadDeclaration, compile_calendar
from coe.policy.includes import Files, Located, Part, Place, Resolver, nearest
from governance.checker.examples import failing
from governance.checker.exploring import Run
from governance.checker.guarantees import Counterexample, prove, unreachable
from governance.errors import NotADefinition, Problem
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.office.proving import explored
from governance.reading.document import definition_digest, read
from governance.record.codec import command_json

__all__ = [
    "Checked", "Compiled", "Located", "Part", "Place", "check_file", "compile_file", "compile_text", "located",
    "nearest", "proven",
]  # fmt: skip
ANY_YEAR = 2026


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
    """A compiled file and what the checker says of it. `runs` are those that break a guarantee, by its pointer."""

    compiled: Compiled
    counterexamples: tuple[Counterexample, ...] = ()
    runs: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether this file may be published."""
        return self.compiled.definition is not None and not self.compiled.problems and not self.counterexamples

    def lines(self) -> tuple[str, ...]:
        """What to print, one fault a line."""
        return tuple(map(str, (*self.compiled.problems, *self.broken())))

    def broken(self) -> tuple[Located, ...]:
        """The guarantees some answers break, each with those answers."""
        places, name = self.compiled.places, self.compiled.name
        return tuple(
            Located(nearest(places, c.pointer, name), c.words, "", c.pointer, "guarantee", self._case(c))
            for c in self.counterexamples
        )

    def _case(self, found: Counterexample) -> Mapping[str, Json]:
        case: dict[str, Json] = {"answers": {**found.answers}, "tier": found.tier, "raised": found.raised}
        return {**self.runs.get(found.pointer, {}), **case}


def compile_file(path: Path) -> Compiled:
    """Compile a workflow file with its includes. Faults are in `problems`; nothing in a file makes this raise."""
    return compile_text(path.name, lambda name: (path.parent / name).read_bytes())


def compile_text(name: str, source: Callable[[str], bytes]) -> Compiled:
    """The same from anywhere: `source` gives the bytes of a file by its name, or raises OSError."""
    files = Files(source)
    resolver = Resolver(files)
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
    """Compile a file and prove what it promises, whoever works here and whatever day it is; `checking` knows more."""
    return proven(compile_file(path))


def proven(compiled: Compiled) -> Checked:
    """What a compiled file promises, proven; its examples and every order of decisions, run."""
    law = compiled.definition
    if law is None:
        return Checked(compiled)
    broken = prove(law)
    found: list[tuple[Part, Problem, Mapping[str, Json] | None]] = []
    found += [("reach", problem, None) for problem in unreachable(law)]
    found += [("calendar", problem, None) for problem in _calendar_problems(compiled.document)]
    found += [("example", problem, None) for problem in failing(law)]
    runs = {each.pointer: _run(each.run) for each in reversed(explored(law))}
    # What answers alone show is said once, and better, by those answers.
    told = {each.pointer for each in broken} | {problem.pointer for _, problem, _ in found}
    found += [
        ("run", Problem(each.pointer, each.what, each.cure), _run(each.run))
        for each in explored(law)
        if each.pointer not in told
    ]
    lost = tuple(located(compiled, problem, part, run) for part, problem, run in found)
    return Checked(replace(compiled, problems=lost), broken, runs)


def located(
    compiled: Compiled, problem: Problem, part: Part = "language", run: Mapping[str, Json] | None = None
) -> Located:
    """A problem of the compiled document at its file and line."""
    place = nearest(compiled.places, problem.pointer, compiled.name)
    return Located(place, problem.what, problem.cure, problem.pointer, part, run)


def _run(run: Run) -> Mapping[str, Json]:
    steps: list[Json] = [{"actor": step.actor, "command": command_json(step.command)} for step in run.steps]
    return {"answers": {**run.answers}, "tier": run.tier, "steps": steps}


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
