"""Events and commands to JSON and back, driven by their data classes.

Every object carries `type` (the class name in kebab-case) and events an integer `schema`; fields at their default are
left out; unknown or missing keys and wrong types are refused. Decoding what was encoded gives an equal object, and only
the canonical spelling decodes (a field written out at its default is refused).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

from governance.errors import Unreadable
from governance.formats.jcs import Json, encode
from governance.record import commands, events

T = TypeVar("T")
SCHEMA = 1


def kebab(name: str) -> str:
    """`DecisionSigned` to `decision-signed`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


EVENTS: Mapping[str, type[events.Event]] = {kebab(cls.__name__): cls for cls in get_args(events.Event)}
COMMANDS: Mapping[str, type[commands.Command]] = {kebab(cls.__name__): cls for cls in get_args(commands.Command)}
_TAGS: Mapping[type, str] = {cls: tag for known in (EVENTS, COMMANDS) for tag, cls in known.items()}


def tag_of(thing: object) -> str:
    """The `type` of a command or event."""
    return _TAGS[type(thing)]


def event_json(event: events.Event) -> dict[str, Json]:
    """An event as the ledger keeps it."""
    return {"type": _TAGS[type(event)], "schema": SCHEMA, **plain(event)}


def event_of(data: Json) -> events.Event:
    """The event a ledger entry holds; `Unreadable` when it is not one."""
    cls, body = _named(data, EVENTS, "an event")
    schema = body.pop("schema", None)
    if type(schema) is not int or schema != SCHEMA:  # JSON's true is no 1
        raise Unreadable(f"an event of schema {str(schema)[:40]!r}; this release knows {SCHEMA}")
    return read(cls, body)


def command_json(command: commands.Command) -> dict[str, Json]:
    """A command as its digest covers it."""
    return {"type": _TAGS[type(command)], **plain(command)}


def command_of(data: Json) -> commands.Command:
    """The command of a JSON object; `Unreadable` when it is not one."""
    return read(*_named(data, COMMANDS, "a command"))


def _named(data: Json, known: Mapping[str, type[T]], what: str) -> tuple[type[T], dict[str, Json]]:
    """The class that an object's `type` names, and its other fields."""
    tag = data.get("type") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(tag, str) or tag not in known:
        raise Unreadable(f"not {what} this release knows: {str(data)[:80]}")
    return known[tag], {key: value for key, value in data.items() if key != "type"}


def plain(thing: Any) -> dict[str, Json]:
    """A data class as a JSON object, fields at their default left out."""
    out: dict[str, Json] = {}
    for name, default, write, _, _ in _plan(type(thing)):
        value = getattr(thing, name)
        if value != default:
            out[name] = write(value)
    return out


def read(cls: type[T], data: Json) -> T:
    """The data class of a JSON object; `Unreadable` for unknown, missing, mistyped or redundantly spelled fields."""
    if not isinstance(data, dict):
        raise Unreadable(f"{cls.__name__}: expected an object")
    plan = _plan(cls)
    unknown = data.keys() - {name for name, *_ in plan}
    if unknown:
        raise Unreadable(f"{cls.__name__}: unknown field {min(unknown)!r}")
    values: dict[str, Any] = {}
    for name, default, _, parse, required in plan:
        if name in data:
            values[name] = parse(data[name])
            if not required and values[name] == default:
                raise Unreadable(f"{cls.__name__}: field {name!r} is written out at its default")
        elif required:
            raise Unreadable(f"{cls.__name__}: field {name!r} is missing")
    return cls(**values)


def answers_to(event: events.Event) -> commands.Command:
    """The command an entry's first event answers: same name, same fields, without what the law or office derived."""
    cls = _ANSWERED.get(type(event))
    if cls is None:
        raise Unreadable(f"{type(event).__name__} answers no command; it cannot begin an entry")
    return cls(**{f.name: getattr(event, f.name) for f in fields(cls)})  # type: ignore[no-any-return]  # _ANSWERED maps to commands


def digest_input(command: commands.Command) -> bytes:
    """The canonical bytes of a command, which its digest covers."""
    return encode(command_json(command))


