"""The *why* tree in sentences, for pages, mails and the packet. Generated text uses no pronouns."""

from __future__ import annotations

from collections.abc import Callable

from governance.language.conditions import sentence
from governance.language.definition import Definition, Gate
from governance.law.afterwards import asked_for
from governance.law.why import GateWhy, Reason, Why

Name = Callable[[str], str]

SHARES = {
    "majority": "a majority of the votes cast",
    "two-thirds": "two thirds of the votes cast",
    "all": "every vote cast",
}
DONE = {
    "approve": "approved",
    "approve with conditions": "approved with conditions",
    "request changes": "asked for changes",
    "reject": "rejected",
    "abstain": "abstained",
    "recuse": "stood aside",
}


def labels(law: Definition) -> dict[str, str]:
    """What the form calls each answer."""
    return {"tier": "tier", **{name: field.label for name, field in law.field_by_name.items()}}


def needed_because(law: Definition, gate: Gate) -> str:
    """Why a gate applies, in the words of the form; empty for a gate that always does."""
    return sentence(gate.when, labels(law))


def words(law: Definition, reason: Reason, name: Name) -> str:
    """One reason as a sentence. `name` turns a person id into the printed name."""
    code, rest = reason[0], reason[1:]
    match code, rest:
        case "condition-does-not-hold", _:
            return "The answers do not call for it."
        case "waits-for", (gate,):
            return f"Waits for {law.title_of(gate)}."
        case "needed-because", ("tier",):
            return "Needed in this tier."
        case "needed-because", ("tier",):
            return "Needed in this tier."
        case "needed-because", (field,):
            return f"Needed because of “{labels(law).get(field, field)}”."
        case "decided", (outcome, person, seat):
            return f"{name(person)} {DONE[outcome]}{_seat(seat)}."
        case "carried-over", (outcome, person, seat, number):
            return f"{name(person)} {DONE[outcome]}{_seat(seat)} in round {number}; nothing reviewed has changed since."
        case "moved-over", (outcome, person, seat, _):
            said = f"{name(person)} {DONE[outcome]}{_seat(seat)} under an earlier version of the workflow"
            return f"{said}; the gate and everything it reviews are the same."
        case "needs-approvals", (number,):
            return "Needs one approval." if number == "1" else f"Needs {number} more approvals."
        case "needs-share", (share,):
            return f"Needs {SHARES[share]}."
        case "needs-present", (present, number):
            return f"{present} of {number} needed have taken part."
        case (("needs-seat" | "needs-veto-seat"), (seat,)):
            return f"Waits for the {seat.replace('_', ' ')} seat."
        case "nobody-can-act", _:
            return "Nobody who is here can act now; a coordinator must appoint someone."
        case _:
            return _of_record(law, reason)


def _of_record(law: Definition, reason: Reason) -> str:
    match reason[0], reason[1:]:
        case "gate-open", (gate,):
            return f"{law.title_of(gate)} is open."
        case "changes-asked", (gate,):
            return f"{law.title_of(gate)} asks for changes."
        case "on-hold", _:
            return "All clocks are stopped."
        case "rejected-by", (gate,):
            return f"Rejected at {law.title_of(gate)}."
        case "condition-open", (_, gate):
            return f"A condition from {law.title_of(gate)} is not met yet."
        case "to-be-ratified", (gate,):
            return f"To be ratified by {law.title_of(gate)}."
        case "check-in-awaited", (step,):
            return f"Asked {step} release, not answered yet: {asked_for(law, step)}."
        case "expired", _:
            return "Its approval has ended; it may not be used."
        case "condition-met", (_, gate):
            return f"A condition from {law.title_of(gate)} waits to be verified."
        case _:
            return " ".join(reason)


def gate_sentences(law: Definition, node: GateWhy, name: Name) -> tuple[str, ...]:
    """Everything the tree says of one gate, each sentence once."""
    return tuple(dict.fromkeys(words(law, reason, name) for reason in node.because))


def who_next(node: GateWhy | Why, name: Name, most: int = 3) -> str:
    """Who can act next, by name: "A, B or C", "A, B and 4 others", or nobody."""
    people = [name(person) for person in node.next]
    if len(people) > most:
        return f"{', '.join(people[: most - 1])} and {len(people) - most + 1} others"
    if len(people) > 1:
        return f"{', '.join(people[:-1])} or {people[-1]}"
    return people[0] if people else "nobody"


def _seat(seat: str) -> str:
    return f" in the {seat.rpartition('/')[2].replace('_', ' ')} seat" if seat else ""
