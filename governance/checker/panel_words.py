"""What panels lack, in words that name the people; and who is missing altogether."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from governance.checker.answer_classes import spoken_answer
from governance.checker.panels_checked import Shortage, Staff, shortages
from governance.errors import Problem
from governance.formats.jcs import Json
from governance.language import business_time
from governance.language.definition import Charter, Definition, Gate
from governance.law.pools import FOREVER, Pool
from governance.reading.words import listed


@dataclass(frozen=True)
class PanelFinding:
    """A shortage in words; `run` is the situation it was found in, None for what needs no situation. Only a `problem`
    forbids publication.
    """

    told: Problem
    problem: bool
    run: Shortage | None = None


def panel_findings(law: Definition, staff: Staff, now: int) -> tuple[PanelFinding, ...]:
    """All that is wrong with the panels of a definition now (UTC ms), the same words once."""
    found = [*_unheld(law, staff, now), *_seats(law, staff, now), *_grouped(law, staff, shortages(law, staff, now))]
    return tuple(sorted(found, key=lambda each: not each.problem))


def pool_words(law: Definition, stream: str) -> str:
    """`medical reviewer` for a role, the charter's title for a committee."""
    kind, _, name = stream.partition("/")
    charter = law.charters.get(name) if kind == "committee" else None
    return charter.title if charter else name.replace("_", " ").replace("-", " ")


def _pointer(law: Definition, gate: Gate) -> str:
    return f"/gates/{next(n for n, each in enumerate(law.gates) if each.name == gate.name)}"


def _grouped(law: Definition, staff: Staff, found: tuple[Shortage, ...]) -> Iterator[PanelFinding]:
    """Shortages that differ only in the person, in the answers, or in why the person does not decide, are one."""
    alike: dict[tuple[str, ...], list[Shortage]] = {}
    for each in found:
        key = (each.gate.name, each.extent, _kind(staff, each), _lack(law, each), _period(staff, each))
        alike.setdefault(key, []).append(each)
    for group in alike.values():
        by_ways: dict[frozenset[str], list[Shortage]] = {}
        for person in dict.fromkeys(_concerned(each) for each in group):
            mine = [each for each in group if _concerned(each) == person]
            by_ways.setdefault(frozenset("owns" if each.situation.owner else "aside" for each in mine), []).extend(mine)
        for ways, same in by_ways.items():
            yield _finding(law, staff, same, ways)


def _finding(law: Definition, staff: Staff, group: list[Shortage], ways: frozenset[str]) -> PanelFinding:
    first = group[0]
    people = tuple(dict.fromkeys(_concerned(each) for each in group))
    cause = _cause(law, staff, first, people, ways)
    words = _where(group, law) + _told(law, staff, first, cause) + _only(law, staff, first, people)
    problem = Problem(f"{_pointer(law, first.gate)}/panel", words[:1].upper() + words[1:], _cure(law, staff, first))
    return PanelFinding(problem, first.problem, first)


def _kind(staff: Staff, found: Shortage) -> str:
    """What kind of reason: none, the person's own, their line manager, or two reasons at once."""
    situation = found.situation
    if (situation.owner and situation.aside) or len(situation.aside) > 1:
        return "two"
    if situation.owner and not _on_panel(staff, found):
        return "manager"
    return "own" if situation.owner or situation.aside else ""


def _concerned(found: Shortage) -> str:
    return found.situation.owner or "".join(found.situation.aside[:1])


def _told(law: Definition, staff: Staff, found: Shortage, cause: str) -> str:
    title, lack = f"“{found.gate.title}”", _lack(law, found)
    match found.extent:
        case "gap":
            return f"{_period(staff, found)} {lack}."
        case "late":
            since = f"{_period(staff, found)} " if found.until else ""
            return f"{since}{lack}: what opens now cannot be decided in its time, by anyone."
        case "helped":
            helping = listed([f"the {pool_words(law, e.to)}" for e in found.gate.escalate if e.to != "delegate"])
            return f"{cause}{lack}; {title} waits until its clock has run out and {helping} may decide, too."
        case "hindered":
            return f"{cause}{lack} before {staff.day(found.until)}; {title} waits until then."
        case _:
            return f"{cause}{lack}."


