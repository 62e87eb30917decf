"""The offline verifier: `python -m governance verify FILE [--keys FILE] [--seal SHA256] [--witnesses N] [--json]`, bare
Python.

FILE is a packet (PDF), an `evidence.json` or an audit bundle (ZIP). Exit status: 0 when nothing is answered *no*, 1 on
any *no*, 2 when it could not be asked. This is the only module of the law that reads a file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from hashlib import file_digest
from io import TextIOWrapper
from pathlib import Path
from typing import IO

from governance.errors import Unreadable
from governance.formats.jcs import Json
from governance.ledger.note import Key
from governance.record.entry import HEX64
from governance.verifier.brought import Beside, examined, held_beside, keys_in
from governance.verifier.bundles import examined_bundle
from governance.verifier.verdict import Verdict
from governance.verifier.verdict_page import inert, page

ZIP = b"PK\x03\x04"


def main(arguments: list[str] | None = None) -> int:
    """Answer the three questions for one file, and print the verdict."""
    given = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that this terminal cannot write is no reason to fail
    try:
        keys = keys_in(given.keys.read_bytes() if given.keys else None, given.witnesses, str(given.keys))
        beside = tuple(held_beside(file.name, file.read_bytes(), keys) for file in given.beside)
        with given.file.open("rb") as file:
            verdict, packets = _examined(file, keys, given.witnesses, beside, given.seal or "")
            file.seek(0)
            digest = file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, Unreadable) as error:
        print(f"verify: {inert(str(error))}", file=sys.stderr)
        return 2
    _tell(given.file.name, digest, verdict, given.json, packets)
    return 1 if verdict.refuted else 0


def _examined(
    file: IO[bytes], keys: tuple[Key, ...], demanded: int, beside: Beside, certificate: str
) -> tuple[Verdict, dict[str, Json]]:
    """The verdict on a file, and what machines are told beside it; of a bundle one packet is in memory at a time."""
    head = file.read(len(ZIP))
    file.seek(0)
    if head != ZIP:
        return examined(file.read(), keys, demanded, beside, certificate), {}
    verdict, packets = examined_bundle(file, keys, demanded, beside, certificate)
    return verdict, {"packets": [*packets]}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="verify", description="Is this record intact, signed and lawful? Offline.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("verify", help="verify a packet, an evidence.json or an audit bundle")
    ask.add_argument("file", type=Path, help="packet.pdf, evidence.json or bundle.zip")
    ask.add_argument("--keys", type=Path, help="log and witness keys you trust, one C2SP verifier key a line")
    ask.add_argument(
        "--seal", type=_fingerprint, metavar="SHA256", help="of the certificate the office seals with"
    )
    ask.add_argument(
        "--witnesses", type=int, default=0, metavar="N", help="how many of those witnesses must have cosigned"
    )
    ask.add_argument(
        "--beside", type=Path, action="append", default=[], help="another packet of that log; may be repeated"
    )
    ask.add_argument("--json", action="store_true", help="one JSON object for machines")
    return parser


def _fingerprint(text: str) -> str:
    """A SHA-256 in hex, as any tool prints it: capitals, colons and blanks are passed by."""
    digits = text.replace(":", "").replace(" ", "").lower()
    if not HEX64.fullmatch(digits):
        raise argparse.ArgumentTypeError("a certificate's SHA-256 has 64 hexadecimal digits (`coe key show --seal`)")
    return digits


def _tell(
    name: str,
    digest: str,
    verdict: Verdict,
    as_json: bool,  # noqa: FBT001 - as the option says
    more: Mapping[str, Json],
) -> None:
    if not as_json:
        print(page(name, digest, verdict), end="")
        return
    document: dict[str, Json] = {"file": name, "sha256": digest, **verdict.as_json(), **more}
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
