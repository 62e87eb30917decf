"""What is left of a clock, in hours as people would say it."""

import pytest

from governance.language.business_time import HOUR_MS, Duration
from web.parts.moments import _left_words

MINUTE_MS = 60_000


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (40 * HOUR_MS - 1, "40 h left of 40 working hours"),
        (40 * HOUR_MS - 31 * MINUTE_MS, "39 h left of 40 working hours"),
        (5 * HOUR_MS + 29 * MINUTE_MS, "5 h left of 40 working hours"),
        (4 * HOUR_MS - MINUTE_MS, "3 h 59 min left of 40 working hours"),
        (-6 * HOUR_MS - 40 * MINUTE_MS, "7 h over the 40 working hours promised"),
    ],
)
def test_hours_left_are_the_nearest_whole_ones(left: int, said: str) -> None:
    assert _left_words(left, Duration("business hours", 40)) == said
