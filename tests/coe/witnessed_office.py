"""An office with witnesses in folders of their own, founded once and copied."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from coe.clock import MovedClock
from coe.database import engine_for
from coe.evidence.checkpoints import seal
from coe.evidence.cosignatures import Accepted, accept, ask
from coe.evidence.keys import LogKey, declare, log_key
from coe.evidence.witness import Witness
from coe.governance_law import Governance
from coe.home import Home
from coe.office import Office
from governance.ledger.note import Key
from governance.office.keys import WITNESSES
from governance.record import commands as c
from tests.coe.evidence_office import Bureau, bureau

WHEN = 1_790_100_000


@dataclass
class Witnessed:
    """The office, its log key, and the folders of its witnesses by name."""

    office: Bureau
    key: LogKey
    folder: Path
    witnesses: dict[str, Witness] = field(default_factory=dict)

    def witness(self, name: str) -> Witness:
        self.witnesses[name] = Witness.make(self.folder / name, name, (self.key.public,))
        return self.witnesses[name]

    def declares(self, *names: str, needed: int = 1, hours: int = 24, approval_hours: int = 4) -> None:
        why = self.office.text("founding")
        vkeys = tuple(self.public(name).vkey() for name in names)
        command = c.DeclareWitnesses(vkeys, needed, why.commit, hours, approval_hours)
        self.office.send(WITNESSES, self.office.people["ada"], command, why)

    def public(self, name: str) -> Key:
        return self.witnesses[name].public

    def seals(self) -> bytes:
        note = seal(self.office.engine, self.office.home, self.key, self.office.clock)
        assert note is not None
        return note

    def asks(self, name: str, old: int | None = None) -> bytes:
        return ask(self.office.engine, self.public(name), old)

    def accepts(self, answer: bytes) -> Accepted:
        return accept(self.office.engine, self.office.home, self.key, answer, self.office.clock)

    def cosigns(self, name: str, when: int = WHEN) -> Accepted:
        """The whole way: sealed, asked, cosigned, accepted."""
        self.seals()
        return self.accepts(self.witnesses[name].cosign(self.asks(name), when))

    def grows(self, what: str = "grant") -> None:
        """One more entry, a denial of `what`."""
        self.office.send("security/2026-09-22", "system", c.RecordDenial("p", what, "role/medical", "not-yours"))

    @contextmanager
    def restored(self, backup: Path) -> Iterator["Witnessed"]:
        """The same keys and folders over an older copy of the database."""
        engine = engine_for(f"sqlite:///{backup}")
        clock = MovedClock(self.office.clock.now(), seed=7)
        old = Bureau(Office(engine, Governance(), clock=clock), clock, self.office.home, self.office.people)
        yield Witnessed(old, self.key, self.folder, self.witnesses)
        engine.dispose()

    def backup(self, name: str) -> Path:
        with closing(sqlite3.connect(str(self.office.engine.url.database))) as connection:
            connection.execute(f"VACUUM INTO '{self.folder / name}'")
        return self.folder / name


def founded(folder: Path) -> Bureau:
    """The office to copy: people, a definition, the log's key declared."""
    made = bureau(folder)
    declare(made.office, log_key(made.home, made.clock))
    made.engine.dispose()
    return made


@contextmanager
def opened(kept: Bureau, folder: Path) -> Iterator[Witnessed]:
    """A copy of a founded office, at work."""
    shutil.copytree(Path(str(kept.engine.url.database)).parent, folder / "office")
    engine = engine_for(f"sqlite:///{folder / 'office' / 'office.sqlite'}")
    clock, home = MovedClock(kept.clock.now()), Home(folder / "office" / "home")
    made = Bureau(Office(engine, Governance(), clock=clock), clock, home, dict(kept.people), dict(kept.names))
    yield Witnessed(made, log_key(home, clock), folder)
    engine.dispose()
