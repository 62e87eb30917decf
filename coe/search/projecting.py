"""From an entry of an initiative to the rows search reads. A text behind a commitment is opened when rows are written.

A passage is known by its record and its place in it; its `id` counts with the log, so that an index grows at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from coe.changes import Changes
from coe.law import id_of
from coe.search.passages import OPTIONS, answer_text, chosen, said, title_of
from coe.search.words import folded
from coe.statements import Row
from coe.tables import chosen_option, contributor, passage
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.reading.answers import is_commitment
from governance.record import events as e
from governance.record.entry import Entry
from governance.record.state import Initiative

PLACES = 1 << 20
"""No entry has more passages: its bytes are limited."""

Judged: TypeAlias = tuple[Initiative, Definition | None]
Look: TypeAlias = Callable[[list[str]], Mapping[str, Json]]
Found: TypeAlias = Iterator[tuple[str, str, str]]
"""The place of a passage, its commitment and its text, one of them empty; both are where nothing is left of it."""


def project_words(entry: Entry, before: Judged, after: Judged, changes: Changes) -> None:
    """Add what this entry changes of what can be found, and of who may find it."""
    record = id_of(entry.stream)
    found = [*_told(before, after), *_answers(before, after), *_said(entry)]
    for place, (name, commit, text) in enumerate(found):
        row: Row = {"initiative": record, "place": name, "id": entry.seq * PLACES + place, "commit": commit}
        words = folded(text)
        if words or commit:
            changes.put(passage, {**row, "words": words})
        else:
            changes.drop(passage, (record, name))
    if before[0].answers is not after[0].answers:
        changes.differ(chosen_option, _options(record, before), _options(record, after))
    if before[0].contributors is not after[0].contributors:
        changes.differ(contributor, _people(record, before[0]), _people(record, after[0]))


def open_words(changes: Changes, look: Look) -> None:
    """Fill in the words behind commitments, opened by `look`; what nobody can open is not kept."""
    rows = changes.rows.get(passage.name, {})
    sealed = {key: row for key, row in rows.items() if row is not None and row["commit"]}
    if sealed:
        opened = look(list(dict.fromkeys(str(row["commit"]) for row in sealed.values())))
        for key, row in sealed.items():
            words = folded(answer_text(None, opened.get(str(row["commit"]))))
            rows[key] = {**row, "words": words} if words else None


def _told(before: Judged, after: Judged) -> Found:
    (old, _), (new, law) = before, after
    if old.number != new.number:
        yield "number", "", new.number
    if old.code != new.code:
        yield "code", "", new.code
    if old.answers is not new.answers:
        title = title_of(new, law)
        if title != title_of(*before):
            yield "title", "", "" if title == new.number else title


def _answers(before: Judged, after: Judged) -> Found:
    """The answers that changed; all of them under another law, which may call its options otherwise."""
    (old, old_law), (new, law) = before, after
    if old.answers is new.answers:
        return
    for name in sorted({*old.answers, *new.answers}):
        value = new.answers.get(name)
        if value != old.answers.get(name) or law is not old_law:
            field = law.field_by_name.get(name) if law else None
            commit = str(value["commit"]) if isinstance(value, dict) and is_commitment(value) else ""
            text = answer_text(field, value)
            place = f"option/{name}" if field is not None and field.kind in OPTIONS and not commit else f"answer/{name}"
            if commit or text or name in old.answers:
                yield place, commit, text
            if law is not old_law and name in old.answers:
                yield f"{'answer' if place.startswith('option/') else 'option'}/{name}", "", ""


def _said(entry: Entry) -> Found:
    spoken = (each for event in entry.events for each in said(event))
    for place, each in enumerate(spoken):
        yield f"{each.kind}/{entry.seq}.{place}", each.commit, ""
    for event in entry.events:
        if isinstance(event, e.AnswerErased):
            yield f"answer/{event.field}", "", ""


def _options(record: str, judged: Judged) -> Iterable[Row]:
    state, law = judged
    given = chosen(law, state.answers) if law else ()
    return [{"initiative": record, "field": field, "value": value} for field, value in given]


def _people(record: str, state: Initiative) -> Iterable[Row]:
    people = dict.fromkeys(person for some in state.contributors.values() for person in some)
    return [{"initiative": record, "person": person} for person in people]
