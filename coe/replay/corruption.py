"""Histories with one step made wrong on purpose, to show that replay notices. The frozen answers stay as they are.

Drawn from the seed and the name of the case alone, blind to what any engine would say. What is drawn, and which step
must then be refused:

- *swapped*: two neighbouring steps of one record change places, the times stay; the one that now comes too early.
- *dropped*: a step that others of its record follow is left out; the first step after the gap. The last step of a
  record is never dropped: that leaves a shorter history, lawful and still waiting, with nothing after it to refuse.
- *wrong role*: someone of another role, the owner included, takes a decision or resubmits; that step. The first
  submission is left alone, for whoever makes it is the owner, and so is the revocation, for the log names nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal, TypeVar

from coe.replay.answers import GATES
from coe.replay.plan import Step

Fault = Literal["swapped", "dropped", "wrong role"]
_Drawn = TypeVar("_Drawn")


@dataclass(frozen=True, slots=True)
class Corruption:
    """The steps with one fault in them; a lawful engine refuses `steps[index]`, and `told` says what was done."""

    steps: tuple[Step, ...]
    index: int
    fault: Fault
    told: str


def corrupt(case: str, steps: Sequence[Step], seed: int) -> Corruption | None:
    """One fault, the kind drawn first and then its place; None when the case has no step that could carry one."""
    possible: dict[Fault, list[int]] = {
        "swapped": _neighbours(steps),
        "dropped": _neighbours(steps),
        "wrong role": [i for i, step in enumerate(steps) if step.gate or step.kind == "resubmit"],
    }
    faults = [fault for fault, places in possible.items() if places]
    if not faults:
        return None
    fault = _draw(faults, f"{seed}/{case}/fault")
    place = _draw(possible[fault], f"{seed}/{case}/place")
    match fault:
        case "swapped":
            return _swapped(steps, place)
        case "dropped":
            return _dropped(steps, place)
        case "wrong role":
            return _wrong_role(steps, place, f"{seed}/{case}/role")


def _neighbours(steps: Sequence[Step]) -> list[int]:
    return [i for i in range(len(steps) - 1) if steps[i].record == steps[i + 1].record]


def _swapped(steps: Sequence[Step], place: int) -> Corruption:
    first, second = steps[place], steps[place + 1]
    pair = (replace(second, at=first.at), replace(first, at=second.at))
    told = f"{second.activity!r} before {first.activity!r}"
    return Corruption((*steps[:place], *pair, *steps[place + 2 :]), place, "swapped", told)


def _dropped(steps: Sequence[Step], place: int) -> Corruption:
    told = f"{steps[place + 1].activity!r} without {steps[place].activity!r}"
    return Corruption((*steps[:place], *steps[place + 1 :]), place, "dropped", told)


def _wrong_role(steps: Sequence[Step], place: int, salt: str) -> Corruption:
    step = steps[place]
    role = _draw([other for other in ("owner", *GATES) if other != step.role], salt)
    wrong = replace(step, role=role)
    told = f"{step.activity!r} by {role}"
    return Corruption((*steps[:place], wrong, *steps[place + 1 :]), place, "wrong role", told)


def _draw(choices: Sequence[_Drawn], salt: str) -> _Drawn:
    return choices[int.from_bytes(sha256(salt.encode()).digest()) % len(choices)]
