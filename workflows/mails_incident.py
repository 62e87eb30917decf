"""What a mail about an incident says: what happened, what it means, what to do, by when."""

from urllib.parse import quote

from coe.letter_incident import IncidentLetter
from coe.words.speaking import gettext, marked
from coe.words.vocabulary import SEVERITIES
from governance.record.incident_kinds import HOURS, KINDS, Kind
from workflows.mails import FOLLOWS, OTHERWISE, Mail, Row, choosing, sent
from workflows.plain_words import LONGEST_PROSE, inert, moment, one_line

HOUR_MS = 3_600_000
STAYS = marked("It stays open until an administrator closes it with its root cause. Nothing closes by itself.")
ADMINISTRATOR = marked("You get this because you are an administrator.")


def compose_incident(letter: IncidentLetter, url: str, zone: str, now: int) -> Mail:
    """The mail for a letter. `url` is the site's, `now` (UTC ms) when it is sent."""
    kind, closed = KINDS[letter.what], letter.kind == "incident-closed"
    by = letter.opened + HOURS[kind.severity] * HOUR_MS
    grave = gettext("Incident, %(severity)s", severity=SEVERITIES[kind.severity])
    return Mail(
        subject=_subject(gettext("Incident closed") if closed else grave, gettext(kind.title), letter.about),
        lead=gettext("Incident") if closed else grave,
        headline=gettext("Closed") if closed else gettext("Acknowledge by %(when)s", when=moment(by, zone)),
        tone="pass" if closed else "attend" if kind.severity == "minor" else "stop",
        title=gettext(kind.title),
        number=inert(letter.about),
        tier="",
        round=0,
        name=inert(letter.name) or gettext("colleague"),
        heading=gettext(FOLLOWS if closed else OTHERWISE),
        sentence=_closed(letter) if closed else f"{_opened(letter, zone)} {gettext(kind.meaning)}",
        rows=_answers(letter) if closed else _told(letter, kind),
        way=(),
        way_words="",
        button=gettext("Open the incident"),
        note=gettext("The link only opens the page."),
        url=f"{url}/office/incidents/{quote(letter.incident, safe='')}",
        otherwise=gettext("Nothing more is needed from you.") if closed else gettext(STAYS),
        why=gettext("You get this because you reported it.") if closed else gettext(ADMINISTRATOR),
        sent=sent(now, zone),
        choose=choosing(url),
    )


def _subject(what: str, title: str, about: str) -> str:
    if not about:
        return gettext("%(what)s: %(title)s", what=what, title=title)
    return gettext("%(what)s: %(title)s (%(about)s)", what=what, title=title, about=one_line(about, 60))


def _opened(letter: IncidentLetter, zone: str) -> str:
    who, when = inert(letter.opener) or gettext("The office itself"), moment(letter.opened, zone)
    return gettext("%(who)s opened this incident on %(when)s.", who=who, when=when)


def _closed(letter: IncidentLetter) -> str:
    who = inert(letter.closed_by) or gettext("An administrator")
    return gettext("%(who)s has closed the incident you reported.", who=who)


def _told(letter: IncidentLetter, kind: Kind) -> tuple[Row, ...]:
    found = Row("warning", gettext("What was found"), inert(letter.reason, LONGEST_PROSE) or gettext("(erased)"), "")
    return (found, Row("yours", gettext("What to do"), gettext(kind.cure), ""))


def _answers(letter: IncidentLetter) -> tuple[Row, ...]:
    cause = Row("passed", gettext("Root cause"), inert(letter.root_cause, LONGEST_PROSE) or gettext("(erased)"), "")
    if not letter.note:
        return (cause,)
    return (cause, Row("passed", gettext("What was done"), inert(letter.note, LONGEST_PROSE), ""))
