"""`coe workflow diff` as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from coe.cli.main import main

TEXT = """
workflow: leaflet
title: Leaflet
record: leaflet
form:
  - section: need
    fields:
      - {name: title, kind: line, required: yes}
tiers: [{tier: T1}]
gates:
  - gate: medical
    panel: {role: medical_reviewer}
    decide: {approve: 2}
    reviews: [need]
    within: 40 business hours
    escalate: [{at: 100%, to: delegate}]
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(TEXT, encoding="utf-8")
    new.write_text(TEXT.replace("approve: 2", "approve: 1").replace("40 business", "16 business"), encoding="utf-8")
    return str(old), str(new)


def test_changes_are_told_by_group_with_the_verdict_first(files: tuple[str, str]) -> None:
    done = CliRunner().invoke(main, ["workflow", "diff", *files])
    assert done.exit_code == 0
    first, second, *rest = done.output.splitlines()
    assert "is looser: it lets pass what the old one does not" in first
    assert second.startswith("  passes now: Whatever is answered, one decision approves it")
    assert rest == [
        "",
        "Gates (looser)",
        "  “Medical” needs one approval instead of 2 approvals. [looser]",
        "  “Medical” now has 16 instead of 40 business hours.",
    ]


def test_json_carries_pointers_verdicts_and_witnesses(files: tuple[str, str]) -> None:
    done = CliRunner().invoke(main, ["workflow", "diff", "--json", *files])
    told = json.loads(done.output)
    assert (told["verdict"], told["aspects"]) == ("looser", {"gates": "looser"})
    assert [change["pointer"] for change in told["changes"]] == ["/gates/0/decide", "/gates/0/within"]
    assert [act["gate"] for act in told["witnesses"][0]["acts"]] == ["medical"]


def test_the_same_file_twice_has_nothing_to_tell(files: tuple[str, str]) -> None:
    done = CliRunner().invoke(main, ["workflow", "diff", files[0], files[0]])
    assert done.output == "Nothing changed: both are the same definition.\n"


def test_a_name_that_is_no_file_is_told_with_its_cure(files: tuple[str, str]) -> None:
    done = CliRunner().invoke(main, ["workflow", "diff", files[0], "nowhere.yaml"])
    assert done.exit_code == 1
    assert "There is no file nowhere.yaml." in done.output
    assert "Traceback" not in done.output


def test_a_broken_file_is_told_with_file_and_line(files: tuple[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(TEXT.replace("reviews", "revews"), encoding="utf-8")
    done = CliRunner().invoke(main, ["workflow", "diff", files[0], str(broken)])
    assert done.exit_code == 1
    assert "broken.yaml:14" in done.output
