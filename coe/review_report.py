"""What a reviewer reads of a period (EU GMP Annex 11 §9, §11): every line is an entry of the ledger, and the digest
that a review records covers all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, func, select

from coe.ledger import first_since
from coe.reading import values
from coe.tables import entry
from governance.formats.jcs import Json, encode
from governance.record.codec import event_json
from governance.record.entry import Entry, entry_hash, read_entry
from governance.record.review_kinds import KINDS

REVIEW = "record-review"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: its heading and the commands it lists."""

    title: str
    types: tuple[str, ...]


SECTIONS: Final[Mapping[str, Section]] = {
    "access": Section("Access given and ended", ("register-person", "grant", "ungrant", "delegate", "close-account")),
    "qualification": Section(
        "Trainings and undertakings", ("record-training", "issue-undertaking", "accept-undertaking")
    ),
    "credentials": Section(
        "Identities, authenticators and resets",
        ("enable-signatures", "confirm-identity", "ask-credential-reset", "approve-credential-reset", "report-loss",
         "test-authenticator"),
    ),
    "policy": Section("Workflows and calendars", ("publish", "declare-calendar")),
    "configuration": Section("Configuration", ("record-configuration",)),
    "keys": Section("Keys and witnesses", ("declare-key", "rotate-key", "revoke-key", "declare-witnesses")),
    "incidents": Section(
        "Incidents and their root causes", ("open-incident", "acknowledge-incident", "close-incident")
    ),
    "denials": Section("Denials", ("record-denial",)),
    "reviews": Section("Verification runs and reviews", (REVIEW,)),
    "drills": Section("Restore drills", ("record-restore-drill",)),
    "erasures": Section("Erasures", ("erase-person",)),
    "interventions": Section(
        "Interventions in records", ("hold", "resume", "raise-tier", "withdraw", "revoke", "move-to", "retire")
    ),
}  # fmt: skip
OF: Final[Mapping[str, tuple[str, ...]]] = {
    "trail": tuple(SECTIONS),
    "access": ("access",),
    "credentials": ("credentials", "denials"),
    "evaluation": tuple(name for name in SECTIONS if name != "interventions"),
}
"""Which sections each kind of report has. What the office does itself has none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, with the hash it stands under in the log."""

    entry: Entry
    hash: str


@dataclass(frozen=True, slots=True)
class Report:
    """A period (UTC ms, the end exclusive) as its reviewer reads it. `counts` are all its entries by command."""

    kind: str
    since: int
    until: int
    sections: tuple[tuple[Section, tuple[Line, ...]], ...]
    counts: Mapping[str, int]

    @property
    def title(self) -> str:
        """What it is called."""
        return KINDS[self.kind].title

    def digest(self) -> str:
        """SHA-256 (hex) over the period, the hash of every line and the counts, domain-separated."""
        lines: list[Json] = [line.hash for _, lines in self.sections for line in lines]
        body: list[Json] = [self.kind, self.since, self.until, lines, dict(self.counts)]
        return sha256(b"clearway/review-report/v1\x00" + encode(body)).hexdigest()

    def commits(self) -> list[str]:
        """Every commitment of its lines, to be opened for display."""
        return [commit for _, lines in self.sections for line in lines for commit in line.entry.commits]

    def as_json(self, texts: Mapping[str, Json]) -> dict[str, Json]:
        """The report for machines; `texts` opens commitments, an erased one stays a commitment."""
        found: list[Json] = [
            {"section": section.title, "lines": [_plain(line, texts) for line in lines]}
            for section, lines in self.sections
        ]
        head: dict[str, Json] = {"report": self.kind, "clause": KINDS[self.kind].clause, "since": self.since}
        return head | {"until": self.until, "digest": self.digest(), "entries": dict(self.counts), "sections": found}


def report(connection: Connection, kind: str, since: int, until: int) -> Report:
    """The report of a kind that people review. Raises Damaged for an entry that cannot be read."""
    first, last = first_since(connection, since), first_since(connection, until)
    inside = entry.c.seq >= first, entry.c.seq < last
    counted = select(entry.c.type, func.count()).where(*inside).group_by(entry.c.type).order_by(entry.c.type)
    counts = {row[0]: row[1] for row in connection.execute(counted)}
    wanted = [name for each in OF[kind] for name in SECTIONS[each].types]
    listed = select(entry.c.type, entry.c.bytes).where(*inside, entry.c.type.in_(wanted)).order_by(entry.c.seq)
    lines: dict[str, list[Line]] = {}
    for name, data in connection.execute(listed):
        lines.setdefault(name, []).append(Line(read_entry(bytes(data)), entry_hash(bytes(data))))
    return Report(kind, since, until, tuple(_sections(OF[kind], lines)), counts)


def opened(connection: Connection, found: Report) -> dict[str, Json]:
    """The texts of a report by commitment; erased ones are left out."""
    return values(connection, found.commits())


def _sections(names: Sequence[str], lines: Mapping[str, list[Line]]) -> Iterator[tuple[Section, tuple[Line, ...]]]:
    for name in names:
        section = SECTIONS[name]
        mine = [line for each in section.types for line in lines.get(each, ())]
        yield section, tuple(sorted(mine, key=lambda line: line.entry.seq))


def _plain(line: Line, texts: Mapping[str, Json]) -> dict[str, Json]:
    found = line.entry
    said = [texts[commit] for commit in found.commits if commit in texts]
    head: dict[str, Json] = {"entry": found.seq, "at": found.at, "actor": found.actor, "stream": found.stream}
    events: list[Json] = [event_json(event) for event in found.events]
    return head | {"command": found.command_type, "hash": line.hash, "texts": said, "events": events}
