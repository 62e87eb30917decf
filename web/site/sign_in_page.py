"""The pages of signing in, as `web.site.accounts` asks for them."""

from __future__ import annotations

from flask import render_template, request, url_for
from sqlalchemy import select
from wtforms import Form

from coe.database import reading
from coe.identity.account_tables import account
from web.parts.pages import DemoPerson, SecondFactorPage, SignInPage
from web.parts.pieces import FieldError
from web.rows.people import roles_held
from web.site.context import clock, context, engine, people
from web.site.frame import frame
from web.words.translating import gettext
from web.words.vocabulary import role_words


def draw(name: str, form: Form) -> str:
    """The page `sign-in` or `second-factor`."""
    if name == "second-factor":
        back = url_for("security.login")
        coded = SecondFactorPage(frame(gettext("Second factor")), form, _errors(form), request.url, back)
        return render_template("second_factor.html", page=coded)
    page = SignInPage(frame(gettext("Sign in")), form, _errors(form), request.full_path, demo_people())
    return render_template("signin.html", page=page)


def demo_people() -> tuple[DemoPerson, ...]:
    """The people of the demonstration with their first role; nobody outside it."""
    if not context().demo:
        return ()
    with reading(engine()) as connection:
        logins = connection.execute(select(account.c.person_id, account.c.login).where(account.c.active)).all()
        roles = roles_held(connection, clock().now())
    known = people()
    found = (
        DemoPerson(known[row.person_id].name, role_words(roles.get(row.person_id, ("owner",))[0]), row.login)
        for row in logins
        if row.person_id in known
    )
    return tuple(sorted(found, key=lambda person: (person.role, person.name)))


def _errors(form: Form) -> tuple[FieldError, ...]:
    said = [FieldError("email", str(error)) for error in getattr(form, "form_errors", ())]
    return (*said, *(FieldError(field.id, str(error)) for field in form for error in field.errors))