_ANSWERED: Mapping[type, type] = {
    events.Submitted: commands.Submit,
    events.DecisionSigned: commands.SignDecision,
    events.TierRaised: commands.RaiseTier,
    events.PutOnHold: commands.Hold,
    events.Resumed: commands.Resume,
    events.Withdrawn: commands.Withdraw,
    events.Revoked: commands.Revoke,
    events.ConditionMet: commands.MeetCondition,
    events.ConditionVerified: commands.VerifyCondition,
    events.Released: commands.Release,
    events.Moved: commands.MoveTo,
    events.AnswerErased: commands.EraseAnswer,
    events.Reminded: commands.Remind,
    events.Escalated: commands.Escalate,
    events.NoticeGiven: commands.GiveNotice,
    events.Expired: commands.Expire,
    events.CheckInAsked: commands.AskCheckIn,
    events.CheckedIn: commands.CheckIn,
    events.Renewed: commands.Renew,
    events.Retired: commands.Retire,
    events.QuestionAsked: commands.AskQuestion,
    events.QuestionAnswered: commands.AnswerQuestion,
    events.QuestionClosed: commands.CloseQuestion,
    events.PassedOn: commands.PassOn,
    events.PersonRegistered: commands.RegisterPerson,
    events.ManagerRecorded: commands.RecordManager,
    events.AbsenceDeclared: commands.DeclareAbsence,
    events.PersonErased: commands.ErasePerson,
    events.Granted: commands.Grant,
    events.Ungranted: commands.Ungrant,
    events.Delegated: commands.Delegate,
    events.AbsenceNoted: commands.NoteAbsence,
    events.Published: commands.Publish,
    events.CalendarDeclared: commands.DeclareCalendar,
    events.KeyDeclared: commands.DeclareKey,
    events.KeyRotated: commands.RotateKey,
    events.KeyRevoked: commands.RevokeKey,
    events.WitnessesDeclared: commands.DeclareWitnesses,
    events.DenialRecorded: commands.RecordDenial,
    events.TrainingRecorded: commands.RecordTraining,
    events.UndertakingIssued: commands.IssueUndertaking,
    events.UndertakingAccepted: commands.AcceptUndertaking,
    events.ReviewRecorded: commands.RecordReview,
    events.ConfigurationRecorded: commands.RecordConfiguration,
    events.IncidentOpened: commands.OpenIncident,
    events.RestoreDrilled: commands.RecordRestoreDrill,
    events.IncidentAcknowledged: commands.AcknowledgeIncident,
    events.IncidentClosed: commands.CloseIncident,
    events.IdentityConfirmed: commands.ConfirmIdentity,
    events.CredentialResetAsked: commands.AskCredentialReset,
    events.CredentialResetApproved: commands.ApproveCredentialReset,
    events.LossReported: commands.ReportLoss,
    events.AuthenticatorTested: commands.TestAuthenticator,
    events.CredentialNoted: commands.NoteCredential,
    events.AccountClosed: commands.CloseAccount,
    events.CertificationDemanded: commands.DemandCertification,
    events.SignaturesEnabled: commands.EnableSignatures,
}

_Write = Callable[[Any], Json]
_Parse = Callable[[Json], Any]
Row: TypeAlias = tuple[str, object, _Write, _Parse, bool]
_UNSET = object()
_PLANS: dict[type[Any], tuple[Row, ...]] = {}


def _plan(cls: type[Any]) -> tuple[Row, ...]:
    """How a class is written and read, worked out once per class."""
    if cls not in _PLANS:
        _PLANS[cls] = _worked_out(cls)
    return _PLANS[cls]


def _worked_out(cls: type[Any]) -> tuple[Row, ...]:
    hints = get_type_hints(cls)
    rows = []
    for f in fields(cls):
        write, parse = _coder(hints[f.name])
        default = (
            f.default
            if f.default is not MISSING
            else f.default_factory()
            if f.default_factory is not MISSING
            else _UNSET
        )
        rows.append((f.name, default, write, parse, default is _UNSET))
    return tuple(rows)


def _coder(hint: Any) -> tuple[_Write, _Parse]:
    origin, args = get_origin(hint), get_args(hint)
    if hint in (str, int, bool):
        return _same, _exactly(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return plain, lambda data: read(hint, data)
    if origin is Literal:
        return _same, _one_of(args)
    if origin is tuple and args[1:] == (...,):
        write, parse = _coder(args[0])
        return lambda items: [write(item) for item in items], lambda data: tuple(parse(item) for item in _list(data))
    if origin is tuple:
        return list, lambda data: _pair(data, [_coder(arg)[1] for arg in args])
    if origin is not None and issubclass(origin if isinstance(origin, type) else object, Mapping):
        write, parse = _coder(args[1])
        return (
            lambda items: {key: write(value) for key, value in items.items()},
            lambda data: {key: parse(value) for key, value in _object(data).items()},
        )
    if origin in (Union, UnionType):
        wanted = [arg for arg in args if arg is not type(None)]
        return _coder(wanted[0]) if len(wanted) == 1 else (_same, _same)
    return _same, _same


def _same(value: Any) -> Any:
    return value


def _exactly(cls: type) -> _Parse:
    def parse(data: Json) -> Json:
        if type(data) is not cls:
            raise Unreadable(f"expected {cls.__name__}, found {str(data)[:40]!r}")
        return data

    return parse


def _one_of(allowed: tuple[object, ...]) -> _Parse:
    def parse(data: Json) -> Json:
        if data not in allowed:
            raise Unreadable(f"expected one of {allowed}, found {str(data)[:40]!r}")
        return data

    return parse


def _list(data: Json) -> list[Json]:
    if not isinstance(data, list):
        raise Unreadable("expected a list")
    return data


def _object(data: Json) -> dict[str, Json]:
    if not isinstance(data, dict):
        raise Unreadable("expected an object")
    return data


def _pair(data: Json, parsers: list[_Parse]) -> tuple[Any, ...]:
    items = _list(data)
    if len(items) != len(parsers):
        raise Unreadable(f"expected {len(parsers)} items")
    return tuple(parse(item) for parse, item in zip(parsers, items, strict=True))
