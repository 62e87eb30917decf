"""The form of several decisions in one sitting: a row for each record with its own tick, and one ceremony for all."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectMultipleField
from wtforms.validators import InputRequired, Length, ValidationError

from coe import acts
from coe.requests import Request
from governance.formats.jcs import Json, encode
from governance.language.asking import asking
from governance.law.gates import seen
from governance.law.together import MOST_TOGETHER
from web.parts.choosing import options
from web.review.decision_page import Desk
from web.site import signing
from web.site.context import clock
from web.words.translating import gettext, lazy_gettext

LONGEST = 100


class Checklist(SelectMultipleField):
    """The checklist of one gate; what stands on no checklist here is told in words, not by its code."""

    def pre_validate(self, form: object) -> None:  # noqa: ARG002 - as WTForms calls it
        """Whether all that is ticked was offered."""
        offered = {option.value for option in self.iter_choices()}
        if not set(self.data or ()) <= offered:
            raise ValidationError(gettext("This is not the checklist that was shown here. Open the page again."))


class JointRow(Form):
    """One record: what was shown of it, the checklist of its gate, and the tick that signs it."""

    number = HiddenField(validators=[InputRequired(), Length(max=LONGEST)])
    gate = HiddenField(validators=[InputRequired(), Length(max=LONGEST)])
    seen = HiddenField(validators=[InputRequired(), Length(max=LONGEST)])
    command_id = HiddenField(validators=[InputRequired(), Length(max=LONGEST)])
    checklist = Checklist(lazy_gettext("I have checked"))
    tick = BooleanField(lazy_gettext("I have read this, and approve it"))


class JointForm(signing.SigningForm):
    """`seen` is the digest of every row's, in their order, and `act` of what is decided where: the challenge is bound
    to the whole page.
    """

    rows = FieldList(FormField(JointRow), max_entries=MOST_TOGETHER)

    def lay_out(self, desks: Sequence[Desk]) -> None:
        """Make it a fresh form for these desks, as they stand."""
        for desk in desks:
            given = {"number": desk.record.state.number, "gate": desk.gate.name, "command_id": clock().new_id()}
            self.rows.append_entry({**given, "seen": seen(desk.record.law, desk.record.state, desk.gate.name)})
        self.offer(desks)
        self.begin(str(self.act.data), str(self.seen.data))

    def offer(self, desks: Sequence[Desk]) -> None:
        """Set what may be ticked, and say again what the challenge must have been given for."""
        for row, desk in zip(self.rows, desks, strict=True):
            row.form.checklist.choices = options(asking(desk.gate, desk.record.state.answers).checklist)
        where: list[Json] = [[f"initiative/{desk.record.id}", desk.gate.name] for desk in desks]
        self.act.data = f"decide together {_digest(where)}"
        self.seen.data = _digest(list(self.shown))

    @property
    def shown(self) -> tuple[str, ...]:
        """What the page showed, by digest, in its order."""
        return tuple(str(row.form.seen.data) for row in self.rows)

    def ticked(self, desks: Sequence[Desk]) -> list[tuple[JointRow, Desk]]:
        """The rows to be signed."""
        return [(row.form, desk) for row, desk in zip(self.rows, desks, strict=True) if row.form.tick.data]

    def validate(self, extra_validators: Any = None) -> bool:
        """Shape, and that something is signed at all."""
        said = bool(super().validate(extra_validators))
        if not any(row.form.tick.data for row in self.rows) and self.rows.entries:
            self.rows[0].form.tick.errors = (gettext("Tick each record you approve; what is not ticked stays open."),)
            return False
        return said

    def request_of(self, row: JointRow, desk: Desk) -> Request:
        """The command of one row; the same form gives the same bytes."""
        signer = acts.Signer(signing.name_commitment(), self.nonces, str(row.seen.data))
        given = acts.Judgement("approve", checklist=tuple(row.checklist.data or ()), together=self.shown)
        act = acts.decision(desk.record.law, desk.record.state, desk.gate.name, given, signer)
        return Request(str(row.command_id.data), f"initiative/{desk.record.id}", desk.person, act.command)


def _digest(value: list[Json]) -> str:
    return sha256(b"clearway/page/v1\x00" + encode(value)).hexdigest()
