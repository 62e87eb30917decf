"""Run by .venv-bench, which holds nothing of ours: discover models from a log with pm4py and print how they fit."""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

SHARE = 0.8


def main(path: str) -> None:
    """One line of JSON on standard output."""
    warnings.simplefilter("ignore")
    import pm4py  # type: ignore[import-not-found] # in the bench environment only

    log = pm4py.read_xes(path)
    done = log[log["lifecycle:transition"] == "complete"]
    starts = done.groupby("case:concept:name")["time:timestamp"].min().sort_values()
    early = set(starts.index[: int(len(starts) * SHARE)])
    first, last = done[done["case:concept:name"].isin(early)], done[~done["case:concept:name"].isin(early)]
    models = [
        _row(pm4py, "all steps", log, "the same", log),
        _row(pm4py, "completed steps", done, "the same", done),
        _row(pm4py, "completed steps, 20 % of noise off", done, "the same", done, 0.2),
        _row(pm4py, "first 80 % of traces", first, "last 20 % of traces", last),
    ]
    told = {"version": pm4py.__version__, "traces": log["case:concept:name"].nunique(), "events": len(log)}
    print(json.dumps({**told, "models": models}))


def _row(pm4py: Any, name: str, source: Any, on: str, log: Any, noise: float = 0.0) -> dict[str, object]:
    net = pm4py.discover_petri_net_inductive(source, noise_threshold=noise, multi_processing=False)
    return {
        "from": name,
        "on": on,
        "replay": pm4py.fitness_token_based_replay(log, *net)["log_fitness"],
        "aligned": pm4py.fitness_alignments(log, *net)["log_fitness"],
        "precision": pm4py.precision_token_based_replay(log, *net),
    }


if __name__ == "__main__":
    main(sys.argv[1])
