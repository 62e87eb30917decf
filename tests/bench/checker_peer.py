"""pm4py's `check_soundness` of parallel gates with rework, as one line of JSON; run by `checker.py` in .venv-bench."""

import contextlib
import importlib
import io
import json
import signal
import sys
import time
from typing import Any


def net_of(gates: int) -> tuple[Any, Any, Any]:
    """The workflow net: all gates open, each passes or asks for changes and is asked again, until all have passed."""
    objects = importlib.import_module("pm4py.objects.petri_net.obj")
    arcs = importlib.import_module("pm4py.objects.petri_net.utils.petri_utils")
    net = objects.PetriNet("gates")

    def place(name: str) -> Any:
        made = objects.PetriNet.Place(name)
        net.places.add(made)
        return made

    def step(name: str, taken: list[Any], given: list[Any]) -> None:
        made = objects.PetriNet.Transition(name, name)
        net.transitions.add(made)
        for one in taken:
            arcs.add_arc_from_to(one, made, net)
        for one in given:
            arcs.add_arc_from_to(made, one, net)

    start, end = place("submitted"), place("approved")
    opened = [place(f"open {n}") for n in range(gates)]
    passed = [place(f"passed {n}") for n in range(gates)]
    asked = [place(f"changes {n}") for n in range(gates)]
    step("submit", [start], opened)
    for n in range(gates):
        step(f"pass {n}", [opened[n]], [passed[n]])
        step(f"ask {n}", [opened[n]], [asked[n]])
        step(f"resubmit {n}", [asked[n]], [opened[n]])
    step("approve", passed, [end])
    return net, objects.Marking({start: 1}), objects.Marking({end: 1})


def main() -> None:
    pm4py = importlib.import_module("pm4py")
    net = net_of(int(sys.argv[1]))
    began = time.process_time()
    signal.signal(signal.SIGPROF, _out_of_patience)
    signal.setitimer(signal.ITIMER_PROF, float(sys.argv[2]))
    sound: Any = None
    with contextlib.suppress(TimeoutError), contextlib.redirect_stdout(io.StringIO()):
        answer = pm4py.check_soundness(*net)
        sound = bool(answer[0] if isinstance(answer, tuple) else answer)
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(json.dumps({"sound": sound, "seconds": time.process_time() - began}))


def _out_of_patience(_signal: int, _frame: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    main()
