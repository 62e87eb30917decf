"""Small definitions and offices for forecasts: one gate and one reviewer, and a way with everything in it."""

from collections.abc import Mapping
from dataclasses import replace

from coe.forecast.gather import Options, gather
from coe.forecast.hours import standard
from coe.forecast.inputs import Figure, Inputs, PoolInputs
from governance.formats.jcs import Json
from governance.language.definition import Definition
from governance.reading.document import read

LATE: Json = {"at": "100%", "to": "delegate"}
FIXED = {"incomplete": 0.0, "absent_days": 0.0, "meetings": 0.0, "spread": 1.0}
ALWAYS_PASSES = {"first_pass": 1.0, "later_pass": 1.0, "rejects": 0.0}


def section(name: str, *fields: Json) -> Json:
    return {"section": name, "title": name.title(), "fields": [{"name": f"{name}_text", "kind": "text"}, *fields]}


TITLE: Json = {"name": "title", "kind": "line", "label": "Title", "required": "yes"}


def role_gate(name: str, **more: Json) -> dict[str, Json]:
    panel: dict[str, Json] = {"role": f"{name}_reviewer"}
    return {"gate": name, "title": name.title(), "panel": panel, "decide": {"approve": 1}, "reviews": ["text"], **more}


def one_gate(approve: int = 1) -> Definition:
    document: dict[str, Json] = {
        "workflow": "note",
        "title": "Note",
        "record": "note",
        "prefix": "NOT",
        "form": [section("text", TITLE)],
        "tiers": [{"tier": "T1", "title": "All"}],
        "gates": [role_gate("desk", decide={"approve": approve})],
    }
    return read(document)


BOARD: dict[str, Json] = {
    "gate": "board",
    "title": "Board",
    "when": {"launch": "yes"},
    "panel": "board",
    "decide": {"present": "60% and [chair]", "approve": "majority", "veto": ["medical", "legal"]},
    "reviews": ["need"],
    "within": "8 business hours",
    "escalate": [{"at": "100%", "to": "director"}],
}


def whole_way() -> Definition:
    """A committee with vetoes, parallel gates with clocks and escalation, two reviewers, an always-again gate."""
    clock: dict[str, Json] = {
        "within": "16 business hours",
        "escalate": [{"at": "100%", "to": "medical_head"}, {"at": "8 business hours late", "to": "director"}],
    }
    document: dict[str, Json] = {
        "workflow": "leaflet",
        "title": "Leaflet",
        "record": "leaflet",
        "prefix": "LEA",
        "calendar": "office",
        "committees": [
            {
                "committee": "board",
                "title": "Board",
                "seats": [{"chair": "Chair"}, {"medical": "Medical"}, {"legal": "Legal"}, {"sales": "Sales"}],
            }
        ],
        "form": [
            section("need", {"name": "launch", "kind": "yesno", "label": "Launch?", "required": "yes"}),
            section("text", TITLE),
            section("claims"),
        ],
        "tiers": [{"tier": "T2", "title": "Launch", "when": {"launch": "yes"}}, {"tier": "T1", "title": "Other"}],
        "gates": [
            BOARD,
            role_gate("medical", after=["board"], reviews=["text", "claims"], **clock),
            role_gate("legal", after=["board"], reviews=["need", "text"], decide={"approve": 2}, **clock),
            role_gate(
                "file", after=["medical", "legal"], always_again="yes", within="8 business hours", escalate=[LATE]
            ),
        ],
        "rework": {"within": "16 business hours", "after round 3": "meeting"},
    }
    return read(document)


def inputs(law: Definition, options: Options | None = None) -> Inputs:
    return gather([law], calendar=standard(), options=options)


def one_server(busy: float, *, hours: float = 8.0, people: int = 1, minutes: float = 60.0) -> Inputs:
    """M/M/c: exponential arrivals and work, everything passes; `busy` is the load of each person."""
    arrivals = busy * people * 40 * 60 / minutes
    return inputs(
        one_gate(),
        Options(
            flow={**FIXED, "arrivals_a_week": arrivals},
            gates={"desk": {**ALWAYS_PASSES, "minutes": minutes}},
            pools={"role/desk_reviewer": {"people": float(people), "hours_a_day": hours}},
        ),
    )


def with_people(given: Inputs, more: Mapping[str, float]) -> Inputs:
    """The same with other numbers of people."""
    pools = {
        pool: PoolInputs(Figure(more.get(pool, each.people.value), "test"), each.hours_a_day)
        for pool, each in given.pools.items()
    }
    return replace(given, pools=pools)
