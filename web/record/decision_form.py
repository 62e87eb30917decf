"""The form of a decision: what a reviewer enters at a gate, and how it becomes a judgement."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from coe.acts import Judgement
from governance.errors import Refused
from governance.language.asking import asking
from governance.language.definition import Definition, Gate
from governance.law.form import asked, findings_for
from governance.record.commands import Outcome
from governance.record.events import Finding
from governance.record.state import Initiative
from web.parts.choosing import chosen_from, options
from web.parts.pieces import FieldError
from web.record.paper import PaperForm
from web.rows.records import Record
from web.words.findings import in_labels
from web.words.translating import gettext, lazy_gettext

LONGEST_TEXT: Final = 4_000
ASKED_AT_ONCE: Final = 6
CONDITIONS_AT_ONCE: Final = 4
MOST_COMMENTS: Final = 50
WHOLE_GATE: Final = lazy_gettext("All of it")
OUTCOMES: Final = ("approve", "approve_with_conditions", "request_changes", "reject", "abstain", "recuse")
WITHOUT_WORDS: Final[Mapping[str, object]] = {
    "request_changes": lazy_gettext("Write what should change about this, or choose “All of it” again."),
    "approve_with_conditions": lazy_gettext("Write the condition that falls due on this day, or take the day away."),
}
FIELDS: Final[Mapping[str, str]] = {
    "incomplete-requests": "requests",
    "incomplete-conditions": "conditions",
    "incomplete-note": "note",
    "incomplete-checklist": "checklist",
    "incomplete-comment": "comments",
    "incomplete-findings": "acknowledge",
    "incomplete-outcome": "outcome",
    "incomplete-meaning": "outcome",
    "incomplete-blocked": "outcome",
    "incomplete-unknown-item": "requests",
    "incomplete-paper": "paper_at",
}


class AskRow(Form):
    """One requested change."""

    concerns = SelectField(lazy_gettext("Which answer?"), default="")
    text = TextAreaField(
        lazy_gettext("What should change?"), [Length(max=LONGEST_TEXT)], render_kw={"rows": 3, "data-voice": "person"}
    )


class ConditionRow(Form):
    """One condition of an approval."""

    text = TextAreaField(
        lazy_gettext("Condition"), [Length(max=LONGEST_TEXT)], render_kw={"rows": 2, "data-voice": "person"}
    )
    due = DateField(lazy_gettext("Due"), [Optional()])


class DecisionForm(PaperForm):
    """Named as the template needs it. `shown` is the version of the record the page showed."""

    shown = HiddenField(validators=[Length(max=20)])
    outcome = RadioField(lazy_gettext("Decision"), [InputRequired(lazy_gettext("Choose a decision."))])
    requests = FieldList(FormField(AskRow), min_entries=ASKED_AT_ONCE, max_entries=ASKED_AT_ONCE)
    conditions = FieldList(FormField(ConditionRow), min_entries=CONDITIONS_AT_ONCE, max_entries=CONDITIONS_AT_ONCE)
    note = TextAreaField(
        lazy_gettext("Note"),
        [Length(max=LONGEST_TEXT)],
        description=lazy_gettext("Optional when you approve. Auditors read it too."),
        render_kw={"rows": 3, "data-voice": "person"},
    )
    checklist = SelectMultipleField(lazy_gettext("I have checked"))
    comments = FieldList(
        TextAreaField(
            lazy_gettext("Comment"), [Length(max=LONGEST_TEXT)], render_kw={"rows": 2, "data-voice": "person"}
        ),
        max_entries=MOST_COMMENTS,
    )
    commented: tuple[str, ...] = ()
    acknowledge = SelectMultipleField(lazy_gettext("I have seen"))

    def offer(self, record: Record, gate: Gate, outcomes: tuple[str, ...]) -> None:
        """Set what may be chosen: outcomes, the answers of the gate's sections, its checklist and its findings."""
        self.outcome.choices = options((name, name) for name in outcomes)
        sections = (record.law.section_by_name[name] for name in gate.reviews)
        fields = [(f.name, f.label) for section in sections for f in section.fields if asked(f, record.state.answers)]
        for row in self.requests:
            row.form.concerns.choices = options([("", WHOLE_GATE), *fields])
        here = asking(gate, record.state.answers)
        self.checklist.choices = options(here.checklist)
        self.commented, listed = here.commented, dict(here.checklist)
        while len(self.comments) < len(here.commented):
            self.comments.append_entry()
        for name, entry in zip(here.commented, self.comments, strict=False):
            entry.label.text = gettext("Your comment on “%(name)s”", name=listed.get(name, name))
            entry.description = gettext("Needed when you approve. Auditors read it.")
        self.acknowledge.choices = options((f.id, f.what) for f in to_acknowledge(record.law, record.state, gate))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Shape alone, and that what was begun is said: an answer chosen without its change, a day without its
        condition.
        """
        said = bool(super().validate(extra_validators))
        chosen = {"request_changes": self.requests, "approve_with_conditions": self.conditions}.get(self.outcome.data)
        begun = [row.form for row in chosen or () if _begun(row.form) and not normal(row.form.text.data)]
        for row in begun:
            row.text.errors = (WITHOUT_WORDS[str(self.outcome.data)],)
        return said and not begun

    def judgement(self) -> Judgement:
        """What was entered, for the outcome that was chosen; texts of another outcome are left out."""
        outcome = cast("Outcome", str(self.outcome.data).replace("_", " "))
        approves = outcome in ("approve", "approve with conditions")
        return Judgement(
            outcome=outcome,
            note=normal(self.note.data),
            requests=tuple(self._asks()) if outcome == "request changes" else (),
            conditions=tuple(self._conditions()) if outcome == "approve with conditions" else (),
            checklist=tuple(self.checklist.data or ()) if approves else (),
            acknowledged=tuple(self.acknowledge.data or ()) if approves else (),
            comments=dict(self._comments()) if approves else {},
            stated=self.stated(),
            scan=str(self.scan.data or ""),
        )

    def typed(self) -> str:
        """Every text that was typed, to be given back where the form cannot be shown again."""
        texts = [self.note.data, *(row.form.text.data for row in (*self.requests, *self.conditions))]
        texts += [entry.data for entry in self.comments]
        return "\n\n".join(text.strip() for text in texts if text and text.strip())

    def comment_on(self, entry: str) -> TextAreaField | None:
        """The text that an entry of the checklist asks for; None where it asks for none."""
        return next((text for name, text in zip(self.commented, self.comments, strict=False) if name == entry), None)

    def beside(self, refused: Refused) -> tuple[FieldError, ...]:
        """Put a refusal of the law beside its inputs; nothing when it belongs to none."""
        name = FIELDS.get(refused.code)
        if name is None:
            return ()
        if name == "comments":
            return tuple(self._uncommented(refused))
        target = self[name][0].form.text if name in ("requests", "conditions") else self[name]
        target.errors = (f"{refused.why} {refused.cure}",)
        return (FieldError(target.id, f"{refused.why} {refused.cure}"),)

    def _uncommented(self, refused: Refused) -> Iterator[FieldError]:
        """The law names the first silent entry; all of them are marked."""
        asked = chosen_from(self.checklist.choices)
        for name, text in zip(self.commented, self.comments, strict=False):
            if not normal(text.data):
                said = gettext(
                    "The checklist asks for a comment on “%(name)s”. %(cure)s",
                    name=asked.get(name, name),
                    cure=refused.cure,
                )
                text.errors = (said,)
                yield FieldError(text.id, said)

    def _asks(self) -> Iterator[tuple[str, str]]:
        for row in self.requests:
            if normal(row.form.text.data):
                yield str(row.form.concerns.data or ""), normal(row.form.text.data)

    def _comments(self) -> Iterator[tuple[str, str]]:
        for name, entry in zip(self.commented, self.comments, strict=False):
            if normal(entry.data):
                yield name, normal(entry.data)

    def _conditions(self) -> Iterator[tuple[str, str]]:
        for row in self.conditions:
            if normal(row.form.text.data):
                yield normal(row.form.text.data), row.form.due.data.isoformat() if row.form.due.data else ""


def _begun(row: Form) -> bool:
    """Whether something was chosen beside a text."""
    return any(field.data for name, field in row._fields.items() if name != "text")


def normal(text: str | None) -> str:
    """A text as it is committed to: NFC, line ends as one character, without outer blanks."""
    return unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def to_acknowledge(law: Definition, state: Initiative, gate: Gate) -> tuple[Finding, ...]:
    """The warnings a decider of this gate must have seen, in the words of the form."""
    warned = (f for f in findings_for(law, gate, state.findings) if f.severity == "warn")
    return in_labels(law, state.answers, state.raised, warned)
