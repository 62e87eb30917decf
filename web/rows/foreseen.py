"""Forecasts made beside the pages: each once for an hour, one at a time, and whoever waits sees how far it is.

They record nothing and are remade when the program starts anew, so they live in memory.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from coe.forecast.inputs import BadInputs
from coe.forecast.results import Forecast
from coe.forecast.run import forecast
from coe.forecast.sources import inputs_of_office
from coe.governance_law import Governance
from coe.office import Office
from coe.reading import Reader
from governance.language.definition import Definition

RECORDS, SEED = 600, 1
HOUR_MS = 3_600_000
MOST_KEPT = 16
FAILED_KEPT_MS = 60_000
"""So long the reason stands why none could be made; then whoever asks has it tried again."""
AT_ONCE_S = 0.7
"""What a reader waits before the page says how far it is."""


@dataclass
class Underway:
    """One forecast asked for at a moment (UTC ms): records done of all, and what came of it or why nothing could ("" by
    a fault of the program); None while it is made.
    """

    asked: int = 0
    total: int = RECORDS
    done: int = 0
    found: Forecast | str | None = None
    ended: Event = field(default_factory=Event)

    def given_up(self, now: int) -> bool:
        """Whether it failed long enough ago to be worth another attempt."""
        return isinstance(self.found, str) and now - self.asked >= FAILED_KEPT_MS


class Forecasts:
    """The forecasts of one app."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], Underway] = OrderedDict()
        self._lock, self._turn = Lock(), Lock()

    def ask(self, law: Definition, office: Office, now: int) -> Underway:
        """The forecast of this hour, begun if nobody asked yet; the same for everybody who asks within the hour."""
        begins = now // HOUR_MS * HOUR_MS
        with self._lock:
            one = self._kept.get((law.digest, begins))
            if one is None or one.given_up(now):
                one = self._kept[law.digest, begins] = Underway(now)
                Thread(target=self._make, args=(one, law, office, begins), daemon=True, name="forecast").start()
            self._kept.move_to_end((law.digest, begins))
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        one.ended.wait(AT_ONCE_S)
        return one

    def _make(self, one: Underway, law: Definition, office: Office, begins: int) -> None:
        def told(done: int) -> None:
            one.done = done

        with self._turn:
            try:
                reader = Reader(office.engine, Governance())
                inputs = inputs_of_office([law], None, office.engine, reader, begins)
                one.found = forecast(law, inputs, records=RECORDS, seed=SEED, progress=told)
            except BadInputs as problem:
                one.found = str(problem)
            finally:  # whoever waits must hear that it ended, even by a fault
                one.found = "" if one.found is None else one.found
                one.ended.set()
