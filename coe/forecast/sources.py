"""Inputs for a definition as somebody asks for them: a file, a history by its name, and figures set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine

from coe.forecast.from_ledger import of_office
from coe.forecast.from_log import of_log
from coe.forecast.gather import Known, Options, gather
from coe.forecast.hours import standard
from coe.forecast.inputs import BadInputs, Flow, GateInputs, Inputs, PoolInputs
from coe.forecast.logs import read_log
from coe.forecast.situations import seats_of
from coe.policy.calendars import BadDeclaration, compile_calendar
from coe.reading import Reader
from governance.formats.jcs import Json
from governance.language.business_time import Calendar
from governance.language.definition import Definition

FIRST_YEAR, LAST_YEAR = 2026, 2027
SHARES = {"incomplete", "noticed", "meetings", "meeting_pass", "first_pass", "later_pass", "rejects"}


def inputs_for(laws: Sequence[Definition], declared: Json, history: str = "", figures: Sequence[str] = ()) -> Inputs:
    """Inputs for a definition and what is compared with it; `declared` are the calendars beside the first. `history` is
    the path of a log, or "". Raises BadInputs, UnreadableLog.
    """
    calendar = calendar_in(declared, laws[0])
    known = Known()
    if history:
        path = Path(history)
        known = of_log(read_log(path), laws, calendar or standard(), path.name)
    return gather(laws, calendar=calendar, known=known, options=told(laws, figures))


def inputs_of_office(
    laws: Sequence[Definition], declared: Json, engine: Engine, reader: Reader, now: int, figures: Sequence[str] = ()
) -> Inputs:
    """The same from the office's ledger, beginning now with what is under way. Raises BadInputs."""
    known, calendar = of_office(engine, reader, now, laws)
    usable = calendar or calendar_in(declared, laws[0])
    return gather(laws, calendar=usable, begins=now, known=known, options=told(laws, figures))


def calendar_in(declared: Json, law: Definition) -> Calendar | None:
    """The calendar a definition names among those declared beside it. Raises BadInputs."""
    for each in declared if isinstance(declared, list) else [declared]:
        if isinstance(each, dict) and f"calendar/{each.get('name')}" == law.calendar:
            try:
                return compile_calendar(each, range(FIRST_YEAR, LAST_YEAR + 1)).calendar()
            except BadDeclaration as problem:
                raise BadInputs(f"The calendar {each.get('name')} cannot be used: {problem}") from None
    return None


def told(laws: Sequence[Definition], figures: Sequence[str]) -> Options:
    """Figures written NAME=NUMBER: a name of the flow, `mix.TIER`, `GATE.figure` or `POOL.figure`. Raises BadInputs."""
    gates = {gate.name for law in laws for gate in law.gates}
    pools = {pool for law in laws for pool in seats_of(law)}
    flow: dict[str, float] = {}
    mix: dict[str, float] = {}
    by_gate: dict[str, dict[str, float]] = {}
    by_pool: dict[str, dict[str, float]] = {}
    for words in figures:
        name, _, number = words.partition("=")
        owner, _, figure = name.strip().rpartition(".")
        value = _number(words, number, figure)
        if not owner and figure in Flow.__slots__:
            flow[figure] = value
        elif owner == "mix":
            mix[figure] = value
        elif owner in gates and figure in GateInputs.__slots__:
            by_gate.setdefault(owner, {})[figure] = value
        elif owner in pools and figure in PoolInputs.__slots__:
            by_pool.setdefault(owner, {})[figure] = value
        else:
            known = [*Flow.__slots__, "mix.TIER", *(f"GATE.{x}" for x in GateInputs.__slots__)]
            raise BadInputs(f"There is no figure {name!r}. Known: {', '.join(known)}, POOL.people, POOL.hours_a_day.")
    return Options(flow, mix, by_gate, by_pool, "option --set")


def _number(words: str, number: str, figure: str) -> float:
    try:
        value = float(number)
    except ValueError:
        raise BadInputs(f"{words!r} gives no number. Write it like arrivals_a_week=20.") from None
    most = 1.0 if figure in SHARES else 1e6
    if not 0 <= value <= most:
        raise BadInputs(f"{words!r} is out of range. Give 0 to {most:g}.")
    return value
