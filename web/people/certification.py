"""Whether this office may sign: the certification to the agency (21 CFR 11.100(c)), and who is not confirmed yet."""

from __future__ import annotations

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from coe.database import reading
from coe.identity.certified import SIGNATURES, standing
from coe.requests import Request
from governance.record.commands import EnableSignatures
from web.parts.moments import moment
from web.parts.pieces import Link, State
from web.people.credential_forms import CertificationForm
from web.people.credential_pages import Act, CertificationPage
from web.rows.credentials import unconfirmed
from web.site.context import clock, engine, name_of, office, person
from web.site.frame import frame, zone
from web.site.guards import ADMINISTRATORS, holds
from web.site.signing import errors_of
from web.words.translating import gettext

pages = Blueprint("certification", __name__)

UNPROCESSABLE = 422


@pages.get("/office/signatures")
def show() -> str:
    """How the office stands, for administrators and auditors."""
    return certification_page()


@pages.get("/office/signatures.json")
def export() -> Response:
    """The same for machines; times are UTC ms, 0 for not."""
    with reading(engine()) as connection:
        found = standing(connection)
    return jsonify(demanded=found.demanded, enabled=found.enabled, reference=found.reference)


@pages.post("/office/signatures/enable")
def enable() -> ResponseReturnValue:
    """Record the letter's reference; the law says who may."""
    form = CertificationForm()
    if not form.validate():
        return certification_page(form), UNPROCESSABLE
    command = EnableSignatures(str(form.reference.data).strip())
    office().handle(Request(str(form.command_id.data), SIGNATURES, person(), command))
    flash(gettext("Signatures are enabled."), "pass")
    return redirect(url_for("certification.show"))


def certification_page(typed: CertificationForm | None = None) -> str:
    """The page rendered."""
    now, where = clock().now(), zone()
    with reading(engine()) as connection:
        found, open_people = standing(connection), unconfirmed(connection)
    form = (typed or CertificationForm(formdata=None)).called("enable")
    label = gettext("Record another letter") if found.enabled else gettext("Enable signatures")
    act = Act("enable", label, label, url_for("certification.enable"), form)
    shown = (
        (
            gettext("Demanded"),
            moment(found.demanded, now, where).text if found.demanded else gettext("no: founded before it was"),
        ),
        (gettext("Enabled"), moment(found.enabled, now, where).text if found.enabled else gettext("not yet")),
        ("Reference", found.reference or "none"),
    )
    page = CertificationPage(
        frame=frame(gettext("Signatures"), current="people.index"),
        state=state_of(found.demanded, found.enabled),
        lines=shown,
        open_people=tuple(Link(name_of(id_), url_for("credentials.show", id_=id_)) for id_ in open_people),
        export_href=url_for("certification.export"),
        act=act if holds(ADMINISTRATORS) else None,
        errors=errors_of(typed) if typed else (),
    )
    return render_template("certification.html", page=page)


def state_of(demanded: int, enabled: int) -> State:
    """Enabled, refused, or an older office that goes on."""
    if enabled:
        return State("passed", gettext("Enabled"))
    return State("refused", gettext("Nobody signs")) if demanded else State("not_open", gettext("Not certified"))
