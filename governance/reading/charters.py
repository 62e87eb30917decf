"""Committees as their charters constitute them: seats, chair, alternates, terms of office."""

from __future__ import annotations

from collections.abc import Mapping

from governance.formats.jcs import Json
from governance.language.definition import Charter
from governance.reading.source import SOURCE_WORDS, read_source
from governance.reading.words import STREAM, Reading, join

CHARTER_WORDS = ("committee", "title", "seats", "chair", "alternates", "term", *SOURCE_WORDS)


def read_charters(reading: Reading, words: Mapping[str, Json]) -> Mapping[str, Charter] | None:
    """The charters declared with a definition, by committee. None when none is declared."""
    if "committees" not in words:
        return None
    found: dict[str, Charter] = {}
    for at, entry in reading.entries(words["committees"], "/committees", a="`committees`"):
        charter = _charter(reading, entry, at)
        if charter.committee in found:
            reading.refuse(at, f"there are two committees `{charter.committee}`.", "Rename one.")
        found.setdefault(charter.committee, charter)
    return found


def _charter(reading: Reading, value: Json, at: str) -> Charter:
    words = reading.mapping(value, at, CHARTER_WORDS, ("committee", "seats"), a="a committee")
    name = reading.name(words.get("committee"), join(at, "committee"), a="a committee", like=STREAM)
    title = reading.text(words["title"], join(at, "title"), a="`title`") if "title" in words else name
    seats = reading.labelled(words["seats"], join(at, "seats"), a="`seats`") if "seats" in words else ()
    chair = ""
    if "chair" in words:
        chair = reading.name(words["chair"], join(at, "chair"), a="`chair`")
        if chair:
            reading.known(chair, join(at, "chair"), dict(seats), a="seat")
    kept = (
        reading.flag(words["alternates"], join(at, "alternates"), a="`alternates`") if "alternates" in words else True
    )
    term = None
    if "term" in words:
        term = reading.duration(words["term"], join(at, "term"), a="`term`", kinds=("days", "months"))
    return Charter(name, title, seats, chair, kept, term, read_source(reading, words, at))


def seats_of(charters: Mapping[str, Charter] | None) -> Mapping[str, tuple[str, ...]] | None:
    """The seats of each committee that is declared."""
    if charters is None:
        return None
    return {name: tuple(seat for seat, _ in charter.seats) for name, charter in charters.items()}
