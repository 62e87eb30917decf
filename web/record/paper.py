"""A decision given on paper during an outage: when, and its scan; shown with both times wherever it is told."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from flask_wtf.file import FileField
from wtforms import DateTimeLocalField, HiddenField
from wtforms.validators import Length, Optional

from coe.blobs import Blobs
from governance.language.definition import Field
from governance.record.events import DecisionSigned
from web.site.frame import zone
from web.site.signing import SigningForm
from web.site.uploads import BadUpload, keep
from web.words.translating import lazy_gettext

SCAN = Field("scan", "file", "Scan", accept=("pdf", "png", "jpg"))
LONGEST_DIGEST = 64


class PaperForm(SigningForm):
    """What a transcription has beside the decision; both or neither. `scan` is the digest of a file taken already."""

    paper_at = DateTimeLocalField(
        lazy_gettext("When you decided"),
        [Optional()],
        format="%Y-%m-%dT%H:%M",
        description=lazy_gettext("As on the paper, not before this gate opened."),
    )
    paper_file = FileField(
        lazy_gettext("Scan of the signed paper"),
        description=lazy_gettext("PDF, PNG or JPG. It is kept with the decision."),
    )
    scan = HiddenField(validators=[Length(max=LONGEST_DIGEST)])

    def take_scan(self, blobs: Blobs) -> bool:
        """Keep the scan that was sent, if one was; False with an error beside it when it is not taken."""
        sent = self.paper_file.data
        if not sent or not sent.filename:
            return True
        try:
            self.scan.data = str(keep(SCAN, sent, blobs)["file"])
        except BadUpload as error:
            self.paper_file.errors = (str(error),)
            return False
        return True

    def stated(self) -> int:
        """When the person says they decided, UTC ms; 0 where they decided here."""
        if self.paper_at.data is None:
            return 0
        return int(self.paper_at.data.replace(tzinfo=zone()).timestamp() * 1000)


def paper_words(event: object, place: tzinfo) -> str:
    """The other time of a transcribed decision; "" for every other event."""
    if not isinstance(event, DecisionSigned) or not event.stated:
        return ""
    then = datetime.fromtimestamp(event.stated / 1000, UTC)
    local = then.astimezone(place)
    said = f"{local.day} {local:%b %Y, %H:%M} ({then:%H:%M} UTC)"
    return f"Transcribed from paper: decided {said}, scan SHA-256 {event.scan[:16]}…"
