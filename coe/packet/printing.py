"""HTML to PDF/A-3u in a process of its own, which can fetch nothing and cannot outgrow its limits.

Run as `python -m coe.packet.printing` it is that process: a job as JSON on standard input, the PDF on standard output.
"Produced as PDF/A-3u": nothing here validates it.
"""

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypedDict

SCHEME = "packet:"
REFUSED = 3
Relationship = Literal["Source", "Data", "Alternative", "Supplement", "Unspecified"]


class PrintingError(Exception):
    """A page could not be printed: what was asked, why it stopped, what to do."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF; `relationship` as in ISO 32000-2, 7.11.3."""

    name: str
    content: bytes
    mime: str
    description: str
    relationship: Relationship = "Data"


@dataclass(frozen=True, slots=True)
class PrintLimits:
    """Ends the printing process: seconds of wall clock and of processor, bytes of address space, characters of HTML."""

    seconds: int = 120
    memory: int = 2 << 30
    html: int = 20_000_000


class _Job(TypedDict):
    html: str
    title: str
    identifier: str
    made_at: str
    assets: dict[str, str]
    attachments: list[dict[str, str]]
    seconds: int
    memory: int


def render(  # noqa: PLR0913 - all of it determines the bytes
    html: str,
    *,
    attachments: Sequence[Attached],
    title: str,
    identifier: bytes,
    made_at: datetime,
    fonts: Mapping[str, bytes],
    images: Mapping[str, bytes] | None = None,
    limits: PrintLimits | None = None,
) -> bytes:
    """A tagged PDF/A-3u with bookmarks; the same arguments give the same bytes.

    The page may name only `packet:NAME` for a name in `fonts` or `images`. Raises PrintingError for anything else it
    asks for, and when a limit is reached. `made_at` needs a zone; `identifier` is the PDF's, usually 16 bytes.
    """
    bounds = limits or PrintLimits()
    if len(html) > bounds.html:
        raise PrintingError(
            f"printing {title!r}: the page has {len(html)} characters, at most {bounds.html} are printed"
        )
    if made_at.tzinfo is None:
        raise PrintingError(f"printing {title!r}: the time it is made at has no zone; give one")
    job: _Job = {
        "html": html,
        "title": title,
        "identifier": identifier.hex(),
        "made_at": made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "assets": {name: b64encode(data).decode() for name, data in {**fonts, **(images or {})}.items()},
        "attachments": [_carried(one) for one in sorted(attachments, key=lambda one: one.name)],
        "seconds": bounds.seconds,
        "memory": bounds.memory,
    }
    return _run(json.dumps(job).encode(), title, bounds, epoch=int(made_at.timestamp()))


def _carried(one: Attached) -> dict[str, str]:
    return {
        "name": one.name,
        "content": b64encode(one.content).decode(),
        "mime": one.mime,
        "description": one.description,
        "relationship": one.relationship,
    }


def _run(job: bytes, title: str, bounds: PrintLimits, *, epoch: int) -> bytes:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME") if name in os.environ}
    environment = {
        **kept,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parent.parent),
        "PYTHONHASHSEED": "0",
        # fontTools stamps the instances it cuts from variable fonts with this instead of the clock.
        "SOURCE_DATE_EPOCH": str(epoch),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "coe.packet.printing"],
            input=job,
            capture_output=True,
            timeout=bounds.seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PrintingError(f"printing {title!r}: stopped after {bounds.seconds} s; make the page smaller") from None
    if done.returncode == 0 and done.stdout.startswith(b"%PDF-"):
        return done.stdout
    said = done.stderr.decode(errors="replace").strip().splitlines()
    match done.returncode:
        case code if code == REFUSED and said:
            raise PrintingError(f"printing {title!r}: {said[-1]}")
        case code if code < 0:
            raise PrintingError(f"printing {title!r}: ended by signal {-code} at its limits; make the page smaller")
        case code:
            last = said[-1] if said else "without a word"
            raise PrintingError(f"printing {title!r}: the printing process failed ({code}): {last}")


def _limit(seconds: int, memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 20, 256 << 20))


