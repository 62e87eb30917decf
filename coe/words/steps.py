"""The steps of clocks and terms as a policy names them, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coe.words.speaking import ngettext, pair

STEPS: Final[Mapping[str, tuple[str, str]]] = {
    "business hours late": pair("%(num)s business hour late", "%(num)s business hours late"),
    "business days late": pair("%(num)s business day late", "%(num)s business days late"),
    "hours late": pair("%(num)s hour late", "%(num)s hours late"),
    "days late": pair("%(num)s day late", "%(num)s days late"),
    "months late": pair("%(num)s month late", "%(num)s months late"),
    "business hours before": pair("%(num)s business hour before", "%(num)s business hours before"),
    "business days before": pair("%(num)s business day before", "%(num)s business days before"),
    "hours before": pair("%(num)s hour before", "%(num)s hours before"),
    "days before": pair("%(num)s day before", "%(num)s days before"),
    "months before": pair("%(num)s month before", "%(num)s months before"),
    "business hours after": pair("%(num)s business hour after", "%(num)s business hours after"),
    "business days after": pair("%(num)s business day after", "%(num)s business days after"),
    "hours after": pair("%(num)s hour after", "%(num)s hours after"),
    "days after": pair("%(num)s day after", "%(num)s days after"),
    "months after": pair("%(num)s month after", "%(num)s months after"),
}


def step_words(step: str) -> str:
    """“80%”, “8 business hours late”, “30 days before”, “3 months after”."""
    amount, _, name = step.partition(" ")
    if name not in STEPS or not amount.isdecimal():
        return step
    one, more = STEPS[name]
    return ngettext(one, more, int(amount), num=int(amount))
