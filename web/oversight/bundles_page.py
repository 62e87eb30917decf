"""The pages of audit bundles: the form of a draw, what it gives, and a bundle on its way, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from coe.bundle import jobs
from governance.verifier.sampling import LONGEST_SEED, Selection, selection_of
from web.parts.choosing import options
from web.parts.moments import day_of, moment
from web.parts.pages import PageFrame
from web.parts.pieces import FieldError, Link, Moment, State
from web.people.people_forms import DAY_MS, midnight
from web.site.context import clock, name_of
from web.site.frame import zone
from web.words.translating import gettext, lazy_gettext

MOST_RECORDS, SIZE = 10_000, 25
METHODS = (
    ("random", lazy_gettext("By chance")),
    ("risk", lazy_gettext("Highest tier first")),
    ("date", lazy_gettext("Latest submitted first")),
    ("all", lazy_gettext("All of them")),
)
STATES: dict[jobs.State, State] = {
    "waiting": State("waiting", lazy_gettext("Waits for the next run")),
    "making": State("yours", lazy_gettext("Being made")),
    "lost": State("warning", lazy_gettext("Nobody works on it")),
    "made": State("passed", lazy_gettext("Made")),
    "failed": State("refused", lazy_gettext("Not made")),
}


class DrawForm(FlaskForm):
    """How the sample is drawn; sent by GET to look at it, by POST to have it made."""

    method = RadioField(lazy_gettext("Method"), [InputRequired()], choices=options(METHODS), default="random")
    size = IntegerField(lazy_gettext("Records at most"), [Optional(), NumberRange(1, MOST_RECORDS)], default=SIZE)
    states = RadioField(
        lazy_gettext("Which"),
        [InputRequired()],
        choices=options([("closed", lazy_gettext("Closed ones")), ("all", lazy_gettext("Open ones too"))]),
        default="closed",
    )
    since = DateField(lazy_gettext("Submitted from"), [Optional()])
    until = DateField(lazy_gettext("Submitted to"), [Optional()])
    seed = StringField(
        lazy_gettext("Seed"),
        [Length(max=LONGEST_SEED)],
        description=lazy_gettext("Bring your own: whoever chooses it could try several."),
    )
    command_id = HiddenField(validators=[Length(max=100)])

    def selection(self) -> Selection:
        """What the form asks for; days begin and end in the reader's zone."""
        whole = self.method.data == "all"
        return selection_of(
            {
                "method": self.method.data,
                "size": 0 if whole else self.size.data or SIZE,
                "seed": self.seed.data or "",
                "closed": self.states.data == "closed",
                "since": midnight(self.since.data, zone()) if self.since.data else 0,
                "until": midnight(self.until.data, zone()) + DAY_MS if self.until.data else 0,
            }
        )


@dataclass(frozen=True, slots=True)
class BundleRow:
    """One bundle asked for."""

    link: Link
    state: State
    when: Moment
    who: str


@dataclass(frozen=True, slots=True)
class DrawPage:
    """The draw before anything is made. `sample` pairs a link with tier and status."""

    frame: PageFrame
    back: Link
    form: DrawForm
    show: str
    make: str
    told: str
    digest: str
    sample: tuple[tuple[Link, str], ...]
    more: int
    asked: tuple[BundleRow, ...]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True, slots=True)
class BundlePage:
    """One bundle on its way, or made. `again` is after how many seconds to look again, 0 for never."""

    frame: PageFrame
    back: Link
    row: BundleRow
    facts: tuple[tuple[str, str], ...]
    done: int
    total: int
    note: str
    download: str
    again: int


def row_of(found: jobs.Bundle) -> BundleRow:
    """A bundle in the list."""
    size = gettext(", %(size)s at most", size=found.selection.size) if found.selection.size else ""
    label = f"{dict(METHODS)[found.selection.method]}{size}"
    when = moment(found.asked, clock().now(), zone())
    return BundleRow(
        Link(label, url_for("bundles.one", id_=found.id)), STATES[found.state], when, name_of(found.person)
    )


def facts(found: jobs.Bundle) -> tuple[tuple[str, str], ...]:
    """How it is drawn."""
    asked = found.selection
    shown = [(gettext("Method"), dict(METHODS)[asked.method]), (gettext("Seed"), asked.seed or gettext("none needed"))]
    shown.append((gettext("Records"), gettext("Closed ones") if asked.closed else gettext("Open and closed ones")))
    if asked.since:
        shown.append((gettext("Submitted from"), day_of(asked.since, clock().now(), zone())))
    if asked.until:
        shown.append((gettext("Submitted to"), day_of(asked.until - 1, clock().now(), zone())))
    return tuple(shown)


def note(found: jobs.Bundle) -> str:
    """What a reader can do or expect now."""
    again = gettext(" It was begun %(begun)s times.", begun=found.begun) if found.begun > 1 else ""
    match found.state:
        case "waiting":
            return gettext("The next run of the flows makes it, in two minutes at most. This page may be closed.")
        case "making":
            return gettext("This page may be closed.%(again)s", again=again)
        case "lost":
            return gettext(
                "It was begun, and nobody works on it: a restart, perhaps. The next run begins it again.%(again)s",
                again=again,
            )
        case "made":
            return gettext("No key is in it: take the keys from somebody you trust. Its README names the one command.")
        case "failed":
            return found.why
