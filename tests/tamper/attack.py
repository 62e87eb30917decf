"""One attack: who, what, which controls must notice it, and what honestly cannot before a witness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from tests.tamper.controls import Control
from tests.tamper.site import Site

Attacker = Literal["sql", "sql+files", "operator", "holder"]
ATTACKERS: Final[dict[Attacker, str]] = {
    "sql": "somebody with SQL access to the database",
    "sql+files": "somebody with SQL access and the data folder, keys included",
    "operator": "the operator: all keys, the code, the clock",
    "holder": "somebody who holds a packet",
}


@dataclass(frozen=True)
class Attack:
    """`act` is the attack, its docstring the sentence that tells it. Exactly the controls in `noticed` must notice;
    the first one's message is shown and must hold `names` (`{…}` is filled in with the house's entries). Where only
    `anchor` notices, it takes a checkpoint that somebody else kept; where nothing does, `limit` says why.
    """

    attacker: Attacker
    act: Callable[[Site], None]
    noticed: tuple[Control, ...] = ()
    names: str = ""
    limit: str = ""

    @property
    def name(self) -> str:
        """The function's name in words."""
        return self.act.__name__.replace("_", " ")

    @property
    def does(self) -> str:
        """One sentence."""
        return " ".join((self.act.__doc__ or "").split())

    def named(self, site: Site) -> str:
        """What the first message must hold, with the house's entries filled in."""
        return self.names.format(**site.known())
