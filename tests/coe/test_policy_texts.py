"""What is printed of a policy: its sentences, its examples, the file it begins as, the schema of its language."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # published without types

from coe.policy.core_yaml import parse, plain
from coe.policy.definitions import check_file, compile_file, compile_text
from coe.policy.explaining import examples_told, examples_yaml, explained
from coe.policy.schema import schema, schema_text
from coe.policy.schema_parts import text, words
from coe.policy.starting import BadName, started
from governance.checker.examples import generated
from governance.checker.policy_words import chapters
from governance.checks.library import CHECKS
from governance.errors import NotADefinition
from governance.language.definition import Definition
from governance.law.form import labels
from governance.reading.document import read

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = sorted((ROOT / "workflows" / "definitions").glob("*.yaml"))
WHOLE = """\
workflow: piece
title: Piece
record: piece
committees:
  - {committee: board, title: The board, seats: [chair: Chair, legal: Head of legal], chair: chair, alternates: no,
     term: 24 months, source: Charter §2}
form:
  - section: need
    fields:
      - {name: title, kind: line, required: yes}
      - {name: made_of, kind: choice, options: [fresh, reused], required: yes}
      - name: evidence
        kind: table
        label: Proof
        columns: [{name: kind, kind: choice, options: [survey, call], required: yes}]
      - {name: author, kind: line, personal: yes}
      - {name: old, kind: record, label: Old piece, required: yes}
checks:
  - covers: {in: evidence, column: kind, any_of: [survey], when: {made_of: fresh}, source: SOP-9}
tiers:
  - tier: T2
    when: {evidence: {any row: {kind: call}}}
    source: {says: SOP-7, effective: 2026-01-01}
    reviewed: 2026-02-01
  - {tier: T1}
gates:
  - gate: medical
    panel: {role: medical_reviewer}
    reviews: [need]
    checklist: [{name: whole, says: Whole study, comment: required}, shown]
    within: {T2: 40 business hours, else: 8 business hours}
    escalate: [{at: 100%, to: delegate}]
    source: SOP-1
  - gate: later
    title: Ratification
    panel: board
    decide: {approve: majority}
    reviews: [need]
    ratifies: [medical]
rework: {within: 8 business hours, source: SOP-8}
guarantees:
  - {if: {tier: T2}, approval needs: [medical], source: SOP-3}
afterwards:
  code: {pattern: "{made_of}-{year}-{number:05}", check: damm}
  expires: {after: 12 months, notify: [30 days, 90 days]}
  check_ins: [{at: 30 days, ask: results}]
  retires: old
examples:
  - example: A call came in
    answers: {evidence: [{kind: call}]}
    tier: T2
    decisions: {medical: reject}
    outcome: rejected
