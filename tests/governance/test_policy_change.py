"""Policy governs itself: a definition is proposed, approved, and published once by the office; nobody forges that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from governance.errors import LawError
from governance.formats.jcs import Json
from governance.law.proposing import proposed
from governance.law.shelf import Shelf
from governance.office.office_law import follow_ups
from governance.reading.document import read
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative
from governance.verifier.judging import Contradiction, Pass
from tests.governance import proven_office as office
from tests.governance.proven_office import CHAIR, LAWYER, MEDICAL, OWNER, SUBJECT, Log, digest_of, document

WHY = "w" * 64
STREAM = "definition/piece"
CHANGES = "definition/policy-change"
FIRST = digest_of(office.DEFINITION)
NEWER = document(title="Newer")
NEWEST = document(title="Newest")
CHANGE: dict[str, Json] = {
    "workflow": "policy-change",
    "title": "Policy change",
    "record": "policy change",
    "prefix": "PCH",
    "form": [
        {"section": "change", "fields": [
            {"name": "title", "kind": "line", "required": "yes"},
            {"name": "policy", "kind": "definition", "required": "yes"},
        ]},
        {"section": "impact", "fields": [{"name": "training", "kind": "line"}]},
    ],
    "tiers": [{"tier": "T1"}],
    "gates": [
        {"gate": "quality", "panel": {"role": "medical"}, "decide": {"approve": 1}, "reviews": ["change"]},
        {"gate": "law", "panel": {"role": "legal"}, "decide": {"approve": 1}, "reviews": ["impact"]},
    ],
    "afterwards": {"publishes": "policy"},
}  # fmt: skip


@pytest.fixture
def log() -> Log:
    return governed()


def governed() -> Log:
    """The small office, whose owner of the policy puts policy itself under a workflow."""
    log = office.founded()
    log.does("role/legal", c.Grant(LAWYER, 0, 0, WHY), "ada")
    log.does(CHANGES, c.Publish(CHANGE, WHY), "pia")
    return log


def proposes(law: dict[str, Json], **answers: Json) -> c.Submit:
    return c.Submit("policy-change", {"title": "Better", "policy": law, **answers}, {}, {})


def follow(log: Log) -> list[tuple[str, c.Command]]:
    """What the last entry asks of others, done by the office."""
    last = log.entries[-1]
    wanted = list(follow_ups(last.stream, last.events, (), log.head(last.stream).state))
    for stream, command in wanted:
        log.does(stream, command, "system")
    return wanted


def approve(log: Log) -> None:
    log.says(MEDICAL, "quality")
    log.says(LAWYER, "law")


def published(log: Log, law: dict[str, Json] = NEWER) -> list[tuple[str, c.Command]]:
    log.does(SUBJECT, proposes(law), OWNER)
    approve(log)
    return follow(log)


def shelf(log: Log, stream: str = STREAM) -> Shelf:
    state = log.head(stream).state
    assert isinstance(state, Shelf)
    return state


def record(log: Log) -> Initiative:
    state = log.head(SUBJECT).state
    assert isinstance(state, Initiative)
    return state


def contradictions(log: Log) -> list[Contradiction]:
    """What an auditor of the whole log finds."""
    walk = Pass()
    return [
        found for entry, data in zip(log.entries, log.kept, strict=True)
        for found in walk.follow(entry, data, decided=True)
    ]  # fmt: skip


def faults(log: Log, law: dict[str, Json]) -> list[tuple[str, str]]:
    """The place and words of each fault for which the proposal is refused."""
    with pytest.raises(LawError) as raised:
        log.judged(SUBJECT, proposes(law), OWNER)
    rows = raised.value.data["fields"]  # type: ignore[attr-defined]
    assert {row[0] for row in rows} == {"policy"}
    return [(row[1], row[2]) for row in rows]


def test_an_approved_proposal_comes_into_force_by_the_office(log: Log) -> None:
    ((stream, command),) = published(log)
    assert stream == STREAM
    assert command == c.Publish(NEWER, "", FIRST, SUBJECT)
    assert shelf(log).law().title == "Newer"
    (event,) = log.entries[-1].events
    assert isinstance(event, e.Published)
    assert (event.number, event.by, log.entries[-1].actor) == (record(log).number, SUBJECT, "system")
    assert log.entries[-1].reads[SUBJECT] == log.head(SUBJECT).version
    assert contradictions(log) == []


def test_it_comes_into_force_once(log: Log) -> None:
    ((_, command),) = published(log)
    assert log.refused(STREAM, command, "system") == "published-before"


def test_nothing_is_published_before_every_gate_has_passed(log: Log) -> None:
    log.does(SUBJECT, proposes(NEWER), OWNER)
    log.says(MEDICAL, "quality")
    assert follow(log) == []
    assert log.refused(STREAM, c.Publish(NEWER, "", FIRST, SUBJECT), "system") == "not-approved"


@pytest.mark.parametrize(
    "forged",
    [
        c.Publish(NEWEST, "", FIRST, SUBJECT),
        c.Publish(NEWER, "", "", SUBJECT),
        c.Publish(NEWER, "", FIRST, "initiative/other"),
        c.Publish(NEWER, "", FIRST, "role/medical"),
        c.Publish(NEWER, WHY, FIRST),
    ],
    ids=["another definition", "in place of another", "another record", "no record", "by nobody"],
)
def test_the_office_publishes_only_what_that_record_proposed(log: Log, forged: c.Publish) -> None:
    log.does(SUBJECT, proposes(NEWER), OWNER)
    approve(log)
    assert log.refused(STREAM, forged, "system") in {"not-approved", "superseded", "not-policy-owner"}


def test_a_forged_publication_shows_to_whoever_judges_the_log_again(log: Log) -> None:
    log.does(SUBJECT, proposes(NEWER), OWNER)
    approve(log)
    command = c.Publish(NEWEST, "", FIRST, SUBJECT)
    event = e.Published(NEWEST, "", digest_of(NEWEST), FIRST, SUBJECT, record(log).number)
    seq = log.forges(STREAM, (event,), "system", log.reads(STREAM, command, "system")).seq
    (found,) = contradictions(log)
    assert (found.seq, found.breaks) == (seq, "law")


def test_a_publication_that_hides_what_it_consulted_shows(log: Log) -> None:
    log.does(SUBJECT, proposes(NEWER), OWNER)
    approve(log)
    event = e.Published(NEWER, "", digest_of(NEWER), FIRST, SUBJECT, record(log).number)
    reads = log.reads(STREAM, c.Publish(NEWER, "", FIRST, SUBJECT), "system")
    log.forges(STREAM, (event,), "system", {name: at for name, at in reads.items() if name != SUBJECT})
    assert [found.breaks for found in contradictions(log)] == ["law"]


@pytest.mark.parametrize("person", [OWNER, MEDICAL, "pia", "ada"])
def test_nobody_publishes_an_approved_change_by_hand(log: Log, person: str) -> None:
    log.does(SUBJECT, proposes(NEWER), OWNER)
    approve(log)
    assert log.refused(STREAM, c.Publish(NEWER, "", FIRST, SUBJECT), person) == "system-only"


def test_owners_of_the_policy_publish_nothing_by_hand_any_more(log: Log) -> None:
    assert log.refused(STREAM, c.Publish(NEWER, WHY, FIRST), "pia") == "policy-governs-itself"
    assert log.refused("definition/new", c.Publish(document(workflow="new"), WHY), "pia") == "policy-governs-itself"
    lax = {**CHANGE, "title": "Lax"}
    assert log.refused(CHANGES, c.Publish(lax, WHY, digest_of(CHANGE)), "pia") == "policy-governs-itself"


def test_a_workflow_is_founded_by_a_change_as_well(log: Log) -> None:
    published(log, document(workflow="new"))
    assert shelf(log, "definition/new").law().workflow == "new"
    assert contradictions(log) == []


def test_the_change_of_the_change_is_decided_by_the_present_one(log: Log) -> None:
    stricter: dict[str, Json] = {**CHANGE, "title": "Stricter"}
    published(log, stricter)
    assert shelf(log, CHANGES).law().title == "Stricter"
    assert record(log).definition == digest_of(CHANGE)
    assert contradictions(log) == []


def test_policy_may_be_given_back_to_its_owners_by_a_change(log: Log) -> None:
    published(log, {name: words for name, words in CHANGE.items() if name != "afterwards"})
    log.judged(STREAM, c.Publish(NEWER, WHY, FIRST), "pia")


def test_whoever_proposes_does_not_approve(log: Log) -> None:
    log.does("role/medical", c.Grant(OWNER, 0, 0, WHY), "ada")
    log.does(SUBJECT, proposes(NEWER), OWNER)
    assert log.refused(SUBJECT, log.signing("quality", "approve", OWNER), OWNER) == "own-initiative"


def test_a_proposal_that_breaks_the_language_is_refused_with_every_place(log: Log) -> None:
    found = faults(log, document(prefix="lower", tiers=[]))
    assert len(found) >= 2


def test_a_proposal_whose_guarantee_is_broken_is_refused(log: Log) -> None:
    promise: list[Json] = [{"if": {"rush": "yes"}, "never opens": ["board"]}]
    assert any("board" in words.lower() for words, _ in faults(log, document(guarantees=promise)))


def test_a_gate_no_answers_reach_is_refused(log: Log) -> None:
    never: Json = {"all": [{"rush": "yes"}, {"rush": "no"}]}
    gates: list[Json] = [
        {**gate, "when": never} if gate["gate"] == "board" else gate  # type: ignore[call-overload, dict-item, index]  # objects
        for gate in office.DEFINITION["gates"]  # type: ignore[union-attr]  # a list
    ]
    assert faults(log, document(gates=gates))


def test_an_old_definition_does_not_come_back_by_a_change_either(log: Log) -> None:
    assert "in force before" in faults(log, office.DEFINITION)[0][0]


def test_a_change_overtaken_by_another_is_not_approved_until_it_was_submitted_again(log: Log) -> None:
    log.does(SUBJECT, proposes(NEWER), OWNER)
    log.says(MEDICAL, "quality")
    overtake(log)
    assert log.refused(SUBJECT, log.signing("law", "approve", LAWYER), LAWYER) == "superseded"
    log.says(LAWYER, "law", "request changes", requests=(c.Ask("", WHY),))
    again = replace(proposes(NEWER), replies={"r1": WHY})
    log.does(SUBJECT, again, OWNER)
    assert record(log).supersedes == digest_of(NEWEST)
    marks = record(log).marks
    assert marks["quality"].state == "open", "what it changes is another thing now"
    approve(log)
    follow(log)
    assert shelf(log).current == digest_of(NEWER)
    assert contradictions(log) == []


def test_a_change_overtaken_after_its_approval_is_not_published(log: Log) -> None:
    log.does(SUBJECT, proposes(NEWER), OWNER)
    approve(log)
    late = follow_ups(SUBJECT, log.entries[-1].events, (), record(log))
    overtake(log)
    ((stream, command),) = late
    assert log.refused(stream, command, "system") == "superseded"
    instead = c.Publish(NEWER, "", digest_of(NEWEST), SUBJECT)
    assert log.refused(stream, instead, "system") == "not-approved"


def test_a_revoked_change_is_not_published(log: Log) -> None:
    log.does("role/coordinator", c.Grant(CHAIR, 0, 0, WHY), "ada")
    log.does(SUBJECT, proposes(NEWER), OWNER)
    approve(log)
    log.does(SUBJECT, c.Revoke(WHY), CHAIR)
    assert log.refused(STREAM, c.Publish(NEWER, "", FIRST, SUBJECT), "system") == "not-approved"


def test_a_publication_replaces_what_is_in_force_and_nothing_else() -> None:
    log = office.founded()
    assert log.refused(STREAM, c.Publish(NEWER, WHY), "pia") == "superseded"
    assert log.refused(STREAM, c.Publish(NEWER, WHY, digest_of(NEWEST)), "pia") == "superseded"
    log.does(STREAM, c.Publish(NEWER, WHY, FIRST), "pia")
    assert log.refused(STREAM, c.Publish(NEWEST, WHY, FIRST), "pia") == "superseded"


def test_an_answer_without_a_workflow_names_no_stream() -> None:
    law = read(CHANGE)
    for answer in ({}, {"workflow": 1}, {"workflow": "A B"}, {"workflow": "../x"}, "text", None):
        assert proposed(law, {"policy": answer}) == ""  # type: ignore[dict-item]
    assert proposed(read(office.DEFINITION), {"policy": NEWER}) == ""


def overtake(log: Log) -> None:
    """Another change of the same workflow is proposed, approved and published."""
    other = "initiative/other"
    log.does(other, proposes(NEWEST), CHAIR)
    for person, gate in ((MEDICAL, "quality"), (LAWYER, "law")):
        state = log.head(other).state
        assert isinstance(state, Initiative)
        held, log.heads[SUBJECT] = log.heads[SUBJECT], log.heads[other]
        signing = log.signing(gate, "approve", person)
        log.heads[SUBJECT] = held
        log.does(other, signing, person)
    follow(log)
    assert shelf(log).current == digest_of(NEWEST)
