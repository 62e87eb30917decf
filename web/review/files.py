"""The files that were handed in with an initiative, for whoever may read it: what is signed can be opened."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, send_file
from sqlalchemy import Connection

from coe.database import reading
from coe.office_errors import UnknownRecord
from coe.reading import values
from coe.sealed_files import is_file, open_sealed
from governance.formats.jcs import Json
from governance.reading.answers import is_commitment
from web.record.references import files_of
from web.review.review_desk import open_record
from web.site.context import context, engine
from web.words.translating import gettext

pages = Blueprint("files", __name__)

UNREAD = "application/octet-stream"
"""Nothing a browser would show: whatever somebody uploaded is saved, never opened beside our pages."""


@pages.get("/initiatives/<number>/files/<id_>")
def show(number: str, id_: str) -> Response:
    """The file of this digest, or of this commitment where it is personal, of any version of the record."""
    record, _ = open_record(number)
    given = files_of(record).get(id_)
    with reading(engine()) as connection:
        found = _opened(connection, given)
        if not is_file(found) or not isinstance(found, dict):
            raise UnknownRecord(
                gettext("There is no such file."),
                gettext("Nothing was handed in under this name, or it was erased."),
                gettext("Go back to the initiative and open it from there."),
            )
        blobs, digest = context().blobs, str(found["file"])
        data = blobs.read(digest) if found is given else open_sealed(connection, blobs, digest)
    return send_file(BytesIO(data), mimetype=UNREAD, as_attachment=True, download_name=str(found["name"]))


def _opened(connection: Connection, given: Json) -> Json:
    """The answer itself, opened where it is personal; None where it was erased."""
    if isinstance(given, dict) and is_commitment(given):
        return values(connection, [str(given["commit"])]).get(str(given["commit"]))
    return given
