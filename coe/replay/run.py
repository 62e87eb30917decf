"""A real event log taken through the office: every step a command, under the log's own times, all cases interleaved.

`replay` works on an empty data folder with the same founding, law and door as any other office; what it is told apart
from the log is listed in `replay_report.ASSUMPTIONS`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from secrets import token_bytes

from sqlalchemy import Engine

from coe import acts
from coe.blobs import Blobs
from coe.clock import MovedClock
from coe.database import engine_for
from coe.founding import SEED_BYTES, Founders, found, library_folder
from coe.governance_law import Governance
from coe.home import Home
from coe.migrate import migrate
from coe.office import Office
from coe.office_errors import BadHome
from coe.reading import Reader
from coe.replay.answers import UnreadableAnswers, thaw
from coe.replay.audit import audit
from coe.replay.corruption import Corruption, corrupt
from coe.replay.eventlog import read_cases
from coe.replay.findings import Course, findings, sampled
from coe.replay.people import Actor, Cast, Progress, cast
from coe.replay.plan import Plan, Step, declared, interleaved, plan_case
from coe.replay.report import Refusal, ReplayReport, counted
from coe.requests import Request
from governance.errors import Refused
from governance.language.definition import Definition
from governance.record import commands as c
from governance.record.state import Initiative

WORKFLOW = "travel-permit"
ANSWERS = "travel-permit.answers.json"
HOUR_MS = 3_600_000
REPORTED_EVERY = 100
SILENT = "The log does not say."


class NotReplayable(Exception):
    """This log cannot be replayed so; the message says where, why and the cure."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to replay: the log, its workflow, `corrupt` a seed for one fault per case, `limit` the first cases only."""

    log: Path
    workflow: str = WORKFLOW
    corrupt: int | None = None
    limit: int | None = None


def replay(wanted: Wanted, home: Home, progress: Progress) -> ReplayReport:
    """Replay a log into `home`, which must be empty or missing; the office is left there, in SQLite.

    Raises UnreadableLog, UnreadableAnswers, UnmatchedAnswers, NotReplayable, BadHome, OfficeError.
    """
    if wanted.workflow != WORKFLOW:
        cure = f"Use --workflow {WORKFLOW}."
        raise NotReplayable(f"No event log is mapped to the workflow {wanted.workflow!r}. {cure}")
    plans, flaws = _read(wanted)
    faults = _faults(plans, wanted.corrupt)
    acted = [replace(plan, steps=faults[plan.case].steps) if plan.case in faults else plan for plan in plans]
    engine = _empty_office(home)
    try:
        clock = MovedClock(min(_ms(step) for plan in plans for step in plan.steps) - HOUR_MS)
        office = Office(engine, Governance(), clock=clock, blobs=Blobs(home.blobs))
        found(office, home, Founders())
        run = _Run.begun(office, clock, acted, progress)
        run.all(acted, progress)
        courses = [run.course(plan) for plan in acted]
        checked = audit(office, home, sampled(courses), progress)
    finally:
        engine.dispose()
    told = findings(courses, faults, wanted.corrupt)
    cast = run.cast
    return ReplayReport(wanted.log.name, WORKFLOW, told, len(run.records), cast.people, cast.grants, flaws, checked)


def _read(wanted: Wanted) -> tuple[list[Plan], tuple[tuple[str, str], ...]]:
    """The plans of the log under the frozen answers, and what the log gets wrong."""
    path = library_folder() / ANSWERS
    try:
        frozen = thaw(path.read_text("utf-8"))
    except OSError as error:
        raise UnreadableAnswers(f"{path.name} cannot be read ({error.strerror}); install the release again") from error
    cases = list(islice(read_cases(wanted.log), wanted.limit))
    plans = [plan_case(case, frozen) for case in cases]
    twice = [case for case, count in counted(plan.case for plan in plans).items() if count > 1]
    if twice:
        raise NotReplayable(f"{wanted.log}: {len(twice)} names stand for two cases, first {twice[0]!r}. Rename one.")
    if not any(plan.steps for plan in plans):
        raise NotReplayable(f"{wanted.log}: none of its {len(plans)} cases has a step of a permit. Choose another log.")
    return plans, tuple((case.name, flaw) for case in cases for flaw in case.flaws)


