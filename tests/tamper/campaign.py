"""The campaign: every attack on a copy of one office, what each control said of it, and whether that is as declared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from sqlalchemy.exc import DBAPIError

from tests.tamper.attack import Attack
from tests.tamper.controls import Control, Said, asked
from tests.tamper.house import House, house
from tests.tamper.site import Site, copied


@dataclass(frozen=True)
class Result:
    """What the controls that noticed said, which were asked and stayed silent, and what is not as declared ("" if
    all is).
    """

    attack: Attack
    said: Said
    silent: tuple[Control, ...]
    wrong: str


@dataclass
class Campaign:
    """One office, attacked as often as asked; each attack once."""

    house: House
    folder: Path
    results: dict[Attack, Result] = field(default_factory=dict)

    def result(self, attack: Attack) -> Result:
        """The result of an attack, carried out at the first call."""
        if attack not in self.results:
            site = copied(self.house, self.folder / f"attack-{len(self.results)}")
            said = {
                control: text.replace(str(site.home.folder), ".") for control, text in self._said(attack, site).items()
            }
            self.results[attack] = Result(attack, said, _silent(attack, said), _wrong(attack, said, attack.named(site)))
            rmtree(site.home.folder.parent)
        return self.results[attack]

    def _said(self, attack: Attack, site: Site) -> Said:
        if attack.attacker != "sql":
            attack.act(site)
            return asked(site)
        said: Said = {}
        try:
            attack.act(site)
        except DBAPIError as error:
            said["trigger"] = str(error.orig)
            site.unprotect()
            attack.act(site)
            site.protect()
        return said | asked(site)


@contextmanager
def campaign() -> Iterator[Campaign]:
    """A campaign in a folder that is gone at the end."""
    with TemporaryDirectory(prefix="coe-tamper-") as folder:
        yield Campaign(house(Path(folder) / "office"), Path(folder))


def _silent(attack: Attack, said: Said) -> tuple[Control, ...]:
    """What was asked and noticed nothing. Once a log is not intact, no more is asked of `coe verify`."""
    controls: tuple[Control, ...] = ("trigger", "start", "intact", "lawful", "anchor", "seal", "packet", "next act")
    left_out = {"lawful", "anchor"} if "intact" in said else set()
    left_out |= set() if attack.attacker == "sql" else {"trigger"}
    return tuple(control for control in controls if control not in said and control not in left_out)


def _wrong(attack: Attack, said: Said, named: str) -> str:
    if said.keys() != set(attack.noticed):
        return f"declared to be noticed by {sorted(attack.noticed)}, was noticed by {said}"
    if attack.noticed and (not named or named not in said[attack.noticed[0]]):
        return f"{attack.noticed[0]} should name {named!r} and says: {said[attack.noticed[0]]}"
    if bool(attack.limit) != (not attack.noticed):
        return "what nothing notices needs a limit, and nothing else does"
    return ""
