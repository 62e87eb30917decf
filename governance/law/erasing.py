"""The law of erasure: who may have what forgotten. Which commitments that concerns follows from the record, never from
whoever asks, so that nothing under retention is lost by naming it (21 CFR 11.10(c), 11.50, 11.70; GDPR Article 17).

Value and nonce are destroyed by the office; the entry that committed to them stays, and with it every proof.
"""

from __future__ import annotations

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.law.consulted import ADMINISTRATORS
from governance.law.pools import Facts, Person
from governance.law.standing import given
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative


def erased_person(
    person: str, state: Person, facts: Facts, command: c.ErasePerson, actor: str, at: int
) -> e.PersonErased:
    """The erasure of a person by an administrator, never by themselves, or `Refused`."""
    _administrator(facts, actor, at)
    if actor == person:
        raise Forbidden("own-erasure", "You cannot do this.", "Nobody erases themselves.", "Ask another administrator.")
    if not state.registered:
        raise Refused(
            "unknown-person", "This person is unknown.", "Nobody is registered under that id.", "Check the link."
        )
    commits = tuple(each for each in (state.email, state.name if command.name else "") if each)
    left = tuple(each for each in commits if each not in state.forgotten)
    if not left:
        raise OutOfOrder(
            "erased", "Nothing is left to erase.", "This person was erased before.", "Nothing is left to do."
        )
    return e.PersonErased(given(command.reason, "reason"), left, command.name)


def erased_answer(facts: Facts, state: Initiative, command: c.EraseAnswer, actor: str, at: int) -> e.AnswerErased:
    """The erasure of a personal answer in every round, at any status: a person's right waits for no gate."""
    _administrator(facts, actor, at)
    commits = state.confided.get(command.field, ())
    if not commits:
        raise Refused(
            "nothing-to-erase",
            "This cannot be erased.",
            f"“{command.field[:40]}” holds no personal answer here, or it was erased before.",
            "Name a field that its workflow marks personal.",
            {"fields": sorted(name for name, held in state.confided.items() if held)},
        )
    return e.AnswerErased(command.field, given(command.reason, "reason"), commits)


def _administrator(facts: Facts, actor: str, at: int) -> None:
    """An administrator in person: `system`, which founds an office, erases nothing."""
    if actor not in facts.pool(ADMINISTRATORS).members(at, {}):
        raise Forbidden(
            "not-administrator", "You cannot do this.", "It is for administrators.", "Ask an administrator."
        )
