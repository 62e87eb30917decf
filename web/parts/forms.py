"""WTForms forms built from a definition's declared fields. They check shape, never rules: whatever was typed is kept.

Inputs are named `q-<field>`; rows of a table `q-<field>-<row>-c-<column>`, rows of a matrix `q-<field>-r-<row>`. The
prefixes keep declared names apart from WTForms' own attributes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional
from wtforms.widgets import DateInput

from governance.formats.jcs import Json
from governance.language.definition import Field
from governance.reading.document import definition_digest
from web.parts.choosing import options
from web.words.counts import counted
from web.words.translating import gettext, lazy_gettext

QUESTION: Final = "q-"
COLUMN: Final = "c-"
ROW: Final = "r-"
REMOVE: Final = "-remove"
UPLOADED: Final = ("file", "definition")
REPLY: Final = "reply-"
CHOICES_SHOWN = 7
MOST_ROWS = 200
MEGA = 1_000_000
NONE = ("", "")
YES_NO = (("yes", lazy_gettext("Yes")), ("no", lazy_gettext("No")))


class DateField(StringField):
    """A date as typed, so that a wrong one is shown again instead of lost."""

    widget: Any = DateInput()


class IntegerField(StringField):
    """A number as typed."""


class AmountField(StringField):
    """An amount as typed."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is kept already, in a line: what it is called, what it is, and the box that takes it away."""

    name: str
    about: tuple[str, ...]
    fingerprint: str
    remove: Any


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request for change asks beside a field: its id, what it says, and the reply so far."""

    id: str
    field: str
    label: str
    words: str
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What fields need beside their declaration: the people to choose from as (id, name), and the fields and columns
    (as `table/column`) that a check wants although the form leaves them open.
    """

    people: tuple[tuple[str, str], ...] = ()
    wanted: frozenset[str] = frozenset()


def build(
    fields: Sequence[Field],
    answers: Mapping[str, Json],
    around: Surroundings,
    asked: Sequence[Asked] = (),
    hidden: Mapping[str, str] | None = None,
) -> Form:
    """The form of these fields, filled with these answers; each request stands above the field it concerns."""
    parts: dict[str, Any] = {name: HiddenField(default=value) for name, value in (hidden or {}).items()}
    data: dict[str, Any] = {}
    loose = [request for request in asked if request.field not in {field.name for field in fields}]
    for request in loose:
        parts[REPLY + request.id], data[REPLY + request.id] = _reply(request), request.reply
    for field in fields:
        name = QUESTION + field.name
        for request in asked:
            if request.field == field.name:
                parts[REPLY + request.id], data[REPLY + request.id] = _reply(request), request.reply
        parts[name], data[name] = (
            part_of(field, around),
            _shown(field, answers.get(field.name)),
        )
        if field.kind in UPLOADED and answers.get(field.name):
            parts[name + REMOVE] = BooleanField(gettext("Remove"), validators=[Optional()])
    form = form_of("Section", parts)(data=data)
    for field in fields:
        name = QUESTION + field.name
        if name + REMOVE in form:
            form[name].kept = _kept(field, answers.get(field.name), form[name + REMOVE])  # read by the template alone
    return form


def _kept(field: Field, answer: Json, remove: Any) -> KeptFile | None:
    if not isinstance(answer, dict):
        return None
    if field.kind == "definition":
        gates = answer.get("gates")
        size = counted(len(gates) if isinstance(gates, list) else 0, "gate")
        return KeptFile(str(answer.get("title")), (size,), definition_digest(answer)[:8], remove)
    about = (str(answer.get("type", "")).upper(), megabytes(answer.get("size")))
    return KeptFile(str(answer.get("name")), about, str(answer.get("file", ""))[:8], remove)


def input_id(field: Field, place: str = "") -> str:
    """The id of the input of a field, or of a `place` inside it as `AnswerProblem` names it."""
    base = QUESTION + field.name
    first, _, rest = place.partition("/")
    if field.kind == "matrix" and first:
        return f"{base}-{ROW}{first}"
    if field.kind == "table" and first.isdecimal() and rest:
        return f"{base}-{int(first) - 1}-{COLUMN}{rest}"
    return base


def mark(form: Form, field: Field, place: str, message: str) -> str:
    """Put an error at a field or a place inside it; the id of the input it went to."""
    wanted = input_id(field, place)
    if field.kind == "matrix":
        if not place:
            wanted = next((part.id for part in form[QUESTION + field.name] if not part.data), wanted)
        # The page says the row's name before its error.
        message = message.removeprefix(f"{dict(field.rows).get(place, '')}: ")
    for part in _inputs(form[QUESTION + field.name]):
        if part.id == wanted and part.type != "FormField":
            part.errors = [*(each for each in part.errors if isinstance(each, str)), message]
    return wanted


def _inputs(part: Any) -> list[Any]:
    match part.type:
        case "FieldList":
            return [part, *(inner for entry in part.entries for inner in _inputs(entry))]
        case "FormField":
            return [part, *(inner for each in part for inner in _inputs(each))]
        case _:
            return [part]


