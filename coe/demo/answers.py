"""How demonstration initiatives answer the form of *cx-initiative*: what most of them have in common.

Every brand, study, person and number is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from governance.formats.jcs import Json

Answers = dict[str, Json]
AUDIENCES = ("hcp", "patients", "caregivers", "health_systems", "payers")
FUNCTIONS = (
    "medical_affairs", "commercial", "regulatory_affairs", "legal_affairs", "safety", "privacy_office", "market_access",
    "digital", "field_force",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """When the demonstration began (UTC ms), and the ids of its people by short name."""

    began: int
    people: Callable[[str], str]

    def day(self, offset: int) -> str:
        """The ISO date so many days from the beginning."""
        return (datetime.fromtimestamp(self.began / 1000, UTC).date() + timedelta(days=offset)).isoformat()


def audiences(main: str, *affected: str) -> Json:
    """How each audience is affected: one is the main one, the others not unless they are named."""
    return {name: "main" if name == main else "affected" if name in affected else "not_affected" for name in AUDIENCES}


def evidence(*rows: tuple[str, str, str, str]) -> Json:
    """Pieces of evidence: kind, what it shows, where it can be read, when it was collected."""
    return [{"kind": kind, "shows": shows, "source": source, "collected": day} for kind, shows, source, day in rows]


def messages(*rows: tuple[str, str, str, str, str], plain: Sequence[str] = ()) -> Json:
    """Key messages: message, value to the customer, statement from data, reference, for whom; `plain` are their
    wordings for patients and relatives, in the same order.
    """
    names = ("message", "value", "data", "reference", "specialty")
    wordings: list[dict[str, str]] = [{"plain": words} for words in plain] or [{} for _ in rows]
    return [{**dict(zip(names, row, strict=True)), **words} for row, words in zip(rows, wordings, strict=True)]


def measures(*rows: tuple[str, str, str, str, str, str, str]) -> Json:
    """Measures: name, how it is counted, kind, horizon, baseline, target, by when."""
    names = ("measure", "meaning", "outcome", "horizon", "baseline", "target", "by")
    common = {"source": "Patient support line and survey", "keeper": "Customer insight"}
    return [{**dict(zip(names, row, strict=True)), **common} for row in rows]


def contacts(*rows: tuple[str, str, int, str, str, int, int]) -> Json:
    """The contact plan: segment, channel, key message, from, until, planned, outside the preferred channel."""
    names = ("segment", "channel", "message_number", "from", "until", "planned", "outside")
    return [dict(zip(names, row, strict=True)) for row in rows]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is particular to one initiative. Days count from the beginning of the demonstration.

    `proofs` are kind, what it shows, source, days ago; `aims` are measure, how counted, kind, horizon, baseline,
    target, days ahead; `meets` are segment, channel, key message, first day, last day, planned, outside; `own` are
    other answers, `plain` the wordings of its messages for patients and relatives.
    """

    title: str
    main: str
    affected: tuple[str, ...]
    specialty: tuple[str, ...]
    need: str
    said_by: str
    proofs: tuple[tuple[str, str, str, int], ...]
    aims: tuple[tuple[str, str, str, str, str, str, int], ...]
    story: str
    says: tuple[tuple[str, str, str, str, str], ...]
    meets: tuple[tuple[str, str, int, int, int, int, int], ...]
    own: Mapping[str, Json] = field(default_factory=dict)
    plain: tuple[str, ...] = ()


def sketched(setting: Setting, sketch: Sketch, more: Mapping[str, Json] | None = None) -> Answers:
    """A complete form from a sketch; `more` are answers that need the setting."""
    outcome = any(aim[2] == "patient_outcome" for aim in sketch.aims)
    particular: Answers = {
        "title": sketch.title,
        "audiences": audiences(sketch.main, *sketch.affected),
        "specialty": [*sketch.specialty] or None,
        "need_statement": sketch.need,
        "need_source": sketch.said_by,
        "evidence": evidence(*((kind, shows, source, setting.day(-ago)) for kind, shows, source, ago in sketch.proofs)),
        "measures": measures(*((*aim[:6], setting.day(aim[6])) for aim in sketch.aims)),
        "no_patient_outcome": None if outcome else "The change is in what is understood; outcomes follow in a year.",
        "story": sketch.story,
        "key_messages": messages(*sketch.says, plain=sketch.plain),
        "contact_plan": contacts(
            *((*meet[:3], setting.day(meet[3]), setting.day(meet[4]), *meet[5:]) for meet in sketch.meets)
        ),
    }
    return answered(setting, {**particular, **sketch.own, **(more or {})})


