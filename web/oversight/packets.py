"""The packet of one initiative: asked for here, made by a process of its own, fetched when it is there.

Without JavaScript the page asks again by itself while the packet is being made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Literal

from flask import Blueprint, Response, make_response, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select

from coe.bundle.verifier import verifier as made_verifier
from coe.database import reading
from coe.packet import requests
from coe.packet.seal import SealError, certificate_fingerprint
from coe.tables import head
from web.parts.pages import PageFrame
from web.parts.pieces import Link
from web.review.review_desk import open_record, record_address
from web.rows.records import Record
from web.site.context import context, engine
from web.site.frame import frame
from web.words.translating import gettext

pages = Blueprint("packets", __name__)

SECONDS_TO_WAIT = 2


@dataclass(frozen=True, slots=True)
class Proving:
    """How anybody verifies the packet: where the verifier is and its SHA-256, the fingerprint of the office's seal (""
    before the first packet), and the command that asks.
    """

    verifier: str
    digest: str
    seal: str
    command: str


@dataclass(frozen=True, slots=True)
class PacketPage:
    """Where the packet is: never made, being made (`step`), there (for a log of `size` entries), or not to be made
    (`why`). `newer` counts the entries the log has had since.
    """

    frame: PageFrame
    back: Link
    number: str
    title: str
    state: Literal["none", "making", "made", "failed"]
    form: FlaskForm
    action: str
    file: str
    proving: Proving
    step: str = ""
    size: int = 0
    newer: int = 0
    why: str = ""


@pages.get("/initiatives/<number>/packet")
def show(number: str) -> Response:
    """Where the packet is."""
    record, _ = open_record(number)
    page = _page(record)
    response = make_response(render_template("packet.html", page=page))
    if page.state == "making":
        response.headers["Refresh"] = str(SECONDS_TO_WAIT)
    return response


@pages.post("/initiatives/<number>/packet")
def ask(number: str) -> ResponseReturnValue:
    """Have it made, unless it is there for the log as it stands or is being made: pressing twice makes one."""
    record, _ = open_record(number)
    page = _page(record)
    if page.state != "making" and not (page.state == "made" and not page.newer):
        requests.ask(context().home, record.id)
        context().printer(context().home)
    return redirect(url_for("packets.show", number=number))


@pages.get("/initiatives/<number>/packet.pdf")
def file(number: str) -> ResponseReturnValue:
    """The packet that was made; where there is none, the page that has it made."""
    record, _ = open_record(number)
    made = requests.made(context().home, record.id)
    if made is None:
        return redirect(url_for("packets.show", number=number))
    name = f"{record.state.number}.pdf"
    return send_file(made, mimetype="application/pdf", as_attachment=True, download_name=name)


@pages.get("/verify.pyz")
def verifier() -> Response:
    """The offline verifier of this release, the same bytes as its sources give anywhere."""
    return send_file(
        BytesIO(_verifier()), mimetype="application/octet-stream", as_attachment=True, download_name="verify.pyz"
    )


@cache
def _verifier() -> bytes:
    return made_verifier()


def _proving(number: str) -> Proving:
    try:
        seal = certificate_fingerprint(context().home.keys)
    except SealError:  # the first packet makes it
        seal = ""
    command = f"python3 -S verify.pyz verify {number}.pdf --keys keys.txt{f' --seal {seal}' if seal else ''}"
    return Proving(url_for("packets.verifier"), sha256(_verifier()).hexdigest(), seal, command)


def _page(record: Record) -> PacketPage:
    home, number = context().home, record.state.number
    with reading(engine()) as connection:
        log = connection.execute(select(head.c.size)).scalar() or 0
    step, made = requests.progress(home, record.id), requests.made(home, record.id)
    why = requests.failure(home, record.id)
    size = requests.covers(made) if made else 0
    return PacketPage(
        frame=frame(gettext("Packet of %(number)s", number=number)),
        back=Link(number, record_address(number)),
        number=number,
        title=record.title,
        state="making" if step is not None else "failed" if why else "made" if made else "none",
        form=FlaskForm(),
        action=url_for("packets.ask", number=number),
        file=url_for("packets.file", number=number),
        proving=_proving(number),
        step=step or gettext("Waiting its turn"),
        size=size,
        newer=log - size,
        why=why,
    )
