"""Steps of the owner: submitting, resubmitting, withdrawing, meeting conditions, releasing; and of a coordinator."""

from collections.abc import Callable, Mapping, Sequence

from pytest_bdd import parsers, step

from coe import acts
from coe.founding import new_seed
from governance.formats.jcs import Json
from governance.record import commands as c
from tests.features.house import House

DEFAULTS: Mapping[str, Mapping[str, Json]] = {
    "leaflet": {
        "title": "Which pill when",
        "audience": "nurses",
        "message": "One tablet in the morning, with or without food",
        "picture": "clock-face.png",
    },
    "brochure": {"title": "Which pill when", "market": "de"},
    "motion": {"title": "A visit programme for nurses"},
    "batch": {"title": "LOT 4711"},
}

Table = Sequence[Sequence[str]]


def values_of(table: Table) -> dict[str, str]:
    """| field | answer | as a mapping."""
    return {row[0]: row[1] for row in table[1:]}


def answers(house: House, table: Table = ()) -> dict[str, Json]:
    """Complete answers with those of a table | field | answer | in their place; a name stands for the person."""
    changed = {name: house.people.get(value, value) for name, value in values_of(table).items()}
    return {**DEFAULTS[house.workflow], **changed}


@step(parsers.re(r"(?P<name>\w+) (?:has )?submit(?:s|ted) a (?:leaflet|motion|brochure|batch)"))
def submits(house: House, name: str) -> None:
    house.submit(name, acts.Draft(answers(house)))


@step(parsers.re(r"(?P<name>\w+) (?:has )?submit(?:s|ted) a (?:leaflet|motion|brochure) with:"))
def submits_with(house: House, name: str, datatable: Table) -> None:
    house.submit(name, acts.Draft(answers(house, datatable)))


@step(parsers.re(r"(?P<name>\w+) submits a leaflet whose “(?P<section>\w+)” (?P<other>\w+) wrote"))
def submits_together(house: House, name: str, section: str, other: str) -> None:
    house.submit(name, acts.Draft(answers(house), {section: (house.people[other],)}))


@step(parsers.re(r"(?P<name>\w+) tries to submit a leaflet"))
def tries_to_submit(house: House, name: str) -> None:
    house.try_to(lambda: house.submit(name, acts.Draft(answers(house))))


@step(parsers.re(r"(?P<name>\w+) answers every request and resubmits(?: it)?(?P<same> unchanged| with:)"))
def resubmits(house: House, name: str, same: str, datatable: Table = ()) -> None:
    house.submit(name, again(house, datatable), new=False)


@step(parsers.re(r"(?P<name>\w+) answers every request and resubmits, (?P<other>\w+) having changed:"))
def resubmits_for(house: House, name: str, other: str, datatable: Table) -> None:
    draft = again(house, datatable)
    sections = house.law().sections
    edited = {
        s.name: (house.people[other],)
        for s in sections
        for f in s.fields
        if f.name in {row[0] for row in datatable[1:]}
    }
    house.submit(name, acts.Draft(draft.answers, edited, draft.replies), new=False)


@step(parsers.re(r"(?P<name>\w+) tries to resubmit, answering (?P<count>\d+) of the requests"))
def resubmits_short(house: House, name: str, count: str) -> None:
    draft = again(house)
    few = dict(list(draft.replies.items())[: int(count)])
    house.try_to(lambda: house.submit(name, acts.Draft(draft.answers, {}, few), new=False))


def again(house: House, table: Table = ()) -> acts.Draft:
    """The answers as they stand with those of the table, and a reply to every request of this round."""
    state = house.state()
    replies = {r.id: "Done as asked" for r in state.requests if r.round == state.round}
    return acts.Draft({**state.answers, **values_of(table)}, {}, replies)


REASONED: dict[str, Callable[[str], c.Command]] = {
    "withdraw": c.Withdraw, "revoke": c.Revoke, "put on hold": c.Hold,
}  # fmt: skip


def act_of(what: str, reason: str) -> acts.Act:
    """A command without a signature: one with a reason, or one that needs none."""
    plain: dict[str, c.Command] = {"resume": c.Resume(), "release": c.Release()}
    return acts.Act(plain[what]) if what in plain else acts.reasoned(REASONED[what], reason, new_seed())


@step(parsers.re(r"(?P<name>\w+) (?P<what>withdraws|revokes) the leaflet: “(?P<reason>.+)”"))
def acts_with_reason(house: House, name: str, what: str, reason: str) -> None:
    house.send(house.record, name, act_of(what.removesuffix("s"), reason))


@step(parsers.re(r"(?P<name>\w+) puts the leaflet on hold: “(?P<reason>.+)”"))
def puts_on_hold(house: House, name: str, reason: str) -> None:
    house.send(house.record, name, act_of("put on hold", reason))


@step(parsers.re(r"(?P<name>\w+) (?P<what>resume|release)s the leaflet"))
def acts_without_reason(house: House, name: str, what: str) -> None:
    house.send(house.record, name, act_of(what, ""))


@step(parsers.re(r"(?P<name>\w+) tries to put the leaflet on hold"))
def tries_hold(house: House, name: str) -> None:
    house.try_to(lambda: house.send(house.record, name, act_of("put on hold", "A reason")))


@step(parsers.re(r"(?P<name>\w+) tries to (?P<what>withdraw|revoke|resume|release) the leaflet"))
def tries_act(house: House, name: str, what: str) -> None:
    house.try_to(lambda: house.send(house.record, name, act_of(what, "A reason")))


@step(parsers.re(r"(?P<name>\w+) tries to put the leaflet on hold without a reason"))
def tries_without_reason(house: House, name: str) -> None:
    house.try_to(lambda: house.send(house.record, name, act_of("put on hold", "")))


@step(parsers.re(r"(?P<name>\w+) says how condition (?P<condition>\w+) was met: “(?P<note>.+)”"))
def meets(house: House, name: str, condition: str, note: str) -> None:
    act = acts.reasoned(lambda text: c.MeetCondition(condition, text), note, new_seed())
    house.send(house.record, name, act)


@step(parsers.re(r"(?P<name>\w+) tries to (?P<how>raise|lower) the tier to (?P<tier>T\d)"))
def tries_tier(house: House, name: str, how: str, tier: str) -> None:
    house.try_to(lambda: raise_tier(house, name, tier))


@step(parsers.re(r"(?P<name>\w+) raises the tier to (?P<tier>T\d)"))
def raises_tier(house: House, name: str, tier: str) -> None:
    raise_tier(house, name, tier)


def raise_tier(house: House, name: str, tier: str) -> None:
    act = acts.reasoned(lambda reason: c.RaiseTier(tier, reason), "New to us", new_seed())
    house.send(house.record, name, act)
