"""Checks of the line from objective to measure: nothing hangs loose, every measure can be judged, data come planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from governance.checks.base import (
    Answers,
    Check,
    Found,
    Naming,
    Parameter,
    Parameters,
    Row,
    columns,
    given,
    listed,
    options,
    rows,
    text,
)


def _orphan_tactic(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    """The order objective → need → content → tactic, edge by edge from above."""
    under, need = str(parameters["under"]), parameters["need"]
    if not given(answers, under):
        yield Found(
            under, "Objective → need: no objective stands above this initiative.", "Name the objective it serves."
        )
    if need and not given(answers, need):
        yield Found(
            str(need), "Objective → need: the objective serves no need.", "Say what the customer needs, in their words."
        )
    yield from _content_edges(parameters, answers, naming)


def _content_edges(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    table, column, content = str(parameters["in"]), str(parameters["column"]), str(parameters["content"])
    serves, messages = parameters["serves"], rows(answers, content)
    for number, row in enumerate(messages, 1):
        if serves and not text(row.get(str(serves))):
            yield Found(
                content,
                f"Need → content: key message {number} answers no need.",
                f"Say in “{naming.column(content, serves)}” what the customer gains from it, or leave the message out.",
            )
    for number, row in enumerate(rows(answers, table), 1):
        carried = row.get(column)
        if not isinstance(carried, int) or not 1 <= carried <= len(messages):
            yield Found(
                table,
                f"Content → tactic: contact {number} carries key message {carried or '(none)'}; "
                f"{naming.there_are(content, len(messages))}.",
                "Give the number of the key message it carries, so that content comes before tactics.",
            )


def _measures_complete(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    table, column = str(parameters["in"]), str(parameters["column"])
    found, needed = rows(answers, table), listed(parameters["columns"])
    for number, row in enumerate(found, 1):
        missing = [name for name in needed if row.get(name) in (None, "")]
        if missing:
            yield Found(table, f"Measure {number} lacks {columns(naming, table, missing)}.", "Complete the row.")
        yield from _measures_something(parameters, table, number, row)
    for horizon in listed(parameters["needs"]):
        if not any(row.get(column) == horizon for row in found):
            yield Found(
                table,
                f"No measure has the {naming.column(table, column)} “{naming.option(table, horizon, column)}”.",
                "Add one, so that the return is judged over both the quarter and the long haul.",
            )
    if parameters["by"]:
        yield from _dates_in_order(parameters, answers, naming, found)


def _measures_something(parameters: Parameters, table: str, number: int, row: Row) -> Iterator[Found]:
    baseline, target = (text(row.get(str(parameters[end]))) for end in ("baseline", "target"))
    if baseline and baseline.casefold() == target.casefold():
        yield Found(
            table,
            f"Measure {number} aims at its own baseline, {baseline}: nothing would change.",
            "Enter the target that the work is for.",
        )


def _dates_in_order(
    parameters: Parameters, answers: Answers, naming: Naming, found: list[Row]
) -> Iterator[Found]:
    """No target before the work begins, none of a longer horizon before one of a shorter. ISO dates sort as text."""
    table, by, begins = str(parameters["in"]), str(parameters["by"]), text(answers.get(str(parameters["after"])))
    for number, row in enumerate(found, 1):
        due = text(row.get(by))
        if begins and due and due <= begins:
            yield Found(
                table,
                f"Measure {number} is due on {naming.day(due)}, before the work has begun on {naming.day(begins)}.",
                "Give it a date after the beginning.",
            )
    order = listed(parameters["needs"])
    dates = [[text(row.get(by)) for row in found if row.get(str(parameters["column"])) == name] for name in order]
    for shorter, (earlier, later) in enumerate(pairwise(dates)):
        last, first = max(earlier, default=""), min(filter(None, later), default="")
        if last and first and first <= last:
            pair = order[shorter : shorter + 2]
            sooner, farther = (naming.option(table, name, parameters["column"]) for name in pair)
            yield Found(
                table,
                f"The {farther} horizon is judged on {naming.day(first)}, no later than the "
                f"{sooner} one on {naming.day(last)}.",
                "Move the later date back, or correct the horizon.",
            )


def _journey_forward(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    start, end = str(parameters["from"]), str(parameters["to"])
    stages = list(dict.fromkeys([*listed(parameters["starts"]), *listed(parameters["ends"])]))
    here, there = text(answers.get(start)), text(answers.get(end))
    if here in stages and there in stages and stages.index(there) <= stages.index(here):
        yield Found(
            end,
            f"From “{naming.option(start, here)}” to “{naming.option(end, there)}” is no step forward on the journey.",
            "Choose a stage behind the one where the customer is now.",
        )
    table, column, wanted = parameters["in"], str(parameters["column"]), listed(parameters["any_of"])
    if table and wanted and not any(row.get(column) in wanted for row in rows(answers, table)):
        yield Found(
            str(table),
            f"No measure shows the step; none has as its {naming.column(table, column)} one of: "
            f"{options(naming, wanted, table, column)}.",
            "Add the measure by which one sees that customers have moved on.",
        )


def _data_plan_first(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    table, column, plan = str(parameters["in"]), str(parameters["column"]), str(parameters["plan"])
    agreed = text(answers.get(plan))
    if not agreed and rows(answers, table):
        yield Found(plan, "Nothing says when the data plan was agreed.", "Enter the day on which it was agreed.")
    for number, row in enumerate(rows(answers, table), 1):
        first = text(row.get(column))
        if agreed and first and first <= agreed:
            yield Found(
                table,
                f"Row {number} is first measured on {naming.day(first)}, "
                f"and the plan is only agreed on {naming.day(agreed)}.",
                "Measure after the plan is agreed, and enter that day; older numbers belong to the evidence.",
            )


STRATEGY: Mapping[str, Check] = {
    "orphan-tactic": Check(
        "an objective stands above the need, every message answers it, and every contact carries a message that exists",
        {
            "under": Parameter("field", "objective"),
            "need": Parameter("field"),
            "in": Parameter("table", "contact_plan"),
            "column": Parameter("column", "message_number"),
            "content": Parameter("table", "key_messages"),
            "serves": Parameter("column", of="content"),
        },
        _orphan_tactic,
    ),
    "measures-complete": Check(
        "every measure is filled in and can be judged, and there is one for each horizon",
        {
            "in": Parameter("table", "measures"),
            "column": Parameter("column", "horizon"),
            "needs": Parameter("options", ["short", "long"], of="column"),
            "columns": Parameter("its required columns", of="in"),
            "baseline": Parameter("column"),
            "target": Parameter("column"),
            "by": Parameter("column", like=("date",)),
            "after": Parameter("field", like=("date",)),
        },
        _measures_complete,
    ),
    "journey-forward": Check(
        "the customer moves forward on the journey, and a measure shows it",
        {
            "from": Parameter("field", "journey_from", like=("choice",)),
            "to": Parameter("field", "journey_to", like=("choice",)),
            "starts": Parameter("its options", of="from"),
            "ends": Parameter("its options", of="to"),
            "in": Parameter("table"),
            "column": Parameter("column", "outcome"),
            "any_of": Parameter("options", [], of="column"),
        },
        _journey_forward,
    ),
    "data-plan-first": Check(
        "the data plan is agreed before anything is measured",
        {
            "in": Parameter("table", "data_sources"),
            "column": Parameter("column", "first_measured", like=("date",)),
            "plan": Parameter("field", required=True, like=("date",)),
        },
        _data_plan_first,
    ),
}
