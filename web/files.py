"""The files that were handed in with an initiative, for whoever may read it: what is signed can be opened."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, send_file
from sqlalchemy import Connection

from coe.database import reading
from coe.office_errors import UnknownRecord
from coe.reading import values
from coe.sealed_files import is_file, open_sealed
from governance.answers import is_commitment
from governance.jcs import Json
from web.context import context, engine
from web.review_desk import open_record
from web.translating import gettext

pages = Blueprint("files", __name__)

UNREAD = "application/octet-stream"
"""Nothing a browser would show: whatever somebody uploaded is saved, never opened beside our pages."""


@pages.get("/initiatives/<number>/files/<name>")
def show(number: str, name: str) -> Response:
    """The file that answers this field in the version that stands; a personal one is decrypted."""
    record, _ = open_record(number)
    given = record.state.answers.get(name)
    with reading(engine()) as connection:
        found, personal = _answer(connection, given), isinstance(given, dict) and is_commitment(given)
        if not is_file(found) or not isinstance(found, dict):
            raise UnknownRecord(
                gettext("There is no such file."),
                gettext("Nothing was handed in under this name in the version that stands, or it was erased."),
                gettext("Go back to the initiative and open it from there."),
            )
        blobs, digest = context().blobs, str(found["file"])
        data = open_sealed(connection, blobs, digest) if personal else blobs.read(digest)
    return send_file(BytesIO(data), mimetype=UNREAD, as_attachment=True, download_name=str(found["name"]))


def _answer(connection: Connection, given: Json) -> Json:
    """What was given as this answer, opened where it is personal; None where it was erased."""
    if isinstance(given, dict) and is_commitment(given):
        return values(connection, [str(given["commit"])]).get(str(given["commit"]))
    return given
