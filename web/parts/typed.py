"""What was typed into a section's form, as answers: shape only, whatever cannot be read stays as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from governance.formats.jcs import MAX_INTEGER, Json
from governance.language.definition import Field, Kind
from web.parts.forms import COLUMN, MOST_ROWS, QUESTION, REPLY, ROW, UPLOADED, Surroundings, form_of, part_of

_WHOLE = re.compile(r"-?[0-9]{1,16}")
_AMOUNT = re.compile(r"([0-9][0-9 ,.']*?)\s*([A-Za-z]{3})?")
_SEPARATED = re.compile(r"[0-9]+|[0-9]{1,3}(?:[ ,.'][0-9]{3})+")


def answers_in(fields: Sequence[Field], posted: MultiDict[str, str]) -> dict[str, Json]:
    """What was posted for these fields, None where nothing was; files are not among them."""
    typed = [field for field in fields if field.kind not in UPLOADED]
    blank = form_of("Posted", {QUESTION + field.name: part_of(field, Surroundings()) for field in typed})
    form = blank(_bounded(posted))
    return {field.name: _posted(field, form[QUESTION + field.name]) for field in typed}


def replies_in(posted: MultiDict[str, str]) -> dict[str, str | None]:
    """The replies posted, by request; None where one was emptied."""
    return {name.removeprefix(REPLY): _clean(value, "text") for name, value in posted.items() if name.startswith(REPLY)}


def _bounded(posted: MultiDict[str, str]) -> MultiDict[str, str]:
    """Without rows beyond the most a table is shown with."""

    def row(name: str) -> int:
        found = re.search(r"-([0-9]+)-" + COLUMN, name)
        return int(found[1]) if found and len(found[1]) < 6 else MOST_ROWS if found else 0  # noqa: PLR2004 - digits

    return MultiDict([(name, value) for name, value in posted.items(multi=True) if row(name) < MOST_ROWS])


def _posted(field: Field, part: Any) -> Json:
    match field.kind:
        case "table":
            given = [_row(field, entry) for entry in part.entries]
            # An empty row at the end is a place to write, not an answer; one in between is somebody's gap.
            while given and not given[-1]:
                given.pop()
            return [*given] or None
        case "matrix":
            rows = {name: part[ROW + name].data for name, _ in field.rows}
            return {name: str(chosen) for name, chosen in rows.items() if chosen} or None
        case "choices":
            return list(dict.fromkeys(map(str, part.data or ()))) or None
        case _:
            return _value(field, part.data)


def _row(field: Field, entry: Any) -> dict[str, Json]:
    values = {column.name: _value(column, entry[COLUMN + column.name].data) for column in field.columns}
    return {name: value for name, value in values.items() if value is not None}


def _value(field: Field, raw: object) -> Json:
    """A single value from what was typed; what cannot be read stays as typed, for the law to explain."""
    text = _clean(raw, field.kind)
    if text is None:
        return None
    match field.kind:
        case "number":
            digits = text.replace(" ", "").replace(",", "")
            whole = int(digits) if _WHOLE.fullmatch(digits) else None
            return whole if whole is not None and abs(whole) <= MAX_INTEGER else text
        case "amount":
            return _amount(field, text)
        case _:
            return text


def _amount(field: Field, text: str) -> str:
    found = _AMOUNT.fullmatch(text)
    if not found or (not found[2] and len(field.accept) != 1):
        return text
    digits = re.sub(r"[ ,.']", "", found[1])
    separated = _SEPARATED.fullmatch(found[1])
    return f"{int(digits)} {(found[2] or field.accept[0]).upper()}" if separated else text


def _clean(raw: object, kind: Kind) -> str | None:
    """Text in Unicode form NFC without outer blanks and with plain line ends; None where nothing is left."""
    text = unicodedata.normalize("NFC", str(raw or "")).replace("\r\n", "\n").replace("\r", "\n").strip()
    if kind != "text":
        text = " ".join(text.split("\n"))
    return text or None
