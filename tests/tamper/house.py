"""The office that is attacked: made once on the real law, with its keys, files, accounts and packets.

Three stretches of its log matter. Up to `anchor` a packet with its checkpoint was handed out: somebody else remembers.
Up to its last checkpoint the office has signed, but nobody outside has seen it. What comes after is not signed yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from coe.acts import Act, Judgement
from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import engine_for, reading, writing
from coe.evidence.checkpoints import seal
from coe.evidence.cosignatures import ask
from coe.evidence.keys import LogKey, declare, log_key
from coe.evidence.witness import Witness
from coe.governance_law import Governance
from coe.home import Home
from coe.identity.accounts import Invitation, NewAccount, create_account
from coe.identity.passwords import TEST_COST, Passwords
from coe.migrate import migrate
from coe.office import Office
from coe.opening import second_factor_key, session_key
from coe.packet.build import build_packet
from coe.packet.extract import extract
from coe.requests import Request
from governance.formats.jcs import Json
from governance.ledger.note import Key
from governance.record import commands as c
from governance.verifier.evidence import Evidence
from tests.coe.evidence_office import Bureau
from tests.governance.proven_office import CALENDAR, DEFINITION, HOUR, START

NEED: dict[str, Json] = {
    "section": "need",
    "fields": [
        {"name": "title", "kind": "line", "required": "yes"},
        {"name": "rush", "kind": "yesno"},
        {"name": "who", "kind": "line", "personal": "yes"},
    ],
}
LOOK: dict[str, Json] = {"section": "look", "fields": [{"name": "look", "kind": "line"}]}
MEDICAL: dict[str, Json] = {
    "gate": "medical",
    "panel": {"role": "medical"},
    "decide": {"approve": 1},
    "reviews": ["need"],
    "within": "8 business hours",
    "remind": ["50%"],
    "escalate": [{"at": "100%", "to": "delegate"}],
    "together": "yes",
}
BOARD: dict[str, Json] = {
    "gate": "board",
    "after": ["medical"],
    "panel": "board",
    "decide": {"approve": 2, "veto": ["chair"]},
    "reviews": ["need", "look"],
}
LAW: dict[str, Json] = {**DEFINITION, "form": [NEED, LOOK], "gates": [MEDICAL, BOARD]}
LATER_LAW: dict[str, Json] = {**LAW, "title": "Piece, as of the autumn"}
PEOPLE = ("olga", "mia", "cora", "leo", "kim", "pia", "ada", "eve")
POOLS = (
    ("role/medical", "mia", ""),
    ("committee/board", "cora", "chair"),
    ("committee/board", "leo", "legal"),
    ("role/coordinator", "kim", ""),
    ("role/policy_owner", "pia", ""),
    ("role/administrator", "ada", ""),
)
PASSWORD = "correct horse battery"
APPROVE = Judgement("approve")


@dataclass
class House:
    """The office at rest. `seq` names the entries that attacks speak of, `records` the initiatives' ids."""

    folder: Path
    bureau: Bureau
    key: LogKey
    seq: dict[str, int] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    accounts: dict[str, NewAccount] = field(default_factory=dict)
    blob: str = ""
    packet: bytes = b""
    anchor: bytes = b""
    cosigned: bytes = b""

    @property
    def witness(self) -> Witness:
        """Somebody else's machine, which nobody here attacks; it saw the log when the office last signed it."""
        return Witness(self.folder / "witness")

    @property
    def keys(self) -> tuple[Key, ...]:
        """What auditors were given long ago."""
        return (self.key.public,)

    def submits(self, name: str, answers: Mapping[str, Json], said: Mapping[str, str] | None = None) -> int:
        """A submission of an initiative, new or again with replies to requests; the place of its entry."""
        bureau = self.bureau
        bureau.record = self.records.setdefault(name, bureau.clock.new_id())
        opened = {text: bureau.text(text) for text in ("Nurse Ada", *(said or {}).values())}
        who: dict[str, Json] = {"commit": opened["Nurse Ada"].commit}
        replies = {request: opened[text].commit for request, text in (said or {}).items()}
        command = c.Submit("piece", {**answers, "who": who}, {}, replies)
        bureau.clock.advance(HOUR // 2)
        files = (self.blob,) if self.blob and not replies else ()
        disclosures = tuple(opened.values())
        wanted = Request(bureau.clock.new_id(), bureau.stream, bureau.people["olga"], command, disclosures, files)
        return bureau.office.handle(wanted).seq

    def says(self, name: str, record: str, gate: str, given: Judgement = APPROVE) -> int:
        """A signed decision; the place of its entry."""
        self.bureau.record = self.records[record]
        return self.bureau.says(name, gate, given).seq

    def seals(self) -> bytes:
        """The checkpoint of the log as it stands."""
        note = seal(self.bureau.engine, self.bureau.home, self.key, self.bureau.clock)
        assert note is not None
        return note

    def extracts(self, name: str, record: str) -> None:
        """The `evidence.json` of an initiative as it stands, handed out."""
        note = self.seals()
        with reading(self.bureau.engine) as connection:
            self.evidence[name] = extract(connection, self.records[record], note)


def house(folder: Path) -> House:
    """The office made in a folder; nothing holds its files any more when it is returned."""
    home = Home(folder / "home").prepare()
    engine = engine_for(home.database_url())
    migrate(engine)
    clock = MovedClock(START)
    office = Office(engine, Governance(), clock=clock, blobs=Blobs(home.blobs))
    made = House(folder, Bureau(office, clock, home), log_key(home, clock))
    _found(made)
    _leaflet(made)
    _poster(made)
    made.anchor = made.evidence["poster"].checkpoint
    _since(made)
    with engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.rollback()
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return made


def _found(made: House) -> None:
    bureau, seq = made.bureau, made.seq
    why = bureau.text("founding")
    for name in PEOPLE:
        bureau.person(name)
        seq[name] = len(seq)
    seq["calendar"] = bureau.send("calendar/office", "system", c.DeclareCalendar(CALENDAR, why.commit), why).seq
    seq["law"] = bureau.send("definition/piece", "system", c.Publish(LAW, why.commit), why).seq
    for stream, name, seat in POOLS:
        grant = c.Grant(bureau.people[name], 0, 0, why.commit, seat)
        seq[f"grant {name}"] = bureau.send(stream, "system", grant, why).seq
    seq["key"] = declare(bureau.office, made.key).seq
    totp = second_factor_key(bureau.home)
    session_key(bureau.home)
    with writing(bureau.engine) as connection:
        for name in ("mia", "cora", "eve"):
            login = f"{name}@example.org"
            invitation = Invitation(login, login, bureau.people[name], PASSWORD)
            made.accounts[name] = create_account(connection, invitation, Passwords(TEST_COST), totp, bureau.clock.now())


def _leaflet(made: House) -> None:
    """Approved in the second round: medical's decision carried over, one condition met and verified."""
    bureau, seq = made.bureau, made.seq
    made.blob = Blobs(bureau.home.blobs).put(BytesIO(b"artwork"))
    seq["submitted"] = made.submits("leaflet", {"title": "Leaflet", "look": "blue"})
    seq["medical"] = made.says("mia", "leaflet", "medical")
    asked = Judgement("request changes", note="Not blue", requests=(("look", "Make it green"),))
    seq["asked"] = made.says("cora", "leaflet", "board", asked)
    seq["resubmitted"] = made.submits("leaflet", {"title": "Leaflet", "look": "green"}, {"r1": "Green it is"})
    condition = Judgement("approve with conditions", conditions=(("Print the code", ""),))
    seq["chair"] = made.says("cora", "leaflet", "board", condition)
    seq["approved"] = made.says("leo", "leaflet", "board")
    note = bureau.text("Printed")
    seq["met"] = bureau.does("olga", Act(c.MeetCondition("c1", note.commit), (note,))).seq
    seq["verified"] = bureau.verifies("leo", "c1").seq
    made.extracts("leaflet", "leaflet")


def _poster(made: House) -> None:
    """Under the second definition; a packet is taken before the chair vetoes it, and one after."""
    bureau, seq = made.bureau, made.seq
    why = bureau.text("autumn")
    newer = c.Publish(LATER_LAW, why.commit, bureau.law().digest)
    seq["later law"] = bureau.send("definition/piece", bureau.people["pia"], newer, why).seq
    seq["poster"] = made.submits("poster", {"title": "Poster", "look": "red"})
    seq["poster medical"] = made.says("mia", "poster", "medical")
    made.extracts("poster before the veto", "poster")
    seq["veto"] = made.says("cora", "poster", "board", Judgement("reject", note="Never"))
    made.packet = build_packet(bureau.office, bureau.home, made.records["poster"]).pdf
    made.extracts("poster", "poster")


def _witnessed(made: House) -> None:
    made.seals()
    Witness.make(made.witness.folder, "witness.example/qa", made.keys)
    request, now = ask(made.bureau.engine, made.witness.public, 0), made.bureau.clock.now() // 1000
    made.cosigned = made.witness.cosign(request, now)
    with reading(made.bureau.engine) as connection:
        made.evidence["poster, witnessed"] = extract(connection, made.records["poster"], made.cosigned)


def _since(made: House) -> None:
    """What only the office has signed, and two entries that nobody has."""
    bureau, seq, people = made.bureau, made.seq, made.bureau.people
    seq["film"] = made.submits("film", {"title": "Film", "look": "loud"})
    why = bureau.text("left")
    seq["revoked"] = bureau.send("committee/board", people["ada"], c.Ungrant(people["leo"], why.commit), why).seq
    now = bureau.clock.now()
    seq["lent"] = bureau.send(
        "role/medical", people["mia"], c.Delegate(people["mia"], people["eve"], now, now + HOUR)
    ).seq
    away = c.DeclareAbsence(now + HOUR, now + 2 * HOUR)
    seq["away"] = bureau.send(f"person/{people['cora']}", people["cora"], away).seq
    bureau.office.deny(people["eve"], "sign-decision", f"initiative/{made.records['film']}", "wrong-password")
    seq["denied"] = seq["away"] + 2
    _witnessed(made)
    seq["film medical"] = made.says("mia", "film", "medical")
    seq["card"] = made.submits("card", {"title": "Card", "look": "plain"})
    seq["next"] = seq["card"] + 1
