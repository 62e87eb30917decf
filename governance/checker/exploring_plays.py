"""A case played on the whole engine: what the search expects is what happens, at every gate and in every way.

The search looks at panels one by one and at rounds by how panels conclude. Here the engine itself is asked: in each
case all gates pass one after another; and in each case whose gates are not among another's, every gate also rejects,
asks for changes, is resubmitted to with and without changes in every section, loses a reviewer to recusal, and is
decided before and after each gate open beside it; gates that ratify then confirm or refuse. After every conclusion each
gate must stand where the search says it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from governance.checker.exploring_cases import Case
from governance.checker.exploring_panels import Ballot, Conclusion, Panel
from governance.checker.exploring_rounds import Concludes, Edits, Move, Resubmits, before
from governance.checker.exploring_runs import Found, Run, Scene, Stage, holders
from governance.errors import Refused
from governance.language.definition import Gate
from governance.law.gates import GateState, Standing, text_of
from governance.record.commands import Outcome, RaiseTier

_STANDS: Mapping[Conclusion, GateState] = {
    "passed": "passed", "changes": "settled", "rejected": "rejected", "stuck": "open",
}  # fmt: skip
Verdicts = Mapping[str, Conclusion]


class Differs(Exception):
    """The engine does something else than the search expects."""

    def __init__(self, scene: Scene, gate: str, what: str) -> None:
        """Keep the scene, so that it can be played again."""
        super().__init__(what)
        self.scene, self.gate, self.what = scene, gate, what


@dataclass(frozen=True)
class Play:
    """The case that is played: its gates in order of dependence, and what is known of their panels."""

    stage: Stage
    case: Case
    gates: tuple[Gate, ...]
    panels: Mapping[str, Panel]
    waits: Mapping[str, frozenset[str]]

    def begin(self) -> Scene:
        """The owner submits; where the case asks for it, a coordinator raises the tier."""
        scene = Scene(self.stage).submits(self.case.answers)
        if self.case.tier and scene.state.tier != self.case.tier:
            coordinators = self.stage.facts.pool(self.stage.law.coordinators)
            scene = scene.does(coordinators.holdings[0].person, RaiseTier(self.case.tier, "reason"))
        return scene

    def concludes(self, scene: Scene, name: str, conclusion: Conclusion, then: int | None = None) -> Scene:
        """The panel of an open gate says what leads it there, by the fewest ballots."""
        panel = self.panels[name]
        start = panel.of(_cast(scene.standings[name]))
        goals = {w for ways in panel.ways for w in ways if w.conclusion == conclusion and then in (None, w.then)}
        if then is None and conclusion == "changes":  # so that the gate can pass in the next round
            hopeful = {w for w in goals if any(after.conclusion == "passed" for after in panel.ways[w.then])}
            goals = hopeful or goals
        ballots = panel.ballots(start, frozenset(goals))
        if ballots is None:
            raise Differs(scene, name, f"cannot come to “{conclusion}” from the votes that stand")
        scene = self.cast(scene, name, ballots)
        found = scene.standings[name].state
        if found != _STANDS[conclusion]:
            raise Differs(scene, name, f"is {found} where its votes make it {_STANDS[conclusion]}")
        return scene

    def cast(self, scene: Scene, name: str, ballots: Sequence[Ballot]) -> Scene:
        """These ballots, each by somebody who can act."""
        panel = self.panels[name]
        for kind, outcome in ballots:
            standing = scene.standings[name]
            person = _voter(panel.kinds[kind], standing)
            if person is None:
                raise Differs(scene, name, "lets nobody decide who should be able to")
            scene = scene.says(person, name, outcome)
        return scene

    def passes(self, scene: Scene, done: Verdicts) -> Scene:
        """Everything that is open passes, one gate after another, until nothing is; the engine is watched."""
        verdicts = dict(done)
        for gate in self.gates:
            if gate.name not in verdicts and all(verdicts.get(name) == "passed" for name in self.waits[gate.name]):
                scene = self.concludes(scene, gate.name, "passed")
                verdicts[gate.name] = "passed"
                self.watch(scene, verdicts)
        return scene

    @cached_property
    def trunk(self) -> tuple[tuple[Gate, Scene, Verdicts], ...]:
        """Each gate at its turn, with every gate before it in the order passed."""
        scene, done, turns = self.begin(), dict[str, Conclusion](), []
        for gate in self.gates:
            turns.append((gate, scene, dict(done)))
            scene = self.concludes(scene, gate.name, "passed")
            done[gate.name] = "passed"
        return tuple(turns)

    def watch(self, scene: Scene, verdicts: Verdicts) -> None:
        """Every gate stands where these verdicts put it, and what the engine has approved was decided by all."""
        if "rejected" in verdicts.values():
            if scene.state.status != "rejected":
                raise Differs(scene, "", f"is {scene.state.status} after a rejection that carried its gate")
            return
        found = scene.standings
        for gate in (gate for gate in self.stage.law.gates if not gate.ratifies):
            expected = self._expected(gate, verdicts)
            if found[gate.name].state != expected:
                raise Differs(scene, gate.name, f"is {found[gate.name].state} where the votes make it {expected}")
        expected_status = self._status(verdicts)
        if scene.state.status != expected_status:
            raise Differs(scene, "", f"is {scene.state.status} where the votes make it {expected_status}")
        if expected_status == "approved":
            self._signed(scene)

    def _expected(self, gate: Gate, verdicts: Verdicts) -> GateState:
        if gate.name not in self.case.gates:
            return "not needed"
        verdict = verdicts.get(gate.name)
        if verdict == "passed":
            return "passed"
        if any(verdicts.get(name) != "passed" for name in self.waits[gate.name]):
            return "waiting"
        return "settled" if verdict == "changes" else "open"

    def _status(self, verdicts: Verdicts) -> str:
        expected = {self._expected(gate, verdicts) for gate in self.gates}
        return "approved" if expected == {"passed"} else "in review" if "open" in expected else "in rework"

    def _signed(self, scene: Scene) -> None:
        """Every gate that applies was approved on the text as it now is."""
        for gate in self.gates:
            if not signed(scene, gate):
                raise Differs(scene, gate.name, "was approved by nobody on the present text, and yet the record is")

    def passes_beside(self, scene: Scene, but: str) -> Scene:
        """Whatever else is open passes, so that the round ends."""
        for gate in self.gates:
            if gate.name != but and scene.standings[gate.name].state == "open":
                scene = self.concludes(scene, gate.name, "passed")
        return scene

    def exhausted(self, scene: Scene, name: str) -> Scene:
        """The clock runs out, and whoever it escalates to abstains as well: nobody is left."""
        gate = self.stage.law.gate_by_name[name]
        for step in gate.escalate:
            scene = scene.escalates(name, step.step)
        while (standing := scene.standings[name]).state == "open" and standing.able:
            scene = scene.says(standing.able[0], name, "abstain")
        if standing.state != "open":
            raise Differs(scene, name, f"is {standing.state} where its votes leave it open")
        return scene

    def follows(self, moves: Sequence[Move]) -> Scene:
        """The scene after these moves of the search."""
        scene, changed = self.begin(), list[str]()
        for move in moves:
            match move:
                case Concludes(gate, conclusion, then):
                    scene = self.concludes(scene, gate, conclusion, then)
                case Edits(section):
                    changed.append(section)
                case Resubmits():
                    scene = scene.submits(changed=tuple(changed))
                    changed = []
        return scene


def play_of(stage: Stage, case: Case, panels: Mapping[str, Panel]) -> Play:
    """The play of a case; gates that ratify come after approval and delay nobody."""
    gates = tuple(gate for gate in stage.law.in_order if gate.name in case.gates and not gate.ratifies)
    return Play(stage, case, gates, panels, before(stage.law, gates))


def differences(play: Play, *, fully: bool) -> Iterator[Found]:
    """Where the engine does something else than the search expects; nothing where both agree."""
    plays = (_all_pass, _rejections, _reworks, _edits, _recusals, _orders, _confirmations) if fully else (_all_pass,)
    for one in plays:
        try:
            one(play)
        except Differs as error:
            yield _told(play, error.scene, error.gate, error.what)
        except Refused as refusal:
            yield _told(play, Scene(play.stage), "", f"is refused what the search expects: {refusal}")


def _told(play: Play, scene: Scene, gate: str, what: str) -> Found:
    names = [each.name for each in play.stage.law.gates]
    subject = f"“{play.stage.law.gate_by_name[gate].title}”" if gate else "The record"
    pointer = f"/gates/{names.index(gate)}" if gate else "/gates"
    cure = "The law does not do what this definition says; do not publish it, and report this run."
    return Found(pointer, f"{subject} {what}.", cure, scene.run() if scene.steps else Run())


def _all_pass(play: Play) -> None:
    scene = play.begin()
    play.watch(scene, {})
    play.passes(scene, {})


def _can(play: Play, gate: Gate, conclusion: Conclusion) -> bool:
    return any(way.conclusion == conclusion for way in play.panels[gate.name].ways[0])


def _rejections(play: Play) -> None:
    for gate, scene, done in play.trunk:
        if _can(play, gate, "rejected"):
            play.watch(play.concludes(scene, gate.name, "rejected"), {**done, gate.name: "rejected"})


def _returned(play: Play, gate: Gate, scene: Scene, done: Verdicts) -> tuple[Scene, dict[str, Conclusion]]:
    """The gate asks for changes, everything open beside it passes, and the owner has the record."""
    scene = play.concludes(scene, gate.name, "changes")
    verdicts: dict[str, Conclusion] = {**done, gate.name: "changes"}
    play.watch(scene, verdicts)
    for other in play.gates:
        if other.name not in verdicts and all(verdicts.get(name) == "passed" for name in play.waits[other.name]):
            scene = play.concludes(scene, other.name, "passed")
            verdicts[other.name] = "passed"
            play.watch(scene, verdicts)
    return scene, verdicts


def _again(play: Play, scene: Scene, verdicts: Verdicts, changed: tuple[str, ...]) -> None:
    """The owner submits again; what stands is carried over, the rest passes, and the record is approved."""
    kept: dict[str, Conclusion] = {
        gate.name: "passed"
        for gate in play.gates
        if verdicts.get(gate.name) == "passed" and not gate.always_again and not set(changed) & set(gate.reviews)
    }
    scene = scene.submits(changed=changed)
    play.watch(scene, kept)
    play.passes(scene, kept)


def _reworks(play: Play) -> None:
    for gate, scene, done in play.trunk:
        if _can(play, gate, "changes"):
            _again(play, *_returned(play, gate, scene, done), ())


def _edits(play: Play) -> None:
    """One section after another changes while everything but one gate has passed."""
    turns = [turn for turn in play.trunk if _can(play, turn[0], "changes")]
    if not turns:
        return
    scene, verdicts = _returned(play, *turns[-1])
    for section in play.stage.law.sections:
        _again(play, scene, verdicts, (section.name,))


def _recusals(play: Play) -> None:
    """The first who could decide stands aside; whoever steps in decides."""
    for gate, scene, done in play.trunk:
        able = scene.standings[gate.name].able
        pool = play.stage.facts.pool(gate.panel)
        if not gate.panel.startswith("committee/") or any(holding.alternate for holding in pool.holdings):
            aside = scene.says(able[0], gate.name, "recuse")
            while (standing := aside.standings[gate.name]).state == "open" and standing.able:
                aside = aside.says(standing.able[0], gate.name, "approve")
            play.watch(aside, {**done, gate.name: "passed"})


def _orders(play: Play) -> None:
    """Two gates open beside each other are decided in both orders, whatever they conclude."""
    for gate, scene, done in play.trunk:
        beside = [
            other
            for other in play.gates
            if other.name not in (*done, gate.name) and all(done.get(n) == "passed" for n in play.waits[other.name])
        ]
        firsts = {mine: play.concludes(scene, gate.name, mine) for mine in _twice(play, gate)} if beside else {}
        for other in beside:
            for theirs in _twice(play, other):
                after = play.concludes(scene, other.name, theirs)
                for mine, first in firsts.items():
                    one, two = play.concludes(first, other.name, theirs), play.concludes(after, gate.name, mine)
                    if same(one) != same(two):
                        raise Differs(two, gate.name, f"ends elsewhere when “{other.title}” is decided before it")


def _confirmations(play: Play) -> None:
    """Once approved, each gate that ratifies opens after those it comes after; it confirms, or its refusal revokes."""
    scene = play.passes(play.begin(), {})
    for gate in play.stage.law.in_order:
        if gate.ratifies and gate.name in play.case.gates:
            if _can(play, gate, "rejected"):
                refused = play.concludes(scene, gate.name, "rejected")
                if refused.state.status != "revoked":
                    raise Differs(refused, gate.name, f"refused, and the record is {refused.state.status}")
            scene = play.concludes(scene, gate.name, "passed")
            if scene.state.status != "approved" or not signed(scene, gate):
                raise Differs(scene, gate.name, f"confirmed, and the record is {scene.state.status}")


def _twice(play: Play, gate: Gate) -> list[Conclusion]:
    both: tuple[Conclusion, ...] = ("passed", "changes")
    return [conclusion for conclusion in both if _can(play, gate, conclusion)]


def signed(scene: Scene, gate: Gate) -> bool:
    """Whether somebody has approved at this gate on the present text: read from the votes, not from standings."""
    text, votes = text_of(gate, scene.state.sections), scene.state.votes.get(gate.name, ())
    return any(vote.outcome == "approve" and vote.text == text for vote in votes)


def same(scene: Scene) -> tuple[object, ...]:
    """What tells two states apart: status, where gates stand, and the votes that count."""
    found = scene.standings
    votes = sorted((name, *vote) for name, standing in found.items() for vote in _cast(standing))
    return scene.state.status, scene.state.tier, sorted((name, s.state) for name, s in found.items()), votes


def _cast(standing: Standing) -> Iterator[tuple[str, Outcome]]:
    """The votes that count, by seat, or by person in a role pool."""
    committee = standing.gate.panel.startswith("committee/")
    return ((vote.seat if committee else vote.person, vote.outcome) for vote in standing.votes)


def _voter(seats: tuple[str, ...], standing: Standing) -> str | None:
    """Who can act now for the first of these seats that is not filled, or of these people in a role pool."""
    panel = standing.gate.panel
    if panel.startswith("committee/"):
        free = (seat for seat in seats if seat not in standing.count.filled)
        people = [person for seat in free for person in holders(panel, seat)]
    else:
        people = list(seats)
    return next((person for person in people if person in standing.able), None)
