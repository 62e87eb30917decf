"""The register of what is required: read from register.yaml, every fault told together, priorities worked out.

Severity and probability give the class of a risk, class and detection its priority, as GAMP 5 (appendix M3) does.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coe.policy.core_yaml import parse, plain
from governance.formats.jcs import Json

FILE = Path(__file__).with_name("register.yaml")
LEVELS = ("low", "medium", "high")
ROW_KEYS = {"id", "clause", "says", "how", "supports", "note", "risk"}
REQUIRED = {"id", "clause", "says"}
RISK_KEYS = {"severity", "probability", "detection", "because"}


class BadRegister(Exception):
    """What is wrong with a register, every fault on a line of its own."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Risk:
    """How bad, how likely unnoticed, how soon found; and the ground for saying so."""

    severity: str
    probability: str
    detection: str
    because: str

    @property
    def grade(self) -> int:
        """The class: 1 is the gravest, 3 the least."""
        together = LEVELS.index(self.severity) + LEVELS.index(self.probability)
        return 1 if together > LEVELS.index("high") else 3 if together < LEVELS.index("high") else 2

    @property
    def priority(self) -> str:
        """high, medium or low: the gravest that is hardest to find comes first."""
        score = (3 - self.grade) + (2 - LEVELS.index(self.detection))
        return LEVELS[max(0, min(score, 3) - 1)]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One clause. A `procedure` is mainly the customer's; `supports` says what the software adds to it."""

    id: str
    regulation: str
    feature: str
    clause: str
    says: str
    risk: Risk
    procedure: bool = False
    supports: str = ""
    note: str = ""
    draft: bool = False


def register(text: str | None = None) -> tuple[Requirement, ...]:
    """Every requirement in order. Raises BadRegister."""
    root, faults = parse((FILE.read_text("utf-8") if text is None else text).encode())
    document = plain(root) if root is not None else None
    if faults or not isinstance(document, dict):
        raise BadRegister([f"the register cannot be read: {fault}" for fault in faults] or ["the register is empty"])
    rows = list(_rows(document))
    wrong = [fault for where, row in rows for fault in _faults(where, row)]
    twice = Counter(str(row.get("id")) for _, row in rows)
    wrong += [f"{id_}: stands here {count} times" for id_, count in twice.items() if count > 1]
    if wrong:
        raise BadRegister(wrong)
    return tuple(_requirement(where, row) for where, row in rows)


def _rows(document: Mapping[str, Json]) -> Iterator[tuple[Mapping[str, Json], Mapping[str, Json]]]:
    for where in _list(document.get("regulations")):
        yield from ((where, row) for row in _list(where.get("rows")))


def _list(value: Json) -> list[dict[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _faults(where: Mapping[str, Json], row: Mapping[str, Json]) -> Iterator[str]:
    name = f"{row.get('id') or where.get('regulation')}"
    yield from (f"{name}: has no {key}" for key in sorted(REQUIRED - {key for key in row if row[key]}))
    yield from (f"{name}: “{key}” means nothing here" for key in sorted(row.keys() - ROW_KEYS))
    if row.get("how", "product") not in ("product", "procedure"):
        yield f"{name}: how is product or procedure"
    if (row.get("how") == "procedure") != bool(row.get("supports")):
        yield f"{name}: a procedure, and nothing else, says what the software supports"
    risk = row.get("risk")
    if not isinstance(risk, dict):
        yield f"{name}: has no risk rating"
        return
    yield from (f"{name}: the risk has no {key}" for key in sorted(RISK_KEYS - risk.keys()))
    yield from (
        f"{name}: “{key}” means nothing in a risk; quote what holds a comma" for key in sorted(risk.keys() - RISK_KEYS)
    )
    yield from (
        f"{name}: {key} is {risk[key]}, not one of {', '.join(LEVELS)}"
        for key in ("severity", "probability", "detection")
        if key in risk and risk[key] not in LEVELS
    )
    if "because" in risk and not str(risk["because"]).strip():
        yield f"{name}: the risk has no ground"


def _requirement(where: Mapping[str, Json], row: Mapping[str, Json]) -> Requirement:
    risk = row["risk"]
    assert isinstance(risk, dict)
    return Requirement(
        id=str(row["id"]),
        regulation=str(where["regulation"]),
        feature=str(where["feature"]),
        clause=str(row["clause"]),
        says=str(row["says"]),
        risk=Risk(*(str(risk[key]) for key in ("severity", "probability", "detection", "because"))),
        procedure=row.get("how") == "procedure",
        supports=str(row.get("supports", "")),
        note=str(row.get("note", "")),
        draft=where.get("draft") == "yes",
    )
