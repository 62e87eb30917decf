"""The validation package on paper, in the type and style of the packet."""

from __future__ import annotations

from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from coe.packet.document import TEMPLATES as PACKET
from coe.packet.lettering import packet_fonts, visible
from coe.packet.printing import Attached, PrintLimits, render
from coe.way.marks import Mark, mark_image
from tests.validation.package import LABEL, LIMITS, TESTER, Package, environment
from tests.validation.parts import by_licence

TEMPLATES = Path(__file__).parent / "templates"
LOGO = Path(__file__).parents[2] / "web" / "static" / "mark.svg"
MARKS: dict[str, Mark] = {"passed": "passed", "failed": "refused", "untested": "not_open", "deviations": "warning"}
KINDS = {".json": "application/json", ".txt": "text/plain"}
SECONDS = 300


def html(done: Package) -> str:
    """The document; whatever a text holds is inert."""
    pages = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["plain"] = visible
    style = (PACKET / "packet.css").read_text("utf-8") + (TEMPLATES / "validation.css").read_text("utf-8")
    by_regulation = groupby(done.covered, lambda each: each.requirement.regulation)
    return pages.get_template("validation.html").render(
        done=done,
        style=style,
        groups=[(regulation, tuple(rows)) for regulation, rows in by_regulation],
        marks=MARKS,
        label=LABEL,
        limits=LIMITS,
        tester=TESTER,
        environment=environment(),
        licences=by_licence(done.parts),
    )


def printed(done: Package, enclosed: dict[str, bytes]) -> bytes:
    """The PDF with the data enclosed. Raises PrintingError."""
    images = {f"mark-{mark}.svg": mark_image(mark).encode() for mark in get_args(Mark)}
    images["logo.svg"] = LOGO.read_bytes()
    return render(
        html(done),
        attachments=[
            Attached(name, data, KINDS[Path(name).suffix], "Part of the validation package", "Data")
            for name, data in sorted(enclosed.items())
        ],
        title=f"Validation package, {done.build.name} {done.build.version}",
        identifier=sha256(done.build.sources.encode()).digest()[:16],
        made_at=done.made,
        fonts=packet_fonts(),
        images=images,
        limits=PrintLimits(seconds=SECONDS),
    )