def html_file(name: str, title: str, paragraphs: Sequence[str]) -> tuple[bytes, Json]:
    """A small final file, and the answer that names it."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    data = f"<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1>{body}\n".encode()
    return data, {"file": sha256(data).hexdigest(), "name": name, "size": len(data), "type": "html"}


def answered(setting: Setting, own: Mapping[str, Json]) -> Answers:
    """A complete form: `own` answers over the common ones; None leaves a question out."""
    common = {**_objective(), **_content(), **_material(), **_responsibilities(setting), **_data_plan(setting)}
    return {name: value for name, value in {**common, **own}.items() if value is not None}


def dialogue(setting: Setting, platform: str, answering: str, hours: str) -> Answers:
    """What is asked besides when the customer can answer."""
    return {
        "two_way": "yes",
        "platform": [
            {"platform": platform, "moderation": "yes", "deletion": "yes", "identity": "yes", "archive": "yes"},
        ],
        "pre_moderation": "Every message is read by a nurse before anything is answered; nothing is published.",
        "alerting": "Patient safety by telephone within one hour, at weekends through the on-call number.",
        "triage": (
            "Questions: the nurse line. Complaints: customer service within a day. Suspected adverse events: patient "
            "safety the same day, with patient, reporter, product and event."
        ),
        "staffed_hours": hours,
        "answering_person": setting.people(answering),
        "follow_up": [
            {"turn": "“Is this normal?”", "answer": "What is expected, and when to call a doctor at once"},
            {"turn": "“I would rather talk to somebody”", "answer": "A nurse calls back within two hours"},
        ],
    }


def _objective() -> Answers:
    return {
        "segment_basis": "preference",
        "variants": 2,
        "objective": "Patients who understand their treatment stay on it",
        "rationale": "customer_need",
        "journey_from": "trying",
        "journey_to": "adopting",
        "outcomes": ["patient_outcome", "patient_support"],
        "budget": "120000 EUR",
    }


def _content() -> Answers:
    return {
        "brands": ["cardiolex"],
        "promotional": "no",
        "made_of": "new_material",
        "new_claim": "no",
        "launch": "no",
        "format": ["article"],
        "touchpoints": ["content", "service"],
        "public_channel": "no",
        "two_way": "no",
    }


def _material() -> Answers:
    return {
        "safety_statement": (
            "Dizziness is common (7 in 100), fainting is uncommon (4 in 1,000). Do not drive until you know how you "
            "react. Read the package leaflet."
        ),
        "prescribing_information": None,
        "material_ready": "no",
    }


def promotional(label: str) -> Answers:
    """What is asked besides when a medicine is promoted."""
    return {
        "promotional": "yes",
        "prescribing_information": "Last page, and behind the code printed on every page",
        "adverse_event_statement": "Report side effects to safety@clearway.example or to the authority",
        "label_version": label,
    }


def _responsibilities(setting: Setting) -> Answers:
    roles = {"medical_affairs": "owns", "commercial": "owns", "field_force": "not_involved"}
    return {
        "responsibilities": {name: roles.get(name, "contributes") for name in FUNCTIONS},
        "sponsor": setting.people("helena.novak"),
        "budget_owner": setting.people("karl.eriksen"),
        "people": [
            {"role": "Lead", "share": 60, "until": setting.day(180)},
            {"role": "Writer", "share": 30, "until": setting.day(60)},
        ],
        "starts": setting.day(21),
    }


def _data_plan(setting: Setting) -> Answers:
    return {
        "plan_agreed": setting.day(-14),
        "data_sources": [
            {
                "data": "Calls to the support line by reason",
                "answers": "Every measure",
                "source": "Support line",
                "first_measured": setting.day(21),
                "kept_days": 365,
            },
        ],
        "personal_data": "no",
        "unstructured_use": "Reasons for calls are read by two people each month; what recurs changes the text.",
        "rights": "All our own words and drawings.",
        "benefits": "Nobody.",
    }
