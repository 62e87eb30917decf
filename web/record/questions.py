"""Questions on a page: each under the field it concerns, with its answers and what this reader may do about it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from flask import url_for
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from governance.law.dialogue import may_answer, may_ask, may_close
from governance.law.form import asked
from governance.record.state import Question
from web.parts.answers import ERASED, Reader
from web.parts.moments import moment
from web.parts.pieces import FieldError, Moment, State
from web.rows.records import Record
from web.site.context import clock
from web.site.frame import said_beside
from web.site.parked import take_parked
from web.words.translating import gettext, lazy_gettext

LONGEST_SAID: Final = 2_000
TOO_LONG: Final = lazy_gettext(
    "Shorten it to %(most)s characters; a question is asked in a few sentences.", most=LONGEST_SAID
)
WHOLE: Final = "whole"
ASK: Final = "ask"
NEVER: Final = 1 << 62
OF_A_COMMAND: Final = r"[0-9a-f-]{36}"
OF_A_SEED: Final = r"[0-9a-f]{64}"


class SayingForm(FlaskForm):
    """Something to say: its id makes a second click the same command, `at` is the gate of the page it is said on."""

    command_id = HiddenField(validators=[InputRequired(), Regexp(OF_A_COMMAND)])
    seed = HiddenField(validators=[InputRequired(), Regexp(OF_A_SEED)])
    at = HiddenField(validators=[Length(max=100)])

    def begin(self, at: str) -> None:
        """Make it a fresh form."""
        self.command_id.data, self.seed.data = clock().new_id(), secrets.token_hex(32)
        self.at.data = at


class AnswerForm(SayingForm):
    """An answer to a question."""

    text = TextAreaField(
        lazy_gettext("Your answer"),
        [
            DataRequired(lazy_gettext("Write the answer; one sentence is enough.")),
            Length(max=LONGEST_SAID, message=TOO_LONG),
        ],
        render_kw={"rows": 2, "data-voice": "person"},
    )


class QuestionForm(SayingForm):
    """A question about `concerns` ("" for all of it)."""

    concerns = HiddenField(validators=[Length(max=200)])
    text = TextAreaField(
        lazy_gettext("Your question"),
        [
            DataRequired(lazy_gettext("Write the question; one sentence is enough.")),
            Length(max=LONGEST_SAID, message=TOO_LONG),
        ],
        description=lazy_gettext(
            "Decides nothing: no gate moves, the clock runs on. Everybody who decides "
            "here reads it, and the record keeps it."
        ),
        render_kw={"rows": 3, "data-voice": "person"},
    )


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that could not be taken: `name` is `ask` or a question's id; it is shown again as typed."""

    name: str
    form: SayingForm

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """What is wrong, as the summary lists it."""
        return tuple(FieldError(f.id, str(said)) for f in self.form for said in f.errors)


def typed_before(number: str, gate: str, person: str, args: Mapping[str, str]) -> Typed | None:
    """The question, or the answer to one, that its sender sent after their session had ended; shown again once."""
    asking, question = args.get("ask", ""), args.get("kept", "")
    if asking and gate:
        parked = take_parked(person, url_for("dialogue.ask", number=number, gate=gate))
        return Typed(ASK, QuestionForm(MultiDict(parked), prefix=ASK)) if parked else None
    if question:
        parked = take_parked(person, url_for("dialogue.answer", number=number, question=question))
        return Typed(question, AnswerForm(MultiDict(parked), prefix=question)) if parked else None
    return None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing somebody said, and when; `new` where it came after the reader opened the page."""

    who: str
    moment: Moment
    text: str
    new: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question with its answers. `answer` and `close` are the forms this reader may use, None where they may not;
    `confirmed` says what was just recorded of it.
    """

    id: str
    number: str
    about: str
    gate: str
    state: State
    asked: Said
    answers: tuple[Said, ...]
    answer: Form | None = None
    answer_action: str = ""
    close: Form | None = None
    close_action: str = ""
    opened: bool = False
    closed: bool = False
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """The questions of a page by field (`whole` for all of it). `ask` is the form, shown under `asking`; `ask_href`
    opens it and is empty where this reader may not ask here; `passed` tells of a turn passed on.
    """

    asked: Mapping[str, tuple[QuestionView, ...]] = field(default_factory=dict)
    ask_href: str = ""
    ask: Form | None = None
    asking: str = ""
    about: str = ""
    action: str = ""
    errors: tuple[FieldError, ...] = ()
    count: int = 0
    passed: str = ""

    @property
    def every(self) -> tuple[QuestionView, ...]:
        """All of them: open ones first, each part in the order asked."""
        found = [one for some in self.asked.values() for one in some]
        return tuple(sorted(found, key=lambda one: (one.closed, len(one.id), one.id)))


