"""A score as lines on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from coe.forecast.scoring import Errors, Score

TROUBLES_SHOWN = 12


def told(score: Score) -> Iterator[str]:
    """What was learnt from, how far off each way to say it was, and how often the band held."""
    split = datetime.fromtimestamp(score.split / 1000, UTC)
    yield f"Split            {split:%Y-%m-%d %H:%M} UTC: the last fifth of the cases begins here"
    yield f"Learnt from      {score.learnt_cases} cases finished before it{_unused(score)}"
    yield f"Left out         {score.unfinished} that began before the split and were still open at it"
    yield f"Tested on        {score.moments} moments of {score.tested_cases} cases{_silent(score)}"
    yield f"Alike by         {score.view}, then age"
    yield ""
    yield f"{'Mean absolute error, days':<34}{'ours':>9}{'medians':>11}{'medians':>11}{'naive':>9}"
    yield f"{'':<34}{'':>9}{'by step':>11}{'step+age':>11}{'floor':>9}"
    yield _errors("after each event but the last", score.errors)
    if score.after_two:
        yield _errors("the same, from the second event on", score.after_two)
    yield _errors("after each event, the last too", score.with_last)
    yield ""
    yield f"Band of 80 %     held {score.covered:.1%}, {score.width:.1f} days wide on average"
    yield ""
    yield f"{'After events':<16}{'moments':>9}{'ours':>9}{'floor':>9}{'held':>9}"
    for each in score.lengths:
        span = str(each.first) if each.first == each.last else f"{each.first} to {each.last}"
        yield f"{span:<16}{each.moments:>9}{each.ours:>9.2f}{each.floor:>9.2f}{each.covered:>9.1%}"
    yield ""
    yield _verdict(score)
    for trouble in score.troubles[:TROUBLES_SHOWN]:
        yield f"Log: {trouble.what}: {trouble.count} (first: {trouble.first})"
    if len(score.troubles) > TROUBLES_SHOWN:
        yield f"Log: and {len(score.troubles) - TROUBLES_SHOWN} more kinds of trouble"


def _unused(score: Score) -> str:
    return f"; {score.unused} more had one event alone" if score.unused else ""


def _silent(score: Score) -> str:
    return f"; {score.silent} of them have one event alone: nothing to forecast" if score.silent else ""


def _errors(name: str, errors: Errors) -> str:
    row = f"{errors.ours:>9.2f}{errors.by_step:>11.2f}{errors.by_step_and_age:>11.2f}{errors.floor:>9.2f}"
    return f"{name:<34}{row}"


def _verdict(score: Score) -> str:
    plainer = min(score.errors.by_step, score.errors.by_step_and_age)
    said = []
    if not score.beats_floor:
        said.append("The naive floor (past cycle times replayed) is NOT beaten on this log.")
    if score.errors.ours > plainer:
        said.append("A plain table of medians does better on this log.")
    return " ".join(said) or "The naive floor (past cycle times replayed) and both plain tables of medians are beaten."
