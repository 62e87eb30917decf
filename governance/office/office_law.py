"""One door into the law: every kind of stream, its state, its decisions, and what follows from them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from governance.errors import Forbidden, Refused
from governance.language.business_time import Calendar
from governance.law.deciding import decide
from governance.law.erasing import erased_person
from governance.law.pools import SYSTEM, Facts, Person, Pool, evolve_person, evolve_pool
from governance.law.qualifications import Qualification, evolve_qualification
from governance.law.shelf import Shelf, evolve_shelf
from governance.office.configuration import Configuration, decide_configuration, evolve_configuration
from governance.office.continuity import CONTINUITY, Drills, decide_drill, evolve_drills
from governance.office.credentials import decide_credentials, decide_signatures
from governance.office.incidents import Incident, decide_incident, evolve_incident
from governance.office.keys import (
    LOG,
    WITNESSES,
    LogKeys,
    Witnesses,
    decide_keys,
    decide_witnesses,
    evolve_keys,
    evolve_witnesses,
)
from governance.office.proving import refuse_unproven
from governance.office.publishing import calendar_of, decide_calendar, decide_definition
from governance.office.register import decide_person, decide_pool, decide_qualification
from governance.office.reviews import Reviews, decide_review, evolve_reviews
from governance.record import commands as c
from governance.record import events as e
from governance.record.identity import Signatures, evolve_identity, evolve_signatures
from governance.record.state import Initiative, evolve


@dataclass(frozen=True)
class Kept:
    """A stream whose facts are only listed: recorded denials."""

    count: int = 0


State: TypeAlias = (
    Initiative
    | Pool
    | Person
    | Shelf
    | Calendar
    | Qualification
    | Incident
    | Reviews
    | Configuration
    | Drills
    | LogKeys
    | Witnesses
    | Signatures
    | Kept
    | None
)


def advance(state: State, event: e.Event, actor: str, at: int) -> State:
    """The next state of a stream of any kind; None is an empty stream. Total over the events of a sound log."""
    match event:
        case e.PersonRegistered() | e.ManagerRecorded() | e.AbsenceDeclared() | e.PersonErased():
            return evolve_person(state if isinstance(state, Person) else Person(), event)
        case (
            e.IdentityConfirmed() | e.CredentialResetAsked() | e.CredentialResetApproved() | e.LossReported()
            | e.AuthenticatorTested() | e.CredentialNoted() | e.AccountClosed()
        ):  # fmt: skip
            person = state if isinstance(state, Person) else Person()
            return replace(person, identity=evolve_identity(person.identity, event, actor, at))
        case e.CertificationDemanded() | e.SignaturesEnabled():
            return evolve_signatures(state if isinstance(state, Signatures) else Signatures(), event, at)
        case e.Granted() | e.Ungranted() | e.Delegated() | e.AbsenceNoted():
            return evolve_pool(state if isinstance(state, Pool) else Pool(), event, at)
        case e.Published():
            return evolve_shelf(state if isinstance(state, Shelf) else Shelf(), event)
        case e.CalendarDeclared(calendar=calendar):
            return calendar_of(calendar)
        case e.TrainingRecorded() | e.UndertakingIssued() | e.UndertakingAccepted():
            return evolve_qualification(_held(state), event, actor)
        case e.IncidentOpened() | e.IncidentAcknowledged() | e.IncidentClosed():
            return evolve_incident(state if isinstance(state, Incident) else Incident(), event, actor, at)
        case e.ReviewRecorded():
            return evolve_reviews(state if isinstance(state, Reviews) else Reviews(), event)
        case e.ConfigurationRecorded():
            return evolve_configuration(event)
        case e.KeyDeclared() | e.KeyRotated() | e.KeyRevoked():
            return evolve_keys(state if isinstance(state, LogKeys) else LogKeys(), event, at)
        case e.WitnessesDeclared():
            return evolve_witnesses(event)
        case e.RestoreDrilled():
            return evolve_drills(state if isinstance(state, Drills) else Drills(), event, at)
        case e.DenialRecorded():
            return Kept(state.count + 1 if isinstance(state, Kept) else 1)
        case _:
            return evolve(state if isinstance(state, Initiative) else Initiative(), event, actor, at)


def judge(stream: str, state: State, facts: Facts, stamped: c.Stamped[c.Command]) -> tuple[e.Event, ...]:
    """The events of a command on a stream, or `Refused` (or `NotADefinition` for a definition that breaks the
    language).
    """
    kind, _, name = stream.partition("/")
    command, actor, at = stamped.command, stamped.actor, stamped.at
    match kind, command:
        case "initiative", _:
            return _initiative(state, facts, stamped)
        case "person", _:
            return _of_a_person(name, state if isinstance(state, Person) else Person(), facts, stamped)
        case "office", (c.DemandCertification() | c.EnableSignatures()) if name == "signatures":
            signatures = state if isinstance(state, Signatures) else Signatures()
            return decide_signatures(signatures, facts, command, actor, at)
        case (("role" | "committee"), c.Grant() | c.Ungrant() | c.Delegate() | c.NoteAbsence()):
            return decide_pool(stream, state if isinstance(state, Pool) else Pool(), facts, command, actor, at)
        case "definition", c.Publish():
            return decide_definition(stream, state if isinstance(state, Shelf) else Shelf(), facts, command, actor, at)
        case "training", c.RecordTraining():
            return decide_qualification(_held(state), facts, command, actor, at)
        case "undertaking", c.IssueUndertaking() | c.AcceptUndertaking():
            return decide_qualification(_held(state), facts, command, actor, at)
        case "calendar", c.DeclareCalendar():
            return decide_calendar(facts, command, actor, at)
        case "incident", c.OpenIncident() | c.AcknowledgeIncident() | c.CloseIncident():
            return decide_incident(state if isinstance(state, Incident) else Incident(), facts, command, actor, at)
        case (("review" | "office"), c.RecordReview() | c.RecordConfiguration() | c.RecordRestoreDrill()):
            return _oversight(stream, state, facts, stamped)
        case "key", c.DeclareKey() if actor == SYSTEM:
            return decide_keys(state if isinstance(state, LogKeys) else LogKeys(), command, at)
        case "key", c.RotateKey() | c.RevokeKey() if actor == SYSTEM and stream == LOG:
            return decide_keys(state if isinstance(state, LogKeys) else LogKeys(), command, at)
        case "key", c.DeclareWitnesses() if stream == WITNESSES:
            return decide_witnesses(facts, command, actor, at)
        case "security", c.RecordDenial() if actor == SYSTEM:
            return (e.DenialRecorded(command.person, command.act, command.about, command.code),)
        case _:
            raise _misplaced(kind, command)


def _oversight(stream: str, state: State, facts: Facts, stamped: c.Stamped[c.Command]) -> tuple[e.Event, ...]:
    """What is recorded of the office's own keeping."""
    kind, _, name = stream.partition("/")
    command, actor = stamped.command, stamped.actor
    match kind, command:
        case "review", c.RecordReview():
            asked = c.Stamped(command, actor, stamped.at, own=stamped.own)
            return decide_review(name, state if isinstance(state, Reviews) else Reviews(), facts, asked)
        case "office", c.RecordConfiguration() if name == "configuration":
            before = state if isinstance(state, Configuration) else Configuration()
            return decide_configuration(before, command, actor)
        case "office", c.RecordRestoreDrill() if stream == CONTINUITY:
            return (decide_drill(command, actor),)
        case _:
            raise _misplaced(kind, command)