"""


def defined(source: str) -> Definition:
    found = compile_text("piece.yaml", lambda _: source.encode())
    assert found.definition is not None, [str(fault) for fault in found.problems]
    return found.definition


RATIFIES = (
    "Gate: Ratification | It is always needed, and opens once the piece is approved: it confirms “Medical” and delays "
    "nothing. A rejection here revokes the approval."
)
REJECTED = (
    "Examples | A call came in: tier T2, with “Medical” and “Ratification”. It is then rejected, where “Medical” says "
    "reject."
)
ASKED = (
    "Form: Need | It must say: “Title” (a line); “Made of” (one of several: Fresh, Reused); “Old piece” (another "
    "record)."
)
CLOCK = (
    "Gate: Medical | It has 40 business hours in T2 and 8 business hours otherwise; at 100 % of it delegates are "
    "called."
)


def test_a_policy_is_told_whole() -> None:
    told = [f"{chapter.title} | {sentence}" for chapter in chapters(defined(WHOLE)) for sentence in chapter.sentences]
    for expected in (
        ASKED,
        "Form: Need | It may say: “Proof” (a table with Kind); “Author” (a line).",
        "Form: Need | “Author” can be erased; no rule reads it.",
        "What the form is checked for | This check, `covers`, was told: in “Proof”, column kind, any of survey.",
        "Tiers | Tier T2 applies when in a row of “Proof” “Kind” is call.",
        "Tiers | Source: SOP-7, in effect since 2026-01-01, last reviewed 2026-02-01.",
        CLOCK,
        "Gate: Medical | An approval says something in writing about: Whole study.",
        "Gate: Medical | Source: SOP-1.",
        RATIFIES,
        "Committee: The board | The committee The board has the seats Chair and Head of legal; Chair takes the chair.",
        "Committee: The board | No seat has an alternate.",
        "Committee: The board | One may hold a seat for 24 months.",
        "When it comes back | Source: SOP-8.",
        "Afterwards | Once approved it is marked {made_of}-{year}-{number:05}, with a check digit (Damm) behind it.",
        "Afterwards | Notice is given 90 days and 30 days before.",
        "Afterwards | 30 days after release its owner is asked for: results.",
        "Afterwards | Once approved, the record in “Old piece” is retired.",
        "Guarantees | Guaranteed: when “Tier” is T2, nothing is approved without “Medical”.",
        REJECTED,
    ):
        assert expected in told
    checked = next(line for line in told if line.startswith("What the form is checked for | When"))
    assert checked.startswith("What the form is checked for | When “Made of” is fresh, a check looks whether")
    assert checked.endswith("Source: SOP-9.")


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_every_named_thing_of_a_policy_appears_in_its_sentences(path: Path) -> None:
    if "workflow:" not in path.read_text("utf-8"):
        return
    law = compile_file(path).definition
    assert law is not None
    said = " ".join(sentence for chapter in chapters(law) for sentence in (chapter.title, *chapter.sentences))
    named = labels(law)
    wanted = {each.title for each in law.sections} | {each.title for each in law.gates}
    wanted |= {each.title for each in law.tiers} | {each.label for each in law.field_by_name.values()}
    wanted |= {words for gate in law.gates for _, words in gate.checklist} | {gate.meaning for gate in law.gates}
    wanted |= {title for charter in law.charters.values() for _, title in charter.seats}
    wanted |= {gate.panel.partition("/")[2].replace("_", " ").replace("-", " ") for gate in law.gates}
    wanted |= {call.name for calls in (law.checks, *(gate.checks for gate in law.gates)) for call in calls}
    wanted |= {each.title for each in law.examples} | {each.ask for each in law.afterwards.check_ins}
    wanted |= {named[name] for gate in law.gates for name in gate.never if name in named}
    assert {words for words in wanted if words not in said} == set()


def test_a_printed_policy_fits_the_width_and_ends_with_a_line_to_sign() -> None:
    lines = list(explained(defined(WHOLE), 60))
    law = defined(WHOLE)
    assert lines[:3] == [law.title, law.workflow, law.digest]
    assert max(map(len, lines[3:])) <= 60
    assert any("Read and agreed" in line for line in lines[-2:])
    assert "  Gate “Medical” reviews “Need”." in lines


def test_generated_examples_can_be_pasted_into_the_file() -> None:
    law = defined(started("price-change"))
    cases = generated(law)
    assert next(iter(examples_told(law, cases))).startswith("1. “Budget” is 50001 EUR: T2, with Expert review and Head")
    source = started("price-change").partition("# Cases you have thought through")[0]
    assert defined(source + "\n".join(examples_yaml(cases)) + "\n").examples == cases


@pytest.mark.parametrize("name", ["price-change", "a", "x1_2", "re-approval", "q-7"])
def test_a_new_file_passes_the_checker(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(started(name), "utf-8")
    assert check_file(path).lines() == ()


def test_a_name_no_workflow_can_have_is_refused_with_the_cure() -> None:
    with pytest.raises(BadName, match="Write it like price-change"):
        started("Price Change")


VALIDATOR = Draft202012Validator(schema())


def written(source: str | bytes) -> Any:
    node, faults = parse(source if isinstance(source, bytes) else source.encode())
    assert node is not None
    assert not faults
    return plain(node)


def test_the_schema_is_a_schema_and_the_one_in_the_documentation() -> None:
    Draft202012Validator.check_schema(schema())
    assert (ROOT / "docs" / "reference" / "workflow.schema.json").read_text("utf-8") == schema_text()


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_the_schema_takes_every_file_of_the_library(path: Path) -> None:
    document = written(path.read_bytes())
    if "workflow" in document:
        assert [error.message for error in VALIDATOR.iter_errors(document)] == []


def test_the_schema_takes_every_word_of_the_language() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(written(WHOLE))] == []
    assert [error.message for error in VALIDATOR.iter_errors(written(started("price-change")))] == []


MUTATED = [
    ("", "gates"), ("form/0/fields/0", "name"), ("form/0/fields/1", "options"), ("gates/0", "panel"),
    ("guarantees/0", "approval needs"), ("committees/0", "seats"), ("examples/0", "answers"),
    ("gates/1/decide", "approve"),
    ("afterwards/expires", "after"), ("gates/0/escalate/0", "to"), ("checks/0/covers", "in"), ("tiers/0", "tier"),
]  # fmt: skip


def inside(document: Any, at: str) -> Any:
    for part in filter(None, at.split("/")):
        document = document[int(part) if part.isdigit() else part]
    return document


@pytest.mark.parametrize(("at", "word"), MUTATED)
def test_a_missing_word_breaks_the_schema_as_it_breaks_the_language(at: str, word: str) -> None:
    document = written(WHOLE)
    del inside(document, at)[word]
    refused(document)


def refused(document: Any) -> None:
    assert list(VALIDATOR.iter_errors(document))
    with pytest.raises(NotADefinition):
        read(document)


@pytest.mark.parametrize("at", sorted({at for at, _ in MUTATED}))
def test_an_unknown_word_breaks_the_schema_as_it_breaks_the_language(at: str) -> None:
    document = written(WHOLE)
    inside(document, at)["frobnicate"] = "yes"
    refused(document)


@pytest.mark.parametrize(
    ("at", "word", "value"),
    [
        ("form/0/fields/0", "kind", "lien"), ("form/0/fields/0", "required", "maybe"), ("gates/0", "within", "soon"),
        ("form/0/fields/0", "options", ["a"]), ("gates/0", "reviews", []), ("gates/0", "reviews", "need"),
        ("tiers/0", "reviewed", "last week"), ("gates/1/decide", "approve", "most"), ("afterwards", "code", "X"),
        ("checks/0", "covers", ["evidence"]), ("checks", 0, "cover"), ("checks", 0, "covers"),
        ("examples/0", "outcome", "fine"), ("tiers/0/when", "evidence", {"count above": 1}),
        ("", "prefix", "piece"), ("", "workflow", "A piece"), ("gates/0/checklist/0", "comment", "optional"),
        ("tiers/0/when/evidence", "any row", "call"), ("tiers/0", "when", []),
        ("committees/0", "term", "2 business days"), ("guarantees", 0, {"if": {"tier": "T2"}}),
        ("rework", "after round x", "meeting"),
    ],
)  # fmt: skip
def test_a_wrong_value_breaks_the_schema_as_it_breaks_the_language(at: str, word: str | int, value: object) -> None:
    document = written(WHOLE)
    inside(document, at)[word] = value
    refused(document)


def test_whatever_the_schema_refuses_the_language_refuses_too() -> None:
    """Every value of the file replaced by something else: an editor never underlines what would be published."""
    whole = json.loads(json.dumps(written(WHOLE)))
    stricter = []
    for at in list(places(whole)):
        for value in WRONG:
            document = deepcopy(whole)
            inside(document, "/".join(at[:-1]))[int(at[-1]) if at[-1].isdigit() else at[-1]] = value
            if passes(document) and list(VALIDATOR.iter_errors(document)):
                stricter.append("/".join(at))
    assert set(stricter) <= LENIENT


WRONG: tuple[object, ...] = ("", "x y", 7, [], {}, None)
# What the language takes in silence although it says nothing: the schema is right to underline it.
LENIENT = {
    "workflow",
    "examples/0/tier",
    *(f"checks/0/covers/{word}" for word in ("in", "column", "any_of", "any_of/0")),
}


def places(value: Any, at: tuple[str, ...] = ()) -> Any:
    if at:
        yield at
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in parts:
        if "/" not in str(part):
            yield from places(inner, (*at, str(part)))


def passes(document: Any) -> bool:
    try:
        read(document)
    except NotADefinition:
        return False
    return True


def test_a_word_nobody_described_is_an_error_of_the_schema() -> None:
    with pytest.raises(KeyError, match="new"):
        words(("title", "new"), {"title": text("Title.")})
    assert set(CHECKS) <= set(json.dumps(schema()).replace('"', " ").split())
