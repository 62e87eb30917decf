"""The table of OWASP ASVS: every requirement of Levels 1 and 2 is in it once, counted, and the tests it names exist."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(
    r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| (met|met, no test|n/a|open) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE
)
PAGE = (ROOT / "docs" / "reference" / "asvs.md").read_text("utf-8")
ROWS = ROW.findall(PAGE)


def test_every_requirement_of_the_chapters_that_apply_is_there_once() -> None:
    assert [row[0] for row in ROWS] == (ROOT / "tests" / "asvs.txt").read_text("ascii").split()


def test_the_counts_at_the_top_are_those_of_the_table() -> None:
    count = Counter(row[3] for row in ROWS)
    said = (
        f"**{len(ROWS)} requirements: {count['met']} met and tested, {count['met, no test']} met without a test of "
        f"their own, {count['n/a']} not applicable, {count['open']} open.**"
    )
    assert said in PAGE


def test_what_is_met_names_a_test_that_exists_and_what_is_not_gives_its_reason() -> None:
    for id_, _, _, state, control, proof in ROWS:
        if state == "met":
            path, _, name = proof.strip("`").partition("::")
            assert (ROOT / path).exists(), (id_, path)
            assert not name or f"def {name}(" in (ROOT / path).read_text("utf-8"), (id_, name)
        assert (proof if state in ("n/a", "open") else control) != "–", id_
