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
from tests.tamper.auditor import shown_to_an_auditor
from tests.tamper.controls import asked
from tests.tamper.house import House, house
from tests.tamper.naming import Control, Said
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
    counted: str = ""


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
            heard = {
                control: text.replace(str(site.home.folder), ".") for control, text in _heard(attack, site).items()
            }
            said = {control: text for control, text in heard.items() if text}
            silent = tuple(control for control, text in heard.items() if not text)
            self.results[attack] = Result(attack, said, silent, _wrong(attack, said, site), site.printed)
            rmtree(site.home.folder.parent)
        return self.results[attack]


@contextmanager
def campaign() -> Iterator[Campaign]:
    """A campaign in a folder that is gone at the end."""
    with TemporaryDirectory(prefix="coe-tamper-") as folder:
        yield Campaign(house(Path(folder) / "office"), Path(folder))


def _heard(attack: Attack, site: Site) -> Said:
    """What every control that was asked said, "" where it noticed nothing."""
    if attack.attacker == "sql":
        _tried(attack, site)
        return site.heard | asked(site)
    shown = attack.act(site)
    heard = {control: text for control, text in site.heard.items() if text or control == "ceremony"}
    return (asked(site) if shown is None else shown_to_an_auditor(site, shown)) | heard


def _tried(attack: Attack, site: Site) -> None:
    """First with the triggers; where one stops it, again without."""
    site.heard["trigger"] = ""
    try:
        attack.act(site)
    except DBAPIError as error:
        site.heard["trigger"] = str(error.orig)
        site.unprotect()
        attack.act(site)
        site.protect()


def _wrong(attack: Attack, said: Said, site: Site) -> str:
    named = attack.named(site)
    if said.keys() != set(attack.noticed):
        return f"declared to be noticed by {sorted(attack.noticed)}, was noticed by {said}"
    if attack.noticed and (not named or named not in said[attack.noticed[0]]):
        return f"{attack.noticed[0]} should name {named!r} and says: {said[attack.noticed[0]]}"
    if attack.stated not in site.printed:
        return f"the verifier should state {attack.stated!r} and prints {site.printed[:400]}"
    if bool(attack.limit) != (not attack.noticed):
        return "what nothing notices needs a limit, and nothing else does"
    return ""
