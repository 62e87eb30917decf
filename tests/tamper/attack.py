"""One attack: who, what, which controls must notice it, and what honestly cannot before a witness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.tamper.naming import Attacker, Control
from tests.tamper.site import Site


@dataclass(frozen=True)
class Attack:
    """`act` is the attack, its docstring the sentence that tells it; a holder's returns the file that is shown.

    Exactly the controls in `noticed` must notice; the first one's message is shown and must hold `names`, in which
    `{…}` is filled in with the house's entries. Where only `anchor` and `witness` notice, it takes somebody outside who
    remembers; where nothing does, `limit` says why. `stated` are words by which the offline verifier itself tells the
    reader what it does not show.
    """

    attacker: Attacker
    act: Callable[[Site], bytes | None]
    noticed: tuple[Control, ...] = ()
    names: str = ""
    limit: str = ""
    stated: str = ""

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
