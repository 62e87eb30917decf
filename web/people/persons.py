"""Views of people and roles: the list, one person, inviting, granting, ending, absences."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from coe import acts
from coe.credentials import invite as invited
from coe.database import reading
from coe.identity.certified import standing as office_standing
from coe.identity.credential_errors import CredentialRefused
from coe.requests import Request
from governance.errors import Refused
from governance.record import commands as c
from web.parts import credential_words
from web.parts.choosing import options
from web.parts.credential_words import Standing, Telling
from web.parts.moments import day_of, moment
from web.parts.pages import PeoplePage, PersonPage
from web.parts.pieces import FieldError
from web.people import people_page
from web.people.people_forms import AbsenceForm, EndForm, GrantForm, InviteForm, PeopleForm
from web.people.welcome_page import handed_over
from web.rows import entry_words
from web.rows.credentials import credentials_of
from web.rows.entry_words import Words
from web.rows.grants import absences, entries_about, grants_of, lent_by, logins, pools_known, seats_known
from web.rows.nothing_here import nothing_here
from web.rows.people import roles_held
from web.rows.people_names import Person, opened
from web.rows.records import Happened, happened
from web.site.context import ceremony, clock, engine, library, name_of, office, people, person
from web.site.frame import frame, zone
from web.site.guards import ADMINISTRATORS, AUDITORS, holds
from web.site.signing import errors_of, recorded
from web.words.translating import gettext, paragraph

pages = Blueprint("people", __name__)

UNPROCESSABLE = 422


@pages.get("/people")
def index() -> str:
    """Everybody, what they hold today, and the form that invites."""
    form = InviteForm(formdata=None)
    form.begin()
    return list_page(form)


@pages.post("/people/invite")
def invite() -> ResponseReturnValue:
    """Register a person and open an account; its first password and authenticator are shown once, on this answer."""
    form = InviteForm()
    if not form.validate():
        return list_page(form, errors_of(form)), UNPROCESSABLE
    if recorded(str(form.command_id.data)):
        flash(gettext("This invitation was sent before; what it showed is not shown again."), "attend")
        return redirect(url_for("people.index"))
    try:
        made = invited(office(), ceremony(), form.sender(), form.newcomer())
    except (Refused, CredentialRefused) as refused:
        form.email.errors = (paragraph(refused),)
        return list_page(form, (FieldError("email", paragraph(refused)),)), UNPROCESSABLE
    return handed_over(gettext("%(name)s is invited", name=form.name.data), made, url_for("people.index"))


@pages.get("/people/<id_>")
def one(id_: str) -> str:
    """What a person holds and held, and the forms their reader may use."""
    return person_page(known(id_))


@pages.post("/people/<id_>/grant")
def grant(id_: str) -> ResponseReturnValue:
    """Give a role or seat, with dates and a reason."""
    who, form = known(id_), GrantForm()
    form.role.choices = options(grantable())
    if not form.validate():
        return person_page(who, grant_form=form, errors=errors_of(form)), UNPROCESSABLE
    pool, _, seat = str(form.role.data).partition(people_page.SEAT)
    since, until = form.period(zone(), clock().now(), at_once=True)
    alternate = bool(form.alternate.data and seat)
    made = acts.reasoned(
        lambda why: c.Grant(id_, since, until, why, seat, alternate), str(form.reason.data), form.nonces
    )
    return sent(who, form, pool, made, gettext("Granted."))


@pages.post("/people/<id_>/end")
def end(id_: str) -> ResponseReturnValue:
    """End what a person holds in one pool, from now on."""
    who, form = known(id_), EndForm()
    form.role.choices = options(held_by(id_))
    if not form.validate():
        return person_page(who, end_form=form, errors=errors_of(form)), UNPROCESSABLE
    made = acts.reasoned(lambda why: c.Ungrant(id_, why), str(form.reason.data), form.nonces)
    return sent(who, form, str(form.role.data), made, gettext("Ended."))


@pages.post("/people/<id_>/absence")
def absence(id_: str) -> ResponseReturnValue:
    """Declare an absence, one's own or as administrator; whoever stands in borrows every role for those days."""
    who, form = known(id_), AbsenceForm()
    form.delegate.choices = options(stand_ins(id_))
    if not form.validate():
        return person_page(who, absence_form=form, errors=errors_of(form)), UNPROCESSABLE
    since, until = form.period(zone(), clock().now(), at_once=False)
    answer = sent(who, form, f"person/{id_}", acts.Act(c.DeclareAbsence(since, until)), gettext("Declared."))
    lend(id_, str(form.delegate.data or ""), since, until, str(form.command_id.data))
    return answer


def sent(who: Person, form: PeopleForm, stream: str, act: acts.Act, done: str) -> ResponseReturnValue:
    """Send the command of a form; a refusal by the law becomes a page at the edge."""
    office().handle(Request(str(form.command_id.data), stream, person(), act.command, act.disclosures))
    flash(done, "pass")
    return redirect(url_for("people.one", id_=who.id))


def lend(id_: str, to: str, since: int, until: int, command_id: str) -> None:
    """Lend every pool a person holds; ids follow from the form's, so that a second click lends once."""
    if not to:
        return
    for place, (pool, _) in enumerate(held_by(id_)):
        office().handle(Request(f"{command_id}.{place}", pool, person(), c.Delegate(id_, to, since, until)))