@dataclass(frozen=True, slots=True)
class Saying:
    """Where questions are read: the gate of a decision page ("" for the initiative's), the field to ask about, the zone
    of the reader, and since when (UTC ms) what was said is new to them.
    """

    zone: tzinfo
    gate: str = ""
    asking: str = ""
    since: int = NEVER


def talk(record: Record, person: str, reader: Reader, said: Saying, typed: Typed | None = None) -> Talk:
    """What was asked, for one reader; `said` is where they read it."""
    by_field: dict[str, list[QuestionView]] = {}
    for one in record.state.questions:
        under = one.concerns if one.concerns in record.law.field_by_name else WHOLE
        by_field.setdefault(under, []).append(_shown(record, person, reader, said, one, typed))
    found = {name: tuple(some) for name, some in by_field.items()}
    asks = bool(said.gate) and may_ask(record.law, record.facts, record.state, said.gate, person, record.at) is None
    if not asks:
        return Talk(found, count=len(record.state.questions))
    number, form = record.state.number, None
    asking = said.asking if said.asking == WHOLE or _put(record, said.asking) else ""
    if typed is not None and typed.name == ASK and isinstance(typed.form, QuestionForm):
        form, asking = typed.form, typed.form.concerns.data or WHOLE
    elif asking:
        form = QuestionForm(formdata=None, prefix=ASK)
        form.begin(said.gate)
        form.concerns.data = "" if asking == WHOLE else asking
    declared = record.law.field_by_name.get(asking)
    return Talk(
        found,
        url_for("decide.show", number=number, gate=said.gate),
        form,
        asking,
        gettext("about “%(label)s”", label=declared.label) if declared else gettext("about all of it"),
        url_for("dialogue.ask", number=number, gate=said.gate),
        typed.errors if typed and typed.name == ASK else (),
        len(record.state.questions),
    )


def _shown(
    record: Record, person: str, reader: Reader, said: Saying, one: Question, typed: Typed | None
) -> QuestionView:
    number, law, state = record.state.number, record.law, record.state
    field = law.field_by_name.get(one.concerns)

    def told(who: str, text: str, at: int) -> Said:
        name = "You" if who == person else reader.name_of(who)
        return Said(name, moment(at, record.at, said.zone), reader.texts.get(text, ERASED), at > said.since)

    answer = close = None
    if may_answer(law, record.facts, state, one.id, person, record.at) is None:
        answer = typed.form if typed and typed.name == one.id else _fresh(AnswerForm, one.id, said.gate)
    if may_close(law, state, one.id, person) is None:
        close = _fresh(SayingForm, f"close-{one.id}", said.gate)
    return QuestionView(
        one.id,
        one.id[1:],
        field.label if field else gettext("All of it"),
        law.title_of(one.gate),
        _state(one),
        told(one.person, one.text, one.at),
        tuple(told(each.person, each.text, each.at) for each in one.answers),
        answer,
        url_for("dialogue.answer", number=number, question=one.id),
        close,
        url_for("dialogue.close", number=number, question=one.id),
        opened=bool(typed and typed.name == one.id),
        closed=one.closed,
        confirmed=said_beside().get(one.id, ""),
    )


def _state(one: Question) -> State:
    if one.closed:
        return State("passed", gettext("Closed"))
    if one.answers and one.answers[-1].person != one.person:
        return State("passed", gettext("Answered"))
    return State("waiting", gettext("Waits for an answer"))


def _put(record: Record, name: str) -> bool:
    """Whether the form has this field and puts it, given the other answers."""
    declared = record.law.field_by_name.get(name)
    return declared is not None and asked(declared, record.state.answers)


def _fresh(kind: type[SayingForm], prefix: str, at: str) -> SayingForm:
    form = kind(formdata=None, prefix=prefix)
    form.begin(at)
    return form
