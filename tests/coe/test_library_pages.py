"""The pages about the library are those its files make now, and what a file says never becomes markup."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from coe.cli.main import main
from coe.founding import library_folder
from coe.policy.definitions import Compiled, compile_file, compile_text
from coe.policy.paging import INDEX, written

PAGES = Path(__file__).parents[2] / "docs" / "library"
AGAIN = "Make it again: coe workflow page workflows/definitions/*.yaml --out docs/library"
SMALL = """
workflow: small
title: 'Leaf|let <script>'
record: leaflet
form:
  - section: need
    title: "Need\\nand more"
    fields:
      - {name: title, kind: line, label: Title, required: yes}
tiers:
  - {tier: T1, title: One}
gates:
  - gate: medical
    title: 'Medi|cal <b>'
    panel: {role: medical_reviewer}
    reviews: [need]
"""


def library() -> list[Compiled]:
    return [compile_file(path) for path in sorted(library_folder().glob("*.yaml"))]


def small(text: str = SMALL) -> Compiled:
    return compile_text("small.yaml", lambda _: text.encode())


MADE = written(library())


@pytest.mark.parametrize("name", MADE)
def test_a_page_is_what_its_file_makes_now(name: str) -> None:
    kept = PAGES / name
    assert kept.is_file(), f"docs/library/{name} is missing. {AGAIN}"
    assert kept.read_text("utf-8") == MADE[name], f"docs/library/{name} is not what the library says. {AGAIN}"


def test_no_page_is_left_of_a_workflow_that_is_gone() -> None:
    assert {path.name for path in PAGES.iterdir()} == set(MADE), AGAIN


def test_every_workflow_has_its_page_its_drawing_and_a_line_in_the_index() -> None:
    workflows = [each for each in library() if each.definition is not None]
    for each in workflows:
        stem = each.name.removesuffix(".yaml")
        assert f"]({stem}.svg)" in MADE[f"{stem}.md"]
        assert MADE[f"{stem}.svg"].startswith("<svg")
        assert f"]({stem}.md)" in MADE[INDEX]


def test_every_gate_stands_in_the_table_with_its_clock_and_source() -> None:
    rows = [line for line in MADE["content-piece.md"].splitlines() if line.startswith("| Legal")]
    assert len(rows) == 1
    assert "T2: 40 business hours, T3: 80 business hours, else 16 business hours" in rows[0]
    assert "Directive 2001/83/EC" in rows[0]


def test_what_a_file_says_is_no_markup_of_the_page() -> None:
    text = written([small()])["small.md"]
    assert "<script>" not in text
    assert "<b>" not in text
    row = next(line for line in text.splitlines() if line.startswith("| Medi"))
    assert row.startswith("| Medi\\|cal &lt;b> | always |")
    assert row.replace("\\|", "").count("|") == 8
    assert "Need and more" in row


def test_the_same_file_gives_the_same_bytes() -> None:
    assert written([small()]) == written([small()])


def test_the_command_writes_pages_and_passes_over_what_is_only_included(tmp_path: Path) -> None:
    folder, out = tmp_path / "definitions", tmp_path / "pages"
    folder.mkdir()
    (folder / "small.yaml").write_text(SMALL, "utf-8")
    (folder / "calendars.yaml").write_bytes((library_folder() / "calendars.yaml").read_bytes())
    ran = CliRunner().invoke(main, ["workflow", "page", *map(str, folder.glob("*")), "--out", str(out)])
    assert ran.exit_code == 0, ran.output
    assert {path.name for path in out.iterdir()} == {INDEX, "small.md", "small.svg"}


def test_a_file_that_is_no_definition_has_no_page_but_its_faults(tmp_path: Path) -> None:
    path, out = tmp_path / "small.yaml", tmp_path / "pages"
    path.write_text(SMALL.replace("reviews: [need]", "reviews: [wish]"), "utf-8")
    ran = CliRunner().invoke(main, ["workflow", "page", str(path), "--out", str(out)])
    assert ran.exit_code == 1
    assert "small.yaml:16:5" in ran.output, ran.output
    assert not out.exists()
