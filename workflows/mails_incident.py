"""What a mail about an incident says: what happened, what it means, what to do, by when."""

from urllib.parse import quote

from coe.letter_incident import IncidentLetter
from governance.record.incident_kinds import HOURS, KINDS, Kind
from workflows.mails import Mail, Row, choosing
from workflows.plain_words import LONGEST_PROSE, inert, moment, one_line, time_in

HOUR_MS = 3_600_000
ERASED = "(erased)"
STAYS = "It stays open until an administrator closes it with its root cause. Nothing closes by itself."


def compose_incident(letter: IncidentLetter, url: str, zone: str, now: int) -> Mail:
    """The mail for a letter. `url` is the site's, `now` (UTC ms) when it is sent."""
    kind, closed = KINDS[letter.what], letter.kind == "incident-closed"
    by = letter.opened + HOURS[kind.severity] * HOUR_MS
    headline = "Closed" if closed else f"Acknowledge by {moment(by, zone)}"
    about = f" ({one_line(letter.about, 60)})" if letter.about else ""
    return Mail(
        subject=f"{'Incident closed' if closed else f'Incident, {kind.severity}'}: {kind.title}{about}",
        lead="Incident" if closed else f"Incident, {kind.severity}",
        headline=headline,
        tone="pass" if closed else "attend" if kind.severity == "minor" else "stop",
        title=kind.title,
        number=inert(letter.about),
        tier="",
        round=0,
        name=inert(letter.name) or "colleague",
        heading="What follows" if closed else "What happens otherwise",
        sentence=_closed(letter) if closed else f"{_opened(letter, zone)} {kind.meaning}",
        rows=_answers(letter) if closed else _told(letter, kind),
        way=(),
        way_words="",
        button="Open the incident",
        note="The link only opens the page.",
        url=f"{url}/office/incidents/{quote(letter.incident, safe='')}",
        otherwise="Nothing more is needed from you." if closed else STAYS,
        why=f"You get this because you {'reported it' if closed else 'are an administrator'}.",
        sent=f"{moment(now, zone)} in {zone} ({time_in(now, 'UTC')} UTC)",
        choose=choosing(url),
    )


def _opened(letter: IncidentLetter, zone: str) -> str:
    who = inert(letter.opener) or "The office itself"
    return f"{who} opened this incident on {moment(letter.opened, zone)}."


def _closed(letter: IncidentLetter) -> str:
    return f"{inert(letter.closed_by) or 'An administrator'} has closed the incident you reported."


def _told(letter: IncidentLetter, kind: Kind) -> tuple[Row, ...]:
    found = Row("warning", "What was found", inert(letter.reason, LONGEST_PROSE) or ERASED, "")
    return (found, Row("yours", "What to do", kind.cure, ""))


def _answers(letter: IncidentLetter) -> tuple[Row, ...]:
    cause = Row("passed", "Root cause", inert(letter.root_cause, LONGEST_PROSE) or ERASED, "")
    return (cause, Row("passed", "What was done", inert(letter.note, LONGEST_PROSE), "")) if letter.note else (cause,)
