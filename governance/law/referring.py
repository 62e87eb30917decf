"""Records that a submission names by their number: the office says which streams they are, the law checks that."""

from __future__ import annotations

from collections.abc import Mapping

from governance.errors import OutOfOrder, Refused
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.law.pools import Facts
from governance.record.state import GRANTED, IN_USE, Initiative


def numbers(law: Definition, answers: Mapping[str, Json]) -> Mapping[str, str]:
    """The human number in each answered field of kind `record`."""
    asked = (field.name for field in law.field_by_name.values() if field.kind == "record")
    given = ((name, answers.get(name)) for name in asked)
    return {name: number for name, number in given if isinstance(number, str) and number}


def referred(
    law: Definition, facts: Facts, answers: Mapping[str, Json], streams: Mapping[str, str]
) -> Mapping[str, str]:
    """The stream of each record named, by field. Refused where there is none, where it is not in the state that the
    question asks for, or where nothing of it could be renewed or retired.
    """
    wanted = numbers(law, answers)
    found = {name: _record(law, facts, name, number, streams.get(name, "")) for name, number in wanted.items()}
    for name, record in found.items():
        if law.field_by_name[name].state and record.status not in IN_USE:
            raise _not_in_use(law.field_by_name[name].label, name, record)
    for act, name in (("renewed", law.afterwards.renews), ("retired", law.afterwards.retires)):
        if name in found:
            _usable(found[name], wanted[name], act)
    return {name: streams[name] for name in wanted}


def _record(law: Definition, facts: Facts, name: str, number: str, stream: str) -> Initiative:
    record = (facts.records or {}).get(stream)
    if record is None or record.number != number:
        label = law.field_by_name[name].label
        raise Refused(
            "no-such-record",
            "This cannot be submitted yet.",
            f"“{label}” names {number[:80]!r}, and no other record has that number.",
            "Copy the number from the page of the record meant.",
            {"fields": [[name, f"No other record has the number {number[:80]!r}.", "Copy it from its page."]]},
        )
    return record


def _not_in_use(label: str, name: str, record: Initiative) -> OutOfOrder:
    """Nothing is built on what nobody has approved, or what is in use no more."""
    why, cure = f"“{label}” names {record.number}, which is {record.status}.", "Name one that is approved."
    data: dict[str, Json] = {"fields": [[name, why, cure]]}
    return OutOfOrder("record-not-approved", "This cannot be submitted yet.", why, cure, data)


def _usable(record: Initiative, number: str, act: str) -> None:
    if record.status not in GRANTED:
        raise OutOfOrder(
            "record-not-approved",
            "This cannot be submitted.",
            f"{number} is {record.status}; it cannot be {act}.",
            "Name a record that is approved, released or expired.",
        )
    if act == "renewed" and not record.expires:
        raise OutOfOrder(
            "record-never-expires",
            "This cannot be submitted.",
            f"The approval of {number} has no end; there is nothing to renew.",
            "Withdraw the request.",
        )
