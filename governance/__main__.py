"""The offline verifier: `python -m governance verify FILE [--keys FILE] [--witnesses N] [--json]`, bare Python.

FILE is a packet (PDF) or an `evidence.json`. Exit status: 0 when nothing is answered *no*, 1 on any *no*, 2 when it
could not be asked. This is the only module of the law that reads a file.
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path

from governance.brought import examined, held_beside, keys_in
from governance.errors import Unreadable
from governance.jcs import Json
from governance.verdict import Verdict
from governance.verdict_page import inert, page


def main(arguments: list[str] | None = None) -> int:
    """Answer the three questions for one file, and print the verdict."""
    given = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that this terminal cannot write is no reason to fail
    try:
        data = given.file.read_bytes()
        keys = keys_in(given.keys.read_bytes() if given.keys else None, given.witnesses, str(given.keys))
        beside = tuple(held_beside(file.name, file.read_bytes(), keys) for file in given.beside)
    except (OSError, ValueError, Unreadable) as error:
        print(f"verify: {inert(str(error))}", file=sys.stderr)
        return 2
    verdict = examined(data, keys, given.witnesses, beside)
    _tell(given.file.name, sha256(data).hexdigest(), verdict, given.json)
    return 1 if verdict.refuted else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="verify", description="Is this record intact, signed and lawful? Offline.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("verify", help="verify a packet or an evidence.json")
    ask.add_argument("file", type=Path, help="packet.pdf or evidence.json")
    ask.add_argument("--keys", type=Path, help="log and witness keys you trust, one C2SP verifier key a line")
    ask.add_argument(
        "--witnesses", type=int, default=0, metavar="N", help="how many of those witnesses must have cosigned"
    )
    ask.add_argument(
        "--beside", type=Path, action="append", default=[], help="another packet of that log; may be repeated"
    )
    ask.add_argument("--json", action="store_true", help="one JSON object for machines")
    return parser


def _tell(name: str, digest: str, verdict: Verdict, as_json: bool) -> None:  # noqa: FBT001 - as the option says
    if not as_json:
        print(page(name, digest, verdict), end="")
        return
    document: dict[str, Json] = {"file": name, "sha256": digest, **verdict.as_json()}
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
