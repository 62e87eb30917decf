"""What lies on top of a bundle: its index for machines, as a table, and as a page that needs nothing but itself."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import cast

from governance.formats.jcs import Json, encode
from governance.verifier.bundles import FORMAT
from governance.verifier.sampling import Registered, Selection, population, population_digest

TEMPLATES = Path(__file__).parent / "templates"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "number",
    "title",
    "workflow",
    "tier",
    "status",
    "submitted",
    "file",
    "sha256",
    "bytes",
    "fingerprint",
    "why",
)
METHODS = {
    "all": "every record of the population",
    "random": "by chance alone",
    "risk": "the highest risk first, by chance within a tier",
    "date": "the latest submitted first",
}


@dataclass(frozen=True, slots=True)
class Made:
    """One packet of the sample; `why` says why there is none. `fingerprint` is the one printed on it."""

    row: Registered
    title: str
    file: str = ""
    sha256: str = ""
    size: int = 0
    fingerprint: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle holds and how it came about; `made` is UTC ms, `origin` the log's name."""

    origin: str
    made: int
    selection: Selection
    register: tuple[Registered, ...]
    packets: tuple[Made, ...]


def index_json(contents: Contents, beside: dict[str, bytes]) -> bytes:
    """The index (RFC 8785), which also names the digests of the files `beside` the packets."""
    among, asked = population(contents.register, contents.selection), contents.selection
    body: dict[str, Json] = {
        "format": FORMAT,
        "origin": contents.origin,
        "made": contents.made,
        "selection": {
            "method": asked.method, "size": asked.size, "seed": asked.seed, "closed": asked.closed,
            "since": asked.since, "until": asked.until,
        },
        "population": {"size": len(among), "sha256": population_digest(among)},
        "packets": [{**_shown(one), "id": one.row.id, "bytes": one.size} for one in contents.packets],
        "beside": {name: sha256(data).hexdigest() for name, data in beside.items()},
    }  # fmt: skip
    return encode(body)


def index_csv(packets: Sequence[Made]) -> bytes:
    """The same rows for a spreadsheet; what it would take for a formula is escaped, times are RFC 3339 in UTC."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for one in packets:
        row = {**_shown(one), "submitted": _utc(one.row.submitted), "bytes": one.size}
        table.writerow([_inert(str(row[name])) for name in COLUMNS])
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # spreadsheets read UTF-8 when it says so


def index_html(contents: Contents, zone: tzinfo) -> bytes:
    """The page: how the sample was drawn, what to do, and every packet. It fetches nothing; texts are inert."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    among = population(contents.register, contents.selection)
    page = environment.get_template("index.html").render(
        contents=contents,
        style=(TEMPLATES / "index.css").read_text("utf-8"),
        method=METHODS[contents.selection.method],
        population=len(among),
        digest=population_digest(among),
        period=_period(contents.selection, zone),
        made=_local(contents.made, zone),
        day=lambda at: f"{datetime.fromtimestamp(at / 1000, zone):%-d %b %Y}",
        failed=[one for one in contents.packets if one.why],
    )
    return page.encode()


def readme(contents: Contents) -> bytes:
    """The one command, and why the keys are not here."""
    return f"""An audit bundle of {len(contents.packets)} records. Open index.html, or verify all of it at once:

    python3 verify.pyz verify BUNDLE.zip --keys keys.txt

BUNDLE.zip is this file as you received it, unopened. keys.txt is not in it, on purpose: a key that comes with what it
is to prove proves nothing. Take the log's key, and those of witnesses, from somebody you trust. The same holds for
verify.pyz: compare its SHA-256 with the one published with the release, or bring your own.
""".encode()


def _shown(one: Made) -> dict[str, Json]:
    row = one.row
    return cast(
        "dict[str, Json]",
        {"number": row.number, "title": one.title, "workflow": row.workflow, "tier": row.tier, "status": row.status,
         "submitted": row.submitted, "file": one.file, "sha256": one.sha256, "fingerprint": one.fingerprint,
         "why": one.why},
    )  # fmt: skip


def _inert(cell: str) -> str:
    """CWE-1236: a cell that begins like a formula begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _period(selection: Selection, zone: tzinfo) -> str:
    since = f"from {_local(selection.since, zone)}" if selection.since else ""
    until = f"before {_local(selection.until, zone)}" if selection.until else ""
    return " ".join(filter(None, (since, until))) or "at any time"


def _local(at: int, zone: tzinfo) -> str:
    return f"{datetime.fromtimestamp(at / 1000, zone):%-d %b %Y, %H:%M %Z}"


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