def _deny(event: str, arguments: tuple[Any, ...]) -> None:
    """The second fence: even code that goes round the fetcher opens no connection and starts no program."""
    if event in {"socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system", "os.exec"}:
        raise PermissionError(f"a page being printed tried {event} {arguments!r:.80}")


def _fetcher(assets: Mapping[str, bytes]) -> Any:
    """A fetcher that knows these names and ends the printing at any other."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc] # weasyprint has no types
        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            del headers
            if url not in assets:
                raise PermissionError(
                    f"the page asks for {url[:200]!r}; it may use only what is handed in as {SCHEME}NAME"
                )
            kind = "image/svg+xml" if url.endswith(".svg") else "application/octet-stream"
            return URLFetcherResponse(url, assets[url], headers={"Content-Type": kind})

    return Fetcher(fail_on_errors=True)


def _leaf(html: str, fetcher: Any) -> Any:
    """The page under WeasyPrint's own style sheet without its rules for footnotes and markers, which a packet has none
    of: each costs every element a style of its own, a quarter of the memory of a long packet.
    """
    from weasyprint import CSS, HTML

    rules = (files("weasyprint") / "css" / "html5_ua.css").read_text("utf-8").splitlines()
    plain = "\n".join(rule for rule in rules if not rule.startswith("::"))

    class Leaf(HTML):  # type: ignore[misc] # weasyprint has no types
        def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002 - its signature
            del forms
            return [CSS(string=plain)]

    return Leaf(string=html, url_fetcher=fetcher)


def _print(job: _Job) -> bytes:
    fetcher = _fetcher({SCHEME + name: b64decode(data) for name, data in job["assets"].items()})
    sys.addaudithook(_deny)
    document = _leaf(job["html"], fetcher).render(pdf_variant="pdf/a-3u", pdf_tags=True)
    made_at = datetime.fromisoformat(job["made_at"])
    metadata = document.metadata
    if metadata.attachments:
        raise PermissionError("the page attaches a file itself; files come only from the caller")
    metadata.title, metadata.generator = job["title"], "Clearway"
    metadata.created = metadata.modified = made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    mimes = {one["name"]: one["mime"] for one in job["attachments"]}
    result: bytes = document.write_pdf(
        attachments=[_attachment(one, made_at) for one in job["attachments"]],
        pdf_identifier=bytes.fromhex(job["identifier"]),
        pdf_variant="pdf/a-3u",
        pdf_tags=True,
        finisher=lambda _, pdf: _finish(pdf, mimes),
    )
    return result


def _attachment(one: Mapping[str, str], made_at: datetime) -> Any:
    from weasyprint import Attachment

    return Attachment(
        string=b64decode(one["content"]),
        name=one["name"],
        description=one["description"],
        relationship=one["relationship"],
        created=made_at,
        modified=made_at,
    )


def _finish(pdf: Any, mimes: Mapping[str, str]) -> None:
    """Mends what WeasyPrint leaves: doubled /AF references, and media types guessed from names."""
    import pydyf

    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("Type") == "/Filespec":
            stream = pdf.objects[int(one["EF"]["F"].split()[0])]
            name = one["UF"].string
            stream.extra["Subtype"] = "/" + mimes[name].replace("/", "#2f")
            one["EF"]["UF"] = one["EF"]["F"]


def main() -> int:
    """One job from standard input; exit status 3 with a sentence when the page asks for what it may not have."""
    job: _Job = json.loads(sys.stdin.buffer.read())
    _limit(job["seconds"], job["memory"])
    from weasyprint.urls import FatalURLFetchingError

    try:
        pdf = _print(job)
    except FatalURLFetchingError as error:
        return _refuse(str(error.__cause__ or error))
    except PermissionError as error:
        return _refuse(str(error))
    except MemoryError:
        return _refuse(f"more than {job['memory']} bytes of memory were needed; make the page smaller")
    sys.stdout.buffer.write(pdf)
    return 0


def _refuse(why: str) -> int:
    sys.stderr.write(" ".join(why.split()) + "\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
