"""A small definition as compiled JSON, with one of everything, for tests to bend."""

from copy import deepcopy
from typing import Any

_SMALL: dict[str, Any] = {
    "workflow": "piece",
    "title": "Content piece",
    "record": "piece",
    "prefix": "PCE",
    "calendar": "berlin",
    "committees": [{"committee": "steering", "seats": [{"chair": "Chair"}, "medical", "legal"]}],
    "form": [
        {
            "section": "need",
            "title": "Who needs this",
            "fields": [
                {"name": "title", "kind": "line", "required": "yes", "max": 80},
                {"name": "who", "kind": "line", "personal": "yes"},
                {
                    "name": "audiences",
                    "kind": "matrix",
                    "label": "Audiences",
                    "required": True,
                    "rows": [{"hcp": "Doctors"}, {"patients": "Patients"}],
                    "columns": [{"main": "Main"}, {"affected": "Affected"}, {"none": "Not affected"}],
                },
                {
                    "name": "evidence",
                    "kind": "table",
                    "rows": {"at_least": 1},
                    "columns": [
                        {"name": "kind", "kind": "choice", "options": ["interview", "survey"], "required": "yes"},
                        "shows",
                    ],
                },
            ],
        },
        {
            "section": "claims",
            "fields": [
                {"name": "promotional", "kind": "yesno", "required": "yes"},
                {"name": "two_way", "kind": "yesno", "required": "yes"},
                {"name": "hours", "kind": "line", "required": "yes", "when": {"two_way": "yes"}},
                {"name": "brands", "kind": "choices", "options": ["alpha", "beta", "gamma"]},
                {"name": "budget", "kind": "amount", "required": "yes"},
                {"name": "pages", "kind": "number", "max": 100},
                {"name": "starts", "kind": "date"},
                {"name": "payer", "kind": "person"},
                {"name": "final", "kind": "file", "accept": ["pdf"], "max": "1 MB"},
            ],
        },
    ],
    "checks": [{"evidence-present": {"any_of": ["interview"]}}],
    "tiers": [
        {"tier": "T3", "when": {"any": [{"two_way": "yes"}, {"budget": {"over": "1000 EUR"}}]}},
        {"tier": "T1"},
    ],
    "gates": [
        {
            "gate": "steering",
            "when": {"tier": "T3"},
            "panel": "steering",
            "decide": {"present": "60% and [medical]", "approve": "majority", "veto": ["medical", "legal"]},
            "reviews": ["need"],
            "within": "40 business hours",
            "remind": ["50%", "80%"],
            "escalate": [{"at": "100%", "to": "delegate"}, {"at": "8 business hours late", "to": "medical_head"}],
        },
        {
            "gate": "medical",
            "after": ["steering"],
            "panel": {"role": "medical_reviewer"},
            "decide": {"approve": 1},
            "reviews": ["need", "claims"],
            "checklist": ["reference_per_claim", {"whole_study": "Whole-study context"}],
            "checks": [{"audience-answered": {"main": "main", "severity": "warn"}}],
            "never": ["line_manager_of_author", "payer"],
        },
        {
            "gate": "certification",
            "after": ["medical"],
            "when": {"promotional": "yes"},
            "panel": {"role": "signatory"},
            "reviews": ["claims"],
            "always_again": "yes",
            "meaning": "I certify this exact file",
        },
    ],
    "rework": {"within": "24 business hours", "after round 3": "meeting"},
    "guarantees": [
        {"if": {"promotional": "yes"}, "approval needs": ["medical", "certification"]},
        {"if": {"tier": "T1"}, "never opens": ["steering"]},
    ],
    "afterwards": {"expires": {"after": "12 months"}},
}  # fmt: skip

PERSON = "01890a5d-ac96-774b-bcce-b302099a8057"


def small() -> dict[str, Any]:
    """A fresh copy."""
    return deepcopy(_SMALL)


def bent(pointer: str, value: Any) -> dict[str, Any]:
    """The small definition with another value at a pointer; `...` removes what stands there."""
    document = small()
    *parents, last = pointer.split("/")[1:]
    place: Any = document
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    key: Any = int(last) if isinstance(place, list) else last
    if value is ...:
        del place[key]
    else:
        place[key] = value
    return document


def answers() -> dict[str, Any]:
    """Answers to the small form without a fault."""
    return {
        "title": "Help through the first cycle",
        "who": {"commit": "ab" * 32},
        "audiences": {"hcp": "main", "patients": "affected"},
        "evidence": [{"kind": "interview", "shows": "They call at night"}],
        "promotional": "yes",
        "two_way": "yes",
        "hours": "9 to 5",
        "brands": ["alpha"],
        "budget": "900 EUR",
        "pages": 4,
        "starts": "2026-12-01",
        "payer": PERSON,
        "final": {"file": "0" * 64, "name": "final.pdf", "size": 1000, "type": "pdf"},
    }
