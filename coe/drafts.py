"""Drafts: answers nobody has submitted yet. A working table; drafts are not evidence.

A draft's id is that of the initiative it becomes, so that submitting twice can never make two. Each answer remembers
which version of the draft wrote it and from which browser tab, so that two tabs never overwrite one another unseen.
Functions that take a connection work in the caller's transaction and never commit. Times are UTC milliseconds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import Connection, Row, delete, insert, or_, select

from coe.tables import draft as table
from governance.formats.jcs import Json

REPLY = "reply:"
LARGEST_BYTES = 1 << 20
PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written. `stamps` give for each answer the version and tab that wrote it last, `edits` who edited
    each section since the last submission, `replies` the texts by request.
    """

    id: str
    owner: str
    workflow: str
    updated: int = 0
    version: int = 0
    answers: Mapping[str, Json] = field(default_factory=dict)
    replies: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stamps: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    contributors: tuple[str, ...] = ()

    def may_edit(self, person: str) -> bool:
        """Whether this person may read and change the draft."""
        return person == self.owner or person in self.contributors

    def value(self, name: str) -> Json:
        """An answer by its field, or a reply by `reply:` and its request; None without one."""
        return self.replies.get(name[len(REPLY) :]) if name.startswith(REPLY) else self.answers.get(name)

    def fingerprint(self) -> str:
        """SHA-256 (hex) of what would be submitted."""
        return _digest([dict(self.answers), dict(self.replies)])


@dataclass(frozen=True, slots=True)
class Change:
    """What one tab sends: `values` by field (or `reply:` request; None for no answer), and what it was loaded with: the
    draft's version and `was`, the short digest of each value.
    """

    person: str
    section: str
    tab: str
    shown: int
    was: Mapping[str, str]
    values: Mapping[str, Json]


def short_digest(value: Json) -> str:
    """Enough of a digest to tell whether an answer is still the one a page was loaded with."""
    return _digest(value)[:12]


def changed(draft: Draft, change: Change, now: int) -> tuple[Draft, tuple[str, ...]]:
    """The draft with this change, and the fields that another tab changed meanwhile to something else: those stay as
    they are and must be settled by the person.
    """
    fresh: dict[str, Json] = {}
    conflicts: list[str] = []
    for name, value in change.values.items():
        stored = draft.value(name)
        version, tab = draft.stamps.get(name, (0, change.tab))
        if value == stored:
            continue
        if version <= change.shown or tab == change.tab:
            fresh[name] = value
        elif change.was.get(name) != short_digest(value):
            conflicts.append(name)
    return (_with(draft, change, fresh, now) if fresh else draft), tuple(conflicts)


def _with(draft: Draft, change: Change, fresh: Mapping[str, Json], now: int) -> Draft:
    version = draft.version + 1
    answers, replies = dict(draft.answers), dict(draft.replies)
    for name, value in fresh.items():
        kept: dict[str, Json] | dict[str, str] = replies if name.startswith(REPLY) else answers
        key = name.removeprefix(REPLY)
        if value is None:
            kept.pop(key, None)
        else:
            kept[key] = value  # type: ignore[assignment]  # a reply's value is text: `Change` comes from one text field
    edits = dict(draft.edits)
    if any(not name.startswith(REPLY) for name in fresh):
        edits[change.section] = tuple(dict.fromkeys((*edits.get(change.section, ()), change.person)))
    stamps = {**draft.stamps, **dict.fromkeys(fresh, (version, change.tab))}
    return replace(draft, version=version, answers=answers, replies=replies, edits=edits, stamps=stamps, updated=now)


def find(connection: Connection, id_: str, *, lock: bool = False) -> Draft | None:
    """The draft of this id; locked for the rest of the transaction if asked."""
    statement = select(table).where(table.c.id == id_, table.c.workflow != PARKED)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    return None if row is None else _of(row)


def of_person(connection: Connection, person: str) -> tuple[Draft, ...]:
    """The drafts a person owns or contributes to, latest first."""
    # Contributors are few and drafts short-lived: a look into the text is cheaper than another table.
    mine = or_(table.c.owner == person, table.c.answers.contains(f'"{person}"', autoescape=True))
    rows = connection.execute(select(table).where(mine, table.c.workflow != PARKED))
    found = (draft for draft in map(_of, rows) if draft.may_edit(person))
    return tuple(sorted(found, key=lambda draft: -draft.updated))


def save(connection: Connection, draft: Draft) -> None:
    """Write the draft, replacing what was kept of it."""
    body = {key: value for key, value in asdict(draft).items() if key not in ("id", "owner", "workflow", "updated")}
    _put(connection, draft.id, draft.owner, draft.workflow, body, draft.updated)


def drop(connection: Connection, id_: str) -> None:
    """Forget a draft: it was submitted or thrown away."""
    connection.execute(delete(table).where(table.c.id == id_))


def park(connection: Connection, key: str, person: str, form: Mapping[str, list[str]], now: int) -> None:
    """Keep a form that arrived after the session of its sender had ended, until they have signed in again."""
    _put(connection, f"{PARKED}:{person}:{key}", person, PARKED, dict(form), now)


def unpark(connection: Connection, key: str, person: str) -> Mapping[str, list[str]] | None:
    """Take a parked form out, if this person has one under this key."""
    mine = table.c.id == f"{PARKED}:{person}:{key}", table.c.owner == person
    body = connection.execute(select(table.c.answers).where(*mine)).scalar_one_or_none()
    connection.execute(delete(table).where(*mine))
    return None if body is None else json.loads(body)


def _put(connection: Connection, id_: str, owner: str, workflow: str, body: object, now: int) -> None:
    connection.execute(delete(table).where(table.c.id == id_))
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    connection.execute(insert(table).values(id=id_, owner=owner, workflow=workflow, answers=text, updated=now))


def _of(row: Row[tuple[object, ...]]) -> Draft:
    body = json.loads(row.answers)
    return Draft(
        id=row.id,
        owner=row.owner,
        workflow=row.workflow,
        updated=row.updated,
        version=body["version"],
        answers=body["answers"],
        replies=body["replies"],
        edits={section: tuple(people) for section, people in body["edits"].items()},
        stamps={name: (version, tab) for name, (version, tab) in body["stamps"].items()},
        contributors=tuple(body["contributors"]),
    )


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
