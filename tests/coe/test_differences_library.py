"""Loosenings of the library, every one found with a witness that replays; the other way round they are tightenings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coe.policy.definitions import compile_file
from governance.comparing.comparison import Comparison, compare, distinguishes
from governance.reading.document import read

LIBRARY = Path(__file__).resolve().parents[2] / "workflows" / "definitions" / "cx-initiative.yaml"
Document = dict[str, Any]
Edit = Callable[[Document], object]


@cache
def library() -> Document:
    return compile_file(LIBRARY).document


def gate(document: Document, name: str) -> Document:
    found: Document = next(each for each in document["gates"] if each["gate"] == name)
    return found


def field(document: Document, name: str) -> Document:
    found: Document = next(f for section in document["form"] for f in section["fields"] if f["name"] == name)
    return found


def check(document: Document, name: str) -> Document:
    found: Document = next(each[name] for each in document["checks"] if name in each)
    return found


def without_gate(name: str) -> Edit:
    def edit(document: Document) -> None:
        document["gates"] = [each for each in document["gates"] if each["gate"] != name]
        for each in document["gates"]:
            each["after"] = [other for other in each.get("after", []) if other != name]
            if not each["after"]:
                del each["after"]
        for promise in document["guarantees"]:
            for word in ("approval needs", "never opens"):
                if word in promise:
                    promise[word] = [other for other in promise[word] if other != name]
        kept = (p for p in document["guarantees"] if p.get("approval needs") or p.get("never opens"))
        document["guarantees"] = list(kept)
        document["examples"] = [each for each in document["examples"] if name not in each["gates"]]

    return edit


def without_alternative(document: Document, name: str) -> None:
    first = document["tiers"][0]["when"]
    first["any"] = [test for test in first["any"] if name not in test]


def budget(document: Document, amount: str) -> None:
    next(test for test in document["tiers"][0]["when"]["any"] if "budget" in test)["budget"] = {"over": amount}


def without_check(document: Document, name: str) -> None:
    document["checks"] = [each for each in document["checks"] if name not in each]


def no_promises(document: Document) -> None:
    """What a guarantee kept out comes in with it gone."""
    document["guarantees"] = [promise for promise in document["guarantees"] if "legal" not in str(promise)]
    gate(document, "legal")["when"] = {"tier": "T3"}


LOOSENINGS: dict[str, Edit] = {
    "a gate dropped": without_gate("privacy"),
    "the last gate dropped": without_gate("certification"),
    "a gate needed in fewer tiers": no_promises,
    "an alternative of a tier dropped": lambda d: without_alternative(d, "launch"),
    "a threshold raised": lambda d: budget(d, "500000 EUR"),
    "a threshold raised by one": lambda d: budget(d, "250001 EUR"),
    "tiers in another order": lambda d: d["tiers"].__setitem__(slice(0, 2), d["tiers"][1::-1]),
    "a veto removed": lambda d: gate(d, "steering")["decide"]["veto"].remove("legal"),
    "a seat need not be present": lambda d: gate(d, "steering")["decide"].update(present="60% and [compliance]"),
    "nobody need be present": lambda d: gate(d, "steering")["decide"].pop("present"),
    "one approval instead of a majority": lambda d: gate(d, "steering")["decide"].update(approve=1),
    "a section no longer reviewed": lambda d: gate(d, "medical").update(reviews=["content"]),
    "the line manager may decide": lambda d: gate(d, "legal").update(never=["budget_owner"]),
    "who pays may decide": lambda d: gate(d, "regulatory").update(never=["line_manager_of_owner"]),
    "a check that blocked only warns": lambda d: check(d, "shared-ownership").update(severity="warn"),
    "a check dropped": lambda d: without_check(d, "audience-answered"),
    "a check asks for less": lambda d: check(d, "shared-ownership").update(at_least=1),
    "a warning dropped": lambda d: without_check(d, "segment-variants"),
    "a check of a gate dropped": lambda d: gate(d, "medical")["checks"].remove("reference-per-claim"),
    "a gate waits no longer": lambda d: gate(d, "legal").pop("after"),
    "a checklist entry removed": lambda d: gate(d, "legal")["checklist"].pop(),
    "a required question made optional": lambda d: field(d, "story").pop("required"),
    "a longer text taken": lambda d: field(d, "story").update(max=3000),
    "an option more": lambda d: field(d, "outcomes")["options"].append("reach"),
    "another panel of fewer": lambda d: gate(d, "privacy").update(panel={"role": "legal_reviewer"}),
    "a question asked more seldom": lambda d: field(d, "consent").update(when={"launch": "yes"}),
}  # fmt: skip


def compared(edit: Edit, *, mirrored: bool) -> Comparison:
    changed = deepcopy(library())
    edit(changed)
    old, new = read(library()), read(changed)
    if mirrored:
        old, new = new, old
    found = compare(old, new)
    for witness in found.witnesses:
        assert distinguishes(old, new, witness)
    return found


def shown(found: Comparison) -> Iterator[bool]:
    yield from (witness.under_new for witness in found.witnesses)


QUICK = ("a gate dropped", "a threshold raised by one", "a veto removed", "a check dropped")


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in LOOSENINGS]
)
def test_a_loosening_is_found_with_a_witness_that_replays(name: str) -> None:
    found = compared(LOOSENINGS[name], mirrored=False)
    assert found.verdict in ("looser", "both")
    assert True in shown(found)
    assert any(change.verdict in ("looser", "both") for change in found.changes)


@pytest.mark.slow
@pytest.mark.parametrize("name", LOOSENINGS)
def test_a_tightening_is_found_with_a_witness_that_replays(name: str) -> None:
    found = compared(LOOSENINGS[name], mirrored=True)
    assert found.verdict in ("stricter", "both")
    assert False in shown(found)


def test_a_dropped_guarantee_is_looser_though_nothing_passes_today() -> None:
    found = compared(lambda d: d["guarantees"].pop(), mirrored=False)
    assert (found.verdict, found.aspects, found.witnesses) == ("looser", {"guarantees": "looser"}, ())


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: gate(d, "legal").update(within="16 business hours"),
        lambda d: field(d, "story").update(help="Otherwise."),
        lambda d: d["calendars"][0].update(hours="08:00-16:00"),
        lambda d: gate(d, "steering")["decide"].update(present="50% and [chair, medical, compliance]"),
        lambda d: gate(d, "certification").pop("always_again"),
    ],
    ids=[
        "a clock",
        "a help text",
        "a calendar",
        "a share that named seats exceed anyway",
        "nothing follows the last gate",
    ],
)
def test_what_changes_nothing_that_passes_is_equal(edit: Edit) -> None:
    assert compared(edit, mirrored=False).verdict == "equal"
