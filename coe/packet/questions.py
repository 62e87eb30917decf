"""A packet's questions: what reviewers asked without deciding, with every answer, from the entries alone."""

from __future__ import annotations

from collections.abc import Iterator

from coe.packet.page import Question, Signed
from coe.packet.record import PacketRecord
from governance.record import events as e
from governance.record.state import Question as Asked


def questions(record: PacketRecord) -> Iterator[Question]:
    """Every question in the order asked."""
    places = _places(record)
    for one in record.state.questions:
        field = record.law.field_by_name.get(one.concerns)
        asked, *answered = places[one.id]
        said = zip(one.answers, answered, strict=True)
        yield Question(
            f"Question {one.id[1:]}" + (f", {field.label}" if field else ""),
            f"{record.name(one.person)} for {record.gate_title(one.gate)}, {record.clock(one.at)}, entry {asked}",
            record.text(one.text),
            tuple(
                (record.text(each.text), f"{record.name(each.person)}, {record.clock(each.at)}, entry {seq}")
                for each, seq in said
            ),
            _outcome(one),
        )


def _outcome(one: Asked) -> Signed:
    if one.closed:
        return Signed("passed", "Closed", "by whoever asked")
    return Signed("waiting", "Open", "and answered" if one.answers else "without an answer")


def _places(record: PacketRecord) -> dict[str, list[int]]:
    """By question, the entries in which it was asked and answered."""
    found: dict[str, list[int]] = {}
    for moment in record.moments:
        for event in moment.entry.events:
            if isinstance(event, e.QuestionAsked):
                found[f"q{len(found) + 1}"] = [moment.entry.seq]
            elif isinstance(event, e.QuestionAnswered):
                found[event.question].append(moment.entry.seq)
    return found
