"""`coe demo --once DIR`: one initiative from its submission to a packet that proves itself, with nobody watching.

A fresh SQLite office in DIR, the same door, law and ceremony as always; only the clock is moved.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coe.blobs import Blobs
from coe.clock import MovedClock, SystemClock
from coe.database import engine_for
from coe.demo import story
from coe.demo.acting import Stage
from coe.demo.answers import Setting
from coe.demo.diary import diary_deeds
from coe.demo.people import COST, founders, login
from coe.demo.time import WorkingTime
from coe.evidence.checkpoints import seal
from coe.evidence.keys import declare, log_key
from coe.founding import found
from coe.governance_law import Governance
from coe.home import Home
from coe.identity.ceremony import Ceremony
from coe.identity.passwords import Passwords
from coe.migrate import migrate
from coe.office import Office
from coe.office_errors import BadHome, OfficeError
from coe.opening import second_factor_key
from coe.packet.build import Packet, build_packet
from coe.requests import Receipt
from governance.formats.pdf import evidence_from_pdf
from governance.ledger.note import Key
from governance.record import events as e
from governance.verifier.verification import Answer, verify

Say = Callable[[str], None]
ONCE = "once"


class JourneyFailed(OfficeError):
    """A step did not lead where it should, or the packet does not prove itself."""


@dataclass(frozen=True, slots=True)
class Made:
    """The files of the journey."""

    evidence: Path
    packet: Path
    keys: Path


def once(folder: Path, say: Say) -> Made:
    """The whole journey, one line a step to `say`. Raises OfficeError, Refused, CredentialRefused, OSError."""
    home = _fresh(folder)
    began = SystemClock().now()
    clock = MovedClock(began)
    engine = engine_for(f"sqlite:///{home.database}")
    try:
        office = Office(engine, Governance(), clock=clock, blobs=Blobs(home.blobs))
        return _journey(office, home, began, clock, say)
    finally:
        engine.dispose()


def _fresh(folder: Path) -> Home:
    """A data folder that holds nothing: one an earlier journey left is thrown away, anything else is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    home = Home(folder.absolute() / "office")
    if home.folder.exists():
        if home.config().get("demo") != ONCE:
            raise BadHome("The journey was not begun.", f"{home.folder} holds something else.", "Name an empty folder.")
        shutil.rmtree(home.folder)
    home.prepare()
    home.configure(demo=ONCE)
    return home


def _journey(office: Office, home: Home, began: int, clock: MovedClock, say: Say) -> Made:
    migrate(office.engine)
    working = WorkingTime(began)
    clock.set(working.start)
    passwords = Passwords(COST)
    founded = found(office, home, founders(), passwords=passwords)
    declare(office, log_key(home, clock))
    say(f"founded      {len(founded.people)} people, workflows {', '.join(founded.published)}")
    stage = Stage(office, clock, Ceremony(passwords, second_factor_key(home)))
    tale = _tale(Setting(began, lambda name: founded.people[login(name)]))
    for place, step in enumerate(tale.steps):
        receipt = stage.perform(tale, place, working.ago(step.hours_ago))
        if receipt is None:
            raise JourneyFailed("The journey stopped.", f"Step {place} was done before.", "Name an empty folder.")
        for line in told(stage, receipt, step.deed):
            say(line)
    clock.set(began)
    note = seal(office.engine, home, log_key(home, clock), clock)
    say(f"sealed       {'' if note is None else note.decode().splitlines()[1]} entries under one root")
    return _proven(office, home, stage.stream(tale).partition("/")[2], say)


def _tale(setting: Setting) -> story.Story:
    deeds = diary_deeds(setting)
    return story.Story("once", tuple(story.Step(60.0 - 3 * place, deed) for place, deed in enumerate(deeds)))


def told(stage: Stage, receipt: Receipt, deed: story.Deed) -> list[str]:
    """What one entry says, a line for the act and one for each consequence worth one."""
    state = stage.state(receipt.stream)
    law = stage.law(state)
    titles = {gate.name: gate.title for gate in law.gates}
    act = type(deed).__name__.lower()
    where = f" “{titles[deed.gate]}”: {deed.outcome}" if isinstance(deed, story.Decide) else ""
    what = f" {state.number}, round {state.round}, {state.tier}" if isinstance(deed, story.Submit) else ""
    lines = [f"{act:<12} {deed.who}{where}{what}"]
    groups: dict[str, list[str]] = {}
    for event in receipt.events:
        match event:
            case e.CarriedOver(gate=gate):
                groups.setdefault("carried over", []).append(titles[gate])
            case e.GateOpened(gate=gate):
                groups.setdefault("open", []).append(titles[gate])
            case e.GatePassed(gate=gate):
                groups.setdefault("passed", []).append(titles[gate])
            case e.ReturnedToOwner():
                groups.setdefault("returned", []).append("to the owner")
            case e.Approved():
                groups.setdefault("approved", []).append(state.number)
            case _:
                pass
    return lines + [f"             → {word}: {', '.join(names)}" for word, names in groups.items()]


def _proven(office: Office, home: Home, initiative: str, say: Say) -> Made:
    """Build the packet, write the files, and ask the three questions of what was written."""
    key = log_key(home, office.clock).public
    packet = build_packet(office, home, initiative)
    made = _written(home.folder.parent, packet, key)
    say(f"packet       {len(packet.pdf)} bytes, fingerprint {packet.fingerprint}")
    data = made.evidence.read_bytes()
    if evidence_from_pdf(made.packet.read_bytes()).evidence != data:
        raise JourneyFailed("The packet does not prove itself.", "It encloses other evidence.", "Report this.")
    for answer in verify(data, (key,)):
        say(f"verified     {answer.question}? {answer.say}{_ground(answer)}")
        if answer.say != "yes":
            why = "; ".join(answer.contradictions or answer.limits)
            raise JourneyFailed(f"The packet is not {answer.question}.", why, "Report this with the folder.")
    return made


def _ground(answer: Answer) -> str:
    return f": {answer.grounds[0]}" if answer.grounds else ""


def _written(folder: Path, packet: Packet, key: Key) -> Made:
    made = Made(folder / "evidence.json", folder / "packet.pdf", folder / "keys.txt")
    made.evidence.write_bytes(packet.evidence)
    made.packet.write_bytes(packet.pdf)
    made.keys.write_text(key.vkey() + "\n", encoding="ascii")
    return made
