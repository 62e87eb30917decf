"""What the office asks of the law. It is handed in, so that the office knows no workflow and no rule."""

from collections.abc import Callable, Mapping
from typing import Protocol

from governance.language.definition import Definition
from governance.law.pools import Facts, facts_of
from governance.record.commands import Command, MoveTo, Stamped
from governance.record.events import Event
from governance.record.state import Initiative

Look = Callable[[str], object]


class OfficeLaw(Protocol):
    """One entry point for all kinds of streams; a stream's state is the fold of its events, None while it is empty."""

    def advance(self, state: object, event: Event, actor: str, at: int) -> object:
        """The next state of a stream; never fails."""
        ...

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
        ...

    def judge(self, stream: str, state: object, facts: Facts, stamped: Stamped[Command]) -> tuple[Event, ...]:
        """The events that answer the command. Raises Refused."""
        ...

    def follow_ups(
        self, stream: str, events: tuple[Event, ...], pools: tuple[str, ...], after: object = None
    ) -> tuple[tuple[str, Command], ...]:
        """What `system` must send next, each with its stream; `pools` are those the stream's person is in, `after` is
        the stream's state.
        """
        ...

    def definition_in(self, shelf: object, digest: str) -> Definition | None:
        """The definition of this digest among those published in a stream; "" asks for the one in force."""
        ...


def kind_of(stream: str) -> str:
    """`initiative` of `initiative/…`."""
    return stream.partition("/")[0]


def id_of(stream: str) -> str:
    """What stands behind the kind."""
    return stream.partition("/")[2]


def definition_for(law: OfficeLaw, look: Look, state: object, workflow: str) -> Definition | None:
    """The definition an initiative runs under, or the one in force for a new initiative of this workflow."""
    if isinstance(state, Initiative) and state.definition:
        return law.definition_in(look(f"definition/{state.workflow}"), state.definition)
    return law.definition_in(look(f"definition/{workflow}"), "") if workflow else None


def definition_named(law: OfficeLaw, look: Look, state: object, command: Command) -> Definition | None:
    """The version of its workflow that a move of this initiative names; None for every other command."""
    if not isinstance(command, MoveTo) or not isinstance(state, Initiative) or not command.definition:
        return None
    return law.definition_in(look(f"definition/{state.workflow}"), command.definition)


def facts_from(states: Mapping[str, object], definition: Definition | None, to: Definition | None = None) -> Facts:
    """The facts in the folded states of the consulted streams."""
    return facts_of(states, definition, to)