def _faults(plans: Sequence[Plan], seed: int | None) -> dict[str, Corruption]:
    if seed is None:
        return {}
    drawn = ((plan.case, corrupt(plan.case, plan.steps, seed)) for plan in plans)
    return {case: fault for case, fault in drawn if fault is not None}


def _empty_office(home: Home) -> Engine:
    folder = home.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadHome(f"{folder} cannot be used.", "A replay needs an empty office.", "Name a new or an empty folder.")
    home.prepare()
    engine = engine_for(f"sqlite:///{home.database}")
    migrate(engine)
    return engine


@dataclass(slots=True)
class _Run:
    """The office at work; `records` holds the id of each record begun, by case and its number there."""

    office: Office
    clock: MovedClock
    reader: Reader
    law: Definition
    cast: Cast
    records: dict[tuple[str, int], str] = field(default_factory=dict)
    refused: dict[str, list[Refusal]] = field(default_factory=dict)

    @classmethod
    def begun(cls, office: Office, clock: MovedClock, plans: Sequence[Plan], progress: Progress) -> "_Run":
        """With the definition in force and everybody who will act."""
        reader = Reader(office.engine, office.law)
        law = reader.definition("", WORKFLOW)
        if law is None:
            raise NotReplayable(f"The library holds no workflow {WORKFLOW!r}. Install the release again.")
        return cls(office, clock, reader, law, cast(office, law, plans, progress))

    def all(self, plans: Sequence[Plan], progress: Progress) -> None:
        """Every step of every case at its time."""
        total = sum(len(plan.steps) for plan in plans)
        for done, (plan, index, step) in enumerate(interleaved(plans), 1):
            self.clock.set(_ms(step))
            self.take(plan, index, step)
            if done % REPORTED_EVERY == 0 or done == total:
                progress("steps", done, total)

    def take(self, plan: Plan, index: int, step: Step) -> None:
        """One step, recorded or refused."""
        key = (plan.case, step.record)
        record = self.records.get(key) or self.clock.new_id()
        actor = self.cast.acting(plan.case, step.role)
        state = self.reader.initiative_state(record) or Initiative()
        act = self._act(plan, step, state, actor)
        request = Request(self.clock.new_id(), f"initiative/{record}", actor.person, act.command, act.disclosures)
        try:
            self.office.handle(request)
            self.records[key] = record
        except Refused as refusal:
            self.refused.setdefault(plan.case, []).append(Refusal(index, step.activity, refusal.code))

    def course(self, plan: Plan) -> Course:
        """What became of a case."""
        numbers = [number for case, number in self.records if case == plan.case]
        record = self.records[plan.case, max(numbers)] if numbers else ""
        state = self.reader.initiative_state(record) if record else None
        return Course(plan, record, state.status if state else "draft", tuple(self.refused.get(plan.case, ())))

    def _act(self, plan: Plan, step: Step, state: Initiative, actor: Actor) -> acts.Act:
        """The command as the record stands now; where there is no record yet it is made all the same, to be refused."""
        seed = token_bytes(SEED_BYTES)
        match step.kind:
            case "submit" | "resubmit":
                return self._submission(plan, step, state, seed)
            case "approve" | "request_changes":
                asked = (("", SILENT),) if step.kind == "request_changes" else ()
                given = acts.Judgement("request changes" if asked else "approve", requests=asked)
                signer = acts.Signer(actor.name, seed, method="imported")
                return acts.decision(self.law, state, step.gate, given, signer)
            case "withdraw":
                return acts.reasoned(c.Withdraw, SILENT, seed)
            case "revoke":
                return acts.reasoned(c.Revoke, SILENT, seed)

    def _submission(self, plan: Plan, step: Step, state: Initiative, seed: bytes) -> acts.Act:
        answers = declared(plan, step.answers) if step.answers else {}
        owner = self.cast.acting(plan.case, "owner").person
        edited = {
            section.name: [owner]
            for section in self.law.sections
            if any(state.answers.get(each.name) != answers.get(each.name) for each in section.fields)
        }
        replies = {each.id: SILENT for each in state.requests if each.round == state.round}
        return acts.submission(self.law, acts.Draft(dict(answers), edited, replies), seed, {})


def _ms(step: Step) -> int:
    return round(step.at.timestamp() * 1000)
