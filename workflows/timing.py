"""When each notice of a run leaves, by what its person prefers; what cannot be judged leaves at once and is tried."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from coe.database import reading
from coe.letter import Letter, Letters
from coe.mail_preferences import preference_of
from coe.notice_times import Leaves, Preference, Waiting, leaves
from coe.office_errors import OfficeUnavailable
from coe.tables import entry
from workflows.news import NEWS, OTHER_NEWS
from workflows.plain_words import zone_of

URGENT = ("escalation",)


class Timing:
    """Asks for preferences once a run; letters are read only for those who let something wait."""

    def __init__(self, engine: Engine, letters: Letters, zone: str) -> None:
        self._engine = engine
        self._letters = letters
        self._zone = zone
        self._known: dict[str, Preference] = {}

    def zone(self, person: str) -> str:
        """The zone of a person's mails."""
        return self._of(person).zone or self._zone

    def of(self, notice: Mapping[str, object], now: int) -> Leaves:
        """When this row of `notice` leaves. Accounts and incidents never wait. Raises OfficeUnavailable."""
        preference = self._of(str(notice["person"]))
        if not preference.delays or not notice["initiative"]:
            return Leaves(now)
        try:
            letter = self._letters.read(notice, now)
        except OfficeUnavailable:
            raise
        except Exception:  # noqa: BLE001 - sending it will fail, be noted and be tried again
            letter = None
        if letter is None:
            return Leaves(now)
        zone: ZoneInfo = zone_of(preference.zone or self._zone)
        return leaves(preference, zone, self._waiting(notice, letter), now)

    def _waiting(self, notice: Mapping[str, object], letter: Letter) -> Waiting:
        with reading(self._engine) as connection:
            since = connection.execute(select(entry.c.at).where(entry.c.seq == notice["seq"])).scalar_one()
        asks = letter.turn or bool(NEWS.get(letter.kind, OTHER_NEWS).asks)
        due = letter.due if letter.turn or letter.kind == "returned" else 0
        due = letter.expires if letter.kind == "expiring" else due
        return Waiting(since, due, asks, never_waits=letter.last_call or letter.kind in URGENT)

    def _of(self, person: str) -> Preference:
        if person not in self._known:
            with reading(self._engine) as connection:
                self._known[person] = preference_of(connection, person)
        return self._known[person]
