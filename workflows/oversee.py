"""Overdue periodic reviews: a period that nobody reviewed in time is an alarm, once, however ticks slip.

While it is open there is no second one; closed without a review, it comes again with the next period.
"""

from coe.database import reading
from coe.home import Home
from coe.incidents import alarm, opened_before, still_open
from coe.office import Office
from coe.reviews import DAY_MS, Standing, standings
from workflows.plain_words import moment

KIND = "review-overdue"
DEFAULT_ZONE = "Europe/Berlin"


def oversee(office: Office, home: Home, now: int) -> int:
    """Raise an alarm for each review overdue at `now` (UTC ms); how many are new. Raises OfficeUnavailable, BadHome."""
    settings = home.config()
    with reading(office.engine) as connection:
        late = [each for each in standings(connection, settings) if each.due and each.due <= now]
        waiting = still_open(connection, KIND)
        named = [(each, _name(each, now)) for each in late if waiting.get(f"review/{each.name}", 0) <= each.since]
        new = [(each, name) for each, name in named if not opened_before(connection, name)]
    for each, name in new:
        alarm(office, KIND, f"review/{each.name}", name, _told(each, settings.get("zone", DEFAULT_ZONE)))
    return len(new)


def _name(late: Standing, now: int) -> str:
    """The same for one missed period, another for each further one; a late tick raises the last of them only."""
    return f"{KIND}/{late.name}/{late.since}/{(now - late.due) // (late.days * DAY_MS)}"


def _told(late: Standing, zone: str) -> str:
    reviewed = f"reviewed up to {moment(late.since, zone)}" if late.since else "never been reviewed"
    return f"{late.kind.title} ({late.kind.clause}) has {reviewed}; it was due on {moment(late.due, zone)}."
