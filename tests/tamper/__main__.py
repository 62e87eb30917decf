"""`python -m tests.tamper FILE`: run the campaign and write its table; exit 1 where a control did not hold."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from time import monotonic

from tests.tamper.campaign import campaign
from tests.tamper.catalogue import ATTACKS
from tests.tamper.table import table


def main(target: Path) -> int:
    """Write the table into the file, where everything was as declared."""
    logging.disable(logging.CRITICAL)  # pyHanko tells of every refusal with a traceback
    begun = monotonic()
    with campaign() as running:
        results = [running.result(attack) for attack in ATTACKS]
    wrong = [f"{result.attack.attacker}, {result.attack.name}: {result.wrong}" for result in results if result.wrong]
    print("\n".join(wrong) or f"{len(results)} attacks in {monotonic() - begun:.0f} s, all as declared")
    print("\n".join(result.counted for result in results if result.counted.startswith("300 flips")))
    if not wrong:
        target.write_text(table(results), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
