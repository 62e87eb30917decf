"""What signers need: everybody reads and accepts undertakings; administrators record trainings and issue texts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from coe import acts
from coe.database import reading
from coe.requests import Request
from governance.law.qualifications import LONGEST_TEXT, LONGEST_TITLE
from governance.record import commands as c
from web.parts.choosing import options
from web.parts.pieces import FieldError
from web.people.people_forms import LONGEST_REASON, PeopleForm, PeriodForm
from web.people.qualifications_page import Counted, QualificationsPage, held, mine, named
from web.rows.qualifications import acceptances, trainings, undertakings
from web.site.context import clock, engine, library, name_of, office, people, person
from web.site.frame import frame, zone
from web.site.guards import ADMINISTRATORS, holds
from web.site.signing import errors_of
from web.words.translating import gettext, lazy_gettext

pages = Blueprint("qualifications", __name__)

UNPROCESSABLE = 422
NAME = Regexp(
    r"[a-z][a-z0-9._-]{0,60}\Z", message=lazy_gettext("Use lowercase letters, digits, hyphens and underscores.")
)


class AcceptForm(PeopleForm):
    """The acceptance of the text that is shown."""

    digest = HiddenField(validators=[InputRequired(), Length(max=64)])


class TrainingForm(PeriodForm):
    """A training somebody has completed; it replaces what was recorded of them before."""

    person = SelectField(lazy_gettext("Who"), [InputRequired(lazy_gettext("Choose a person."))])
    training = StringField(
        lazy_gettext("Training"),
        [InputRequired(lazy_gettext("Name the training.")), NAME],
        description=lazy_gettext("As policies name it, such as gcp-2026."),
    )
    since = DateField(lazy_gettext("From"), [InputRequired(lazy_gettext("Give the first day."))])
    until = DateField(lazy_gettext("Last day"), [InputRequired(lazy_gettext("Give the last day it is good for."))])
    evidence = StringField(
        lazy_gettext("Where it is documented"),
        [DataRequired(lazy_gettext("Say where an auditor finds the record of it.")), Length(max=LONGEST_REASON)],
    )


class IssueForm(PeopleForm):
    """A text that signers accept; whoever accepted an earlier one accepts anew."""

    undertaking = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Give it a name.")), NAME],
        description=lazy_gettext("As policies name it, such as signing-conduct."),
    )
    title = StringField(
        lazy_gettext("Title"), [InputRequired(lazy_gettext("Give it a title.")), Length(max=LONGEST_TITLE)]
    )
    text = TextAreaField(
        lazy_gettext("Text"),
        [DataRequired(lazy_gettext("Write what is undertaken.")), Length(max=LONGEST_TEXT)],
        render_kw={"rows": 8, "data-voice": "person"},
    )
    reason = StringField(
        lazy_gettext("Reason"),
        [DataRequired(lazy_gettext("Write one sentence; auditors read it.")), Length(max=LONGEST_REASON)],
    )


@pages.get("/qualifications")
def index() -> str:
    """What the reader has accepted and is trained in; for administrators everybody's."""
    return page_of()


@pages.post("/qualifications/<name>/accept")
def accept(name: str) -> ResponseReturnValue:
    """Accept the text that was shown, for oneself."""
    form = AcceptForm()
    if not form.validate():
        return page_of(errors=errors_of(form)), UNPROCESSABLE
    command = c.AcceptUndertaking(str(form.digest.data))
    return sent(
        form, f"undertaking/{name}", acts.Act(command), gettext("Accepted. Signing is open to you as far as this goes.")
    )


@pages.post("/qualifications/training")
def train() -> ResponseReturnValue:
    """Record a training of somebody else."""
    form = TrainingForm()
    form.person.choices = options(colleagues())
    if not form.validate():
        return page_of(training=form, errors=errors_of(form)), UNPROCESSABLE
    since, until = form.period(zone(), clock().now(), at_once=False)
    made = acts.reasoned(
        lambda where: c.RecordTraining(str(form.person.data), since, until, where),
        str(form.evidence.data),
        form.nonces,
    )
    return sent(form, f"training/{form.training.data}", made, gettext("Recorded."))


@pages.post("/qualifications/undertaking")
def issue() -> ResponseReturnValue:
    """Issue a text, the first or a new one."""
    form = IssueForm()
    if not form.validate():
        return page_of(issuing=form, errors=errors_of(form)), UNPROCESSABLE
    title, text = str(form.title.data).strip(), str(form.text.data).replace("\r\n", "\n").strip()
    made = acts.reasoned(lambda why: c.IssueUndertaking(title, text, why), str(form.reason.data), form.nonces)
    return sent(
        form, f"undertaking/{form.undertaking.data}", made, gettext("Issued. Whoever signs under it must accept it.")
    )


def sent(form: PeopleForm, stream: str, act: acts.Act, done: str) -> ResponseReturnValue:
    """Send the command of a form; a refusal by the law becomes a page at the edge."""
    office().handle(Request(str(form.command_id.data), stream, person(), act.command, act.disclosures))
    flash(done, "pass")
    return redirect(url_for("qualifications.index"))


def colleagues() -> list[tuple[str, str]]:
    """Everybody else, by name."""
    return [(one.id, one.name) for one in people().values() if one.id != person()]


def page_of(
    training: TrainingForm | None = None, issuing: IssueForm | None = None, errors: tuple[FieldError, ...] = ()
) -> str:
    """The page, with a form as typed where one was."""
    administers, now, where = holds(ADMINISTRATORS), clock().now(), zone()
    with reading(engine()) as connection:
        laws = library().in_force(connection).values()
        known = Counted(undertakings(connection), acceptances(connection), trainings(connection), now, where)
    page = QualificationsPage(
        frame=frame(gettext("What signers need")),
        undertakings=mine(known, person(), named(laws, "undertaking"), accept_form, accept_action),
        trainings=held(known, name_of, named(laws, "training"), only=person()),
        everybody=held(known, name_of) if administers else (),
        training_form=ready(training or TrainingForm(formdata=None)) if administers else None,
        training_action=url_for("qualifications.train"),
        issue_form=ready(issuing or IssueForm(formdata=None)) if administers else None,
        issue_action=url_for("qualifications.issue"),
        errors=errors,
    )
    return render_template("qualifications.html", page=page)


def accept_form(digest: str) -> AcceptForm:
    """A fresh form that accepts this text."""
    form = AcceptForm(formdata=None)
    form.begin()
    form.digest.data = digest
    return form


def accept_action(name: str) -> str:
    """Where the acceptance of an undertaking is posted."""
    return url_for("qualifications.accept", name=name)


def ready(form: PeopleForm) -> PeopleForm:
    """A form with its choices, its ids apart from those of the other form, and a command of its own."""
    if isinstance(form, TrainingForm):
        form.person.choices = options(colleagues())
    for part in form:
        part.id = f"{type(form).__name__.removesuffix('Form').lower()}-{part.name}"
        part.label.field_id = part.id
    if not form.command_id.data:
        form.begin()
    return form