def _cause(law: Definition, staff: Staff, found: Shortage, people: tuple[str, ...], ways: frozenset[str]) -> str:
    """`If Dr Weber or Dr Lang owns it, worked on “Need” or stands aside, `."""
    situation, names = found.situation, [staff.name(person) for person in people if person]
    who = " or ".join(names)
    aside = [staff.name(person) for person in situation.aside]
    match _kind(staff, found):
        case "two" if situation.owner:
            return f"if {staff.name(situation.owner)} owns it and {listed(aside)} stands aside, "
        case "two":
            return f"if {listed(aside)} stand aside, "
        case "manager":
            manager = staff.name(staff.managers.get(situation.owner, ""))
            return f"if {who} owns it, whose line manager {manager} never decides here, "
        case "own":
            section = law.section_by_name[found.gate.reviews[0]].title if found.gate.reviews else "it"
            owns = ["owns it", f"worked on “{section}”"] if "owns" in ways else []
            said = [*owns, *(["stands aside"] if "aside" in ways else [])]
            return f"if {who} {' or '.join([', '.join(said[:-1]), said[-1]] if said[1:] else said)}, "
        case _:
            return ""


def _on_panel(staff: Staff, found: Shortage) -> bool:
    streams = (found.gate.panel, *(e.to for e in found.gate.escalate))
    pools = [staff.pools.get(stream, Pool()) for stream in streams]
    return any(found.situation.owner in (*(h.person for h in p.holdings), *(d.to for d in p.lent)) for p in pools)


