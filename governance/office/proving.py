"""All that is proven of a definition before it may govern anyone. The same proofs when it is proposed and published."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from governance.checker.examples import failing
from governance.checker.exploring import Found, explore
from governance.checker.guarantees import prove, unreachable
from governance.comparing.comparison import compare
from governance.errors import Problem, Refused
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.pools import Facts
from governance.law.proposing import proposed
from governance.law.shelf import Shelf
from governance.reading.document import read


def unproven(law: Definition) -> tuple[Problem, ...]:
    """What some answers break or never reach, examples that come out otherwise, orders of decisions that go astray."""
    broken = tuple(Problem(b.pointer, b.words, "Change the gates or the guarantee.") for b in prove(law))
    found = broken or unreachable(law) or failing(law)
    return found or tuple(Problem(each.pointer, each.what, each.cure) for each in explored(law))


def refuse_unproven(law: Definition, facts: Facts, answers: Mapping[str, Json]) -> None:
    """Refuse a submission whose proposed definition could not come into force; every fault with its JSON pointer."""
    document = answers.get(law.afterwards.publishes) if law.afterwards.publishes else None
    if not isinstance(document, dict):
        return
    found = read(document)
    faults = list(unproven(found))
    if found.digest in facts.shelf(proposed(law, answers)).digests:
        why = "Exactly this definition was in force before; it does not come back by replay."
        faults.append(Problem("", why, "Propose a new version that says why."))
    if faults:
        data = {"fields": [[law.afterwards.publishes, fault.what, fault.cure] for fault in faults]}
        said = f"{faults[0].what} {faults[0].cure}"
        cure = f"{len(faults)} faults of the proposed definition need attention."
        raise Refused("incomplete", "This cannot be submitted yet.", said, cure, data)
    if wrong := _misdeclared(law, facts, answers, found):
        raise wrong


def direction(found: Definition, shelf: Shelf) -> str:
    """How a definition compares in law with the one in force; “first” where there is none."""
    return _compared(_ByDigest(shelf.law()), _ByDigest(found)) if shelf.current else "first"


def _misdeclared(law: Definition, facts: Facts, answers: Mapping[str, Json], found: Definition) -> Refused | None:
    """Who decides depends on what a change does, so what its author says of it is held against the comparison."""
    field = law.afterwards.declares
    if not field:
        return None
    compared = direction(found, facts.shelf(proposed(law, answers)))
    if answers.get(field) == compared:
        return None
    label, options = law.field_by_name[field].label, dict(law.field_by_name[field].options)
    why = f"The comparison with the version in force says “{options[compared]}” under “{label}”."
    data = {"fields": [[field, why, f"Choose “{options[compared]}”, or change the proposal."]]}
    return Refused("misdeclared", "This cannot be submitted yet.", why, "Say what it does, or change it.", data)


def explored(law: Definition) -> tuple[Found, ...]:
    """What a search of every order of decisions finds; made once for each digest."""
    return _explored(_ByDigest(law))


class _ByDigest:
    """A definition that equals every other of its digest."""

    def __init__(self, law: Definition) -> None:
        self.law = law

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByDigest) and other.law.digest == self.law.digest

    def __hash__(self) -> int:
        return hash(self.law.digest)


@lru_cache(maxsize=64)
def _explored(key: _ByDigest) -> tuple[Found, ...]:
    return explore(key.law)


@lru_cache(maxsize=64)
def _compared(old: _ByDigest, new: _ByDigest) -> str:
    return compare(old.law, new.law).verdict
