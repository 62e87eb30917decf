"""Entries of people, pools, definitions, calendars and security in words; `history` tells those of initiatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from coe.way.marks import Mark
from governance.law.pools import FOREVER
from governance.record import events as e
from governance.record.incident_kinds import KINDS
from governance.record.review_kinds import KINDS as REVIEWS
from governance.record.review_kinds import OUTCOMES
from web.rows.records import Happened
from web.words.translating import Recorded, as_recorded

MOST_NAMED = 12
TEXTS = ("reason", "evidence", "root_cause", "note", "how")


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: its shape and word, a title, a person's own text, the product's words."""

    mark: Mark
    word: str
    title: str
    quote: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What opens an entry: names by person id, texts by commitment, days by UTC ms, numbers by initiative’s stream."""

    name: Callable[[str], str]
    text: Callable[[str], str]
    day: Callable[[int], str]
    numbers: Mapping[str, str] = field(default_factory=dict)


def told(happened: Happened, words: Words) -> Told:
    """One entry outside of initiatives, in the words of the record."""
    with as_recorded():
        found = _told(happened, words)
    return replace(
        found, word=Recorded(found.word), title=Recorded(found.title), detail=Recorded(found.detail)
    )


def _told(happened: Happened, words: Words) -> Told:
    event, subject = happened.events[0], happened.stream.partition("/")[2]
    match event:
        case e.PersonRegistered():
            return Told("passed", "Registered", f"Registered {words.name(subject)}")
        case e.ManagerRecorded(manager=manager):
            return Told(
                "passed",
                "Recorded",
                f"Line manager of {words.name(subject)}: {words.name(manager) if manager else 'nobody'}",
            )
        case e.AbsenceDeclared(since=since, until=until):
            return Told("on_hold", "Absent", f"Declared {words.name(subject)} away", "", _period(since, until, words))
        case e.AbsenceNoted(person=person, since=since, until=until):
            return Told(
                "on_hold",
                "Absent",
                f"Noted in {pool_words(happened.stream)}: {words.name(person)} is away",
                "",
                _period(since, until, words),
            )
        case e.IncidentOpened() | e.IncidentAcknowledged() | e.IncidentClosed():
            return _incident(event, words)
        case e.PersonErased(reason=reason):
            return Told("refused", "Erased", f"Erased {words.name(subject)}", words.text(reason), _erased(event.name))
        case e.ReviewRecorded() | e.ConfigurationRecorded():
            return _overseen(subject, event, words)
        case (
            e.IdentityConfirmed() | e.CredentialResetAsked() | e.CredentialResetApproved() | e.LossReported()
            | e.AuthenticatorTested() | e.CredentialNoted() | e.AccountClosed()
        ):  # fmt: skip
            return _credential(words.name(subject), event, words)
        case e.Granted() | e.Ungranted() | e.Delegated():
            return _pooled(happened.stream, event, words)
        case _:
            return _of_the_office(subject, event, words)


def _of_the_office(subject: str, event: e.Event, words: Words) -> Told:
    match event:
        case e.Published(reason=reason, digest=digest, number=number):
            return Told(
                "passed",
                "Published",
                f"Published the workflow {subject}",
                words.text(reason) if reason else "",
                f"SHA-256 {digest[:16]}…{f', approved as {number}' if number else ''}",
            )
        case e.CalendarDeclared(reason=reason):
            return Told("passed", "Declared", f"Declared the calendar {subject}", words.text(reason))
        case e.TrainingRecorded() | e.UndertakingIssued() | e.UndertakingAccepted():
            return _qualified(subject, event, words)
        case e.CertificationDemanded() | e.SignaturesEnabled():
            return _certification(event)
        case e.KeyDeclared(vkey=vkey):
            return Told("passed", "Key", "Declared a log key", "", vkey)
        case e.KeyRotated() | e.KeyRevoked() | e.WitnessesDeclared():
            return _of_keys(event, words)
        case e.RestoreDrilled():
            return _drilled(event)
        case e.DenialRecorded():
            about = f" on {_about(event.about, words)}" if event.about else ""
            return Told(
                "refused",
                "Denied",
                f"Denied {words.name(event.person) if event.person else 'an unknown source'}: {plain(event.act)}",
                "",
                f"{event.code}{about}",
            )
        case _:
            return Told("waiting", "Recorded", plain(type(event).__name__))


def _qualified(subject: str, event: e.QualificationEvent, words: Words) -> Told:
    match event:
        case e.TrainingRecorded(person=person, evidence=evidence):
            title = f"Recorded the training {plain(subject)} of {words.name(person)}"
            return Told("passed", "Trained", title, words.text(evidence), _period(event.since, event.until, words))
        case e.UndertakingIssued(title=title, reason=reason, version=version):
            said = f"Issued the undertaking “{title}”"
            return Told("passed", "Issued", said, words.text(reason), f"SHA-256 {version[:16]}…")
        case e.UndertakingAccepted(digest=digest):
            return Told(
                "passed", "Accepted", f"Accepted the undertaking {plain(subject)}", "", f"SHA-256 {digest[:16]}…"
            )
        case _:
            assert_never(event)


def _certification(event: e.SignaturesEvent) -> Told:
    match event:
        case e.CertificationDemanded():
            said = "Nobody signs before the office is certified and their identity confirmed."
            return Told("passed", "Demanded", "Demanded certification", "", said)
        case e.SignaturesEnabled(reference=reference):
            return Told("passed", "Enabled", "Enabled electronic signatures", "", reference)
        case _:
            assert_never(event)


def _credential(whose: str, event: e.CredentialEvent, words: Words) -> Told:
    match event:
        case e.IdentityConfirmed(how=how):
            return Told("passed", "Confirmed", f"Confirmed who {whose} is", words.text(how))
        case e.CredentialResetAsked(reason=reason):
            said = "Nothing changes until another administrator approves."
            return Told("waiting", "Asked", f"Asked for new credentials for {whose}", words.text(reason), said)
        case e.CredentialResetApproved():
            return Told("conditional", "Issued", f"Issued new credentials to {whose}", "", "Confirmed anew next.")
        case e.LossReported(reason=reason):
            return Told("refused", "Lost", f"Reported a lost device of {whose}", words.text(reason))
        case e.AuthenticatorTested(occasion=occasion, result=result):
            mark: Mark = "passed" if result == "passed" else "refused"
            return Told(
                mark, result.capitalize(), f"Tested the authenticator of {whose}", "", f"{occasion.capitalize()}."
            )
        case e.CredentialNoted(what=what, left=left):
            return Told("changed", "Changed", f"{whose}: {what}", "", f"{left} recovery codes are left.")
        case e.AccountClosed(reason=reason):
            return Told("refused", "Closed", f"Closed the account of {whose}", words.text(reason))
        case _:
            assert_never(event)


def _incident(event: e.IncidentEvent, words: Words) -> Told:
    match event:
        case e.IncidentOpened(kind=kind, reason=reason):
            known = KINDS.get(kind)
            title = f"Opened an incident: {known.title if known else plain(kind)}"
            return Told("warning", "Incident", title, words.text(reason), _about(event.about, words))
        case e.IncidentAcknowledged(reason=reason):
            return Told("conditional", "Acknowledged", "Acknowledged the incident", words.text(reason))
        case e.IncidentClosed(root_cause=cause, note=note):
            return Told(
                "passed", "Closed", "Closed the incident with its root cause", words.text(cause), words.text(note)
            )
        case _:
            assert_never(event)


def _drilled(event: e.RestoreDrilled) -> Told:
    if event.result == "restored":
        return Told("passed", "Restored", f"Restored a backup of {event.entries} entries, and verified it")
    return Told("refused", "Failed", "A restore drill failed", "", event.cause)


def _erased(name: bool) -> str:  # noqa: FBT001 - a word of the event
    """What went and what stays."""
    kept = "" if name else " The printed name stays with what was signed."
    return f"{'Name and address' if name else 'The address'} cannot be read any more, by anybody.{kept}"


def _of_keys(event: e.KeyEvent, words: Words) -> Told:
    match event:
        case e.KeyRotated(vkey=vkey, reason=reason, overlap=overlap):
            beside = f"; the old one signs beside it for {overlap} days" if overlap else ""
            return Told("passed", "Key", "The log's key handed over to another", words.text(reason), f"{vkey}{beside}")
        case e.KeyRevoked(vkey=vkey, since=since, reason=reason):
            return Told("refused", "Key", f"Revoked a log key as of {words.day(since)}", words.text(reason), vkey)
        case e.WitnessesDeclared(vkeys=vkeys, needed=needed, reason=reason):
            title = f"Declared {len(vkeys)} witnesses, {needed} of them needed"
            return Told("passed", "Witnesses", title, words.text(reason), ", ".join(vkeys))
        case _:
            assert_never(event)


def _overseen(subject: str, event: e.OversightEvent, words: Words) -> Told:
    match event:
        case e.ReviewRecorded(outcome=outcome, note=note):
            kind = REVIEWS.get(subject)
            title = f"Reviewed: {kind.title if kind else plain(subject)}"
            period = f"{words.day(event.since) if event.since else 'the beginning'} to {words.day(event.until)}"
            mark: Mark = "passed" if outcome == OUTCOMES[0] else "warning"
            return Told(mark, outcome.capitalize(), title, words.text(note), f"Period: {period}.")
        case e.ConfigurationRecorded(changed=changed, reason=reason):
            more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
            detail = f"Release {event.release}. Changed: {', '.join(changed[:MOST_NAMED])}{more}."
            said = words.text(reason) if reason else ""
            return Told("passed" if reason else "warning", "Configuration", "Recorded the configuration", said, detail)
        case _:
            assert_never(event)


def _pooled(stream: str, event: e.Granted | e.Ungranted | e.Delegated, words: Words) -> Told:
    match event:
        case e.Granted():
            seat = f", the {plain(event.seat)} seat{' as alternate' if event.alternate else ''}" if event.seat else ""
            title = f"Granted {words.name(event.person)} {pool_words(stream)}{seat}"
            return Told("passed", "Granted", title, words.text(event.reason), _period(event.since, event.until, words))
        case e.Ungranted(person=person, reason=reason):
            return Told("refused", "Ended", f"Ended {words.name(person)} as {pool_words(stream)}", words.text(reason))
        case e.Delegated(person=person, to=to, since=since, until=until):
            title = f"{words.name(person)} lent {pool_words(stream)} to {words.name(to)}"
            return Told("waiting", "Delegated", title, "", _period(since, until, words))
        case _:
            assert_never(event)


def commits(happened: Happened) -> set[str]:
    """What such an entry opens."""
    return {str(text) for event in happened.events for name in TEXTS if (text := getattr(event, name, ""))}


def pool_words(stream: str) -> str:
    """`role/medical_reviewer` as “medical reviewer”."""
    return plain(stream.partition("/")[2])


def plain(name: str) -> str:
    """A name of the machine as people read it."""
    return name.replace("_", " ").replace("-", " ")


def _about(stream: str, words: Words) -> str:
    """What an entry is about: a person by name, an initiative by number, any other stream as it is called."""
    kind, _, subject = stream.partition("/")
    return words.name(subject) if kind == "person" and subject else words.numbers.get(stream, stream)


def _period(since: int, until: int, words: Words) -> str:
    end = f"until {words.day(until)}" if until and until != FOREVER else "without an end"
    return f"From {words.day(since)} {end}." if since else f"{end[0].upper()}{end[1:]}."
