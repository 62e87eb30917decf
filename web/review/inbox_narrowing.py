"""Narrowing the inbox: by what, how many each choice would leave, and how each is taken away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from governance.language.definition import Definition
from web.parts.pages import Chip
from web.review.inbox_asked import NARROWING, Asked
from web.review.inbox_parts import Narrowing, Option
from web.rows.inbox import FEW, SOME, Sort
from web.words.translating import gettext, lazy_gettext

LABELS: Mapping[str, str] = {
    "gate": lazy_gettext("Gate"),
    "work": lazy_gettext("Kind of work"),
    "tier": lazy_gettext("Tier"),
    "review": lazy_gettext("Review"),
    "size": lazy_gettext("To read"),
    "clock": lazy_gettext("Clock"),
    "snoozed": lazy_gettext("Put off"),
}
WORDS: Mapping[tuple[str, str], str] = {
    ("review", "first"): lazy_gettext("First reading"),
    ("review", "again"): lazy_gettext("Again, after changes"),
    ("size", "few"): lazy_gettext("Up to %(few)s answers", few=FEW),
    ("size", "some"): lazy_gettext("Up to %(some)s answers", some=SOME),
    ("size", "many"): lazy_gettext("More than %(some)s answers", some=SOME),
    ("clock", "late"): lazy_gettext("Late"),
    ("clock", "likely"): lazy_gettext("Likely late"),
    ("snoozed", ""): lazy_gettext("Not put off"),
    ("snoozed", "yes"): lazy_gettext("Snoozed"),
}


@dataclass(frozen=True)
class Waits:
    """Everything that waits, by kind, and what the address asks for of it; `sorts` is None where it is too much."""

    asked: Asked
    sorts: Sequence[Sort] | None
    laws: Mapping[str, Definition]

    @property
    def known(self) -> bool:
        """Whether it was counted."""
        return self.sorts is not None

    @property
    def total(self) -> int:
        """All that waits, put off or not."""
        return sum(one.count for one in self.sorts or ())

    @property
    def asleep(self) -> int:
        """How much of it was put off."""
        return sum(one.count for one in self.sorts or () if one.values["snoozed"])

    @property
    def matching(self) -> int:
        """How much of it the address asks for."""
        return self.left()

    def left(self, **other: str) -> int:
        """How much would be left if the address asked for something else by these names."""
        wanted = {"snoozed": ""} | dict(self.asked.narrowed) | other
        asks = {name: value for name, value in wanted.items() if value or name == "snoozed"}
        return sum(
            one.count
            for one in self.sorts or ()
            if all(one.values[name] == value for name, value in asks.items())
        )

    def narrowing(self) -> Narrowing:
        """What the page shows of it."""
        asked = self.asked
        picks = tuple(
            (name, str(LABELS[name]), options) for name in NARROWING if len(options := self._options(name)) > 1
        )
        chips = tuple(
            Chip(LABELS[name], self._word(name, value), asked.href(**{name: "", "page": 1}))
            for name, value in asked.narrowed.items()
        )
        kept = (("order", asked.order),) if asked.order != "risk" else ()
        return Narrowing(picks, chips, kept, Asked(order=asked.order).href())

    def _options(self, name: str) -> tuple[Option, ...]:
        """What can be chosen by one name; fewer than two where there is no choice."""
        chosen = getattr(self.asked, name)
        values = {one.values[name] for one in self.sorts or ()} | {chosen}
        found = [self._option(name, value, chosen) for value in values if value]
        if len(found) + (name in ("clock", "snoozed")) < 2 and not chosen:  # noqa: PLR2004 - one is no choice
            return ()
        first = self._word(name, "") if name == "snoozed" else gettext("Any")
        return (Option("", first, self._count(name, ""), not chosen), *sorted(found, key=lambda one: one.label))

    def _option(self, name: str, value: str, chosen: str) -> Option:
        return Option(value, self._word(name, value), self._count(name, value), value == chosen)

    def _count(self, name: str, value: str) -> int | None:
        return self.left(**{name: value}) if self.known else None

    def _word(self, name: str, value: str) -> str:
        if name == "gate":
            return self._titles.get(value, value)
        if name == "work":
            return self._works.get(value, value)
        return str(WORDS.get((name, value), value))

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {gate.name: gate.title for law in self.laws.values() for gate in law.gates}

    @cached_property
    def _works(self) -> Mapping[str, str]:
        return {law.workflow: law.title for law in self.laws.values()}


def left_out(left: Sequence[tuple[str, str]]) -> str:
    """What is said of parts of an address that cannot be asked for."""
    said = (gettext("“%(value)s” for “%(name)s”", value=_short(value), name=name) for name, value in left)
    return "; ".join(said)


def _short(value: str) -> str:
    shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in value[:40])
    return f"{shown}…" if len(value) > len(shown) else shown
