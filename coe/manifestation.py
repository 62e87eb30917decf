"""What a signature shows wherever it is read: printed name, date and time with their zone, meaning (21 CFR 11.50)."""

from datetime import UTC, datetime, tzinfo

from governance.record import events as e
from governance.record.commands import Signature

IMPORTED = "imported"
NOT_SIGNED = "Imported; not a signature."


def manifested(name: str, at: int, zone: tzinfo, meaning: str) -> str:
    """`Signed, meaning “approval”: Dr Sofia Brandt, 20 Nov 2026, 16:58:14 in Berlin (15:58:14 UTC)`. `at` is UTC ms."""
    return f"Signed, meaning “{meaning}”: {name}, {clock(at, zone)}"


def clock(at: int, zone: tzinfo) -> str:
    """`20 Nov 2026, 16:58:14 in Berlin (15:58:14 UTC)`."""
    local, known = datetime.fromtimestamp(at / 1000, zone), datetime.fromtimestamp(at / 1000, UTC)
    place = str(zone).rpartition("/")[2].replace("_", " ")
    if place == "UTC":
        return f"{known.day} {known:%b %Y, %H:%M:%S} UTC"
    return f"{local.day} {local:%b %Y, %H:%M:%S} in {place} ({known:%H:%M:%S} UTC)"


def signature_of(event: e.Event) -> Signature | None:
    """The signature that an event carries; None where nobody signed, or it was imported from elsewhere."""
    found = event.signature if isinstance(event, e.DecisionSigned | e.ConditionVerified) else None
    return None if found is None or found.method == IMPORTED else found


def beside_others(event: e.Event) -> str:
    """What else one sitting was about, "" where a decision was signed alone; which records these were stays theirs."""
    others = len(event.together) - 1 if isinstance(event, e.DecisionSigned) else 0
    if others < 1:
        return ""
    more = "another record" if others == 1 else f"{others} other records"
    return f"Signed in one sitting with {more} on the page, each shown, ticked and signed for itself."
