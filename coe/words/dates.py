"""Days and times as the reader's language writes them: English as this house does, others as CLDR has them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal

from babel.dates import format_date, format_skeleton, format_time, get_datetime_format

from coe.words.speaking import SOURCE, language

DateShape = Literal["MMMEd", "MMMd", "yMMMd", "yMMMMd", "yMMMMEEEEd"]
ENGLISH_DATES: Final[Mapping[DateShape, str]] = {
    "MMMEd": "EEE d MMM", "MMMd": "d MMM", "yMMMd": "d MMM y", "yMMMMd": "d MMMM y", "yMMMMEEEEd": "EEEE d MMMM y",
}  # fmt: skip
"""How English dates are written here, day first."""


def date_words(day: date, shape: DateShape) -> str:
    """“Thu 26 Nov”, “26 Nov”, “26 Nov 2025”, “26 November 2025”, “Thursday 26 November 2025”."""
    day = day.date() if isinstance(day, datetime) else day
    if language() == SOURCE:
        return format_date(day, ENGLISH_DATES[shape], locale=SOURCE)
    if shape == "yMMMMEEEEd":
        return format_date(day, "full", locale=language())
    return format_skeleton(shape, day, locale=language())


def clock_words(at: datetime) -> str:
    """“16:30”, in the zone that `at` is in."""
    return f"{at:%H:%M}" if language() == SOURCE else format_time(at.time(), "short", locale=language())


def moment_words(at: datetime, shape: DateShape) -> str:
    """“Thu 26 Nov, 16:30”, in the zone that `at` is in."""
    day, clock = date_words(at, shape), clock_words(at)
    if language() == SOURCE:
        return f"{day}, {clock}"
    joined = str(get_datetime_format("medium", locale=language()))
    return joined.replace("'", "").replace("{0}", clock).replace("{1}", day)
