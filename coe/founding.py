"""Founding an office: calendars, the library of workflows, people with accounts, their roles; administrators last.

Everything is recorded by `system` through the one door, under ids that derive from names: a second run continues where
the first stopped and repeats nothing. From the first administrator on, `system` grants nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from secrets import token_bytes
from typing import cast

from sqlalchemy import select

from coe import acts
from coe.clock import named_id
from coe.credentials import Newcomer
from coe.database import reading, writing
from coe.home import Home
from coe.identity.accounts import Invitation, NewAccount, create_account, find_by_login, normal_login
from coe.identity.certified import SIGNATURES
from coe.identity.passwords import Passwords, refuse_weak
from coe.office import Office
from coe.office_errors import BadHome, OfficeError
from coe.opening import second_factor_key
from coe.policy.calendars import BadDeclaration, compile_calendar
from coe.policy.definitions import Checked, check_file
from coe.reading import calendar_names
from coe.requests import Receipt, Request
from coe.tables import definition, entry, pool_member
from governance.formats.jcs import Json
from governance.law.consulted import ADMINISTRATORS
from governance.law.pools import SYSTEM
from governance.record import commands as c

SEED_BYTES = 32
REASON = "Founding of the office"
YEARS_BEFORE, YEARS_AFTER = 1, 3
MOST_FAULTS = 20
STANDARD_WEEK: Mapping[str, object] = {"zone": "Europe/Berlin", "days": "mon-fri", "hours": "09:00-17:00"}
"""The week of a calendar that a workflow names and no file declares."""


class BadLibrary(OfficeError):
    """A file of the library cannot be published."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A role (`role/…`) or a seat of a committee (`committee/…`) for the person with this login, without an end."""

    login: str
    pool: str
    seat: str = ""
    alternate: bool = False


