"""The job of the benchmark, *approval-journey*: ten durable commands under a small definition and the real law."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from coe.clock import SystemClock
from coe.governance_law import Governance
from coe.migrate import migrate
from coe.office import Office
from coe.reading import Reader
from coe.requests import Receipt, Request
from governance.formats.jcs import Json
from governance.law.gates import meaning, seen
from governance.ledger.commitments import Disclosure, disclose
from governance.record import commands as c
from governance.record.state import Initiative

SEATS = ("chair", "medical", "legal", "compliance", "finance")
HOUR = 3_600_000


def _gate(name: str, section: str) -> dict[str, Any]:
    return {
        "gate": name,
        "after": ["steering"],
        "panel": {"role": name},
        "decide": {"approve": 1},
        "reviews": [section],
        "within": "16 business hours",
        "remind": ["50%", "80%"],
        "escalate": [{"at": "8 business hours late", "to": f"{name}_head"}],
    }


def _section(name: str) -> dict[str, Any]:
    fields = [{"name": f"{name}_title", "kind": "line", "required": "yes"}, {"name": f"{name}_text", "kind": "text"}]
    return {"section": name, "fields": fields}


DOCUMENT: dict[str, Any] = {
    "workflow": "journey",
    "title": "Approval journey",
    "record": "initiative",
    "prefix": "JRN",
    "calendar": "office",
    "committees": [{"committee": "steering", "seats": [*SEATS]}],
    "form": [
        {"section": "about", "fields": [{"name": "title", "kind": "line", "required": "yes"}]},
        *(_section(name) for name in ("need", "claims", "wording", "label")),
    ],
    "tiers": [{"tier": "T1"}],
    "gates": [
        {
            "gate": "steering",
            "panel": "steering",
            "decide": {"present": "60%", "approve": "majority"},
            "reviews": ["about", "need"],
            "within": "40 business hours",
            "remind": ["50%", "80%"],
            "escalate": [{"at": "100%", "to": "delegate"}],
        },
        _gate("medical", "claims"),
        _gate("legal", "wording"),
        _gate("regulatory", "label"),
    ],
    "rework": {"within": "24 business hours"},
}


def text(value: str) -> Disclosure:
    """A commitment whose nonce is kept for the same value."""
    return disclose(hashlib.sha256(value.encode()).digest(), value)


@dataclass
class Bench:
    """An office with a committee of five, three reviewers and an owner."""

    engine: Engine
    clock: SystemClock = field(default_factory=SystemClock)
    people: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        migrate(self.engine)
        self.law = Governance()
        self.office = Office(self.engine, self.law, clock=self.clock)
        self.reader = Reader(self.engine, self.law)
        now = self.clock.now()
        start = now - 24 * HOUR
        spans: list[Json] = [HOUR * (8 if n % 2 else 16) for n in range(2 * 365 * 6)]
        calendar: dict[str, Json] = {
            "valid_from": start,
            "valid_to": start + 6 * 365 * 24 * HOUR,
            "hours_per_day": 8,
            "spans": spans,
        }
        why = text("founding")
        self.send("calendar/office", "system", c.DeclareCalendar(calendar, why.commit), why)
        self.send("definition/journey", "system", c.Publish(DOCUMENT, why.commit), why)
        for seat in SEATS:
            self.enlist(f"committee/steering/{seat}")
        for role in ("medical", "legal", "regulatory", "owner"):
            self.enlist(f"role/{role}")
        definition = self.reader.definition("", "journey")
        assert definition is not None
        self.definition = definition

    def send(self, stream: str, actor: str, command: c.Command, *texts: Disclosure) -> Receipt:
        return self.office.handle(Request(self.clock.new_id(), stream, actor, command, texts))

    def enlist(self, place: str) -> str:
        """Somebody registered, with the role or seat of this place; their id."""
        kind, name, *seat = place.split("/")
        person = self.clock.new_id()
        shown, address, why = text(f"Dr {place}"), text(f"{place}@example.org"), text("founding")
        register = c.RegisterPerson(shown.commit, address.commit)
        self.send(f"person/{person}", "system", register, shown, address)
        grant = c.Grant(person, 0, 0, why.commit, seat=seat[0] if seat else "")
        self.send(f"{kind}/{name}", "system", grant, why)
        self.people["/".join((name, *seat))] = person
        return person

    def journey(self) -> int:
        """Ten commands; returns how many."""
        self.walk(f"initiative/{self.clock.new_id()}")
        return 10

    def walk(self, stream: str) -> None:
        """The ten commands, one after the other."""
        self._submit(stream, "first", {})
        for seat in SEATS[:3]:
            self._sign(stream, "steering", f"steering/{seat}")
        self._sign(stream, "medical", "medical")
        self._sign(stream, "legal", "legal", "request changes")
        self._sign(stream, "regulatory", "regulatory")
        self._submit(stream, "second", {"wording": (self.people["owner"],)})
        self._sign(stream, "legal", "legal")
        self.send(stream, self.people["owner"], c.Release())

    def state(self, stream: str) -> Initiative:
        """The record as it stands, as a page reads it before it is signed."""
        state = self.reader.initiative_state(stream.partition("/")[2])
        assert state is not None
        return state

    def _submit(self, stream: str, version: str, edits: dict[str, tuple[str, ...]]) -> None:
        answers: dict[str, Json] = {"title": "A leaflet that answers what patients ask"}
        for name in ("need", "claims", "wording", "label"):
            answers[f"{name}_title"] = f"The {name} of this initiative"
            answers[f"{name}_text"] = f"What is to be said about {name}. " + (version if name == "wording" else "")
        reply = text("Done as asked")
        replies = {"r1": reply.commit} if edits else {}
        self.send(
            stream, self.people["owner"], c.Submit("journey", answers, edits, replies), *([reply] if edits else [])
        )

    def _sign(self, stream: str, gate: str, who: str, outcome: c.Outcome = "approve") -> None:
        state = self.state(stream)
        kind = f"committee/{who}" if "/" in who else f"role/{who}"
        name, ask = text(f"Dr {kind}"), text("Please soften the claim in the second paragraph")
        words = meaning(self.definition.gate_by_name[gate], outcome)
        signature = c.Signature(name.commit, words, seen(self.definition, state, gate), "password+totp")
        asks = (c.Ask("wording_text", ask.commit),) if outcome == "request changes" else ()
        command = c.SignDecision(gate, outcome, signature, requests=asks)
        self.send(stream, self.people[who], command, name, *([ask] if asks else []))
