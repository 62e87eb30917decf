"""One batch inside the append lock: each request is decided on what is staged, then every table is written once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from coe.blobs import Blobs
from coe.changes import Changes
from coe.clock import Clock, follow_id, is_named_id
from coe.disclosures import checked, commitments_of, undisclosed
from coe.law import OfficeLaw, definition_for, definition_named, facts_from, id_of, kind_of
from coe.ledger import grow, head_of
from coe.memory import Kept, Memory, folded
from coe.projections import Happened, number_for, project, year_of
from coe.reading import values
from coe.requests import Receipt, Request
from coe.retention import refuse_signed
from coe.reviews import covers, own_entries
from coe.search.projecting import open_words
from coe.statements import Statements
from coe.tables import initiative, pending, pool_member
from governance.errors import Refused
from governance.formats.jcs import Json, NotCanonical, decode, encode
from governance.language.definition import Definition
from governance.law.pools import SYSTEM
from governance.law.referring import numbers
from governance.ledger.merkle import leaf_hash
from governance.record.codec import command_json, tag_of
from governance.record.commands import Command, RecordReview, SignDecision, Stamped, Submit
from governance.record.entry import MAX_ENTRY_BYTES, STREAM, Entry, command_digest, entry_hash, read_entry

HEAD_ROW = 1


@dataclass(frozen=True, slots=True)
class Parts:
    """What a sitting works with."""

    law: OfficeLaw
    statements: Statements
    memory: Memory
    clock: Clock
    blobs: Blobs | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry staged or stored, as far as a repeated command is compared with it."""

    entry: Entry
    receipt: Receipt