@dataclass(frozen=True, slots=True)
class Founders:
    """Who is there from the beginning; `managers` maps a login to that of the line manager, `certification` is the
    reference of the letter that enables signatures (21 CFR 11.100(c)), "" where none was sent yet.
    """

    people: tuple[Newcomer, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    managers: Mapping[str, str] = field(default_factory=dict)
    certification: str = ""


@dataclass(frozen=True, slots=True)
class Founded:
    """What this run added: workflows published, and new accounts by login, whose secrets are told only now.

    `people` are all founders' ids by login; `held_back` workflows in force that the library has in another version.
    """

    published: tuple[str, ...]
    held_back: tuple[str, ...]
    accounts: Mapping[str, NewAccount]
    people: Mapping[str, str]


def library_folder() -> Path:
    """The folder of workflow files that came with this release, found without importing its code. Raises BadHome."""
    spec = find_spec("workflows")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "definitions"
        if folder.is_dir():
            return folder
    raise BadHome("There is no library of workflows.", "The package `workflows` is not installed.", "Install it again.")


def found(
    office: Office, home: Home, founders: Founders, *, library: Path | None = None, passwords: Passwords | None = None
) -> Founded:
    """Bring the office to life, or continue. Raises BadLibrary, Refused, CredentialRefused, OfficeError."""
    files = workflow_files(library or library_folder())
    for newcomer in founders.people:  # before anything is recorded: an account that fails later leaves a person behind
        refuse_weak(newcomer.password, normal_login(newcomer.login))
    _declare_calendars(office, files)
    published, held_back = _publish(office, files)
    people = _register(office, founders)
    _certify(office, founders, people)
    accounts = _open_accounts(office, home, founders.people, people, passwords or Passwords())
    _appoint(office, founders, people)
    return Founded(published, held_back, accounts, people)


def workflow_files(folder: Path) -> tuple[Checked, ...]:
    """Every file of the folder that is a workflow, checked; files that others include are none. Raises BadLibrary."""
    checked = [check_file(path) for path in sorted(folder.glob("*.y*ml"))]
    # A file that nothing could be read from may be meant as a workflow; one without the word is included by others.
    workflows = tuple(each for each in checked if not each.compiled.document or "workflow" in each.compiled.document)
    for each in workflows:
        if not each.passed:
            faults = "\n".join(each.lines()[:MOST_FAULTS])
            raise BadLibrary(f"{each.compiled.name} cannot be published.", f"\n{faults}\n", "Correct the file.")
    if not workflows:
        raise BadLibrary("Nothing can be published.", f"{folder} holds no workflow.", "Name another folder.")
    return workflows


def years_around(now: int) -> range:
    """The years a calendar covers when it is declared now (UTC ms)."""
    year = datetime.fromtimestamp(now / 1000, UTC).year
    return range(year - YEARS_BEFORE, year + YEARS_AFTER + 1)


def new_seed() -> bytes:
    """A seed for the nonces of one command."""
    return token_bytes(SEED_BYTES)


def declared_calendars(file: Path) -> tuple[Mapping[str, object], ...]:
    """The calendars a YAML file declares under `calendars`. Raises BadLibrary."""
    found = _declarations((check_file(file),))
    if not found:
        raise BadLibrary(f"{file.name} declares no calendar.", "It has no list `calendars`.", "Add one.")
    return tuple(found)


def send_all(office: Office, requests: Sequence[Request]) -> tuple[Receipt, ...]:
    """Record all in one commit. Raises the first refusal; the others are recorded all the same."""
    receipts: list[Receipt] = []
    for outcome in office.batch(requests):
        if isinstance(outcome, Exception):
            raise outcome
        receipts.append(outcome)
    return tuple(receipts)


def recorded(office: Office, command_ids: Iterable[str]) -> dict[str, str]:
    """The streams of those commands that the ledger holds already, by command id."""
    wanted = list(command_ids)
    with reading(office.engine) as connection:
        rows = connection.execute(select(entry.c.command, entry.c.stream).where(entry.c.command.in_(wanted)))
        return {row.command: row.stream for row in rows}


def _declare_calendars(office: Office, files: Sequence[Checked]) -> None:
    with reading(office.engine) as connection:
        known = set(calendar_names(connection))
    for declaration in _declarations(files):
        if declaration["name"] in known:
            continue
        try:
            compiled = compile_calendar(declaration, years_around(office.clock.now()))
        except BadDeclaration as error:
            raise BadLibrary("A calendar of the library cannot be used.", str(error), "Correct the file.") from error
        stream, document = f"calendar/{compiled.name}", cast("Mapping[str, Json]", compiled.document)
        act = acts.reasoned(partial(c.DeclareCalendar, document), REASON, new_seed())
        office.handle(_request(stream, act, f"founding/{stream}"))


def _declarations(files: Sequence[Checked]) -> list[Mapping[str, object]]:
    """Each calendar that is declared in a file or named by a workflow, once."""
    found: dict[str, Mapping[str, object]] = {}
    for each in files:
        declared = each.compiled.document.get("calendars")
        for one in declared if isinstance(declared, list) else ():
            if isinstance(one, dict):
                found.setdefault(str(one.get("name")), one)
    for each in files:
        law = each.compiled.definition
        name = law.calendar.partition("/")[2] if law else ""
        if name:
            found.setdefault(name, {"name": name, **STANDARD_WEEK})
    return list(found.values())


def _publish(office: Office, files: Sequence[Checked]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    with reading(office.engine) as connection:
        rows = connection.execute(select(definition.c.workflow, definition.c.digest)).all()
    workflows, digests = {row.workflow for row in rows}, {row.digest for row in rows}
    new: list[str] = []
    held_back: list[str] = []
    for each in files:
        name = str(each.compiled.document["workflow"])
        if name not in workflows:
            act = acts.reasoned(partial(c.Publish, each.compiled.document), REASON, new_seed())
            office.handle(_request(f"definition/{name}", act, f"founding/definition/{each.compiled.digest}"))
            new.append(name)
        elif each.compiled.digest not in digests:
            held_back.append(name)
    return tuple(new), tuple(held_back)


def _register(office: Office, founders: Founders) -> dict[str, str]:
    """The id of every founder by login; those not yet known are registered."""
    ids = {each.login: named_id(f"founding/person/{each.login}") for each in founders.people}
    known = {command: stream.partition("/")[2] for command, stream in recorded(office, ids.values()).items()}
    requests = []
    for each in founders.people:
        if ids[each.login] not in known:
            known[ids[each.login]] = office.clock.new_id()
            act = acts.person(each.name, each.email, new_seed())
            requests.append(_request(f"person/{known[ids[each.login]]}", act, f"founding/person/{each.login}"))
    send_all(office, requests)
    people = {login: known[command] for login, command in ids.items()}
    stated = [
        _request(f"person/{people[login]}", acts.Act(c.RecordManager(people[above])), f"founding/manager/{login}")
        for login, above in founders.managers.items()
    ]
    _send_new(office, stated)
    return people


def _certify(office: Office, founders: Founders, people: Mapping[str, str]) -> None:
    """An office founded from this release on is held to 11.100(b) and (c) from its beginning; an older one goes on."""
    if _administered(office):
        return
    requests = [_request(SIGNATURES, acts.Act(c.DemandCertification()), "founding/certification")]
    if founders.certification:
        enabled = acts.Act(c.EnableSignatures(founders.certification))
        requests.append(_request(SIGNATURES, enabled, f"founding/certification/{founders.certification}"))
    for each in founders.people:
        if each.identity:
            verified = acts.reasoned(c.ConfirmIdentity, each.identity, new_seed())
            requests.append(_request(f"person/{people[each.login]}", verified, f"founding/identity/{each.login}"))
    _send_new(office, requests)


def _administered(office: Office) -> bool:
    """Whether an administrator was ever appointed, which ended the founding."""
    with reading(office.engine) as connection:
        held = select(pool_member.c.person).where(pool_member.c.pool == ADMINISTRATORS).limit(1)
        return connection.execute(held).first() is not None


def _open_accounts(
    office: Office, home: Home, newcomers: Sequence[Newcomer], people: Mapping[str, str], passwords: Passwords
) -> dict[str, NewAccount]:
    key = second_factor_key(home)
    made: dict[str, NewAccount] = {}
    with writing(office.engine) as connection:
        for each in newcomers:
            if find_by_login(connection, each.login) is None:
                invitation = Invitation(each.login, each.email, people[each.login], each.password)
                made[each.login] = create_account(connection, invitation, passwords, key, office.clock.now())
    return made


def _appoint(office: Office, founders: Founders, people: Mapping[str, str]) -> None:
    """Every grant; the first administrator ends the founding, and it is they who appoint the other administrators."""
    since = office.clock.now()
    first = next((each.login for each in founders.appointments if each.pool == ADMINISTRATORS), "")
    requests = []
    for each in sorted(founders.appointments, key=lambda each: each.pool == ADMINISTRATORS):
        grant = partial(_grant, people[each.login], since, each)
        name = f"founding/grant/{each.pool}/{each.seat}/{each.login}"
        further = each.pool == ADMINISTRATORS and each.login != first
        act = acts.reasoned(grant, REASON, new_seed())
        requests.append(_request(each.pool, act, name, people[first] if further else SYSTEM))
    _send_new(office, requests)


def _grant(person: str, since: int, what: Appointment, reason: str) -> c.Grant:
    return c.Grant(person, since, 0, reason, what.seat, what.alternate)


def _send_new(office: Office, requests: Sequence[Request]) -> None:
    known = recorded(office, [request.command_id for request in requests])
    send_all(office, [request for request in requests if request.command_id not in known])


def _request(stream: str, act: acts.Act, name: str, actor: str = SYSTEM) -> Request:
    return Request(named_id(name), stream, actor, act.command, act.disclosures)
