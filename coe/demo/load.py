"""Loads the demonstration: its people and its portfolio, by real commands under a moved clock and the real ceremony.

When it began is kept in the settings of the data folder, so that a second run tells the same weeks and continues.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from coe import drafts
from coe.blobs import Blobs
from coe.clock import MovedClock, named_id
from coe.database import reading, writing
from coe.demo import keeping
from coe.demo.acting import Stage, in_order
from coe.demo.answers import Setting
from coe.demo.people import COST, founders, login, sign_ins
from coe.demo.portfolio import drafts as unfinished
from coe.demo.portfolio import portfolio
from coe.demo.time import DAY_MS, WorkingTime
from coe.evidence.checkpoints import seal
from coe.evidence.keys import declare, log_key
from coe.founding import found, recorded
from coe.home import Home
from coe.identity.accounts import find_by_login
from coe.identity.ceremony import Ceremony
from coe.identity.credential_errors import CredentialRefused
from coe.identity.passwords import Passwords
from coe.identity.totp import STEP_MS, code_at
from coe.office import Office
from coe.office_errors import BadHome, UnknownRecord
from coe.opening import second_factor_key
from coe.requests import Request
from governance.errors import Refused
from governance.record.commands import DeclareAbsence

AWAY, AWAY_FROM, AWAY_UNTIL = "hannah.cohen", -3, 8
DRAFT_SEED = 11


@dataclass
class Loaded:
    """What a run added: steps of stories, reminders and escalations; and stories left as they are, with the reason."""

    steps: int = 0
    clockwork: int = 0
    left: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """A second-factor code of now."""

    login: str
    code: str
    seconds_left: int
    remark: str


def open_stage(home: Home, office: Office, clock: MovedClock) -> Stage:
    """Where the demonstration's people act; accounts must be there."""
    return Stage(office, clock, Ceremony(Passwords(COST), second_factor_key(home)))


def moved_office(office: Office, home: Home, clock: MovedClock) -> Office:
    """The same office under a moved clock."""
    return Office(office.engine, office.law, clock=clock, blobs=Blobs(home.blobs))


def settle(office: Office, home: Home, began: int, clock: MovedClock) -> Setting:
    """Found the office, ten weeks back, or continue. Raises what `found` raises."""
    clock.set(WorkingTime(began).start)
    founded = found(office, home, founders(), passwords=Passwords(COST))
    declare(office, log_key(home, clock))
    return Setting(began, lambda name: founded.people[login(name)])


def load(stage: Stage, home: Home, setting: Setting) -> Loaded:
    """Tell every story to its end, or the rest of it. Raises OfficeError.

    A story that somebody took further meanwhile is left as it is.
    """
    done, working = Loaded(), WorkingTime(setting.began)
    if home.config().get("demo_loaded") == "yes":
        return done
    for tale, place in in_order(portfolio(setting)):
        if tale.name in done.left:
            continue
        at = working.ago(tale.steps[place].hours_ago)
        done.clockwork += stage.clockwork(at)
        _review(stage, setting, at, done)
        try:
            done.steps += stage.perform(tale, place, at) is not None
        except (Refused, CredentialRefused) as refused:
            done.left[tale.name] = str(refused)
    _declare_absence(stage, setting)
    done.clockwork += stage.clockwork(setting.began)
    _review(stage, setting, setting.began, done)
    _leave_drafts(stage, setting)
    stage.clock.set(setting.began)
    keeping.verify(stage, home)
    seal(stage.office.engine, home, log_key(home, stage.clock), stage.clock)
    home.configure(demo_loaded="yes")
    return done


def current_code(office: Office, home: Home, name: str) -> Code:
    """The code that the authenticator of a demonstration person shows now. Raises BadHome, UnknownRecord."""
    if home.config().get("demo") != "yes":
        raise BadHome("No code is told.", f"{home.folder} holds no demonstration.", "Use your authenticator.")
    wanted = name.casefold()
    found = [each for each, shown, _ in sign_ins() if _fits(wanted, each, shown)]
    if len(found) != 1:
        why = f"{len(found)} people fit {name!r}" + (f": {', '.join(found)}." if found else ".")
        raise UnknownRecord("Whose code?", why, "Give a login, such as astrid.lindqvist.")
    with reading(office.engine) as connection:
        account = find_by_login(connection, found[0])
    if account is None or account.totp_secret is None:
        raise UnknownRecord("There is no code.", f"{found[0]} has no account yet.", "Start `coe demo` first.")
    now = office.clock.now()
    left = (STEP_MS - now % STEP_MS) // 1000
    used = account.totp_counter is not None and account.totp_counter >= now // STEP_MS
    secret = second_factor_key(home).open(account.totp_secret, account.id)
    return Code(account.login, code_at(secret, now), left, " (used already: wait for the next)" if used else "")


def _fits(wanted: str, address: str, shown: str) -> bool:
    short = address.partition("@")[0]
    return wanted in (address, short, shown.casefold(), *short.split("."))


def _review(stage: Stage, setting: Setting, until: int, done: Loaded) -> None:
    """The reviews of the trail up to a moment; where the reviewer acted meanwhile, the period is left to another."""
    if keeping.KIND in done.left:
        return
    try:
        done.steps += keeping.review(stage, setting, until)
    except Refused as refused:
        done.left[keeping.KIND] = str(refused)


def _declare_absence(stage: Stage, setting: Setting) -> None:
    """One reviewer is away these days."""
    id_ = named_id(f"demo/away/{AWAY}")
    if recorded(stage.office, [id_]):
        return
    person, begins = setting.people(AWAY), setting.began + AWAY_FROM * DAY_MS
    stage.clock.set(begins)
    command = DeclareAbsence(begins, setting.began + AWAY_UNTIL * DAY_MS)
    stage.office.handle(Request(id_, f"person/{person}", person, command))


def _leave_drafts(stage: Stage, setting: Setting) -> None:
    # Ids of drafts become ids of initiatives, which carry a time; the seed makes a second run find the same two.
    clock = MovedClock(setting.began, seed=DRAFT_SEED)
    ids = (clock.new_id(), clock.new_id())
    with writing(stage.office.engine) as connection:
        for each in unfinished(setting, ids, setting.began):
            if drafts.find(connection, each.id) is None:
                drafts.save(connection, each)
