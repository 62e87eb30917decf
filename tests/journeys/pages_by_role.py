"""The table of pages by role: `python -m tests.journeys.pages_by_role` writes it, the axe journey holds it."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.journeys.roles import REFUSING, ROLES, Opened, opened
from tests.journeys.served import founded
from tests.journeys.tour import everything

TABLE = Path(__file__).parents[2] / "docs" / "reference" / "pages-by-role.md"
HEAD = """\
# Pages by role

Written by `python -m tests.journeys.pages_by_role`, and held against the demonstration's office by
`tests/journeys/test_axe.py`. A number says at how many addresses somebody of the role got the page: one's own
initiative, another's, one that is withdrawn, rejected, revoked or on hold count each. Where a cell is empty the page
is refused or leads elsewhere; the pages that refuse are the last rows. [Accessibility](../accessibility.md) says at
which of these axe looks in a browser.

"""


def page(found: Sequence[Opened]) -> str:
    """The whole page, from what was opened."""
    counted = Counter((one.page, one.role) for one in found)
    rows = sorted({one.page for one in found if not one.refused}) + list(REFUSING.values())
    lines = [["page", *ROLES], ["-"] * (1 + len(ROLES))]
    for row in rows:
        name = row if row in REFUSING.values() else f"`{row}`"
        lines.append([name, *(str(counted[row, role] or "") for role in ROLES)])
    return HEAD + "".join(f"|{'|'.join(cells)}|\n" for cells in lines)


def main() -> None:
    """Write it anew, from an office of its own."""
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts"
        fonts.mkdir()
        served = founded(Path(folder), fonts, portfolio=True)
        TABLE.write_text(page(opened(served, everything(served))[0]), encoding="utf-8")
        served.office.engine.dispose()


if __name__ == "__main__":
    main()
