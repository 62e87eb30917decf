"""A comparison of two definitions as people read it, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from governance.comparing.comparison import GROUPS, Change, Comparison, Verdict, Witness
from governance.comparing.replay import Act, Returned
from governance.comparing.words import Group
from governance.formats.jcs import Json
from governance.language.definition import Definition

TITLES: dict[Group, str] = {
    "workflow": "The workflow",
    "form": "Form",
    "tiers": "Tiers",
    "gates": "Gates",
    "checks": "Checks",
    "guarantees": "Guarantees",
    "afterwards": "Afterwards",
    "committees": "Committees",
    "calendars": "Calendars",
    "examples": "Examples",
}
SAID: dict[Verdict, str] = {
    "looser": "looser: it lets pass what the old one does not, and nothing else changes in law",
    "stricter": "stricter: it does not let pass what the old one does, and nothing else changes in law",
    "equal": "equal in law: the same initiatives pass",
    "both": "looser and stricter: each lets something pass that the other does not",
}
UNSHOWN = "no initiative was found that shows it"


def lines(found: Comparison, old: Definition, new: Definition) -> Iterator[str]:
    """What `coe workflow diff` prints: the verdict with its witnesses, then every change by group."""
    if not found.changes:
        yield "Nothing changed: both are the same definition."
        return
    yield f"{_named(new, old)} is {SAID[found.verdict]}."
    for witness in found.witnesses:
        yield f"  {'passes now' if witness.under_new else 'passes no longer'}: {witness.words}"
    for group in GROUPS:
        changes = [change for change in found.changes if change.aspect == group]
        if changes:
            yield ""
            yield f"{TITLES[group]} ({found.aspects[group]})"
            yield from (f"  {_line(change)}" for change in changes)


def _named(new: Definition, old: Definition) -> str:
    return f"{new.workflow} {new.digest[:12]}, compared with {old.digest[:12]},"


def _line(change: Change) -> str:
    if change.verdict == "equal":
        return change.sentence
    shown = "" if change.witness or change.aspect == "guarantees" else f"; {UNSHOWN}"
    return f"{change.sentence} [{change.verdict}{shown}]"


def as_json(found: Comparison, old: Definition, new: Definition) -> dict[str, Json]:
    """The same for programs."""
    return {
        "old": old.digest,
        "new": new.digest,
        "verdict": found.verdict,
        "aspects": {str(group): str(verdict) for group, verdict in found.aspects.items()},
        "witnesses": [_witness(witness) for witness in found.witnesses],
        "changes": [
            {
                "pointer": change.pointer,
                "aspect": change.aspect,
                "kind": change.kind,
                "sentence": change.sentence,
                "verdict": change.verdict,
                "witness": _witness(change.witness) if change.witness else None,
            }
            for change in found.changes
        ],
    }


def _witness(witness: Witness) -> dict[str, Json]:
    return {
        "passes": "new" if witness.under_new else "old",
        "words": witness.words,
        "answers": {**witness.answers},
        "raised": witness.raised,
        "edits": {section: [*people] for section, people in witness.edits.items()},
        "acts": [_act(act) for act in witness.acts],
    }


def _act(act: Act) -> dict[str, Json]:
    if isinstance(act, Returned):
        return {"act": "resubmitted"}
    return {"act": "decided", "gate": act.gate, "person": act.person, "outcome": act.outcome, "ticked": [*act.ticked]}
