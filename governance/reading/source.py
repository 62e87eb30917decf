"""Where a rule comes from, as a definition says it beside the rule: `source` and `reviewed`."""

from __future__ import annotations

from collections.abc import Mapping

from governance.formats.jcs import Json
from governance.language.definition import Source
from governance.reading.conditions import is_date
from governance.reading.words import Reading, join, shown

SOURCE_WORDS = ("source", "reviewed")


def read_source(reading: Reading, words: Mapping[str, Json], at: str) -> Source | None:
    """`source: SOP-114 §4.2`, or `source: {says: …, effective: 2026-01-01}`; `reviewed: 2026-02-01` beside it."""
    reviewed = (
        read_date(reading, words["reviewed"], join(at, "reviewed"), a="`reviewed`") if "reviewed" in words else ""
    )
    if "source" not in words:
        if "reviewed" in words:
            reading.refuse(join(at, "reviewed"), "`reviewed` says when a source was read.", "Add the source.")
        return None
    value, where = words["source"], join(at, "source")
    if not isinstance(value, dict):
        return Source(reading.text(value, where, a="`source`"), reviewed=reviewed)
    told = reading.mapping(value, where, ("says", "effective"), ("says",), a="a source")
    says = reading.text(told["says"], join(where, "says"), a="`says`") if "says" in told else ""
    since = (
        read_date(reading, told["effective"], join(where, "effective"), a="`effective`") if "effective" in told else ""
    )
    return Source(says, since, reviewed)


def read_date(reading: Reading, value: Json, at: str, *, a: str) -> str:
    """A civil date; "" after noting what is none."""
    if isinstance(value, str) and is_date(value):
        return value
    reading.refuse(at, f"{a} is a date, found {shown(value)}.", "Write it like 2026-11-24.")
    return ""
