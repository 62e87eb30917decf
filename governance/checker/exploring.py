"""Every order of decisions a definition allows, searched before it governs anyone.

Three parts, each told in its own module. `exploring_panels`: every set of votes a panel can cast, judged by the
engine's tally. `exploring_rounds`: every order in which the gates of a case can conclude, over any number of rounds,
for each of the cases of `exploring_cases`. `exploring_plays`: the engine itself, asked whether it does what the first
two expect. What is found wrong comes with a run that `replay` plays again from an empty stream. The canonical office
has everybody the rules need: whether the people who exist can fill a panel is another check's question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from governance.checker.answer_classes import TooManyCases
from governance.checker.exploring_cases import Case, broken_case, cases
from governance.checker.exploring_panels import FRESH, Panel, TooManyStates, panel_of
from governance.checker.exploring_plays import Differs, Play, differences, play_of, signed
from governance.checker.exploring_rounds import search
from governance.checker.exploring_runs import Engine, Found, Run, Scene, Stage, Step, replay, seats_of, staged
from governance.checker.exploring_words import Fault, never_passes, told, unending
from governance.errors import Refused
from governance.language.conditions import Not
from governance.language.definition import Definition, Gate
from governance.law.deciding import decide

__all__ = ["MOST_STATES", "Found", "Run", "Step", "explore", "replay", "told"]
MOST_STATES = 200_000
MOST_CASES = 300
_SMALLER = "Let fewer gates be open beside each other, or fewer conditions decide which apply."


def explore(
    law: Definition, *, most_states: int = MOST_STATES, most_cases: int = MOST_CASES, engine: Engine = decide
) -> tuple[Found, ...]:
    """What is wrong with the runs of a definition; empty when every one of them is in order.

    Pure and deterministic. Beyond `most_states` of a panel or a case, or `most_cases`, it says that nothing is proven.
    `engine` decides; tests give it broken ones.
    """
    circle = _waits_for_itself(law)
    if circle:
        return (circle,)
    told_once: dict[tuple[str, str], Found] = {}
    for found in _Exploration(staged(law, engine), most_states, most_cases).found():
        told_once.setdefault((found.pointer, found.what), found)
    return tuple(told_once.values())


def _waits_for_itself(law: Definition) -> Found | None:
    """The engine cannot place gates that wait for each other or for nothing; reading refuses them, a file or not."""
    placed: set[str] = set()
    for place, gate in enumerate(law.gates):
        if not set(gate.after) <= law.gate_by_name.keys():
            return Found(f"/gates/{place}/after", f"“{gate.title}” waits for a gate there is not.", "Correct `after`.")
    for gate in law.in_order:
        if not set(gate.after) <= placed:
            place = law.gates.index(gate)
            what = f"“{gate.title}” waits for itself: no order of decisions ever opens it."
            return Found(f"/gates/{place}/after", what, "Remove one `after` of the circle.")
        placed.add(gate.name)
    return None


def panels_of(stage: Stage, most: int) -> Mapping[str, Panel]:
    """What each gate's panel can say, by gate; gates with the same rule and panel share it. Those with more than `most`
    sets of votes are left out.
    """
    known: dict[object, Panel] = {}
    found: dict[str, Panel] = {}
    for gate in stage.law.gates:
        people = (holding.person for holding in stage.facts.pool(gate.panel).holdings)
        key = (gate.panel, gate.rule, gate.always_again)
        with suppress(TooManyStates):
            places = seats_of(stage.law, gate.panel) or tuple(people)
            known[key] = found[gate.name] = known.get(key) or panel_of(gate, places, most)
    return found


@dataclass
class _Exploration:
    """One definition on its stage, with what has been learnt of its panels."""

    stage: Stage
    most: int
    most_cases: int
    panels: Mapping[str, Panel] = field(default_factory=dict)
    never: set[str] = field(default_factory=set)

    def found(self) -> Iterator[Found]:
        """Panels first; then every case whose panels can all conclude; then guarantees against runs."""
        try:
            every = tuple(_bounded(cases(self.stage.law), self.most_cases))
        except TooManyCases:
            yield Found("/gates", "This has too many cases: nothing can be proven.", _SMALLER)
            return
        self.panels = panels_of(self.stage, self.most)
        met = frozenset[str]().union(*(case.gates for case in every))
        for place, gate in enumerate(self.stage.law.gates):
            if gate.name not in self.panels:
                self.never.add(gate.name)
                what = f"“{gate.title}” has too many sets of votes: nothing can be proven of it."
                yield Found(f"/gates/{place}/decide", what, "Let its rule name fewer seats one by one.")
            elif gate.name in met:
                yield from self._of_panel(f"/gates/{place}", gate, every)
        yield from self._of_cases(every)
        yield from self._of_guarantees()

    def _of_panel(self, pointer: str, gate: Gate, every: tuple[Case, ...]) -> Iterator[Found]:
        """What is wrong with a rule, whatever happens around its gate."""
        panel = self.panels[gate.name]
        if not any(way.conclusion == "passed" for way in panel.ways[FRESH]):
            self.never.add(gate.name)
            yield self._told(pointer, never_passes(self.stage.law, gate), gate, every, "all approve")
            return
        if not any(way.conclusion == "changes" for way in panel.ways[FRESH]):
            what = f"“{gate.title}” can never ask for changes."
            yield Found(f"{pointer}/decide", what, "Let its rule be heard by more than one voice.")
        if panel.unsupported() is not None:
            what = f"“{gate.title}” can pass although nobody approves."
            yield Found(f"{pointer}/decide", what, "Ask for approvals in `approve`.")
        if panel.rounds_to("stuck") is not None:
            yield self._told(pointer, unending(gate, panel), gate, every, "stuck")

    def _told(self, pointer: str, fault: Fault, gate: Gate, every: tuple[Case, ...], ending: str) -> Found:
        """The fault with a run of the first case that comes to this gate."""
        run = Run()
        for case in every:
            play = play_of(self.stage, case, self.panels)
            first = frozenset(other.name for other in play.gates)
            waits = first if gate.ratifies else play.waits.get(gate.name)
            if gate.name in case.gates and waits is not None and not waits & self.never:
                try:
                    run = _shown(play, gate, waits, ending)
                except (Differs, Refused):
                    continue
                break
        return Found(pointer + fault.pointer, fault.what, fault.cure, run)

    def _of_cases(self, every: tuple[Case, ...]) -> Iterator[Found]:
        """The rounds of every case, and the engine's own play of it."""
        met: set[frozenset[str]] = set()
        for case in every:
            if case.gates & self.never:
                continue
            play = play_of(self.stage, case, self.panels)
            if not play.gates:
                continue
            if case.gates not in met:
                lost = list(self._of_rounds(play))
                yield from lost
                if lost:
                    continue
            fully = case.gates not in met and not any(case.gates < other.gates for other in every)
            met.add(case.gates)
            yield from differences(play, fully=fully)

    def _of_rounds(self, play: Play) -> Iterator[Found]:
        try:
            rounds = search(self.stage.law, play.gates, self.panels, self.most)
        except TooManyStates:
            names = ", ".join(gate.title for gate in play.gates)
            yield Found("/gates", f"With {names} there are too many orders: nothing can be proven.", _SMALLER)
            return
        for gate in play.gates:
            if gate.name not in rounds.opened:
                place = self.stage.law.gates.index(gate)
                what = f"“{gate.title}” never opens, in no order of decisions."
                yield Found(f"/gates/{place}/after", what, "Change what it comes after.")
        if rounds.dead_end is not None:
            what = "After this no order of decisions leads to approval any more."
            try:
                run = play.follows(rounds.dead_end).run()
            except (Differs, Refused) as error:
                what, run = f"It cannot be proven that approval can always be reached ({error}).", Run()
            yield Found("/gates", what, "Let every gate that can ask for changes review what can be changed.", run)

    def _of_guarantees(self) -> Iterator[Found]:
        """A guarantee that answers break is broken by a run, where those answers come to be approved."""
        law = self.stage.law
        for place, guarantee in enumerate(law.guarantees):
            promised = [(name, False) for name in guarantee.needs] + [(name, True) for name in guarantee.never_opens]
            for name, shut in promised:
                gate = law.gate_by_name[name]
                try:
                    case = broken_case(law, guarantee.when, gate.when if shut else Not(gate.when))
                except TooManyCases:
                    yield Found(f"/guarantees/{place}", f"Guarantee {place + 1} cannot be proven.", _SMALLER)
                    continue
                scene = self._approved(case) if case is not None else None
                if scene is None or (name not in scene.state.marks if shut else signed(scene, gate)):
                    continue
                what = (
                    f"A run {'opens' if shut else 'is approved without'} “{gate.title}” although guarantee {place + 1} "
                )
                what += "says that it never opens." if shut else "says that approval needs it."
                yield Found(f"/guarantees/{place}", what, "Change the gates or the guarantee.", scene.run())

    def _approved(self, case: Case) -> Scene | None:
        """These answers, approved; None where they never get there."""
        if case.gates & self.never:
            return None
        play = play_of(self.stage, case, self.panels)
        try:
            scene = play.begin()
            for gate in play.gates:
                scene = play.concludes(scene, gate.name, "passed")
        except (Differs, Refused):
            return None
        return scene


def _bounded(every: Iterator[Case], most: int) -> Iterator[Case]:
    for number, case in enumerate(every):
        if number == most:
            raise TooManyCases
        yield case


def _shown(play: Play, gate: Gate, waits: frozenset[str], ending: str) -> Run:
    """Everything before the gate passes; then all approve, or they vote until nobody is left."""
    scene = play.begin()
    for other in play.gates:
        if other.name in waits:
            scene = play.concludes(scene, other.name, "passed")
    if ending == "all approve":
        while (standing := scene.standings[gate.name]).state == "open" and standing.able:
            scene = scene.says(standing.able[0], gate.name, "approve")
        return scene.run()
    rows = play.panels[gate.name].rounds_to("stuck") or ()
    for number, row in enumerate(rows):
        if number:
            scene = play.passes_beside(scene, gate.name).submits()
        scene = play.cast(scene, gate.name, row)
    return play.exhausted(scene, gate.name).run()
