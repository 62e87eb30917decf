"""The record judged again: entries in order of the log, folded and decided anew under the law in evidence at that time.

One pass serves the whole log and an extract of it. Every event an entry holds must come out of the law again, byte for
byte, the digest of the *why* tree included.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from typing import Literal

from governance.errors import LawError, Unreadable
from governance.formats.jcs import encode
from governance.language.definition import Definition
from governance.law.consulted import streams
from governance.law.pools import Facts, facts_of
from governance.law.shelf import Shelf
from governance.law.why import Why, why
from governance.office.office_law import State, advance, judge
from governance.reading.document import definition_digest
from governance.record import events as e
from governance.record.codec import event_json
from governance.record.commands import Command, MoveTo, Publish, Stamped, Submit
from governance.record.entry import Entry, entry_hash, read_entry
from governance.record.state import Initiative
from governance.verifier.presuming import LEANING, Supporting, judged


@dataclass(frozen=True)
class Head:
    """Where a stream stands in this pass: version, hash of its last entry, folded state."""

    version: int = 0
    hash: str = ""
    state: State = None


@dataclass(frozen=True)
class Contradiction:
    """A *no*: the entry it concerns (sequence number, -1 for none), what was expected, what was found, and whether it
    breaks the record (something is missing or out of place) or the law; `about` is the claim of the verdict it touches.
    """

    seq: int
    expected: str
    found: str
    breaks: Literal["record", "law"] = "record"
    about: str = "acts"

    def __str__(self) -> str:
        """The contradiction in one sentence."""
        place = f"entry {self.seq}: " if self.seq >= 0 else ""
        return f"{place}expected {self.expected}; found {self.found}"


@dataclass(frozen=True)
class Presumed:
    """A stream that a supporting entry read and the extract lacks; `about` is the claim it limits."""

    seq: int
    stream: str
    about: str


@dataclass
class Pass:
    """One pass over entries in order of `seq`.

    `leaned` counts supporting acts that were judged, by claim; `presumed` are the streams they lacked.
    """

    heads: MutableMapping[str, Head] = field(default_factory=dict)
    leaned: Counter[str] = field(default_factory=Counter)
    presumed: list[Presumed] = field(default_factory=list)

    def follow(
        self, entry: Entry, data: bytes, *, decided: bool, supporting: bool = False
    ) -> tuple[Contradiction, ...]:
        """Check one entry against the pass so far, fold it in, and say what contradicts it.

        `decided` entries are judged with everything they read, `supporting` ones as far as that is at hand, others are
        only folded.
        """
        head = self.heads.get(entry.stream, Head())
        faults = [*_chain(entry, head)]
        state = head.state
        try:
            if decided and not faults:
                faults = self._reads(entry) or self._judged(entry, head)
            elif supporting and not faults:
                faults = self._supported(entry, head)
            faults += _misnamed(entry)
            for event in entry.events:
                state = advance(state, event, entry.actor, entry.at)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong while judging counts as tampering
            faults.append(_unlawful(entry, "an act the law can judge", f"{type(error).__name__}: {error}"))
            state = head.state
        self.heads[entry.stream] = Head(entry.version, entry_hash(data), state)
        return tuple(faults)

    def facts(self, stream: str) -> Facts | None:
        """What the law would consult for an initiative, as folded so far; None when the stream is none."""
        state = self.heads.get(stream, Head()).state
        if not isinstance(state, Initiative):
            return None
        return self._facts(self._law(state, "", ""))

    def tree(self, stream: str, at: int) -> Why | None:
        """The *why* tree of an initiative as it stands in this pass."""
        state, facts = self.heads.get(stream, Head()).state, self.facts(stream)
        if not isinstance(state, Initiative) or facts is None or facts.law is None:
            return None
        return why(facts.law, facts, state, at)

    def _reads(self, entry: Entry) -> list[Contradiction]:
        """The heads the entry says the law consulted are the heads the log had."""
        faults = []
        for stream, version in entry.reads.items():
            held = self.heads.get(stream, Head()).version
            if held < version:
                faults.append(Contradiction(entry.seq, f"{version} entries of {stream}, which was read", f"{held}"))
            elif held > version:
                faults.append(_misdeclared(entry, stream, held))
        return faults

    def _supported(self, entry: Entry, head: Head) -> list[Contradiction]:
        """The same for an act the record leans on; what it read and the extract lacks is presumed to have entitled."""
        command = entry.command()
        if not isinstance(command, LEANING):
            return []
        about = "definition" if isinstance(command, Publish) else "grants"
        held = {stream: self.heads.get(stream, Head()).version for stream in entry.reads}
        known = {stream: version for stream, version in entry.reads.items() if held[stream] >= version}
        faults = [
            replace(_misdeclared(entry, stream, held[stream]), about=about)
            for stream, version in known.items()
            if held[stream] > version
        ]
        if {*streams(entry.stream, command, None, None, entry.actor)} != entry.reads.keys():
            faults.append(_unlawful(entry, "reads of exactly what the law consults", "other reads", about))
        if faults:
            return faults
        act = Supporting(entry.stream, head.state, Stamped(command, entry.actor, entry.at), entry.events[0])
        absent = entry.reads.keys() - known.keys()
        self.leaned[about] += 1
        self.presumed += [Presumed(entry.seq, stream, about) for stream in sorted(absent)]
        try:
            events = judged(act, {stream: self.heads[stream].state for stream in known if held[stream]}, absent)
        except LawError as refusal:
            return [_unlawful(entry, "a lawful act", f"the law refuses it: {refusal}", about)]
        return [replace(fault, about=about) for fault in _differences(entry, events)]

    def _judged(self, entry: Entry, head: Head) -> list[Contradiction]:
        """The law applied again to the same command gives the same events."""
        command = entry.command()
        state = head.state if isinstance(head.state, Initiative) else None
        law = self._law(state, entry.stream, command.workflow if isinstance(command, Submit) else "")
        to = self._target(state, command)
        first = entry.events[0]
        number, refers = (first.number, first.refers) if isinstance(first, e.Submitted) else ("", {})
        wanted = {*streams(entry.stream, command, state, law, entry.actor, to), *refers.values()}
        if wanted != entry.reads.keys():
            missing = sorted(wanted ^ entry.reads.keys())
            return [_unlawful(entry, "reads of exactly what the law consults", f"difference in {missing}")]
        try:
            events = judge(
                entry.stream,
                head.state,
                self._facts(law, entry.reads, to),
                Stamped(command, entry.actor, entry.at, number, refers),
            )
        except LawError as refusal:
            return [_unlawful(entry, "a lawful act", f"the law refuses it: {refusal}", _about(first))]
        return _differences(entry, events)

    def _target(self, state: Initiative | None, command: Command) -> Definition | None:
        """The version a move names, None when it was never published."""
        if state is None or not isinstance(command, MoveTo) or not command.definition:
            return None
        return self._law(replace(state, definition=command.definition), "", "")

    def _law(self, state: Initiative | None, stream: str, workflow: str) -> Definition | None:
        if state is None and not stream.startswith("initiative/"):
            return None
        shelf = self.heads.get(f"definition/{state.workflow if state else workflow}", Head()).state
        if not isinstance(shelf, Shelf) or (state and state.definition not in shelf.documents):
            return None
        return shelf.law(state.definition if state else "")

    def _facts(
        self, law: Definition | None, reads: Mapping[str, int] | None = None, to: Definition | None = None
    ) -> Facts:
        names = reads if reads is not None else dict.fromkeys(self.heads, 0)
        return facts_of({stream: self.heads[stream].state for stream in names if stream in self.heads}, law, to)


def _chain(entry: Entry, head: Head) -> list[Contradiction]:
    """The entry is the next of its stream and names the one before it."""
    if entry.version != head.version + 1:
        expected = f"version {head.version + 1} of {entry.stream}"
        return [Contradiction(entry.seq, expected, f"version {entry.version}: an entry is missing or out of place")]
    if entry.prev != head.hash:
        return [Contradiction(entry.seq, f"prev {head.hash[:16] or 'empty'}…", f"{entry.prev[:16] or 'empty'}…")]
    return []


def _differences(entry: Entry, events: tuple[e.Event, ...]) -> list[Contradiction]:
    """What differs from the events the law gives, by canonical bytes; equal events have equal bytes."""
    if events == entry.events or [event_json(x) for x in events] == [event_json(x) for x in entry.events]:
        return []
    return [_difference(entry, events)]


def _difference(entry: Entry, events: tuple[e.Event, ...]) -> Contradiction:
    """The first event that differs, told by its canonical bytes."""
    for kept, drawn in zip(entry.events, events, strict=False):
        if kept != drawn:
            expected, found = (encode(event_json(event)).decode()[:300] for event in (drawn, kept))
            return _unlawful(entry, expected, found, _about(kept))
    missing = (*events[len(entry.events) :], *entry.events[len(events) :])
    return _unlawful(entry, f"{len(events)} events", f"{len(entry.events)} events", _about(missing[0]))


def _about(event: e.Event) -> str:
    """The claim of the verdict that an event of this kind carries."""
    match event:
        case e.Submitted() | e.Moved() | e.Published():
            return "definition"
        case e.DecisionSigned() | e.GatePassed() | e.GateSettled() | e.GateSuspended() | e.Approved() | e.Ratified():
            return "gates"
        case e.GateOpened() | e.Reminded() | e.Escalated() | e.Expired() | e.NoticeGiven() | e.Resumed():
            return "clocks"
        case e.CarriedOver():
            return "carried"
        case e.Judged():
            return "why"
        case _:
            return "acts"


def _misnamed(entry: Entry) -> list[Contradiction]:
    """A definition goes by its own digest; every initiative names its law by it."""
    return [
        _unlawful(entry, f"the definition's own digest {digest}", event.digest, "definition")
        for event in entry.events
        if isinstance(event, e.Published) and (digest := definition_digest(event.definition)) != event.digest
    ]


def _misdeclared(entry: Entry, stream: str, held: int) -> Contradiction:
    about = "definition" if stream.startswith("definition/") else "gates"
    return _unlawful(entry, f"{stream} read at version {held}", f"version {entry.reads[stream]}", about)


def _unlawful(entry: Entry, expected: str, found: str, about: str = "acts") -> Contradiction:
    return Contradiction(entry.seq, expected, found, "law", about)


def readable(data: bytes) -> Entry:
    """The entry of these bytes; any exception while reading counts as tampering and is `Unreadable`."""
    try:
        return read_entry(data)
    except (LawError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable(str(error)) from None