def by_name(id_: str) -> str:
    """A name beside an act; whatever `system` did here founded the office or followed from an absence."""
    return gettext("the office itself") if id_ == "system" else name_of(id_)


def known(id_: str) -> Person:
    """A registered person whose page this reader may open. Raises NothingHere."""
    found = people().get(id_)
    if found is None or not (id_ == person() or holds(ADMINISTRATORS) or holds(AUDITORS)):
        raise nothing_here()
    return found


def grantable() -> list[tuple[str, str]]:
    """What an administrator can grant."""
    with reading(engine()) as connection:
        laws = library().in_force(connection).values()
        return people_page.grantable(laws, seats_known(connection), pools_known(connection))


def held_by(id_: str) -> list[tuple[str, str]]:
    """The pools in which a person holds something that lasts."""
    with reading(engine()) as connection:
        lasting = [row.pool for row in grants_of(connection, id_) if row.until > clock().now()]
    return [(pool, people_page.pool_title(pool)) for pool in dict.fromkeys(sorted(lasting))]


def stand_ins(id_: str) -> list[tuple[str, str]]:
    """Everybody else, by name."""
    return [("", gettext("Nobody")), *((one.id, one.name) for one in people().values() if one.id != id_)]


def list_page(form: InviteForm, errors: tuple[FieldError, ...] = ()) -> str:
    """The list rendered."""
    now = clock().now()
    with reading(engine()) as connection:
        roles, open_accounts = roles_held(connection, now), logins(connection)
        away = frozenset(row.person for row in absences(connection, now) if row.since <= now)
    standing = people_page.Standing(open_accounts, away)
    rows = people_page.rows(people().values(), roles, standing, lambda id_: url_for("people.one", id_=id_))
    summary = gettext(
        "%(rows)s people, %(roles)s hold a role today. Every change is an entry of the trail.",
        rows=len(rows),
        roles=len(roles),
    )
    signatures = url_for("certification.show")
    page = PeoplePage(frame(gettext("People")), summary, rows, form, url_for("people.invite"), errors, signatures)
    return render_template("people.html", page=page)


def person_page(
    who: Person,
    grant_form: GrantForm | None = None,
    end_form: EndForm | None = None,
    absence_form: AbsenceForm | None = None,
    errors: tuple[FieldError, ...] = (),
) -> str:
    """One person rendered, with the forms as typed where one was."""
    now, where = clock().now(), zone()
    with reading(engine()) as connection:
        grants, lent = grants_of(connection, who.id), lent_by(connection, who.id)
        entries = happened_about(connection, who.id, tuple({row.pool for row in grants} | {row.pool for row in lent}))
        texts = opened(connection, {commit for each in entries for commit in entry_words.commits(each)})
        away, open_accounts = absences(connection, now, who.id), logins(connection)
    words = Words(by_name, lambda commit: texts.get(commit, "") if commit else "", lambda at: day_of(at, now, where))
    standing = people_page.Standing(open_accounts, frozenset(row.person for row in away if row.since <= now))
    administers, own = holds(ADMINISTRATORS), who.id == person()
    may_grant = administers and not own
    page = PersonPage(
        frame=frame(who.name, current="people.index"),
        name=who.name,
        email=who.email,
        state=standing.of(who.id),
        roles=people_page.role_views(grants, people_page.granted_by(entries, who.id, by_name), now, where),
        absences=people_page.absence_lines(away, lent, name_of, now, where),
        history=people_page.history(entries, words, now, where),
        grant_form=ready(grant_form or GrantForm(formdata=None), grantable()) if may_grant else None,
        grant_action=url_for("people.grant", id_=who.id),
        absence_form=ready(absence_form or AbsenceForm(formdata=None), stand_ins(who.id))
        if administers or own
        else None,
        absence_action=url_for("people.absence", id_=who.id),
        errors=errors,
        end_form=ready(end_form or EndForm(formdata=None), held_by(who.id)) if may_grant and held_by(who.id) else None,
        end_action=url_for("people.end", id_=who.id),
        erase_href=url_for("erasing.show", id_=who.id) if may_grant and who.email else "",
        standing=standing_of(who),
        credentials_href=url_for("profile.index") if own else credentials_address(who) if administers else "",
    )
    return render_template("person.html", page=page)


def standing_of(who: Person) -> tuple[Standing, ...]:
    """How somebody stands to what they sign with."""
    now, where = clock().now(), zone()
    with reading(engine()) as connection:
        found, demanded = credentials_of(connection, who.id), bool(office_standing(connection).demanded)
    return credential_words.lines(found, Telling(by_name, lambda at: moment(at, now, where).text, now, demanded))


def credentials_address(who: Person) -> str:
    """Where an administrator acts on somebody's credentials."""
    return url_for("credentials.show", id_=who.id)


def ready(form: PeopleForm, choices: list[tuple[str, str]]) -> PeopleForm:
    """A form with its choices, its ids apart from those of the other forms on the page, and a command of its own."""
    field = form["delegate"] if "delegate" in form else form["role"]
    field.choices = options(choices)
    return form.called(type(form).__name__.removesuffix("Form").lower())


def happened_about(connection: Connection, id_: str, pools: tuple[str, ...]) -> list[Happened]:
    """The entries that concern a person."""
    return people_page.about(happened(entries_about(connection, id_, pools)), id_)