class Sitting:
    """Takes the lock when made. `decide` stages, `write` writes; the caller commits and then calls `remember`.

    Raises Damaged where the log has no readable head.
    """

    def __init__(self, connection: Connection, parts: Parts) -> None:
        self._connection = connection
        self._parts = parts
        self._cursor: Any = connection.connection.cursor()
        head = head_of(parts.statements.lock_head.run(self._cursor, id=HEAD_ROW).fetchone())
        self._at, self._edge = head.at, head.range
        parts.memory.catch_up(self._cursor, head.size)
        self._heads: dict[str, Kept] = {}
        self._recorded: dict[str, Recorded] = {}
        self._rows: list[dict[str, object]] = []
        self._nodes: list[dict[str, object]] = []
        self._disclosed: dict[str, dict[str, str]] = {}
        self._changes = Changes()
        self.owed: list[dict[str, object]] = []

    def decide(self, request: Request) -> Receipt:
        """Stage the request's entry, or return that of its first time. Raises Refused, or whatever `before` raises."""
        digest = _digest(request)
        known = self._known(request.command_id)
        if known is not None:
            return _repeated(request, digest, known)
        commits = self._admissible(request)
        at = max(self._parts.clock.now(), self._at)
        if request.before is None:
            return self._judged(request, digest, commits, at)
        with self._connection.begin_nested():
            # Forms and codes live by the machine's time; the ledger's stays ahead of a clock that was set back.
            request.before(self._connection, self._parts.clock.now())
            return self._judged(request, digest, commits, at)

    def write(self) -> None:
        """Write what was staged. Nothing, when everything was refused or repeated."""
        if not self._rows:
            return
        statements, cursor = self._parts.statements, self._cursor
        statements.append.many(cursor, self._rows)
        statements.add_node.many(cursor, self._nodes)
        statements.disclose.many(cursor, list(self._disclosed.values()))
        open_words(self._changes, self._values)
        self._changes.write(cursor, statements)
        for recorded in self._recorded.values():
            self._owe(recorded.entry)
        statements.owe.many(cursor, self.owed)
        hashes = b"".join(self._edge.hashes)
        statements.move_head.run(cursor, row=HEAD_ROW, size=self._edge.size, at=self._at, hashes=hashes)

    def remember(self) -> None:
        """After the commit: keep the new heads in memory."""
        if self._rows:
            self._parts.memory.learn(self._heads, self._edge.size)

    def _values(self, commits: list[str]) -> dict[str, Json]:
        """What opens these commitments: what came with them, else what was disclosed before."""
        fresh = {one: decode(self._disclosed[one]["value"].encode()) for one in commits if one in self._disclosed}
        return values(self._connection, [one for one in commits if one not in fresh]) | fresh

    def _look(self, stream: str) -> Kept:
        return self._heads.get(stream) or self._parts.memory.look(self._cursor, stream)

    def _known(self, command_id: str) -> Recorded | None:
        staged = self._recorded.get(command_id)
        if staged is not None:
            return staged
        row = self._parts.statements.by_command.run(self._cursor, command=command_id).fetchone()
        if row is None:
            return None
        entry = read_entry(bytes(row[0]))
        return Recorded(entry, Receipt(entry.seq, entry.stream, entry.version, entry.at, entry.events))

    def _admissible(self, request: Request) -> tuple[str, ...]:
        """The command's commitments, all of them openable; its stream is one and its files are there."""
        if not STREAM.fullmatch(request.stream):
            raise _refused("stream", f"“{request.stream[:80]}” names no stream.", "Use kind/id in lowercase ASCII.")
        if not 1 <= len(request.command_id) <= MAX_ID or not request.command_id.isascii():
            raise _refused("command-id", "A command's id has 1 to 100 ASCII characters.", "Send a UUIDv7.")
        commits = commitments_of(request.command)
        opened = {row["commit"]: row for row in checked(commits, request.disclosures)}
        for commit in commits:
            if commit not in opened and commit not in self._disclosed and not self._openable(commit):
                raise undisclosed(commit)
        if (
            isinstance(request.command, SignDecision)
            and request.command.scan
            and request.command.scan not in request.blobs
        ):
            raise _refused("file-missing", "The scan it names was not sent with it.", "Send the scan again.")
        for digest in request.blobs:
            if self._parts.blobs is None or not self._parts.blobs.has(digest):
                raise _refused("file-missing", f"The file {digest[:12]}… is not in the store.", "Upload it again.")
        self._opened = opened
        return commits

    def _openable(self, commit: str) -> bool:
        return self._parts.statements.disclosed.run(self._cursor, commit_=commit).fetchone() is not None

    def _judged(self, request: Request, digest: str, commits: tuple[str, ...], at: int) -> Receipt:
        law, stream, command = self._parts.law, request.stream, request.command
        kept = self._look(stream)
        definition = self._definition(request, kept)
        to = definition_named(law, lambda name: self._look(name).state, kept.state, command)
        streams = law.consulted(stream, command, kept.state, definition, request.actor, to)
        refers = self._refers(definition, command, stream)
        reads = {name: self._look(name) for name in sorted({*streams, *refers.values()}) if name != stream}
        facts = facts_from({name: head.state for name, head in reads.items()}, definition, to)
        number = self._number(definition, at) if definition is not None and not kept.version else ""
        stamped = Stamped(command, request.actor, at, number, refers, self._own(stream, command, request.actor))
        events = law.judge(stream, kept.state, facts, stamped)
        refuse_signed(self._connection, stream, events, self._rows)
        entry = Entry(
            seq=self._edge.size,
            stream=stream,
            version=kept.version + 1,
            prev=kept.head,
            reads={name: head.version for name, head in reads.items()},
            command_id=request.command_id,
            command_type=tag_of(command),
            command_digest=digest,
            actor=request.actor,
            at=at,
            events=events,
            blobs=request.blobs,
            commits=commits,
        )
        after = folded(law, kept.state, events, request.actor, at)
        changes = Changes()
        project(Happened(entry, kept.state, after, facts), changes)
        return self._stage(entry, after, changes)

    def _own(self, stream: str, command: Command, actor: str) -> int:
        """How many entries of what a review covers its reviewer wrote, those staged a moment ago included."""
        if not isinstance(command, RecordReview):
            return 0
        name, since, until = id_of(stream), command.since, command.until
        staged = (r for r in self._rows if r["actor"] == actor and since <= int(str(r["at"])) < until)
        mine = sum(covers(name, str(row["stream"]), str(row["type"])) for row in staged)
        return mine + own_entries(self._connection, name, actor, since, until)

    def _stage(self, entry: Entry, after: object, changes: Changes) -> Receipt:
        """The last step that may refuse is encoding; everything staged stays staged."""
        data = _encoded(entry)
        edge, completed = grow(self._edge, leaf_hash(data))
        row = {"seq": entry.seq, "stream": entry.stream, "version": entry.version, "command": entry.command_id}
        row |= {"at": entry.at, "actor": entry.actor, "type": entry.command_type, "bytes": data}
        self._rows.append(row)
        self._nodes += completed
        self._edge, self._at = edge, entry.at
        self._heads[entry.stream] = Kept(entry.version, entry_hash(data), after)
        self._disclosed |= self._opened
        if entry.actor == SYSTEM and is_named_id(entry.command_id):
            changes.drop(pending, (entry.command_id,))
        self._changes.merge(changes)
        receipt = Receipt(entry.seq, entry.stream, entry.version, entry.at, entry.events)
        self._recorded[entry.command_id] = Recorded(entry, receipt)
        return receipt

    def _definition(self, request: Request, kept: Kept) -> Definition | None:
        if kind_of(request.stream) != "initiative":
            return None
        workflow = request.command.workflow if isinstance(request.command, Submit) else ""
        if workflow and not STREAM.fullmatch(f"definition/{workflow}"):
            raise _refused("no-definition", f"“{workflow[:80]}” names no workflow.", "Choose one that is published.")
        return definition_for(self._parts.law, lambda name: self._look(name).state, kept.state, workflow)

    def _number(self, definition: Definition, at: int) -> str:
        prefix, year = definition.prefix, year_of(at)
        staged = self._changes.rows.get("numbering", {}).get((prefix, year))
        if staged is not None:
            return number_for(prefix, at, int(str(staged["last"])))
        row = self._parts.statements.last_number.run(self._cursor, prefix=prefix, year=year).fetchone()
        return number_for(prefix, at, row[0] if row else 0)

    def _refers(self, definition: Definition | None, command: Command, stream: str) -> dict[str, str]:
        """The streams of the other records that a submission names by their number, by field."""
        if definition is None or not isinstance(command, Submit):
            return {}
        named = numbers(definition, command.answers).items()
        found = {name: self._stream_of(number) for name, number in named}
        return {name: other for name, other in found.items() if other and other != stream}

    def _stream_of(self, number: str) -> str:
        """The stream of the record with this human number, "" where there is none."""
        staged = self._changes.rows.get("initiative", {}).values()
        mine = next((str(row["id"]) for row in staged if row is not None and row["number"] == number), "")
        found = mine or self._connection.execute(select(initiative.c.id).where(initiative.c.number == number)).scalar()
        return f"initiative/{found}" if found else ""

    def _owe(self, entry: Entry) -> None:
        pools: tuple[str, ...] = ()
        if kind_of(entry.stream) == "person":
            mine = pool_member.c.person == id_of(entry.stream)
            statement = select(pool_member.c.pool).where(mine).distinct().order_by(pool_member.c.pool)
            pools = tuple(self._connection.execute(statement).scalars())
        following = self._parts.law.follow_ups(entry.stream, entry.events, pools, self._look(entry.stream).state)
        if following:
            origin = entry_hash(entry.encode())
            for index, (stream, command) in enumerate(following):
                row: Mapping[str, object] = {"id": follow_id(origin, index), "seq": entry.seq, "stream": stream}
                self.owed.append({**row, "command": encode(command_json(command)).decode(), "error": ""})


MAX_ID = 100


def _digest(request: Request) -> str:
    try:
        return command_digest(request.command)
    except NotCanonical as error:
        raise _not_canonical(error) from None


def _encoded(entry: Entry) -> bytes:
    try:
        data = entry.encode()
    except NotCanonical as error:
        raise _not_canonical(error) from None
    if len(data) > MAX_ENTRY_BYTES:
        raise _refused("too-large", f"It would take {len(data)} bytes.", f"Stay below {MAX_ENTRY_BYTES} bytes.")
    return data


def _repeated(request: Request, digest: str, known: Recorded) -> Receipt:
    entry = known.entry
    if (entry.command_digest, entry.stream, entry.actor) != (digest, request.stream, request.actor):
        raise _refused(
            "command-id-reused",
            f"The id {request.command_id} already stands for another command (entry {entry.seq}).",
            "Send a new command under a new id.",
        )
    return replace(known.receipt, repeated=True)


def _not_canonical(error: NotCanonical) -> Refused:
    return _refused("not-canonical", f"{error}.", "Correct the value and send it again.")


def _refused(code: str, why: str, cure: str) -> Refused:
    return Refused(code, "This was not recorded.", why, cure)
