"""Every attack, by attacker, in the order of the table."""

from __future__ import annotations

from typing import Final

from tests.tamper import (
    bit_flips,
    by_files,
    by_holder,
    by_holder_pdf,
    by_operator,
    by_operator_unlawful,
    by_operator_unreadable,
    by_sql,
    by_sql_forging,
)
from tests.tamper.attack import Attack

ATTACKS: Final[tuple[Attack, ...]] = (
    *by_sql.ATTACKS,
    *by_sql_forging.ATTACKS,
    *by_files.ATTACKS,
    *bit_flips.ATTACKS,
    *by_operator.ATTACKS,
    *by_operator_unlawful.ATTACKS,
    *by_operator_unreadable.ATTACKS,
    *by_holder.ATTACKS,
    *by_holder_pdf.ATTACKS,
)
