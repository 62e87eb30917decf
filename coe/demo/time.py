"""When things happened in the demonstration: so many working hours before it began, in the offices of Berlin."""

from coe.founding import STANDARD_WEEK, years_around
from coe.policy.calendars import compile_calendar
from governance.language.business_time import add, between

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
DAYS_BACK = 70
"""How far back the office was founded: about 370 working hours."""


class WorkingTime:
    """Counts back from the beginning (UTC ms) in the standard week, without holidays."""

    def __init__(self, began: int) -> None:
        self._calendar = compile_calendar({"name": "demo", **STANDARD_WEEK}, years_around(began)).calendar()
        self.start = began - DAYS_BACK * DAY_MS
        self._began = began

    def ago(self, hours: float) -> int:
        """The moment (UTC ms) from which so many working hours have passed until the beginning."""
        worked = between(self._calendar, self.start, self._began) - round(hours * HOUR_MS)
        return min(add(self._calendar, self.start, max(1, worked)), self._began)
