"""Where an initiative stands by the naive law: who may decide, what counts, and what each gate concludes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.language.definition import Gate
from governance.law.pools import Facts, Holding, Pool
from tests.governance.naive_rules import concluded, true
from tests.governance.naive_shape import NaiveRecord, Page, Promise, Said, noted

APPROVALS = ("approve", "approve with conditions")


@dataclass
class Panel:
    """Who may decide, read off the grants at one moment, for one set of answers."""

    pool: Pool
    at: int
    answers: Mapping[str, Any]
    chartered: list[str] = field(default_factory=list)

    def in_force(self, grant: Holding) -> bool:
        if self.at < grant.since or self.at >= grant.until:
            return False
        for name, allowed in grant.scope.items():
            answer = self.answers.get(name)
            for option in answer if isinstance(answer, list) else [answer]:
                if option not in allowed:
                    return False
        return True

    def grants_of(self, person: str) -> list[Holding]:
        return [grant for grant in self.pool.holdings if grant.person == person and self.in_force(grant)]

    def lenders_to(self, person: str) -> list[str]:
        return [lent.person for lent in self.pool.lent if lent.to == person and lent.since <= self.at < lent.until]

    def admits(self, person: str) -> bool:
        if self.grants_of(person):
            return True
        return any(self.grants_of(lender) for lender in self.lenders_to(person))

    def is_away(self, person: str) -> bool:
        return any(since <= self.at < until for since, until in (self.pool.absences or {}).get(person, ()))

    def every_seat(self) -> list[str]:
        return self.chartered or sorted({grant.seat for grant in self.pool.holdings if grant.seat})

    def alternate_called(self, seat: str, recused: set[str], barred: set[str]) -> bool:
        holders = {g.person for g in self.pool.holdings if g.seat == seat and not g.alternate and self.in_force(g)}
        return seat in recused or all(self.is_away(holder) for holder in holders - barred)

    def seats_offered(self, person: str, recused: set[str], barred: set[str]) -> list[str]:
        mine = self.grants_of(person)
        seats = [grant.seat for grant in mine if not grant.alternate and grant.seat not in recused]
        called = [grant.seat for grant in mine if grant.alternate]
        seats += [seat for seat in called if self.alternate_called(seat, recused, barred)]
        for lender in self.lenders_to(person):
            seats += [g.seat for g in self.grants_of(lender) if not g.alternate and g.seat not in recused]
        return seats


@dataclass
class NaiveStanding(NaiveRecord):
    """Where everything stands, at the moment last seen. `everybody` are all people there are."""

    everybody: Sequence[str] = ()
    facts: Facts = field(default_factory=lambda: Facts({}))
    at: int = 0

    def see(self, facts: Facts, at: int) -> None:
        """Look at everything as it is now."""
        if facts is not self.facts or at != self.at:
            self.notes = {}
        self.facts, self.at = facts, at

    # What holds now.

    def answers(self) -> dict[str, Any]:
        return dict(self.submissions[-1].answers) if self.submissions else {}

    @noted
    def tier(self) -> str:
        names = [tier.name for tier in self.law.tiers]
        computed = next(tier.name for tier in self.law.tiers if true(tier.when, self.answers()))
        return min([computed, *(name for name in self.raised[-1:] if name in names)], key=names.index)

    def needed(self, gate: Gate, tier: str = "") -> bool:
        confirmed = [each for each in self.law.gates if each.name in gate.ratifies]
        if gate.ratifies and not any(self.needed(each, tier) for each in confirmed):
            return False
        return true(gate.when, {**self.answers(), "tier": tier or self.tier()})

    @noted
    def reviewed(self, gate: Gate) -> list[Any]:
        answers = self.answers()
        sections = [section for section in self.law.sections if section.name in gate.reviews]
        return [[answers.get(asked.name) for asked in section.fields] for section in sections]

    @noted
    def counted(self, gate: Gate) -> list[Said]:
        found = []
        for said in self.said:
            if said.gate != gate.name:
                continue
            this_round = said.round == self.round
            if said.outcome == "recuse" or (said.outcome in ("request changes", "reject") and this_round):
                found.append(said)
            stands = this_round or not gate.always_again
            if said.outcome in (*APPROVALS, "abstain") and stands and said.values == self.reviewed(gate):
                found.append(said)
        return found

    # Who may decide.

    def panel(self, stream: str) -> Panel:
        pool = self.facts.pools.get(stream) or Pool()
        charter = self.law.charters.get(stream.split("/")[1]) if stream.startswith("committee/") else None
        if charter is None:
            return Panel(pool, self.at, self.answers())
        known = [name for name, _ in charter.seats]
        grants = [grant for grant in pool.holdings if grant.seat in known]
        if not charter.alternates:
            grants = [grant for grant in grants if not grant.alternate]
        if charter.term is not None:
            hours = charter.term.amount * {"hours": 1, "days": 24}[charter.term.kind]
            grants = [grant for grant in grants if self.at < grant.since + hours * 3_600_000]
        return Panel(Pool(tuple(grants), pool.absences, pool.lent), self.at, self.answers(), sorted(known))

    def streams(self, gate: Gate) -> list[str]:
        return [gate.panel, *(self.openings[gate.name][-1].joined if gate.name in self.openings else [])]

    def barred(self, gate: Gate, person: str) -> bool:
        if person == self.owner:
            return True
        for sent in self.submissions:
            if any(person in sent.edits.get(name, ()) for name in gate.reviews):
                return True
        bosses: list[Any] = []
        for relation in gate.never:
            if relation == "line_manager_of_owner":
                known = (self.facts.people or {}).get(self.owner)
                bosses += [known.manager] if known else []
            else:
                named = self.answers().get(relation)
                bosses += named if isinstance(named, list) else [named]
        return person in bosses

    @noted
    def admitted(self, stream: str) -> list[str]:
        panel = self.panel(stream)
        return [person for person in self.everybody if panel.admits(person)]

    @noted
    def judges(self, gate: Gate) -> list[str]:
        members = [person for stream in self.streams(gate) for person in self.admitted(stream)]
        return [person for person in self.everybody if person in members and not self.barred(gate, person)]

    def may_judge(self, gate: Gate, person: str) -> bool:
        return person in self.judges(gate)

    @noted
    def seat_of(self, gate: Gate, person: str) -> str | None:
        """The seat the person would take now ("" in a role), or None."""
        counted = self.counted(gate)
        if not self.may_judge(gate, person) or any(said.person == person for said in counted):
            return None
        if gate.panel.startswith("role/"):
            return ""
        taken = {said.seat for said in counted if said.outcome != "recuse"}
        recused = {said.seat for said in counted if said.outcome == "recuse"}
        barred = {one for one in self.everybody if self.barred(gate, one)}
        seats = self.panel(gate.panel).seats_offered(person, recused, barred)
        seats += [stream for stream in self.streams(gate)[1:] if person in self.admitted(stream)]
        free = [seat for seat in seats if seat not in taken]
        return free[0] if free else None

    def joined_seats(self, gate: Gate) -> list[str]:
        """What escalation added, where somebody is left who could sit there."""
        voted = [said.person for said in self.counted(gate)]
        left = [person for person in self.judges(gate) if person not in voted]
        return [stream for stream in self.streams(gate)[1:] if any(one in self.admitted(stream) for one in left)]

    @noted
    def could_decide(self, gate: Gate) -> list[str]:
        return [person for person in self.judges(gate) if self.seat_of(gate, person) is not None]

    @noted
    def here(self, gate: Gate) -> set[str]:
        away = {p for p in self.everybody for stream in self.streams(gate) if self.panel(stream).is_away(p)}
        return set(self.could_decide(gate)) - away

    def not_here(self, gate: Gate) -> set[str]:
        return set(self.could_decide(gate)) - self.here(gate)

    # What follows from what was said.

    def verdict(self, gate: Gate) -> str:
        rule = gate.rule
        present = [said for said in self.counted(gate) if said.outcome != "recuse"]
        filled = {said.seat for said in present}
        if gate.panel.startswith("committee/"):
            seats = self.panel(gate.panel).every_seat()
            missing = [seat for seat in {*seats, *self.joined_seats(gate)} if seat not in filled]
            electorate = len(seats)
        else:
            missing = [""] * len(self.could_decide(gate))
            electorate = len(present) + len(missing)
        enough = (
            len(present) >= rule.present.number
            and len(present) >= math.ceil(rule.present.share * electorate / 100)
            and set(rule.present.seats) <= filled
        )
        cast = tuple(sorted((said.outcome.split()[0], said.seat in rule.veto) for said in present))
        unheard = [seat for seat in rule.veto if seat not in filled]
        if isinstance(rule.approve, int):
            words = [word for word, _ in cast]
            if "reject" in words or "request" in words:
                return "rejected" if "reject" in words else "changes"
            if words.count("approve") >= rule.approve > 0 and enough and not unheard:
                return "passed"
            return "changes" if gate.panel.startswith("committee/") and not missing else "pending"
        return concluded(rule.approve, cast, tuple(sorted(seat in rule.veto for seat in missing)), enough=enough)

    @noted
    def states(self) -> dict[str, str]:
        verdicts = {gate.name: self.verdict(gate) for gate in self.law.gates}
        needed = {gate.name: self.needed(gate) for gate in self.law.gates}
        before = {gate.name: gate.after for gate in self.law.gates}
        confirming = [gate.name for gate in self.law.gates if gate.ratifies]

        def clear(name: str) -> bool:
            return (verdicts[name] == "passed" or not needed[name]) and all(clear(earlier) for earlier in before[name])

        def state(name: str) -> str:
            if not needed[name]:
                return "not needed"
            if name in confirming:
                turn = all(clear(earlier) for earlier in before[name] if earlier in confirming)
                return self.confirmed(verdicts[name], turn=turn)
            if verdicts[name] == "passed":
                return "passed"
            if not all(clear(earlier) for earlier in before[name]):
                return "waiting"
            return {"pending": "open", "changes": "settled", "rejected": "rejected"}[verdicts[name]]

        return {gate.name: state(gate.name) for gate in self.law.gates}

    def confirmed(self, verdict: str, *, turn: bool) -> str:
        """A gate that ratifies: open only while there is an approval to confirm."""
        if verdict == "pending":
            return "open" if turn and self.status in ("approved", "released") else "waiting"
        return "passed" if verdict == "passed" else "rejected"

    def in_force(self) -> list[Promise]:
        gates = {gate.name: gate for gate in self.law.gates}
        mine = [p for p in self.promises if p.gate in gates]
        return [p for p in mine if any(p.by is said for said in self.counted(gates[p.gate]))]

    def page(self, gate: str) -> Page:
        """Everything a decider is shown."""
        earlier = [(w.id, w.text, w.reply) for w in self.wishes if w.round < self.round]
        return (self.law.digest, gate, self.round, self.tier(), self.answers(), earlier)

    def condition_page(self, condition: str) -> Page:
        found = ((p.id, p.gate, p.text, p.due, p.note) for p in self.promises if p.id == condition)
        return (self.law.digest, *next(found, (condition,)))
