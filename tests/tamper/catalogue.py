"""Every attack, by attacker, in the order of the table."""

from __future__ import annotations

from typing import Final

from tests.tamper import by_operator, by_sql
from tests.tamper.attack import Attack

ATTACKS: Final[tuple[Attack, ...]] = (*by_sql.ATTACKS, *by_operator.ATTACKS)