def _lack(law: Definition, found: Shortage) -> str:
    """What the law still missed when everybody had approved."""
    gate, count = found.gate, found.standing.count
    rule, title = gate.rule, f"“{gate.title}”"
    missing = [seat for seat in dict.fromkeys((*rule.veto, *rule.present.seats)) if seat not in count.filled]
    if missing:
        seats = listed([_seat(law, gate, seat) for seat in missing])
        return f"nobody may take {seats} in {title}, without which it cannot pass"
    shared = -(-rule.present.share * count.seats // 100)
    needed = max(1, rule.present.number, shared, rule.approve if isinstance(rule.approve, int) else 1)
    if not count.present:
        there = "is there" if found.extent in ("gap", "hindered") else "may decide"
        return f"nobody of {pool_words(law, gate.panel)} {there}" + ("" if there == "is there" else f" at {title}")
    return f"only {count.present} of the {needed} people whom {title} needs may decide"


def _seat(law: Definition, gate: Gate, seat: str) -> str:
    charter = law.charters.get(gate.panel.partition("/")[2])
    titles = dict(charter.seats) if charter else {}
    return f"the seat {titles.get(seat, seat.replace('_', ' '))}"


def _period(staff: Staff, found: Shortage) -> str:
    if not found.since:
        return ""
    return f"from {staff.day(found.since)} {f'until {staff.day(found.until)}' if found.until else 'on'}"


def _only(law: Definition, staff: Staff, found: Shortage, people: tuple[str, ...]) -> str:
    """`Dr Weber is the only medical reviewer.`, where that is why."""
    pool = staff.pools.get(found.gate.panel, Pool())
    if len(people) != 1 or not people[0] or found.gate.panel.startswith("committee/"):
        return ""
    holders = {h.person for h in pool.holdings if h.until > found.since and h.until == FOREVER}
    if holders != set(people):
        return ""
    return f" {staff.name(people[0])} is the only {pool_words(law, found.gate.panel)}."


def _where(group: list[Shortage], law: Definition) -> str:
    """The answers it concerns, where it does not concern all that scopes tell apart."""
    scoped = list({each.situation.scoped.number: each.situation.scoped for each in group}.values())
    told = [each.told for each in scoped if each.told]
    if not told:
        return ""
    said = listed([f"“{law.field_by_name[name].label}” is {_answer(law, name, a)}" for name, a in told[0].items()])
    more = f" (and in {len(told) - 1} more cases)" if len(told) > 1 else ""
    return f"when {said}{more}, "


def _answer(law: Definition, name: str, answer: Json) -> str:
    return "not answered" if answer is None else spoken_answer(law.field_by_name[name], answer)


def _cure(law: Definition, staff: Staff, found: Shortage) -> str:
    gate = found.gate
    pool = pool_words(law, gate.panel)
    if gate.panel.startswith("role/"):
        if not staff.pools.get(gate.panel, Pool()).holdings:
            return f"Grant {pool} to somebody, as nobody holds it."
        return f"Grant {pool} to somebody else{' for those days' if found.extent == 'gap' else ', too'}."
    charter = law.charters.get(gate.panel.partition("/")[2])
    if charter is not None and not charter.alternates:
        return "Seat somebody, let the charter have alternates, or ask for fewer seats."
    return "Seat somebody, name an alternate, or ask for fewer seats."


def _unheld(law: Definition, staff: Staff, now: int) -> Iterator[PanelFinding]:
    """Roles that clocks escalate to, and coordinators, whom nobody is."""
    for place, gate in enumerate(law.gates):
        for step, escalation in enumerate(gate.escalate):
            if escalation.to != "delegate" and not _held(staff, escalation.to, now):
                words = f"“{gate.title}” escalates to {pool_words(law, escalation.to)}, and nobody is that."
                cure = "Grant the role, or escalate to another."
                yield PanelFinding(Problem(f"/gates/{place}/escalate/{step}", words, cure), problem=True)
    if not _held(staff, law.coordinators, now):
        words = (
            f"Nobody is {pool_words(law, law.coordinators)}: nothing can be held, resumed or raised to another tier."
        )
        yield PanelFinding(Problem("/coordinators", words, "Grant the role."), problem=False)


def _held(staff: Staff, stream: str, now: int) -> bool:
    return any(h.since <= now < h.until for h in staff.pools.get(stream, Pool()).holdings)


def _seats(law: Definition, staff: Staff, now: int) -> Iterator[PanelFinding]:
    """Chartered seats that are vacant, terms of office that are over, alternates the charter does not know."""
    for place, charter in enumerate(law.charters.values()):
        pool = staff.pools.get(f"committee/{charter.committee}", Pool())
        for seat, title in charter.seats if any(h.seat for h in pool.holdings) else ():
            if not any(h.seat == seat and h.since <= now < h.until for h in pool.holdings):
                words = f"The seat {title} of {charter.title} is vacant."
                yield PanelFinding(Problem(f"/committees/{place}/seats", words, "Seat somebody."), problem=False)
        yield from _terms(charter, pool, staff, now, f"/committees/{place}")


def _terms(charter: Charter, pool: Pool, staff: Staff, now: int, at: str) -> Iterator[PanelFinding]:
    seats = dict(charter.seats)
    for holding in pool.holdings:
        if not holding.since <= now < holding.until:
            continue
        who = f"{staff.name(holding.person)} in the seat {seats.get(holding.seat, holding.seat)} of {charter.title}"
        if charter.term is not None and staff.calendar is not None:
            over = business_time.due(staff.calendar, holding.since, charter.term)
            if min(holding.until, over) < holding.until:
                words = f"The charter ends the term of {who} on {staff.day(over)}; it was granted for longer."
                yield PanelFinding(Problem(f"{at}/term", words, "Grant it until that day."), problem=False)
        if holding.alternate and not charter.alternates:
            words = f"The charter has no alternates, but {who} is one."
            yield PanelFinding(
                Problem(f"{at}/alternates", words, "End the grant, or change the charter."), problem=False
            )