def _misplaced(kind: str, command: c.Command) -> Forbidden:
    why = f"{type(command).__name__} has no place in {kind}/…."
    return Forbidden("no-such-act", "This cannot be done.", why, "Nothing was changed.")


def _held(state: State) -> Qualification:
    return state if isinstance(state, Qualification) else Qualification()


def _of_a_person(
    person: str, state: Person, facts: Facts, stamped: c.Stamped[c.Command]
) -> tuple[e.PersonEvent | e.CredentialEvent, ...]:
    command, actor, at = stamped.command, stamped.actor, stamped.at
    match command:
        case c.RegisterPerson() | c.RecordManager() | c.DeclareAbsence():
            return decide_person(person, state, facts, command, actor, at)
        case c.ErasePerson():
            return (erased_person(person, state, facts, command, actor, at),)
        case (
            c.ConfirmIdentity() | c.AskCredentialReset() | c.ApproveCredentialReset() | c.ReportLoss()
            | c.TestAuthenticator() | c.NoteCredential() | c.CloseAccount()
        ):  # fmt: skip
            return decide_credentials(person, state, facts, command, actor, at)
        case _:
            raise _misplaced("person", command)


def _initiative(state: State, facts: Facts, stamped: c.Stamped[c.Command]) -> tuple[e.InitiativeEvent, ...]:
    initiative = state if isinstance(state, Initiative) else Initiative()
    if initiative.status == "draft" and not isinstance(stamped.command, c.Submit):
        raise Refused(
            "unknown-record", "There is no such record.", "Nothing was submitted under this address.", "Check the link."
        )
    if facts.law is None:
        raise Refused(
            "no-definition",
            "This cannot be submitted.",
            "No definition of that workflow is in force.",
            "Publish one first.",
        )
    events = decide(facts.law, facts, initiative, stamped)
    if isinstance(stamped.command, c.Submit):
        refuse_unproven(facts.law, facts, stamped.command.answers)
    return events


def follow_ups(
    stream: str, events: tuple[e.Event, ...], pools: tuple[str, ...], after: State = None
) -> tuple[tuple[str, c.Command], ...]:
    """What `system` sends next, in other streams: (stream, command). `pools` are those the person of the stream is in,
    `after` is the stream's state.
    """
    kind, _, name = stream.partition("/")
    if kind == "initiative":
        record = after if isinstance(after, Initiative) else Initiative()
        approvals = (event for event in events if isinstance(event, e.Approved))
        return tuple(asked for event in approvals for asked in _asked(stream, event, record))
    if kind != "person":
        return ()
    return tuple(
        (pool, c.NoteAbsence(name, event.since, event.until))
        for event in events
        if isinstance(event, e.AbsenceDeclared)
        for pool in pools
    )


def _asked(stream: str, event: e.Approved, record: Initiative) -> Iterator[tuple[str, c.Command]]:
    """What the approval of one record asks of others."""
    document = record.answers.get(event.publishes) if event.publishes else None
    if isinstance(document, dict):
        yield f"definition/{document['workflow']}", c.Publish(document, "", record.supersedes, stream)
    if event.renews:
        yield event.renews, c.Renew(stream)
    if event.retires:
        yield event.retires, c.Retire(by=stream)
