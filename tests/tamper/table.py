"""The table of the campaign, the same for every run: no digest, id or time stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tests.tamper.campaign import Result
from tests.tamper.naming import ATTACKERS, TOLD, Attacker, Control

LONGEST = 160
_VARYING = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # ids
    r"|\+[0-9a-f]{8}\+[\w+/=]+|\b(?=[0-9a-f]*\d)[0-9a-f]{8}\b"  # keys, and what they are called by
    r"|[0-9a-f]{12,}…?|\b\d{5,}\b|\b\d+(?= bytes)"  # digests, times, sizes
)
HEAD = """# Tampering

Attacks by four attackers, each carried out on a copy of one real office, and what noticed it. This page is written by
the run (`make tamper`), and a test fails when a run gives another.

An office here has a log in three stretches: entries under a checkpoint that stands in a packet handed out, so that
**a checkpoint kept elsewhere** remembers them; entries that only the office itself has signed; and the newest, which
nobody has. *Before a witness* says whether the attack is noticed while nobody outside knows of the entries concerned.
**No** is meant: whoever can write everything can also write whatever a check inside the office would read.

"""


def table(results: Iterable[Result]) -> str:
    """The page, Markdown."""
    found = list(results)
    parts = [HEAD, *(_part(attacker, [r for r in found if r.attack.attacker == attacker]) for attacker in ATTACKERS)]
    return "".join(parts)


def _part(attacker: Attacker, results: Sequence[Result]) -> str:
    if not results:
        return ""
    unseen = sum(not _inside(result) for result in results)
    lines = [
        f"## {ATTACKERS[attacker]}",
        f"{len(results)} attacks, {unseen} of them not noticed before a witness.",
        "",
        "| attack | noticed by | it says | not noticed by | before a witness |",
        "|-|-|-|-|-|",
        *map(_row, results),
    ]
    return "\n".join(lines) + "\n\n"


def _row(result: Result) -> str:
    attack = result.attack
    says = _shown(result.said[attack.noticed[0]]) if attack.noticed else ""
    cells = (f"**{attack.name}**: {attack.does}", _names(attack.noticed), says, _names(result.silent), _before(result))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _before(result: Result) -> str:
    if _inside(result):
        return "noticed"
    if result.said:
        return f"**no**; shown by {' and by '.join(TOLD[control] for control in result.attack.noticed)}"
    return f"**no**: {result.attack.limit}"


def _inside(result: Result) -> bool:
    """Whether anything notices but the memory of somebody outside."""
    return bool(result.said.keys() - {"anchor", "witness"})


def _names(controls: Iterable[Control]) -> str:
    return ", ".join(TOLD[control] for control in controls) or "nothing"


def _shown(message: str) -> str:
    line = _VARYING.sub("…", message.splitlines()[0])
    if len(line) > LONGEST:
        line = line[:LONGEST].rsplit(" ", 1)[0] + " …"
    return line.replace("<", "&lt;").replace("*", "\\*")
