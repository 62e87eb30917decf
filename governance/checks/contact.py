"""Checks of how customers are met: channels they prefer, people and machines together, somebody there who answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from governance.checks.base import (
    Answers,
    Check,
    Found,
    Naming,
    Parameter,
    Parameters,
    count,
    given,
    listed,
    many,
    options,
    rows,
    text,
    words_in,
)

_HOURS = re.compile(r"(?:[01]?[0-9]|2[0-4])(?:[:.][0-5][0-9])?")
_ALWAYS = re.compile(r"24\s?/\s?7|24 hours|around the clock", re.IGNORECASE)


def _preferred_channel(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    """Share of planned contacts outside the channel that those contacted prefer; doctors report 55 % on average."""
    table, limit = str(parameters["in"]), count(parameters["limit"])
    found = rows(answers, table)
    planned, outside = (
        sum(count(row.get(str(parameters[column]))) for row in found) for column in ("planned", "outside")
    )
    if planned and outside * 100 > limit * planned:
        too_many = -(-(outside * 100 - limit * planned) // 100)
        yield Found(
            table,
            f"{-(-outside * 100 // planned)} % of the contacts are planned outside the preferred channel; "
            f"the limit is {limit} %.",
            f"Move at least {too_many} of {planned} contacts, or ask for preferences first.",
        )


def _channel_mix(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    """Field teams and digital each carry a share of the contacts planned."""
    table, least = str(parameters["in"]), count(parameters["at_least"])
    found = rows(answers, table)
    total = sum(count(row.get(str(parameters["planned"]))) for row in found)
    for group in ("field", "digital"):
        channels = listed(parameters[group])
        carried = sum(
            count(row.get(str(parameters["planned"])))
            for row in found
            if row.get(str(parameters["column"])) in channels
        )
        if total and carried * 100 < least * total:
            these = options(naming, channels, table, parameters["column"])
            yield Found(
                table,
                f"{carried * 100 // total} % of the contacts are {group} contacts ({these}); "
                f"at least {least} % carry the work together.",
                f"Move at least {-(-(least * total - carried * 100) // 100)} of {total} contacts there.",
            )


def _safeguards(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    least = count(parameters["at_least"])
    asked = {
        "moderation": ("No pre-moderation is described.", "Name the tool and who reads what comes in."),
        "alerting": ("No alert is described.", "Name the alert, whom it reaches, and how fast."),
        "triage": ("No triage is described.", "Say what happens to a question, a complaint, an adverse event."),
    }
    for word, (what, cure) in asked.items():
        field = str(parameters[word])
        if words_in(answers.get(field)) < least:
            yield Found(field, what, f"{cure} At least {many(least, 'word')}.")


def _platform_holds(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    table, column, tool = str(parameters["in"]), str(parameters["column"]), parameters["tool"]
    for number, row in enumerate(rows(answers, table), 1):
        if row.get(column) == "no" and not (tool and text(row.get(str(tool)))):
            instead = f"Name in “{naming.column(table, tool)}” what reads first, or choose" if tool else "Choose"
            yield Found(
                table,
                f"Platform {number} cannot hold anything back: what is written there is seen before it is read.",
                f"{instead} a platform that can.",
            )


def _staffed_hours(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    hours, person = str(parameters["hours"]), str(parameters["person"])
    said = text(answers.get(hours))
    if len(_HOURS.findall(said)) < 2 and not _ALWAYS.search(said):  # noqa: PLR2004  # from and until
        yield Found(
            hours,
            "It is not said from when until when a person answers.",
            "Enter days and hours, such as: Monday to Friday, 8 to 18.",
        )
    if not given(answers, person):
        yield Found(person, "Nobody is named who answers for the answers.", "Choose the person.")


def _follow_up_plan(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    table, least = str(parameters["in"]), count(parameters["at_least"])
    said: dict[str, int] = {}
    turns = 0
    for number, row in enumerate(rows(answers, table), 1):
        turn, answer = (text(row.get(str(parameters[column]))) for column in ("turn", "answer"))
        turns += bool(turn and answer)
        same = said.setdefault(answer.casefold(), number)
        if answer and same != number:
            yield Found(
                table,
                f"Turns {same} and {number} get the same answer.",
                "Answer what was said in that turn; a stock phrase goes nowhere.",
            )
    if turns < least:
        yield Found(
            table,
            f"The dialogue has {many(turns, 'turn')}; at least {least} make it one.",
            "Add what the customer may say next, and what they get.",
        )


CONTACT: Mapping[str, Check] = {
    "preferred-channel": Check(
        "contacts are planned in the channels that people prefer",
        {
            "in": Parameter("table", "contact_plan"),
            "planned": Parameter("column", "planned"),
            "outside": Parameter("column", "outside"),
            "limit": Parameter("whole", 40),
        },
        _preferred_channel,
    ),
    "channel-mix": Check(
        "field teams and digital channels both carry contacts",
        {
            "in": Parameter("table", "contact_plan"),
            "column": Parameter("column", "channel", like=("choice",)),
            "planned": Parameter("column", "planned", like=("number",)),
            "field": Parameter("options", required=True, of="column"),
            "digital": Parameter("options", required=True, of="column"),
            "at_least": Parameter("whole", 10),
        },
        _channel_mix,
    ),
    "safeguards": Check(
        "a channel that talks back has pre-moderation, an alert and a triage plan",
        {
            "moderation": Parameter("field", "pre_moderation", like=("line", "text")),
            "alerting": Parameter("field", "alerting", like=("line", "text")),
            "triage": Parameter("field", "triage", like=("line", "text")),
            "at_least": Parameter("whole", 2),
        },
        _safeguards,
    ),
    "platform-holds": Check(
        "what is written on a platform can be read before others see it",
        {
            "in": Parameter("table", "platform"),
            "column": Parameter("column", "moderation", like=("yesno",)),
            "tool": Parameter("column"),
        },
        _platform_holds,
    ),
    "staffed-hours": Check(
        "a named person answers at hours that are said",
        {
            "hours": Parameter("field", "staffed_hours", like=("line", "text")),
            "person": Parameter("field", required=True, like=("person",)),
        },
        _staffed_hours,
    ),
    "follow-up-plan": Check(
        "a dialogue is planned beyond its first turn",
        {
            "in": Parameter("table", "follow_up"),
            "turn": Parameter("column", "turn"),
            "answer": Parameter("column", "answer"),
            "at_least": Parameter("whole", 2),
        },
        _follow_up_plan,
    ),
}
