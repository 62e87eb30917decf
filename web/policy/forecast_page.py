"""How long records will take under a workflow, from the office as it stands; each figure with where it is from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import url_for
from markupsafe import Markup

from coe.forecast.chart import chart
from coe.forecast.inputs import Figure, Inputs
from coe.forecast.results import Floor, Forecast
from coe.way.marks import PRINT
from governance.language.definition import Definition
from web.parts.pages import PageFrame
from web.parts.pieces import Link
from web.rows.foreseen import Underway
from web.words.counts import counted
from web.words.translating import Recorded, gettext, lazy_gettext
from web.words.vocabulary import role_words

Cells = tuple[str, ...]
AGAIN_S = 2
FIGURES: Final[Mapping[str, str]] = {
    "arrivals_a_week": lazy_gettext("Arrivals a week"),
    "rework_hours": lazy_gettext("Rework hours"),
    "incomplete": lazy_gettext("Incomplete"),
    "completing_hours": lazy_gettext("Completing hours"),
    "noticed": lazy_gettext("Noticed"),
    "meetings": lazy_gettext("Meetings"),
    "meeting_pass": lazy_gettext("Meeting pass"),
    "spread": lazy_gettext("Spread"),
    "absent_days": lazy_gettext("Absent days"),
}
"""The figures of a flow, as `coe.forecast` names them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading; the first column heads its row."""

    title: str
    meta: str
    columns: Cells
    rows: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """The forecast drawn, and in tables behind it; `trouble` says why there is none. While it is made, the page asks
    again in `again` seconds, and `done` of `total` records are through.
    """

    frame: PageFrame
    title: str
    sub: str
    back: Link
    headline: str = ""
    floor: str = ""
    chart_svg: Markup = Markup()
    tables: tuple[Table, ...] = ()
    trouble: str = ""
    again: int = 0
    done: int = 0
    total: int = 0


def forecast_page(law: Definition, asked: Underway, frame: PageFrame) -> ForecastPage:
    """The page of one workflow's forecast, as far as it is."""
    found = asked.found
    back = Link(law.title, url_for("policies.one", workflow=law.workflow))
    title = gettext("Forecast: %(title)s", title=law.title)
    if found is None:
        sub = gettext("Being made: records go through the law in simulated time. You may leave this page.")
        return ForecastPage(frame, title, sub, back, again=AGAIN_S, done=asked.done, total=asked.total)
    if isinstance(found, str):
        fault = gettext("It stopped with a fault of the program. The log of the server says more.")
        trouble = Recorded(found) if found else fault
        return ForecastPage(frame, title, gettext("No forecast can be made."), back, trouble=trouble)
    begins = (
        gettext(", beginning with %(under_way)s under way", under_way=counted(len(found.inputs.under_way), "record"))
        if found.inputs.under_way
        else ""
    )
    sub = gettext(
        "%(records)s sent through the same law in simulated time%(begins)s. Seed %(seed)s.",
        records=counted(found.records, "record"),
        begins=begins,
        seed=found.seed,
    )
    days = found.days
    headline = gettext(
        "Half are through within %(p50)s business days, nine of ten within %(p90)s.",
        p50=format(days.p50, ".1f"),
        p90=format(days.p90, ".1f"),
    )
    drawn = Markup(_themed(chart(found)))  # noqa: S704 - our own drawing escapes every text
    return ForecastPage(frame, title, sub, back, headline, _floor(found.floor), drawn, tuple(_tables(found)))


def _themed(svg: str) -> str:
    """The chart in the colours of the page's theme instead of those of print."""
    for role in ("ink", "muted", "control", "way", "attend", "stop", "page"):
        svg = svg.replace(PRINT.colour(role), f"var(--{role})")
    return svg


def _floor(floor: Floor | None) -> str:
    if floor is None:
        return gettext("There are no past records yet to hold this against.")
    plain = gettext(
        "naming the median of %(records)s, which misses by %(error)s days",
        records=counted(floor.records, "past record"),
        error=format(floor.error, ".1f"),
    )
    verdict = gettext("closer than") if floor.beaten else gettext("no closer than")
    return gettext(
        "On %(kept_back)s kept back it misses by %(ours)s days, %(verdict)s %(plain)s.",
        kept_back=counted(floor.kept_back, "record"),
        ours=format(floor.ours, ".1f"),
        verdict=verdict,
        plain=plain,
    )


def _tables(found: Forecast) -> Iterator[Table]:
    tiers = [
        (gettext("Tier %(name)s", name=name), str(n), f"{s.p10:.1f}", f"{s.p50:.1f}", f"{s.p90:.1f}")
        for name, (n, s) in found.by_tier.items()
    ]
    whole = (
        gettext("All"),
        str(found.records),
        f"{found.days.p10:.1f}",
        f"{found.days.p50:.1f}",
        f"{found.days.p90:.1f}",
    )
    columns = ("", gettext("Records"), "P10", "P50", "P90")
    yield Table(
        gettext("Business days"), gettext("from the first attempt to submit to the end"), columns, (whole, *tiers)
    )
    yield _gates(found)
    pools = [
        (role_words(p.pool), str(p.people), f"{p.busy:.0%}", f"{p.queue:.1f}", f"{p.wait:.1f}") for p in found.pools
    ]
    yield Table(
        gettext("Pools"),
        gettext("load and queue"),
        ("", gettext("People"), gettext("Busy"), gettext("Waiting"), gettext("Hours until begun")),
        tuple(pools),
    )
    yield Table(
        gettext("Where the figures come from"),
        gettext("priors, until the ledger knows better"),
        ("", gettext("Figure"), gettext("Source")),
        tuple(_inputs(found.inputs)),
    )


def _gates(found: Forecast) -> Table:
    gates = [
        (
            g.title,
            f"{g.waiting.p50:.1f}",
            f"{g.waiting.p90:.1f}",
            f"{g.working.p50:.1f}",
            f"{g.late:.0%}" if g.promised else gettext("no clock"),
        )
        for g in found.gates
    ]
    return Table(
        gettext("Gates"),
        gettext("business hours"),
        ("", gettext("Waiting P50"), "P90", gettext("Working P50"), gettext("Late")),
        tuple(gates),
    )


def _inputs(inputs: Inputs) -> Iterator[Cells]:
    for name in inputs.flow.__slots__:
        figure = getattr(inputs.flow, name)
        if isinstance(figure, Figure):
            yield str(FIGURES[name]), _number(figure), Recorded(figure.source)
    for gate, given in inputs.gates.items():
        minutes = gettext("%(gate)s: minutes a review", gate=role_words(gate))
        yield minutes, _number(given.minutes), Recorded(given.minutes.source)
        yield (
            gettext("%(gate)s: approved at first sight", gate=role_words(gate)),
            f"{given.first_pass.value:.0%}",
            Recorded(given.first_pass.source),
        )
    for pool, people in inputs.pools.items():
        named = gettext("%(pool)s: people", pool=role_words(pool))
        yield named, _number(people.people), Recorded(people.people.source)


def _number(figure: Figure) -> str:
    return f"{figure.value:g}"
