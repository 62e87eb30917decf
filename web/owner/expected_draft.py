"""By when a draft would be through if it were submitted now: promises, or how long others like it took."""

from __future__ import annotations

from coe.database import reading
from web.owner.drafting import Desk
from web.owner.expected import expected
from web.record.work_pages import Expected
from web.rows.initiatives import durations
from web.site.context import clock, engine
from web.site.frame import zone


def through(desk: Desk) -> Expected | None:
    """The band of the answers as kept; None where nothing can be said."""
    with reading(engine()) as connection:
        took = durations(connection, desk.law.workflow, desk.live.tier.name)
    return expected(desk.law, desk.live.gates, desk.calendar, took, clock().now(), zone())
