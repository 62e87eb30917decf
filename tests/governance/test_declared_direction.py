"""What an author says a policy change does is held against the comparison with the version in force."""

from __future__ import annotations

import pytest

from governance.errors import NotADefinition
from governance.formats.jcs import Json
from governance.reading.afterwards import DIRECTIONS
from governance.reading.document import read
from governance.record import commands as c
from tests.governance import proven_office as office
from tests.governance.proven_office import OWNER, SUBJECT, Log, document
from tests.governance.test_policy_change import CHANGE, CHANGES, WHY, proposes

STRICTER = document(signers={"trained": ["gcp"]})
FIRST = document(workflow="poster")


def declaring(options: tuple[str, ...] = DIRECTIONS, **afterwards: Json) -> dict[str, Json]:
    """The policy of policies, asking how the change compares."""
    asked: dict[str, Json] = {"name": "direction", "kind": "choice", "options": [*options], "required": "yes"}
    assert isinstance(CHANGE["form"], list)
    need, impact = CHANGE["form"]
    assert isinstance(need, dict)
    assert isinstance(need["fields"], list)
    form: Json = [{**need, "fields": [*need["fields"], asked]}, impact]
    return {**CHANGE, "form": form, "afterwards": {"publishes": "policy", "declares": "direction", **afterwards}}


@pytest.fixture
def log() -> Log:
    log = office.founded()
    log.does(CHANGES, c.Publish(declaring(), WHY), "pia")
    return log


@pytest.mark.parametrize("said", DIRECTIONS)
@pytest.mark.parametrize(
    ("law", "does"), [(STRICTER, "stricter"), (document(title="Newer"), "equal"), (FIRST, "first")]
)
def test_only_what_the_comparison_finds_is_taken(log: Log, law: dict[str, Json], does: str, said: str) -> None:
    proposal = proposes(law, direction=said)
    if said == does:
        log.does(SUBJECT, proposal, OWNER)
        assert log.entries[-1].stream == SUBJECT
    else:
        assert log.refused(SUBJECT, proposal, OWNER) == "misdeclared"


@pytest.mark.parametrize(
    "words",
    [
        declaring(("looser", "stricter")),
        declaring((*DIRECTIONS, "sideways")),
        {**declaring(), "afterwards": {"declares": "direction"}},
        {**declaring(), "afterwards": {"publishes": "policy", "declares": "title"}},
    ],
)
def test_what_cannot_be_held_against_a_comparison_is_no_definition(words: dict[str, Json]) -> None:
    with pytest.raises(NotADefinition) as raised:
        read(words)
    assert any(problem.pointer.startswith("/afterwards") for problem in raised.value.problems)
