"""The unanchored window in sentences for whoever answers for quality: what is safe, what is not, for how long."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from coe.database import reading
from coe.evidence.window import HOUR_MS, Anchor, Window, window
from coe.home import Home
from coe.office import Office

DEFAULT_ZONE = "Europe/Berlin"
DAY_HOURS = 48
STRENGTH = {
    "cosigned": "strong: they compared it with all they had seen, and signed",
    "mailed": "weaker: a mail server took it; whether somebody keeps it is not known here",
    "handed out": "weakest: whoever holds such a packet holds the checkpoint; nobody is known to",
}


def told(office: Office, home: Home) -> tuple[tuple[str, ...], bool]:
    """The sentences for this moment in the office's zone, and whether the window is overdue. Raises OfficeError."""
    with reading(office.engine) as connection:
        found = window(connection, office.clock.now())
    return sentences(found, home.config().get("zone", DEFAULT_ZONE)), found.overdue


def sentences(window: Window, zone: str) -> tuple[str, ...]:
    """What the window is right now; the first sentence alone says whether all is well."""
    return (_first(window), *_open(window), _asked(window), *_known(window, zone))


def anchor_words(anchor: Anchor, zone: str) -> str:
    """One anchor: `812 entries, cosigned by a and b on 30 Nov 2026, 14:05 CET`."""
    who = f" by {' and '.join(anchor.who)}" if anchor.who else ""
    return f"{anchor.size:,} entries, {anchor.kind}{who} on {at_words(anchor.at, zone)}"


def at_words(at: int, zone: str) -> str:
    """A moment with its zone: `30 Nov 2026, 14:05 CET`."""
    local = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y, %H:%M %Z}"


def _first(window: Window) -> str:
    if not window.size:
        return "Nothing is recorded yet."
    if window.counted is None:
        what = "enough witnesses have cosigned" if window.policy.needed else "was sent outside"
        return f"Nothing of this log is safe: no checkpoint that {what} is known. All of it could be rewritten unseen."
    done = "cosigned" if window.counted.kind == "cosigned" else "mailed outside"
    if not window.rest.entries:
        return f"All {window.size:,} entries are {done}. None can be rewritten unseen."
    first = f"The first {window.counted.size:,} of {window.size:,} entries are {done}"
    return f"{first}: none of them can be rewritten unseen."


def _open(window: Window) -> tuple[str, ...]:
    rest = window.rest
    if not rest.entries:
        return ()
    among = f", {_counted(rest.approvals, 'approval')} among them," if rest.approvals else ""
    one = rest.entries == 1
    where = (
        ("lies after it" if one else "lie after it") if window.counted else f"{'is' if one else 'are'} kept by nobody"
    )
    told = f"{_counted(rest.entries, 'entry')}{among} {where}, the oldest for {_long(window.now - rest.since)}."
    if not window.overdue:
        return (told,)
    limit = window.policy.approval_hours if window.overdue_approval else window.policy.hours
    what = "an approval" if window.overdue_approval else "an entry"
    cure = "Have the witnesses cosign now." if window.policy.needed else "Send a checkpoint outside now."
    return (told, f"That is too long: {what} may lie outside for {limit} h. {cure}")


def _asked(window: Window) -> str:
    policy = window.policy
    if not policy.needed:
        mail = "a mailed checkpoint is all there is" if window.counted else "no checkpoint was mailed"
        return f"No witness is declared, and {mail}. “coe witness declare” names witnesses."
    limits = f"within {policy.hours} h of an entry and {policy.approval_hours} h of an approval"
    return f"{policy.needed} of {len(policy.vkeys)} witnesses are needed, {limits}."


def _known(window: Window, zone: str) -> tuple[str, ...]:
    return tuple(
        f"{each.kind.capitalize()}: {anchor_words(each, zone)} ({STRENGTH[each.kind]})." for each in window.anchors
    )


def _counted(count: int, what: str) -> str:
    many = {"entry": "entries"}.get(what, f"{what}s")
    return f"{count:,} {what if count == 1 else many}"


def _long(milliseconds: int) -> str:
    hours = milliseconds // HOUR_MS
    if hours < 1:
        return f"{max(milliseconds, 0) // 60_000} min"
    return f"{hours} h" if hours < DAY_HOURS else f"{hours // 24} days"
