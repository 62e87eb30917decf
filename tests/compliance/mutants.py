"""Every control that a clause rests on, and how it is disabled; tests/compliance/kill.py shows what that does."""

from tests.compliance.mutant import Mutant
from tests.compliance.mutants_alcoa import ALCOA, DRAFT
from tests.compliance.mutants_annex11 import ANNEX_11
from tests.compliance.mutants_part11 import PART_11

MUTANTS: tuple[Mutant, ...] = (*PART_11, *ANNEX_11, *ALCOA, *DRAFT)
