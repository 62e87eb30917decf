"""From what became of each case to what a replay reports: agreement, its exceptions explained, corruption caught."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coe.replay.corruption import Corruption
from coe.replay.paper import admits
from coe.replay.plan import Plan, disagreement
from coe.replay.report import Corrupted, Findings, OrderBreak, Planted, Refusal, counted

MOST_SAMPLED = 3


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a case: the plan as acted, its last record ("" for none) and status, the steps refused."""

    plan: Plan
    record: str
    status: str
    refused: tuple[Refusal, ...]


def findings(courses: Sequence[Course], faults: Mapping[str, Corruption], seed: int | None) -> Findings:
    """`faults` are the corruptions planted, by case; `seed` is None where none were asked for."""
    broken = [course for course in courses if course.plan.order_breaks]
    return Findings(
        cases=len(courses),
        commands=sum(len(course.plan.steps) for course in courses),
        refused=sum(len(course.refused) for course in courses),
        clean_cases=sum(not course.refused for course in courses),
        status_agree=sum(course.status == course.plan.final for course in courses),
        categories=counted(filter(None, (_explained(course, faults.get(course.plan.case)) for course in courses))),
        order_breaks=tuple(
            OrderBreak(course.plan.case, "; ".join(course.plan.order_breaks), _activities(course)) for course in broken
        ),
        corruption=None if seed is None else _corrupted(courses, faults, seed),
    )


def sampled(courses: Iterable[Course]) -> dict[str, str]:
    """The last record of up to three cases, by case: one that breaks the order, the longest, and the first of all."""
    known = [course for course in courses if course.record]
    broken = [course for course in known if course.plan.order_breaks]
    by_length = sorted(known, key=lambda course: -len(course.plan.steps))
    chosen = [*broken[:1], *by_length[:1], *known]
    return {course.plan.case: course.record for course in list(dict.fromkeys(chosen))[:MOST_SAMPLED]}


def _explained(course: Course, fault: Corruption | None) -> str:
    """Why a case was refused something or ended elsewhere than its log; "" for a case that agrees."""
    found = disagreement(course.plan, _activities(course), course.status)
    return f"corrupted on purpose: {fault.fault}" if found and fault else found


def _corrupted(courses: Sequence[Course], faults: Mapping[str, Corruption], seed: int) -> Corrupted:
    made: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    codes: list[str] = []
    lawful, missed = [], []
    for course in courses:
        fault = faults.get(course.plan.case)
        if fault is None:
            continue
        planted = Planted(course.plan.case, fault.told)
        code = next((each.code for each in course.refused if each.index == fault.index), "")
        if not code and admits(fault.steps, fault.index):
            lawful.append(planted)
            continue
        made[fault.fault] += 1
        if code:
            caught[fault.fault] += 1
            codes.append(code)
        else:
            missed.append(planted)
    return Corrupted(
        seed=seed,
        corrupted=made.total(),
        caught=caught.total(),
        by_fault={fault: (made[fault], caught[fault]) for fault in sorted(made)},
        codes=counted(codes),
        lawful_too=tuple(lawful),
        missed=tuple(missed),
        left_alone=len(courses) - len(faults),
    )


def _activities(course: Course) -> tuple[str, ...]:
    return tuple(refusal.activity for refusal in course.refused)
