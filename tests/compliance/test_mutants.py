"""The mutants fit the sources and belong to requirements; a few are killed here, all by `make mutants-compliance`."""

import json

import pytest

from tests.compliance.kill import ROOT, Copy, Fate, as_json, campaign, copies, table
from tests.compliance.mutant import Mutant, without
from tests.compliance.mutants import MUTANTS
from tests.compliance.register import register

SAMPLE = ("part11.10h", "part11.200b")
HARMLESS = without(
    "part11.10h", "a comment",
    ("web/site/unknown_sources.py", "nobody has registered", "nobody registered"),
)  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.clause}: {mutant.control}")
def test_what_a_mutant_changes_stands_in_the_sources_once(mutant: Mutant) -> None:
    for change in mutant.changes:
        assert change.fits((ROOT / change.file).read_text("utf-8")), (change.file, change.old)


def test_every_mutant_belongs_to_a_requirement() -> None:
    assert {mutant.clause for mutant in MUTANTS} <= {row.id for row in register()}


@pytest.mark.slow
def test_a_removed_control_is_missed_and_a_harmless_change_survives() -> None:
    chosen = [next(mutant for mutant in MUTANTS if mutant.clause == clause) for clause in SAMPLE]
    fates = campaign([*chosen, HARMLESS], say=lambda *_, **__: None)
    assert [fate.fate for fate in fates] == ["killed", "killed", "survived"]
    assert all(fate.scenarios and fate.because for fate in fates[:2])
    assert json.loads(as_json(fates))[0]["fate"] == "killed"
    assert "| part11.10h | a comment | survived |" in table(fates)


def test_a_mutant_that_no_longer_fits_is_told_and_not_run(tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = next(copies(tmp_path_factory.mktemp("copy"), 1))
    gone = without("part11.10h", "nothing", ("web/site/unknown_sources.py", "these words stand nowhere", ""))
    assert isinstance(copy, Copy)
    assert copy.judge(gone) == Fate(
        gone, "unfit", (), f"{gone.changes[0].file} no longer says once: {gone.changes[0].old}"
    )
