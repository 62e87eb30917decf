"""The rounds of a packet: what each submission said, what it changed against the one before, what its checks found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from coe.packet.page import Answered, Change, Claim, Part, Round
from coe.packet.record import Moment, PacketRecord
from coe.packet.tabled import changed, given
from coe.packet.words import cells, shown
from governance.formats.jcs import Json
from governance.language.definition import Field
from governance.record import events as e

MOST_NAMED = 3


def submission(record: PacketRecord) -> Iterator[Part]:
    """Every answer of the last submission, section by section: the text that was decided on."""
    for section in record.law.sections:
        told = ((field, record.state.answers.get(field.name)) for field in section.fields)
        answers = tuple(_answered(record, field, value) for field, value in told if value is not None)
        yield Part(section.title, record.state.sections[section.name], answers)


def _answered(record: PacketRecord, field: Field, value: Json) -> Answered:
    table = given(field, cells(field, opened(record, value), record.name))
    return Answered(field.label, text(record, field.name, value), table)


def rounds(record: PacketRecord) -> Iterator[Round]:
    """Every round, the first one first."""
    acknowledged = _acknowledged(record)
    before: e.Submitted | None = None
    for moment, submitted in record.submissions():
        changes = tuple(_changes(record, before, submitted)) if before else ()
        kept = before.answers if before else submitted.answers
        same = sum(kept.get(name) == value for name, value in submitted.answers.items())
        entry, at = moment.entry, record.clock(moment.entry.at)
        answers = f"{same}{' other' if changes else ''} answer{'' if same == 1 else 's'}"
        yield Round(
            f"Round {submitted.round}",
            f"Submitted {at} by {record.name(entry.actor)}, entry {entry.seq}.",
            changes,
            f"{answers} did not change." if before else f"{answers}; the first version.",
            tuple(_findings(record, moment, submitted, acknowledged)),
        )
        before = submitted


def changed_since_entry(record: PacketRecord) -> str:
    """Whether an answer differs from the first version, and which (Annex 11 §8.2); each change is under Rounds."""
    submitted = [each for _, each in record.submissions()]
    first, changed = submitted[0], dict[str, int]()
    for later in submitted[1:]:
        differ = (name for name in record.law.field_by_name if later.answers.get(name) != first.answers.get(name))
        changed |= dict.fromkeys(differ, later.round)
    if not changed:
        return "not since entry"
    labels = [record.law.field_by_name[name].label for name in changed]
    more = len(labels) - MOST_NAMED
    named = ", ".join(f"“{label}”" for label in labels[:MOST_NAMED])
    return f"since entry: {named}{f' and {more} more' if more > 0 else ''}, last in version {max(changed.values())}"


def _findings(
    record: PacketRecord, moment: Moment, submitted: e.Submitted, acknowledged: Mapping[tuple[int, str], str]
) -> Iterator[Claim]:
    """What the checks found in a submission, and who acknowledged it."""
    fields = record.law_of(moment).field_by_name
    for found in submitted.findings:
        about = fields[found.concerns].label if found.concerns in fields else ""
        by = acknowledged.get((submitted.round, found.id), "nobody acknowledged it")
        detail = "; ".join(filter(None, [f"About “{about}”" if about else "", found.cure.removesuffix("."), by]))
        yield Claim("warning" if found.severity == "warn" else "refused", found.what, f"{detail}.")


def _acknowledged(record: PacketRecord) -> Mapping[tuple[int, str], str]:
    """Who acknowledged a finding, by round and id."""
    by: dict[tuple[int, str], list[str]] = {}
    for moment, signed in record.signed():
        for found in signed.acknowledged:
            told = f"{record.name(moment.entry.actor)} in entry {moment.entry.seq}"
            by.setdefault((signed.round, found), []).append(told)
    return {key: f"acknowledged by {', '.join(told)}" for key, told in by.items()}


def _changes(record: PacketRecord, before: e.Submitted, after: e.Submitted) -> Iterator[Change]:
    asked: dict[str, list[str]] = {}
    for request in record.state.requests:
        if request.round == before.round:
            asked.setdefault(request.concerns, []).append(f"request {request.id[1:]} of {record.name(request.person)}")
    for field in record.law.field_by_name.values():
        old, new = before.answers.get(field.name), after.answers.get(field.name)
        if old != new:
            yield _change(record, field, (old, new), asked.get(field.name, []))


def _change(record: PacketRecord, field: Field, pair: tuple[Json, Json], requests: list[str]) -> Change:
    remark = f"answers {', '.join(requests)}" if requests else "not requested"
    old, new = (text(record, field.name, value) for value in pair)
    before, after = (cells(field, opened(record, value), record.name) for value in pair)
    if old == new:
        remark += "; not a word changed, the commitment to it is new"
    return Change(field.label, old, new, remark, table=changed(field, before, after))


def text(record: PacketRecord, field: str, value: Json) -> str:
    """An answer as text, names and disclosed values put in."""
    return shown(record.law.field_by_name[field], opened(record, value), record.name)


def opened(record: PacketRecord, value: Json) -> Json:
    """A personal answer as it was given, where it is disclosed; any other, and an erased one, as it is."""
    return record.values.get(str(value["commit"]), value) if isinstance(value, dict) and "commit" in value else value
