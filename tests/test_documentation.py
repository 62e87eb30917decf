"""What README and documentation say is so: links lead somewhere, commands exist and run, named tests are there."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from coe.cli.main import main as coe

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
TOP = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
MANUAL = sorted((ROOT / "web" / "manual").glob("*.md"))
PAGES = [*(ROOT / name for name in TOP), *sorted(DOCS.rglob("*.md")), *MANUAL]
TOLD = [
    ROOT / "README.md", *MANUAL, *sorted((DOCS / "how-to").glob("*.md")), *sorted((DOCS / "tutorial").glob("*.md"))
]  # fmt: skip
BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
NAMED_SCENARIO = re.compile(r"`(features/\w+\.feature)::([^`]+)`")
RUN = (
    ("coe", "--help"), ("coe", "demo", "--once"), ("coe", "workflow", "check"), ("coe", "bundle", "-o"),
    ("python3", "-S"),
)  # fmt: skip
LARGEST_PICTURE = 250_000
KINDS = {
    "Malformed YAML", "Hostile text in a page", "Hostile text in a mail", "Hostile text in the PDF", "Double click",
    "Stale decision page", "Repeated POST", "Expired session", "Unknown id", "Oversized upload", "Mistyped upload",
    "SMTP down", "Prefect down", "Locked database", "Full disk", "Broken or hostile event log",
    "A file made to hurt its reader (bombs, cycles, depths, endless words, hidden characters, thousands of gates)",
    "A program's key, token, signed hook or JSON", "A request in clear where the settings name an https address",
    "A question or answer that came while the decision page was open",
    "A question that is empty, endless or too late",
}  # fmt: skip


def commands(text: str) -> Iterator[tuple[str, ...]]:
    """Every command of the fenced blocks, as words; the folder of `coe` is left out."""
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield (words[0].removeprefix(".venv/bin/"), *words[1:])


def fault(words: tuple[str, ...]) -> str:
    """Why this command cannot be meant; "" when it can."""
    match words:
        case ("make", target, *given) if all("=" in each for each in given):
            known = TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
            return "" if target in known else f"make knows no {target}"
        case ("python3", "-S", "-m", "governance", "verify", *_) | ("python3", "-S", "verify.pyz", "verify", *_):
            return ""
        case ("coe", *rest):
            return _fault_of_coe(rest)
        case _:
            return f"nobody knows {words[0]}"


def _fault_of_coe(rest: list[str]) -> str:
    at: click.Command = coe
    context = click.Context(at, info_name="coe")
    while rest and isinstance(at, click.Group) and not rest[0].startswith("-"):
        found = at.get_command(context, rest[0])
        if found is None:
            return f"coe knows no {rest[0]}"
        context = click.Context(found, info_name=rest[0], parent=context)
        at, rest = found, rest[1:]
    known = {name for parameter in at.get_params(context) for name in parameter.opts}
    unknown = [word for word in rest if word.startswith("-") and word not in known]
    return f"coe {context.info_name} knows no {unknown[0]}" if unknown else ""


def test_every_command_we_tell_people_exists() -> None:
    told = [(page.name, words) for page in TOLD for words in commands(page.read_text(encoding="utf-8"))]
    assert len(told) >= 8
    assert [(page, words, fault(words)) for page, words in told if fault(words)] == []


@pytest.mark.parametrize("line", ["make tea", "coe fly", "coe demo --twice", "rm -rf /", "coe workflow frobnicate x"])
def test_an_unknown_command_is_noticed(line: str) -> None:
    assert [fault(words) for words in commands(f"```sh\n{line}\n```\n")] != [""]


@pytest.mark.slow
def test_the_commands_that_end_by_themselves_run_as_told(tmp_path: Path) -> None:
    for name in ("governance", "workflows"):
        (tmp_path / name).symlink_to(ROOT / name)
    runpy.run_path(str(ROOT / ".ci" / "pyz.py"))["build"](tmp_path / "verify.pyz")
    ran = 0
    for page in TOLD:
        for words in commands(page.read_text(encoding="utf-8")):
            if not any(words[: len(some)] == some for some in RUN):
                continue
            done = subprocess.run(
                real(words), cwd=tmp_path, capture_output=True, text=True, check=False, env=around(tmp_path)
            )
            assert done.returncode == 0, (page.name, words, done.stdout, done.stderr)
            ran += 1
        if page.name == "README.md":
            # The how-to begins with a packet and a key in the folder.
            for made in (tmp_path / "journey").glob("*.*"):
                shutil.copy(made, tmp_path)
    assert ran >= 5


def real(words: tuple[str, ...]) -> list[str]:
    """The command with this environment's own programs."""
    programs = {"coe": str(Path(sys.executable).with_name("coe")), "python3": sys.executable}
    return [programs[words[0]], *words[1:]]


def around(folder: Path) -> dict[str, str]:
    """The environment of a newcomer's terminal; the data folder is the one that the README's journey makes."""
    return {**os.environ, "COE_HOME": str(folder / "journey" / "office"), "DO_NOT_TRACK": "1"}


def test_every_link_leads_to_a_file() -> None:
    broken = [
        (page.relative_to(ROOT).as_posix(), link)
        for page in PAGES
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]
    assert broken == []


def test_pictures_are_small_and_shown() -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (DOCS / "pictures").iterdir():
        assert picture.stat().st_size <= LARGEST_PICTURE, picture.name
        assert f"pictures/{picture.name}" in shown, f"nobody shows {picture.name}"


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_every_bad_input_names_tests_that_exist() -> None:
    page = (DOCS / "reference" / "bad-input.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in page.splitlines() if line.startswith("| ")][1:]
    assert {kind.strip() for kind, _, _ in rows} == KINDS
    for kind, said, proof in rows:
        named = [(file, f"\ndef {test}(") for file, test in NAMED_TEST.findall(proof)]
        named += [(file, f"Scenario: {title}\n") for file, title in NAMED_SCENARIO.findall(proof)]
        assert said.strip(), kind
        assert len(named) == proof.count("::") >= 1, f"{kind.strip()} names no test"
        assert [one for one in named if not holds(*one)] == [], kind


def holds(file: str, words: str) -> bool:
    """Whether this file is there and says so."""
    path = ROOT / file
    return path.exists() and words in path.read_text(encoding="utf-8")


def test_every_record_of_a_decision_stands_in_the_index() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    assert [
        page.name for page in sorted((DOCS / "decisions").glob("*.md")) if f"decisions/{page.name}" not in index
    ] == []
