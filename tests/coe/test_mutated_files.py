"""Broken and hostile workflow files: each answered with its place, in its time and memory; replay one by its seed."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coe.forecast import log_xes
from coe.forecast.logs import UnreadableLog, read_log
from coe.policy.core_yaml import MOST_FAULTS, parse
from coe.policy.definitions import compile_text
from governance.errors import NotADefinition
from governance.reading.words import MOST_PROBLEMS, Reading, near
from tests.coe.mutated import Row, case, judge, source_of
from tests.coe.mutations import MAIN

ROOT = Path(__file__).resolve().parents[2]


def campaign(*words: str, seconds: int) -> tuple[int, list[str], str]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.coe.mutated", *words],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=seconds,
        check=True,
    )  # fmt: skip
    told = json.loads(run.stdout)
    return told["files"], told["wrong"], told["table"]


def told(text: str | bytes, **others: bytes) -> list[str]:
    files = {MAIN: text if isinstance(text, bytes) else text.encode(), **{f"{n}.yaml": b for n, b in others.items()}}
    return [str(problem) for problem in compile_text(MAIN, source_of(files)).problems]


def test_broken_files_of_every_kind_are_answered_with_their_place() -> None:
    files, wrong, table = campaign("--count", "70", "--every", "0", seconds=200)
    assert files == 70
    assert wrong == [], table


@pytest.mark.slow
def test_many_broken_files_are_answered_with_their_place() -> None:
    """Other seeds than above; `python -m tests.coe.mutated --count 10000` takes all ten thousand."""
    files, wrong, table = campaign("--first", "70", "--count", "400", "--every", "12", seconds=600)
    assert files == 400
    assert wrong == [], table


def test_a_mutation_is_the_same_whenever_its_seed_is_replayed() -> None:
    assert case(415) == case(415)
    assert judge(case(415)[1], Row(), 415, check=False) == ""


def test_a_character_nobody_sees_is_refused_at_its_line_and_spelt_out() -> None:
    (line,) = [each for each in told("workflow: a\ntitle: x\u202ey\n") if "202E" in each]
    assert line.startswith(f"{MAIN}:2:9:")
    assert any(each.startswith(f"{MAIN}:1:") and "U+001B" in each for each in told('title: "\\e[31m"\n'))
    assert all("\x1b" not in each and "\u202e" not in each for each in told('"\\e[31m": x\n"\u202e": y\n'))


def test_lines_count_alike_whatever_ends_them() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert any(each.startswith(f"{MAIN}:3:") for each in told(f"title: a{end}record: b{end}title: c{end}"))


def test_faults_without_end_are_told_up_to_a_limit() -> None:
    assert len(parse(b"\tx\n" * 50_000)[1]) <= MOST_FAULTS + 1
    reading = Reading()
    for _ in range(MOST_PROBLEMS):
        reading.refuse("", "wrong")
    with pytest.raises(NotADefinition):
        reading.refuse("", "wrong")
    assert len(told("".join(f"w{n}: x\n" for n in range(4_000)))) == MOST_PROBLEMS + 1


def test_a_word_among_thousands_is_compared_with_few() -> None:
    assert near("mdical", ["medical", *(f"x{n}" for n in range(5_000))], "There are") == "Did you mean `medical`?"
    assert len(near("zzz", [f"x{n}" for n in range(5_000)], "There are")) < 400


def test_files_that_are_deep_together_are_refused() -> None:
    stairs = "".join(f"{'  ' * n}a:\n" for n in range(20)) + "  " * 20 + "a: {include: f%d.yaml}\n"
    deep = {f"f{n}": (stairs % (n + 1)).encode() for n in range(19)}
    assert any("deeper than 40 levels" in line for line in told("checks: {include: f0.yaml}\n", **deep))


def test_a_missing_file_that_is_asked_for_a_thousand_times_is_told_once() -> None:
    assert len([line for line in told("checks:\n" + "  - include: no.yaml\n" * 1_000) if "cannot be read" in line]) == 1


def test_a_value_included_from_two_files_is_refused() -> None:
    assert any(
        "from one file" in line for line in told("checks: {include: [a.yaml, b.yaml]}\n", a=b"- x\n", b=b"- y\n")
    )


def test_a_long_rule_of_presence_is_refused_at_once() -> None:
    text = f"gates:\n  - {{gate: m, panel: c, reviews: [n], decide: {{approve: 1, present: '6{' ' * 200_000}[x'}}}}\n"
    assert any("`present`" in line for line in told(text))


def test_a_log_of_one_endless_word_ends_early(tmp_path: Path) -> None:
    path = tmp_path / "log.xes.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(b'<log><trace><string key="concept:name" value="')
        for _ in range(16):
            out.write(b"a" * 1_000_000)
    with pytest.raises(UnreadableLog, match="without the end of a tag"):
        read_log(path)


def test_a_log_of_one_endless_case_gives_what_stood_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_xes, "MOST_ELEMENTS", 50)
    event = (
        '<event><string key="concept:name" value="a"/><date key="time:timestamp" value="2026-01-01T00:00Z"/></event>'
    )
    path = tmp_path / "log.xes"
    path.write_text(
        f'<log><trace><string key="concept:name" value="1"/>{event}</trace><trace>{event * 100}</trace></log>'
    )
    log = read_log(path)
    assert [trace.case for trace in log.traces] == ["1"]
    assert any("more than 50 elements" in each.first for each in log.troubles)


def test_a_log_of_zeros_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(b"\0" * 50_000_000, 1))
    with pytest.raises(UnreadableLog, match="no column"):
        read_log(path)
