"""The validation package: what is locked is installed, every file is looked at, and every deviation is named."""

import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.compliance.register import Requirement, Risk, register
from tests.traceability import Row, Step
from tests.validation.built import Build, build, listing
from tests.validation.installed import Installation, checked, compare, digests, locked
from tests.validation.package import Subject, as_json, package
from tests.validation.parts import Part, bill, licence_of, needed
from tests.validation.printed import html, printed

LOCK = """
one==1.4 \\
    --hash=sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    # via two
two==2 ; python_full_version < '3' \\
    --hash=sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
""".replace("\\\\", "\\")
BUILD = Build("clearway-coe", "0.1.0", "c" * 40, changed=False, sources="d" * 64, files=2)
RISK = Risk("high", "low", "low", "Because <b>so</b>.")
RULE = Requirement("rule.1", "A rule", "rule", "§1", "It is.", RISK, procedure=True, supports="Helps.")
PASSED = Row(("rule.1",), "Rules", "It is <script>", "passed", (Step("Given", "it is", "passed"),))
FAILED = Row(("rule.1",), "Rules", "It is not", "failed", (Step("Then", "it is not", "failed"),))
PARTS = (
    Part("one", "1.4", "MIT", shipped=True, digests=("a" * 64,)),
    Part("two", "2", "not stated", shipped=False, digests=()),
)


def subject() -> Subject:
    return Subject(BUILD, compare({"one": "1.4"}, {"one": "1.4"}, Installation("e" * 64)), PARTS)


def test_a_lock_is_read_as_far_as_it_applies() -> None:
    assert locked([LOCK]) == {"one": "1.4"}
    assert digests(LOCK)["one"] == ["a" * 64]


def test_what_differs_from_the_lock_is_a_deviation_each() -> None:
    found = compare(
        {"one": "1.4", "two": "2", "six": "4.4"}, {"one": "1.5", "three": "3", "six": "4.004"}, Installation()
    )
    assert found.faults == [
        "two is in the lock and not installed.",
        "one 1.5 is installed, the lock says 1.4.",
        "three is installed and not in the lock.",
    ]


def test_a_file_that_is_not_what_was_installed_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "one-1.4.dist-info"
    folder.mkdir()
    (tmp_path / "one.py").write_text("print()")
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: one\nVersion: 1.4\n")
    (folder / "RECORD").write_text(
        "one.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\none-1.4.dist-info/RECORD,,\n"
    )
    found = metadata.PathDistribution(folder)
    assert list(checked(found)) == [("one.py", False)]
    (tmp_path / "one.py").write_bytes(b"")
    assert list(checked(found)) == [("one.py", True)]


def test_the_digest_of_the_sources_follows_every_file(tmp_path: Path) -> None:
    for name in ("coe/a.py", "governance/b.yaml", "web/c.css", "workflows/d.py", "tests/not_shipped.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    before = build(tmp_path)
    assert (before.files, len(listing(tmp_path))) == (4, 4)
    (tmp_path / "tests" / "not_shipped.py").write_text("x")
    assert build(tmp_path).sources == before.sources
    (tmp_path / "web" / "c.css").write_text("x")
    assert build(tmp_path).sources != before.sources


def test_the_product_runs_on_what_it_requires_and_not_on_what_tests_it() -> None:
    found = needed()
    assert {"flask", "werkzeug", "weasyprint", "sqlalchemy"} <= found
    assert not {"pytest", "hypothesis", "cyclonedx-python-lib"} & found


def test_a_licence_is_taken_as_its_author_states_it() -> None:
    assert licence_of(metadata.metadata("flask")) == "BSD-3-Clause"


def test_the_list_of_parts_holds_to_its_schema_and_says_what_ships() -> None:
    told = json.loads(bill(BUILD, PARTS))
    assert [(each["name"], each["scope"]) for each in told["components"]] == [("one", "required"), ("two", "excluded")]
    assert told["components"][0]["licenses"] == [{"license": {"id": "MIT"}}]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "§1 (rule.1) has no scenario in this run."),
        ([PASSED, FAILED], "“It is not” (rule.1) did not pass: Then it is not"),
    ],
)
def test_what_did_not_run_or_pass_is_a_deviation(rows: list[Row], said: str) -> None:
    done = package(datetime.now(UTC), subject(), [RULE], rows)
    assert (done.verdict, done.deviations) == ("deviations", (said,))


def test_the_package_says_everything_in_both_forms() -> None:
    done = package(datetime(2026, 11, 30, tzinfo=UTC), subject(), [RULE], [PASSED])
    told = as_json(done, {"a": "b"})
    assert (told["verdict"], told["made"]) == ("passed", "2026-11-30T00:00:00+00:00")
    assert told["requirements"][0]["risk"] == {
        "severity": "high", "probability": "low", "detection": "low", "because": "Because <b>so</b>.",
        "class": 2, "priority": "high",
    }  # fmt: skip
    page = html(done)
    assert "No deviation" in page
    assert "Mainly a procedure" in page
    assert "<script>" not in page
    assert "<b>so</b>" not in page


@pytest.mark.slow
def test_the_package_is_printed_with_its_data_enclosed() -> None:
    done = package(datetime(2026, 11, 30, tzinfo=UTC), subject(), [RULE], [PASSED])
    pdf = printed(done, {"validation.json": b"{}"})
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert [name for name, _ in opened.attachments.items()] == ["validation.json"]


@pytest.mark.slow
def test_no_clause_is_broken_in_the_middle_of_its_word() -> None:
    """A clause stands twice: in the matrix, which has a narrow column for it, and over its requirement."""
    clauses = {each.clause for each in register()}
    rules = [replace(RULE, id=f"rule.{place}", clause=clause) for place, clause in enumerate(sorted(clauses))]
    pdf = printed(package(datetime(2026, 11, 30, tzinfo=UTC), subject(), rules, []), {})
    words = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    lines = [line.strip() for line in words.decode().splitlines()]
    broken = [each for each in clauses if sum(f"{line}  ".startswith(f"{each}  ") for line in lines) < 2]
    assert broken == []
