"""`coe workflow forecast` as people type it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import CliRunner, Result

from coe.cli.main import main

NOTE = """
workflow: note
title: Note
record: note
prefix: NOT
calendar: office
calendars: [{name: office, zone: Europe/Berlin, days: mon-fri, hours: "09:00-17:00", holidays: DE/BE}]
form:
  - section: text
    title: Text
    fields: [{name: title, kind: line, label: Title, required: yes}]
tiers: [{tier: T1, title: All}]
gates:
  - gate: medical
    title: Medical
    panel: {role: medical_reviewer}
    decide: {approve: 1}
    reviews: [text]
    within: 8 business hours
    escalate: [{at: 100%, to: medical_head}]
"""
SECOND = """
  - gate: file
    title: File
    panel: {role: signatory}
    decide: {approve: 1}
    reviews: [text]
    after: [medical]
"""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.yaml"
    path.write_text(NOTE)
    return path


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    path = tmp_path / "longer.yaml"
    path.write_text(NOTE + SECOND)
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["workflow", "forecast", *map(str, words)])


def test_a_forecast_shows_days_waits_loads_and_where_each_figure_comes_from(note: Path) -> None:
    found = run(note, "--records", "200", "--set", "arrivals_a_week=4")
    assert found.exit_code == 0
    for words in (
        "business days",
        "Medical",
        "role/medical_reviewer",
        "option --set",
        "medical 71.5 %",
        "no past records",
    ):
        assert words in found.stdout
    assert found.stderr == ""


def test_two_definitions_stand_side_by_side_with_intervals(note: Path, longer: Path) -> None:
    found = run(note, "--against", longer, "--records", "300")
    assert found.exit_code == 0
    assert "after less before" in found.stdout
    assert "95 % interval" in found.stdout


def test_json_and_drawing_can_be_read_back(note: Path, longer: Path, tmp_path: Path) -> None:
    found = run(note, "--against", longer, "--records", "200", "--json", "--svg", tmp_path / "f.svg")
    data = json.loads(found.stdout)
    assert set(data) == {"before", "after", "differences"}
    drawing = fromstring((tmp_path / "f.svg").read_text())
    assert drawing.tag.endswith("svg")
    assert "Medical" in "".join(drawing.itertext())


@pytest.mark.slow
def test_one_seed_gives_the_same_bytes_in_every_process(note: Path, longer: Path, tmp_path: Path) -> None:
    told: list[tuple[bytes, bytes]] = []
    for number in ("1", "77"):
        svg = tmp_path / f"{number}.svg"
        words = [str(note), "--against", str(longer), "--records", "50", "--json", "--svg", str(svg)]
        command = [sys.executable, "-m", "coe.cli.main", "workflow", "forecast", *words]
        environment = {**os.environ, "PYTHONHASHSEED": number}
        done = subprocess.run(command, capture_output=True, check=True, env=environment)
        told.append((done.stdout, svg.read_bytes()))
    assert told[0] == told[1]


def test_a_log_gives_figures_a_floor_and_its_troubles(note: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    rows = ["case,activity,time"]
    for number in range(1, 61):
        day = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
        rows += [f"{number},submitted,{day}T09:00Z", f"{number},Medical approved,{day}T15:00Z"]
    rows += ["99,Lunch,2026-01-05T09:00Z", "100,Medical approved,never"]
    log.write_text("\n".join(rows))
    found = run(note, "--from", log, "--records", "200")
    assert found.exit_code == 0, found.stderr
    assert "naive floor, 48 past records" in found.stdout
    assert "on 12 records kept back" in found.stdout
    assert "unknown activity “Lunch”" in found.stdout
    assert "broken time" in found.stdout
    assert "log log.csv" in found.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--set", "pace=3"), "no figure 'pace'"),
        (("--set", "mix.T9=3"), "no tier 'T9'"),
        (("--from", "nothing.csv"), "cannot be read"),
        (("--set", "arrivals_a_week=0"), "No record arrives"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(note: Path, words: tuple[str, ...], says: str) -> None:
    found = run(note, "--records", "50", *words)
    assert found.exit_code == 1
    assert says in found.stderr
    assert "Traceback" not in found.stderr


def test_a_file_that_is_no_definition_is_told_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("workflow: note\ngates: 3\n")
    found = run(path)
    assert found.exit_code == 1
    assert "bad.yaml:2" in found.stderr


def test_a_single_run_says_that_it_has_no_interval(note: Path, longer: Path) -> None:
    found = run(note, "--against", longer, "--records", "30")
    assert found.exit_code == 0
    assert "one run has none" in found.stdout
    assert json.loads(run(note, "--records", "30", "--json").stdout)["mean_days"]["low"] is None
