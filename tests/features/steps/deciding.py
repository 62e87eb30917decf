"""Steps of reviewers: decisions signed at gates, in every outcome, and conditions verified."""

import re
from collections.abc import Sequence

from pytest_bdd import parsers, step

from coe import acts
from coe.founding import new_seed
from governance.law.gates import condition_seen
from governance.record.commands import Outcome
from tests.features.house import House

WHO = r"(?P<who>the \w+|\w+)"
OUTCOMES: dict[str, Outcome] = {
    "approves": "approve", "rejects": "reject", "abstains": "abstain", "stands aside": "recuse",
    "approve": "approve", "reject": "reject", "abstain": "abstain", "stand aside": "recuse",
    "requests changes": "request changes", "request changes": "request changes",
    "approves with a condition": "approve with conditions",
}  # fmt: skip
Table = Sequence[Sequence[str]]


def give(house: House, who: str, gate: str, outcome: Outcome, text: str = "") -> None:
    """A decision of any outcome; `text` is its request or condition."""
    asked = text or "Say it more clearly"
    if outcome == "request changes":
        house.decide(who, gate, outcome, requests=(("", asked),))
    elif outcome == "approve with conditions":
        house.decide(who, gate, outcome, conditions=((asked, ""),))
    else:
        house.decide(who, gate, outcome)


@step(parsers.re(WHO + r" (?P<what>approves|rejects|abstains|stands aside) at (?P<gate>\w+)"))
def decides(house: House, who: str, what: str, gate: str) -> None:
    give(house, who, gate, OUTCOMES[what])


@step(parsers.re(WHO + r" tries to (?P<what>approve|reject|abstain|stand aside|request changes) at (?P<gate>\w+)"))
def tries(house: House, who: str, what: str, gate: str) -> None:
    house.try_to(lambda: give(house, who, gate, OUTCOMES[what]))


@step(parsers.re(r"(?P<who>\w+) requests changes at (?P<gate>\w+): “(?P<text>.+)”"))
def requests_changes(house: House, who: str, gate: str, text: str) -> None:
    give(house, who, gate, "request changes", text)


@step(parsers.re(r"(?P<who>\w+) requests changes at (?P<gate>\w+):"))
def requests_many(house: House, who: str, gate: str, datatable: Table) -> None:
    house.decide(who, gate, "request changes", requests=tuple((row[0], row[1]) for row in datatable[1:]))


@step(parsers.re(r"(?P<who>\w+) approves at (?P<gate>\w+) on condition: “(?P<text>.+)”"))
def approves_on_condition(house: House, who: str, gate: str, text: str) -> None:
    give(house, who, gate, "approve with conditions", text)


@step(parsers.re(r"(?P<who>\w+) tries to approve at (?P<gate>\w+) with conditions but writes none"))
def no_condition(house: House, who: str, gate: str) -> None:
    house.try_to(lambda: house.decide(who, gate, "approve with conditions", conditions=()))


@step(parsers.re(r"(?P<who>\w+) tries to (?P<what>reject|stand aside) at (?P<gate>\w+) without a reason"))
def no_reason(house: House, who: str, what: str, gate: str) -> None:
    house.try_to(lambda: house.decide(who, gate, OUTCOMES[what], note=""))


@step(parsers.re(r"(?P<who>\w+) tries to approve at (?P<gate>\w+) with an empty checklist"))
def no_checklist(house: House, who: str, gate: str) -> None:
    house.try_to(lambda: house.decide(who, gate, "approve", checklist=()))


@step(parsers.re(r"(?P<who>\w+) tries to approve at (?P<gate>\w+) without acknowledging the findings"))
def no_acknowledgement(house: House, who: str, gate: str) -> None:
    house.try_to(lambda: house.decide(who, gate, "approve", acknowledged=()))


@step(parsers.re(r"the members decide: (?P<votes>.+)"))
def members_decide(house: House, votes: str) -> None:
    """`chair approves, medical abstains`: by seat, in this order, at steering."""
    for vote in votes.split(", "):
        seat, _, what = vote.partition(" ")
        give(house, seat, "steering", OUTCOMES[what])


@step(parsers.re(r"the gates decide: (?P<votes>.+)"))
def gates_decide(house: House, votes: str) -> None:
    """`Mia approves at medical, Leo requests changes at legal`: in this order."""
    for vote in votes.split(", "):
        found = re.fullmatch(r"(\w+) (.+) at (\w+)", vote)
        assert found, vote
        give(house, found[1], found[3], OUTCOMES[found[2]])


def verify(house: House, name: str, condition: str) -> None:
    law, state = house.law(), house.state()
    act = acts.verification(law, state, condition, "Seen", acts.Signer(house.names[name], new_seed()))
    house.sign(name, act, f"verify {condition} {house.record}", condition_seen(law, state, condition))


@step(parsers.re(r"(?P<name>\w+) verifies condition (?P<condition>\w+)"))
def verifies(house: House, name: str, condition: str) -> None:
    verify(house, name, condition)


@step(parsers.re(r"(?P<name>\w+) tries to verify condition (?P<condition>\w+)"))
def tries_to_verify(house: House, name: str, condition: str) -> None:
    house.try_to(lambda: verify(house, name, condition))
