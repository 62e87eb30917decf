"""Workflow files as people write them: compiled, or refused with file and line for every fault."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coe.policy.calendars import compile_calendar
from coe.policy.core_yaml import parse
from coe.policy.definitions import Compiled, check_file, compile_file, compile_text
from governance.checker.guarantees import prove
from governance.checker.policy_words import sentences
from governance.checks.library import CHECKS
from governance.formats.jcs import decode, encode
from governance.law.form import findings, problems
from governance.reading.conditions import COMPARATORS
from governance.reading.document import WORDS, definition_digest, read
from governance.reading.form import KINDS

LIBRARY = Path(__file__).resolve().parents[2] / "workflows" / "definitions"
SMALL = """\
workflow: piece
title: Content piece
record: piece
form:
  - section: need
    fields:
      - {name: title, kind: line, required: yes}
      - {name: two_way, kind: yesno, required: yes}
tiers:
  - {tier: T2, when: {two_way: yes}}
  - {tier: T1}
gates:
  - gate: medical
    panel: {role: medical_reviewer}
    reviews: [need]
guarantees:
  - {if: {tier: T2}, approval needs: [medical]}
"""


def compiled(text: str | bytes, **others: str) -> Compiled:
    files = {"piece.yaml": text, **{name.replace("_yaml", ".yaml"): other for name, other in others.items()}}

    def source(name: str) -> bytes:
        if name not in files:
            raise FileNotFoundError(2, "No such file")
        found = files[name]
        return found.encode() if isinstance(found, str) else found

    return compile_text("piece.yaml", source)


def told(text: str | bytes, **others: str) -> list[str]:
    return [str(problem) for problem in compiled(text, **others).problems]


def test_a_faultless_file_compiles_to_the_json_the_ledger_keeps() -> None:
    result = compiled(SMALL)
    assert result.problems == ()
    assert result.definition is not None
    assert result.digest == result.definition.digest == definition_digest(result.document)
    assert result.document["form"][0]["fields"][0]["required"] == "yes"  # type: ignore[index,call-overload]  # known shape
    again = decode(encode(result.document))
    assert isinstance(again, dict)
    assert read(again) == result.definition


def test_layout_and_comments_do_not_change_the_identity() -> None:
    flow = SMALL.replace("  - {tier: T1}", "  # the rest\n  -\n    tier: 'T1'")
    assert compiled(flow).digest == compiled(SMALL).digest
    assert compiled(SMALL.replace("T1", "T0")).digest != compiled(SMALL).digest


UNQUOTED = "[need]\n    decide: {present: 60% and [a], approve: majority}"
BROKEN: list[tuple[str, str | bytes, str, str]] = [
    ("tab", SMALL.replace("    reviews", "\treviews"), ":15:", "tab"),
    ("unclosed list", SMALL.replace("[need]", "[need"), ":16:", "not YAML"),
    ("unclosed quote", SMALL.replace("Content piece", "'Content piece"), ":2:", "not YAML"),
    ("bad indentation", SMALL.replace("    reviews", "   reviews"), ":15:", "not YAML"),
    ("duplicate key", SMALL.replace("[need]", "[need]\n    gate: other"), ":16:", "`gate` stands here twice"),
    ("duplicate top key", SMALL + "title: Again\n", ":18:", "`title` stands here twice"),
    ("anchor", SMALL.replace("[need]", "&n [need]"), ":15:", "`&`"),
    ("alias", SMALL.replace("title: Content piece", "title: *anchor"), ":2:", "`*`"),
    ("tag", SMALL.replace("Content piece", "!!python/object:os.system x"), ":2:", "`!`"),
    ("str tag", SMALL.replace("Content piece", "!!str x"), ":2:", "`!`"),
    ("two documents", SMALL + "---\nworkflow: other\n", ":18:", "second document"),
    ("fraction", SMALL.replace("title: Content piece", "title: 0.5"), ":2:", "fraction"),
    ("long number", SMALL.replace("title: Content piece", "title: 12345678901234567890"), ":2:", "too long"),
    ("list as key", SMALL + "? [a, b]\n: c\n", ":18:", "cannot be a word"),
    ("not utf-8", SMALL.encode().replace(b"Content", b"\xff\xfe"), ":2:", "not UTF-8"),
    ("control character", SMALL.replace("Content", "\x01"), ":2:", "not allowed"),
    ("empty", "", ":1:", "empty"),
    ("only a comment", "# nothing\n", ":1:", "empty"),
    ("a list", "- a\n- b\n", ":1:", "no map"),
    ("a word", "hello\n", ":1:", "no map"),
    ("deep", "workflow: " + "[" * 60 + "]" * 60, ":1:", "more than"),
    ("very deep", "[" * 20_000, ":1:", ""),
    ("large", "# " + "x" * 600_000, ":1:", "limit is 512000"),
    ("many values", "a: [" + "1," * 30_000 + "1]", ":1:", "more than 20000"),
    ("unquoted presence", SMALL.replace("[need]", UNQUOTED), ":16:", '"60% and [chair, medical]"'),
    ("directive", "%YAML 9.9\n---\n" + SMALL, ":1:", "not YAML"),
    ("unknown word", SMALL.replace("reviews", "revews"), ":15:", "Did you mean `reviews`?"),
    ("missing word", SMALL.replace("title: Content piece\n", ""), ":1:", "needs the word `title`"),
    ("unknown gate", SMALL.replace("[medical]", "[medcal]"), ":17:", "Did you mean `medical`?"),
    ("yaml 1.1 on", SMALL.replace("required: yes}", "required: on}", 1), ":7:", "yes or no"),
    ("null word", SMALL + "~: x\n", ":18:", "no word `null`"),
    ("surrogate", SMALL.replace("Content piece", '"\\ud800"'), ":2:", "U+D800 is not allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "text", "place", "words"), BROKEN, ids=[case for case, *_ in BROKEN])
def test_malformed_files_are_refused_at_their_line(case: str, text: str | bytes, place: str, words: str) -> None:
    result = compiled(text)
    assert result.definition is None
    assert result.digest == ""
    found = [str(problem) for problem in result.problems]
    assert any(f"piece.yaml{place}" in line and words in line for line in found), found


def test_several_faults_come_together_each_with_its_line() -> None:
    text = (
        SMALL.replace("kind: line", "kind: lime")
        .replace("{two_way: yes}", "{two_ways: yes}")
        .replace("reviews", "revews")
    )
    lines = told(text + "record: again\n")
    assert [line.split(":")[1] for line in lines] == sorted((line.split(":")[1] for line in lines), key=int)
    for place, words in [(7, "`line`"), (10, "`two_way`"), (15, "`reviews`"), (18, "`record` stands here twice")]:
        assert any(line.startswith(f"piece.yaml:{place}:") and words in line for line in lines), lines


def test_yes_and_no_are_words_and_only_true_and_false_are_not() -> None:
    document = compiled("a: yes\nb: no\nc: true\nd: 2026-01-01\ne: 0o17\nf: ~\ng: on\nh: 'true'\ni: 10..14\n").document
    assert document == {
        "a": "yes",
        "b": "no",
        "c": True,
        "d": "2026-01-01",
        "e": 15,
        "f": None,
        "g": "on",
        "h": "true",
        "i": "10..14",
    }


GATES = SMALL.index("gates:")
REST = SMALL.index("guarantees:")


def test_parts_are_included_at_the_top_in_lists_and_as_values() -> None:
    gate = SMALL[GATES:REST]
    entries = "- gate: medical\n  panel: {role: medical_reviewer}\n  reviews: [need]\n"
    at_top = SMALL[:GATES] + "include: gates.yaml\n" + SMALL[REST:]
    spliced = SMALL[:GATES] + "gates:\n  - include: gates.yaml\n" + SMALL[REST:]
    value = SMALL[:GATES] + "gates: {include: gates.yaml}\n" + SMALL[REST:]
    assert compiled(at_top, gates_yaml=gate).digest == compiled(SMALL).digest
    assert compiled(spliced, gates_yaml=entries).digest == compiled(SMALL).digest
    assert compiled(value, gates_yaml=entries).digest == compiled(SMALL).digest


def test_a_fault_in_an_included_file_is_placed_there() -> None:
    text = SMALL[:GATES] + "gates:\n  - include: gates.yaml\n" + SMALL[REST:]
    lines = told(text, gates_yaml="- gate: medical\n  panel: {role: m}\n  revews: [need]\n")
    assert any(line.startswith("gates.yaml:3:") and "`reviews`" in line for line in lines), lines


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../secret.yaml", "not the name of a YAML file in this folder"),
        ("/etc/passwd", "not the name of a YAML file in this folder"),
        ("..", "not the name of a YAML file in this folder"),
        ("missing.yaml", "cannot be read"),
        ("piece.yaml", "includes itself"),
        ("[a]", "names a file"),
    ],
)
def test_includes_stay_in_their_folder_and_end(name: str, words: str) -> None:
    lines = told(SMALL + f"include: [{name}]\n")
    assert len(lines) == 1
    assert lines[0].startswith("piece.yaml:18:")
    assert words in lines[0]


def test_files_that_include_each_other_are_refused() -> None:
    lines = told(SMALL + "include: a.yaml\n", a_yaml="include: b.yaml\n", b_yaml="include: a.yaml\n")
    assert any("includes itself" in line for line in lines)


def test_a_word_in_two_files_is_told_with_both_places() -> None:
    lines = told(SMALL + "include: a.yaml\n", a_yaml="title: Other\n")
    assert lines == ["a.yaml:1:1: `title` stands twice. The first is in piece.yaml, line 2."]


def test_includes_that_multiply_end_early() -> None:
    chain = {f"f{n}_yaml": "\n".join(["- include: " + f"f{n + 1}.yaml"] * 10) for n in range(8)}
    lines = told(SMALL + "checks:\n  - include: f0.yaml\n", **chain, f8_yaml="- x\n" * 10)
    assert any("more than 40000 values" in line for line in lines)


def test_a_missing_file_is_a_fault_like_any_other(tmp_path: Path) -> None:
    assert "cannot be read" in str(compile_file(tmp_path / "none.yaml").problems[0])
    assert "cannot be read" in str(compile_file(tmp_path).problems[0]) or compile_file(tmp_path).problems


BROKEN_PROMISE = (
    "piece.yaml:18:5: When “Two way” is yes and the tier is T2, "
    "the gate “Medical” is not needed although approval needs it."
)


def test_checking_tells_a_broken_promise_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "piece.yaml"
    path.write_text(SMALL.replace("reviews: [need]", "reviews: [need]\n    when: {tier: T1}"), encoding="utf-8")
    checked = check_file(path)
    assert not checked.passed
    assert checked.lines() == (BROKEN_PROMISE,)
    path.write_text(SMALL, encoding="utf-8")
    assert check_file(path).passed


def test_checking_tells_a_tier_that_no_answers_reach(tmp_path: Path) -> None:
    path = tmp_path / "piece.yaml"
    path.write_text(
        SMALL.replace("  - {tier: T1}", "  - {tier: TX, when: {two_way: yes}}\n  - {tier: T1}"), encoding="utf-8"
    )
    assert [line.split(" ", 1)[0] for line in check_file(path).lines()] == ["piece.yaml:11:5:"]


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=200)
def test_any_bytes_are_answered_with_faults(data: bytes) -> None:
    assert compiled(data).problems


@given(st.integers(0, len(SMALL) - 1), st.text("\t \n:-[]{}&*!|>'\"%@`#,?~0a", max_size=4), st.integers(0, 5))
@settings(max_examples=400)
def test_a_slip_of_the_hand_never_ends_in_a_traceback(at: int, typed: str, lost: int) -> None:
    result = compiled(SMALL[:at] + typed + SMALL[at + lost :])
    assert (result.definition is None) is bool(result.problems)


def test_the_default_policy_is_proven() -> None:
    checked = check_file(LIBRARY / "cx-initiative.yaml")
    assert checked.lines() == ()
    law = checked.compiled.definition
    assert law is not None
    assert [tier.name for tier in law.tiers] == ["T3", "T2", "T1", "T0"]
    assert all(
        gate.within and gate.escalate and set(gate.never) == {"line_manager_of_owner", "budget_owner"}
        for gate in law.gates
    )
    assert set(checked.compiled.sources) == {"cx-initiative.yaml", "calendars.yaml", "committees.yaml"}


@pytest.mark.parametrize(
    "slip",
    [
        ("when: {tier: [T2, T3]}", "when: {tier: T2}"),
        ("- {two_way: yes}\n        - {budget", "- {budget"),
        ("when: {tier: [T1, T2, T3]}", "when: {tier: [T2, T3]}"),
        ("when: {material_ready: yes}\n    after", "when: {promotional: yes}\n    after"),
        ("now, with these people?\n    when: {tier: T3}", "now, with these people?"),
    ],
)  # fmt: skip
def test_a_careless_change_to_the_default_policy_breaks_a_promise(slip: tuple[str, str]) -> None:
    before, after = slip
    text = (LIBRARY / "cx-initiative.yaml").read_text(encoding="utf-8")
    assert before in text

    def source(name: str) -> bytes:
        return text.replace(before, after).encode() if name == "cx.yaml" else (LIBRARY / name).read_bytes()

    law = compile_text("cx.yaml", source).definition
    assert law is not None
    assert prove(law)


def test_a_calendar_that_is_no_calendar_is_a_fault_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "piece.yaml"
    calendar = (
        "calendar: hq\ncalendars:\n  - name: hq\n    zone: Mars/Olympus\n    days: mon-fri\n    hours: 09:00-17:00\n"
    )
    path.write_text(SMALL + calendar, encoding="utf-8")
    checked = check_file(path)
    assert not checked.passed
    assert [line for line in checked.lines() if line.startswith("piece.yaml:21:") and "time zone" in line]


def test_the_calendar_of_the_default_policy_compiles() -> None:
    document = compile_file(LIBRARY / "cx-initiative.yaml").document
    calendars = document["calendars"]
    assert isinstance(calendars, list)
    (declaration,) = calendars
    assert isinstance(declaration, dict)
    assert compile_calendar(declaration, [2026, 2027]).name == "office-berlin"


def test_the_default_policy_can_be_read_aloud() -> None:
    law = compile_file(LIBRARY / "cx-initiative.yaml").definition
    assert law is not None
    said = sentences(law)
    assert all(sentence.endswith(".") for sentence in said)
    assert "Approving here means: I certify this exact file." in said
    assert (
        "The committee executive steering decides by a majority of the votes cast, with at least 60 % of the seats, "
        "the seat chair, the seat medical and the seat compliance taking part; medical, legal and regulatory must be "
        "heard and may veto." in said
    )
    asked = "“Does any of it promote a medicine?”"
    assert f"Guaranteed: when {asked} is yes and “Tier” is T0, nothing is approved without “Regulatory”." in said


def test_the_form_of_the_default_policy_asks_the_customer_first() -> None:
    law = compile_file(LIBRARY / "cx-initiative.yaml").definition
    assert law is not None
    names = list(law.field_by_name)
    assert names.index("need_statement") < names.index("evidence") < names.index("objective") < names.index("brands")
    empty = {problem.field for problem in problems(law, {})}
    assert {"audiences", "need_statement", "evidence", "objective", "measures", "sponsor", "data_sources"} <= empty
    assert {finding.check for finding in findings(law, {})} >= {
        "audience-answered",
        "evidence-present",
        "orphan-tactic",
    }


def test_the_readme_names_every_word_and_its_examples_are_yaml() -> None:
    text = (LIBRARY.parent / "README.md").read_text(encoding="utf-8")
    for word in (*WORDS, *KINDS, *CHECKS, *COMPARATORS):
        assert f"`{word}`" in text or f"{word}:" in text, word
    blocks = [block.partition("\n```")[0] for block in text.split("```yaml\n")[1:]]
    assert len(blocks) >= 7
    assert [fault for block in blocks for fault in parse(block.encode())[1]] == []
