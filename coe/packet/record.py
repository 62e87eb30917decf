"""The record a packet tells of, folded from its evidence alone: what the pages print is what anyone can recompute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from coe.sealed_files import in_words
from governance.formats.jcs import Json
from governance.language.business_time import Calendar
from governance.language.definition import Definition
from governance.law.gates import Standing, standings
from governance.law.pools import Facts
from governance.law.shelf import Shelf
from governance.record import events as e
from governance.record.entry import Entry, read_entry
from governance.record.state import Initiative
from governance.verifier.evidence import Evidence
from governance.verifier.judging import Pass


@dataclass(frozen=True)
class Moment:
    """The initiative right after one of its entries, and what the law consulted then."""

    entry: Entry
    state: Initiative
    facts: Facts


@dataclass(frozen=True)
class PacketRecord:
    """Evidence folded for printing. `zone` is the IANA zone times are shown in, beside UTC; `earlier` are the versions
    of the workflow that judged it before a move, latest first.
    """

    evidence: Evidence
    entries: tuple[Entry, ...]
    law: Definition
    moments: tuple[Moment, ...]
    found: Mapping[str, Standing]
    zone: ZoneInfo
    earlier: tuple[Definition, ...] = ()

    @property
    def state(self) -> Initiative:
        """The initiative as the evidence leaves it."""
        return self.moments[-1].state

    def law_of(self, moment: Moment) -> Definition:
        """The version that judged the initiative at a moment."""
        return next((law for law in self.earlier if law.digest == moment.state.definition), self.law)

    def gate_title(self, gate: str) -> str:
        """What a gate is called, in the latest version that has it."""
        known = (law.gate_by_name[gate].title for law in (self.law, *self.earlier) if gate in law.gate_by_name)
        return next(known, gate)

    @cached_property
    def values(self) -> Mapping[str, Json]:
        """Disclosed values by commitment; erased ones are absent."""
        return {each.commit: each.value for each in self.evidence.disclosed}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Printed names by person, from their signatures and their registrations; of the erased, that they are."""
        known: dict[str, str] = {}
        for entry in self.entries:
            for event in entry.events:
                match event:
                    case e.PersonRegistered(name=commit):
                        known[entry.stream.partition("/")[2]] = self._named(commit)
                    case e.DecisionSigned(signature=signature) | e.ConditionVerified(signature=signature):
                        known[entry.actor] = self._named(signature.name)
                    case _:
                        pass
        return {person: name for person, name in known.items() if name}

    def _named(self, commit: str) -> str:
        return "erased person" if commit and commit not in self.values else self.text(commit)

    def text(self, commit: str) -> str:
        """What a commitment holds, or that it was erased; "" for none."""
        return in_words(self.values.get(commit, "(erased)")) if commit else ""

    def name(self, person: str) -> str:
        """A person's printed name, or the opaque id where none is disclosed here."""
        return self.names.get(person) or ("the office" if person == "system" else f"person {person[-8:]}")

    def signed(self) -> Iterator[tuple[Moment, e.DecisionSigned]]:
        """Every decision, in order."""
        for moment in self.moments:
            for event in moment.entry.events:
                if isinstance(event, e.DecisionSigned):
                    yield moment, event

    def submissions(self) -> Iterator[tuple[Moment, e.Submitted]]:
        """Every submission, in order."""
        for moment in self.moments:
            for event in moment.entry.events:
                if isinstance(event, e.Submitted):
                    yield moment, event

    def calendar(self) -> Calendar | None:
        """The calendar its clocks ran in, as last read."""
        return self.moments[-1].facts.calendar

    def local(self, at: int) -> str:
        """`20 Nov 2026, 16:58:14 in Berlin`."""
        local = datetime.fromtimestamp(at / 1000, self.zone)
        city = self.zone.key.rpartition("/")[2].replace("_", " ")
        where = "UTC" if self.zone.key == "UTC" else f"in {city}"
        return f"{local.day} {local:%b %Y, %H:%M:%S} {where}"

    def day(self, at: int) -> str:
        """`20 Nov 2026`."""
        moment = datetime.fromtimestamp(at / 1000, self.zone)
        return f"{moment.day} {moment:%b %Y}"

    def clock(self, at: int) -> str:
        """`20 Nov 2026, 16:58:14 in Berlin (15:58 UTC)`."""
        known = "" if self.zone.key == "UTC" else f" ({datetime.fromtimestamp(at / 1000, UTC):%H:%M} UTC)"
        return self.local(at) + known


def utc(at: int) -> str:
    """RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def packet_record(evidence: Evidence, zone: str) -> PacketRecord:
    """Fold the evidence. Raises ValueError when it holds no initiative."""
    entries = tuple(read_entry(proven.data) for proven in evidence.entries)
    walk = Pass()
    moments: list[Moment] = []
    for entry, proven in zip(entries, evidence.entries, strict=True):
        walk.follow(entry, proven.data, decided=False)
        state = walk.heads[entry.stream].state
        if entry.stream == evidence.subject and isinstance(state, Initiative):
            moments.append(Moment(entry, state, walk.facts(evidence.subject) or Facts({})))
    facts = moments[-1].facts if moments else Facts({})
    if facts.law is None:
        raise ValueError(f"the evidence holds no submission of {evidence.subject}")
    found = standings(facts.law, facts, moments[-1].state, moments[-1].entry.at)
    earlier = tuple(_earlier(walk.heads[f"definition/{facts.law.workflow}"].state, moments, facts.law))
    return PacketRecord(evidence, entries, facts.law, tuple(moments), found, ZoneInfo(zone), earlier)


def _earlier(shelf: object, moments: Sequence[Moment], law: Definition) -> Iterator[Definition]:
    """The other versions the initiative was judged by, latest first."""
    judged_by = {moment.state.definition for moment in moments} - {law.digest}
    if isinstance(shelf, Shelf):
        yield from (shelf.law(digest) for digest in reversed(shelf.digests) if digest in judged_by)
