"""What happened to an approved record, as people read it: for `history`."""

from __future__ import annotations

from collections.abc import Callable

from coe.way.marks import Mark
from governance.record import events as e

Said = tuple[Mark, str, str, str, str]


def told_later(event: e.Event, who: str, text: Callable[[str], str]) -> Said | None:
    """Shape and word, title, a person's own text, the product's words; None for what happened before an approval."""
    match event:
        case e.NoticeGiven(step=step):
            return "warning", "Ends soon", f"Notice given {step} the approval ends", "", ""
        case e.Expired():
            return "refused", "Expired", "The approval ended", "", "It may not be used."
        case e.CheckInAsked(step=step):
            return "waiting", "Check-in", f"Asked {step} release how it went", "", ""
        case e.CheckedIn(step=step, note=note):
            return "passed", "Check-in", f"{who} answered the check-in of {step} release", text(note), ""
        case e.Renewed():
            return "passed", "Renewed", "Another approval gave this another term", "", ""
        case e.Retired(reason=reason, by=by):
            title = "Another approval retired this" if by else f"{who} retired this"
            return "not_needed", "Retired", title, text(reason), "It is used no more."
        case _:
            return None
