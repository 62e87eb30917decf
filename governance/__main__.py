"""The offline verifier: `python -m governance verify FILE [--keys FILE] [--json]`, bare Python, nothing installed.

FILE is a packet (PDF) or an `evidence.json`.
Exit status: 0 when nothing is answered *no*, 1 on any *no*, 2 when
it could not be asked. This is the only module of the law that reads a file.
"""

from __future__ import annotations

import argparse
import json
import sys
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path

from governance.jcs import Json
from governance.note import Key, NoteError, parse_vkey
from governance.pdf import PdfError, SignedRevision, evidence_from_pdf
from governance.verification import Answer, verify

MOST_SHOWN = 20
QUESTIONS = {
    "intact": "Intact?  ",
    "signed": "Signed by whom we trust?",
    "lawful": "Lawful?  ",
}


def main(arguments: list[str] | None = None) -> int:
    """Answer the three questions for one file."""
    parser = argparse.ArgumentParser(prog="verify", description="Is this record intact, signed and lawful? Offline.")
    commands = parser.add_subparsers(dest="command", required=True)
    ask = commands.add_parser("verify", help="verify a packet or an evidence.json")
    ask.add_argument("file", type=Path, help="packet.pdf or evidence.json")
    ask.add_argument("--keys", type=Path, help="log and witness keys you trust, one C2SP verifier key a line")
    ask.add_argument("--json", action="store_true", help="one JSON object for machines")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that this terminal cannot write is no reason to fail
    try:
        data = given.file.read_bytes()
        keys = _keys(given.keys)
    except (OSError, ValueError) as error:
        print(f"verify: {_inert(str(error))}", file=sys.stderr)
        return 2
    answers, notes = _asked(data, keys)
    if given.json:
        document: dict[str, Json] = {
            "file": given.file.name,
            "answers": [a.as_json() for a in answers],
            "notes": [*notes],
        }
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _tell(given.file, data, answers, notes)
    return 1 if any(answer.say == "no" for answer in answers) else 0


def _keys(path: Path | None) -> tuple[Key, ...]:
    """The keys in a file, one a line; blank lines and those that begin with # are passed by. Raises OSError,
    ValueError.
    """
    if path is None:
        return ()
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
    keys = tuple(parse_vkey(line) for line in lines if line and not line.startswith("#"))
    if not keys:
        raise NoteError(f"there is no key in {path}; write one verifier key a line, or leave --keys out")
    return keys


def _asked(data: bytes, keys: tuple[Key, ...]) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
    if not data.startswith(b"%PDF"):
        return verify(data, keys), ()
    try:
        packet = evidence_from_pdf(data)
    except PdfError as error:
        unread = ("the packet cannot be read",)
        return (
            Answer("intact", "no", contradictions=(f"packet: {error}",)),
            Answer("signed", "not asked", limits=unread),
            Answer("lawful", "not asked", limits=unread),
        ), ()
    intact, *others = verify(packet.evidence, keys)
    faults = _sealing(packet)
    if faults:
        intact = Answer("intact", "no", intact.grounds, intact.limits, (*faults, *intact.contradictions))
    return (intact, *others), (
        f"evidence.json was read from the sealed revision ({packet.sealed} of {packet.size} bytes)",
        packet.not_checked,
        "the printed pages are not compared with the evidence by this program; read the evidence where they differ",
    )


def _sealing(packet: SignedRevision) -> tuple[str, ...]:
    """What is wrong with how the packet is sealed, short of the seal's cryptography."""
    faults = []
    if packet.appended:
        faults.append(f"packet: {packet.size - packet.sealed} bytes were appended after it was sealed")
    if not packet.covers_all:
        faults.append("packet: the seal does not cover the whole revision")
    if packet.permissions != 1:
        faults.append("packet: the seal does not forbid changes")
    stated = (packet.manifest or b"").decode("utf-8", "replace").split()
    if sha256(packet.evidence).hexdigest() not in stated:
        faults.append("packet: MANIFEST does not name the digest of evidence.json")
    return tuple(faults)


def _inert(text: str) -> str:
    """The text on one line, without letters that could move a terminal's cursor or turn what is read around."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def _tell(file: Path, data: bytes, answers: tuple[Answer, ...], notes: tuple[str, ...]) -> None:
    print(f"{_inert(file.name)}  sha256 {sha256(data).hexdigest()}\n")
    for answer in answers:
        print(f"{QUESTIONS[answer.question]}  {answer.say.upper()}")
        for sign, lines in (("+", answer.grounds), ("x", answer.contradictions[:MOST_SHOWN]), ("-", answer.limits)):
            for line in lines:
                print(f"  {sign} {_inert(line)}")
        if len(answer.contradictions) > MOST_SHOWN:
            print(f"  x … and {len(answer.contradictions) - MOST_SHOWN} more")
        print()
    for note in notes:
        print(f"note: {_inert(note)}")


if __name__ == "__main__":
    sys.exit(main())