def form_of(name: str, parts: Mapping[str, Any]) -> type[Form]:
    """A form class with these fields."""
    return type(name, (Form,), dict(parts))


def _reply(request: Asked) -> Any:
    kw = {"rows": 2, "data-voice": "person"}
    return TextAreaField(request.label, [Optional()] if request.reply else [], description=request.words, render_kw=kw)


def part_of(field: Field, around: Surroundings) -> Any:
    """The WTForms field of a declared field."""
    common: dict[str, Any] = {
        "label": field.label,
        "description": _hint(field),
        "validators": [] if field.required or field.name in around.wanted else [Optional()],
    }
    match field.kind:
        case "table":
            row = form_of("Row", {COLUMN + c.name: _cell(c, around, field.name) for c in field.columns})
            return FieldList(FormField(row), min_entries=0, **common)
        case "matrix":
            rows = {ROW + name: RadioField(label, choices=options(field.options)) for name, label in field.rows}
            return FormField(form_of("Matrix", rows), field.label, description=field.help)
        case "choices":
            return SelectMultipleField(choices=options(field.options), **common)
        case "choice" if len(field.options) <= CHOICES_SHOWN:
            return RadioField(choices=options(field.options), **common)
        case "yesno":
            return RadioField(choices=options(YES_NO), **common)
        case "text":
            kw = {"rows": 4, "data-voice": "person", "data-count": "words"}
            return TextAreaField(render_kw=kw, **common)
        case "definition":
            return FileField(render_kw={"accept": ".yaml,.yml"}, **common)
        case "file":
            return FileField(render_kw={"accept": ",".join(f".{word}" for word in field.accept)}, **common)
        case _:
            return _single(field, common, around)


def _cell(column: Field, around: Surroundings, table: str) -> Any:
    needed = column.required or f"{table}/{column.name}" in around.wanted
    common: dict[str, Any] = {
        "label": column.label,
        "description": column.help,
        "validators": [] if needed else [Optional()],
    }
    match column.kind:
        case "text":
            return TextAreaField(render_kw={"rows": 2}, **common)
        case "yesno":
            return SelectField(choices=options((NONE, *YES_NO)), **common)
        case _:
            return _single(column, common, around)


def _single(field: Field, common: dict[str, Any], around: Surroundings) -> Any:
    match field.kind:
        case "choice":
            return SelectField(choices=options((NONE, *field.options)), **common)
        case "person":
            return SelectField(choices=options((NONE, *around.people)), **common)
        case "date":
            return DateField(**common)
        case "number":
            return IntegerField(render_kw={"inputmode": "numeric"}, **common)
        case "amount":
            return AmountField(render_kw={"inputmode": "text", "data-voice": "machine"}, **common)
        case _:
            return StringField(**common)


def _hint(field: Field) -> str | Markup:
    if field.kind == "file":
        kinds = gettext(
            "%(accept)s, up to %(most)s.",
            accept=", ".join(word.upper() for word in field.accept),
            most=megabytes(field.most),
        )
        return f"{field.help} {kinds}".strip()
    if field.kind == "definition":
        return f"{field.help} {gettext('A YAML file.')}".strip()
    if field.kind == "record" and not field.help:
        return gettext("Its number, like INI-2026-0042.")
    if field.kind == "amount" and not field.help:
        return (
            gettext(
                "Whole %(currencies)s, like 250000 %(currency)s.",
                currencies=" or ".join(field.accept),
                currency=field.accept[0],
            )
            if field.accept
            else ""
        )
    return field.help


def definition_words(answer: Json) -> str:
    """A compiled workflow file as people recognise it: its title, size and fingerprint."""
    if not isinstance(answer, dict):
        return str(answer)
    gates = answer.get("gates")
    number = len(gates) if isinstance(gates, list) else 0
    return gettext(
        "%(title)s (%(number)s gates), fingerprint %(fingerprint)s",
        title=answer.get("title"),
        number=number,
        fingerprint=definition_digest(answer)[:8],
    )


def megabytes(size: object) -> str:
    """A number of bytes as people read it."""
    if not isinstance(size, int):
        return "50 MB"
    return f"{size / MEGA:.1f} MB".replace(".0 ", " ") if size >= MEGA else f"{max(1, size // 1000)} kB"


def _shown(field: Field, answer: Json) -> Any:
    """An answer as the form's data; a table without rows still shows as many as it needs."""
    match field.kind, answer:
        case "table", list():
            rows = [row for row in answer if isinstance(row, dict)]
            return [{COLUMN + name: value for name, value in row.items()} for row in rows]
        case "table", _:
            return [{} for _ in range(max(1, field.at_least) if field.required or field.at_least else 0)]
        case "matrix", dict():
            return {ROW + name: value for name, value in answer.items()}
        case "choices", list():
            return answer
        case (("matrix" | "choices" | "file" | "definition"), _):
            return None
        case _, None:
            return None
        case _:
            return str(answer)
