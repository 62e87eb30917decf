"""The law of `governance/`, as the office asks it."""

from functools import lru_cache
from typing import cast

from governance.language.definition import Definition
from governance.law import consulted
from governance.law.pools import Facts
from governance.law.shelf import Shelf
from governance.office import office_law
from governance.record.commands import Command, Stamped
from governance.record.events import Event
from governance.record.state import Initiative


class Governance:
    """The law of `governance/`."""

    def __init__(self) -> None:
        self._definition = lru_cache(maxsize=256)(_read)

    def advance(self, state: object, event: Event, actor: str, at: int) -> object:
        """The next state of a stream; never fails."""
        return office_law.advance(cast("office_law.State", state), event, actor, at)

    def consulted(
        self,
        stream: str,
        command: Command,
        state: object,
        law: Definition | None,
        actor: str,
        to: Definition | None = None,
    ) -> tuple[str, ...]:
        """The streams whose heads become the entry's reads; `to` is the version a move names."""
        return consulted.streams(stream, command, state if isinstance(state, Initiative) else None, law, actor, to)

    def judge(self, stream: str, state: object, facts: Facts, stamped: Stamped[Command]) -> tuple[Event, ...]:
        """The events that answer the command. Raises Refused."""
        return office_law.judge(stream, cast("office_law.State", state), facts, stamped)

    def follow_ups(
        self, stream: str, events: tuple[Event, ...], pools: tuple[str, ...], after: object = None
    ) -> tuple[tuple[str, Command], ...]:
        """What `system` must send next, each with its stream; `pools` are those the stream's person is in, `after` is
        the stream's state.
        """
        return office_law.follow_ups(stream, events, pools, cast("office_law.State", after))

    def definition_in(self, shelf: object, digest: str) -> Definition | None:
        """The definition of this digest among those published in a stream; "" asks for the one in force."""
        if not isinstance(shelf, Shelf) or not shelf.digests or (digest and digest not in shelf.documents):
            return None
        return self._definition(_Published(shelf, digest or shelf.digests[-1]))


class _Published:
    """A published definition, equal to every other of its digest: the key under which it is read once."""

    def __init__(self, shelf: Shelf, digest: str) -> None:
        self.shelf, self.digest = shelf, digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Published) and other.digest == self.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def _read(published: _Published) -> Definition:
    return published.shelf.law(published.digest)
