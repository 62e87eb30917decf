"""An office for walking through every door: one person for each role, and of each kind of thing their own, another's,
one that is over, and one that never was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from werkzeug.routing import Rule

from coe import acts, drafts
from coe.bundle import jobs
from coe.database import writing
from coe.identity import accounts
from coe.identity.accounts import Invitation
from coe.opening import second_factor_key
from governance.record import commands as c
from governance.record.commands_elsewhere import Delegate
from governance.record.commands_incidents import OpenIncident
from governance.verifier.sampling import Selection
from tests.web.review_office import DAY, PASSWORD, PASSWORDS, ReviewOffice, answers
from tests.web.review_pages import Browser, Pages, opened_pages

WALKERS: Final[Mapping[str, str]] = {
    "owner": "astrid", "contributor": "cleo", "reviewer": "sofia", "member": "carl", "delegate": "dora",
    "coordinator": "karin", "administrator": "ada", "quality": "quinn", "policy owner": "petra", "auditor": "aude",
    "without a role": "nils",
}  # fmt: skip
"""By role, who walks. Ben is another owner; nobody walks as him."""
NEW: Final = {
    "cleo": ("Cleo Vance", ""), "carl": ("Carl Ek", "committee/executive-steering"), "dora": ("Dora Lind", ""),
    "quinn": ("Quinn Hale", "role/quality"), "petra": ("Petra Novak", "role/policy_owner"), "nils": ("Nils Berg", ""),
}  # fmt: skip
NEVER: Final = "00000000-0000-7000-8000-000000000000"
Things = Mapping[str, Mapping[str, str]]
Said = Callable[[str], str]
"""What somebody says instead of these words."""


@dataclass
class Walk:
    """The pages, and the things by kind and standing; for people `own` is the walker."""

    pages: Pages
    things: dict[str, Things] = field(default_factory=dict)

    def browser(self, role: str) -> Browser:
        return self.pages.browser(WALKERS[role])

    def things_of(self, rule: Rule, role: str) -> Things:
        """What this address can be about, for this walker: arguments by standing."""
        found = self.things[kind_of(rule)]
        if kind_of(rule) == "person" and role in WALKERS:
            return {**found, "own": {"id_": self.pages.house.ids[WALKERS[role]]}}
        return found


def kind_of(rule: Rule) -> str:
    """The kind of thing an address is about, by its arguments and its beginning."""
    named = ",".join(sorted(rule.arguments))
    if named == "id_":
        return {"drafts": "draft", "people": "person", "trail": "bundle", "office": "incident"}[rule.rule.split("/")[1]]
    return {"id_,section": "section", "": "office"}.get(named, named)


def walked(house: ReviewOffice, said: Said = str) -> Walk:
    """The office with its walkers and things, nobody signed in yet; everything they say passes through `said`."""
    for who, (name, pool) in NEW.items():
        join(house, who, said(name))
        if pool:
            house.grant(pool, who, "ada", seat="medical" if pool.startswith("committee") else "", alternate=True)
    now = house.clock.now()
    house.send("role/medical_reviewer", "sofia", Delegate(house.ids["sofia"], house.ids["dora"], now, now + 30 * DAY))
    made = Walk(opened_pages(house))
    made.things = {"office": {"-": {}}, **_records(house, said), **_papers(house, said)}
    return made


def join(house: ReviewOffice, who: str, name: str) -> None:
    house.ids[who], house.names[who] = house.clock.new_id(), ""
    act = acts.person(name, f"{who}@example.org", house.seed())
    assert isinstance(act.command, c.RegisterPerson)
    house.names[who] = act.command.name
    house.send(f"person/{house.ids[who]}", "ada", act)
    invited = Invitation(f"{who}@example.org", f"{who}@example.org", house.ids[who], PASSWORD)
    with house.engine.begin() as connection:
        key = second_factor_key(house.home)
        house.opened[who] = accounts.create_account(connection, invited, PASSWORDS, key, house.clock.now())


def _records(house: ReviewOffice, said: Said) -> dict[str, Things]:
    """Initiatives, and with them conditions, gates, check-ins and office acts."""
    mine, ended, approved = (_submitted(house, "astrid", said) for _ in range(3))
    others = _submitted(house, "ben", said)
    withdrawn = acts.reasoned(c.Withdraw, said("No budget."), house.seed())
    house.send(house.streams[ended], "astrid", withdrawn)
    for reviewer, gate in (("sofia", "medical"), ("jonas", "legal"), ("lucia", "regulatory")):
        house.decide(approved, reviewer, gate)
    code = ((said("Add the code."), ""),)
    for number in (mine, others):
        house.decide(number, "lucia", "regulatory", "approve with conditions", conditions=code)
    numbers = {"own": mine, "another's": others, "over": ended, "approved": approved, "unknown": "CX-2026-9999"}
    beside = {
        "condition,number": {"condition": "c1"}, "gate,number": {"gate": "medical"}, "number,place": {"place": "0"},
        "name,number": {"name": "hold"}, "id_,number": {"id_": NEVER}, "number": {},
        "number,question": {"question": "q1"},
    }  # fmt: skip
    return {
        kind: {standing: {"number": number, **more} for standing, number in numbers.items()}
        for kind, more in beside.items()
    }


def _submitted(house: ReviewOffice, owner: str, said: Said) -> str:
    stream = f"initiative/{house.clock.new_id()}"
    given = {**answers(house.ids), "title": "Cardiolex: e-mails", "budget_owner": house.ids["uma"]}
    worded = {name for name, one in house.law.field_by_name.items() if one.kind in ("line", "text")}
    given |= {name: said(value) for name, value in given.items() if name in worded and isinstance(value, str)}
    edits = {house.law.sections[0].name: [house.ids["cleo"]]} if owner == "astrid" else {}
    draft = acts.Draft(given, edits)
    house.send(stream, owner, acts.submission(house.law, draft, house.seed(), {}))
    state = house.reader.initiative_state(stream.partition("/")[2])
    assert state is not None
    house.streams[state.number] = stream
    return state.number


def _papers(house: ReviewOffice, said: Said) -> dict[str, Things]:
    """Drafts, people, incidents, bundles, and what the address alone names."""
    mine, others, incident, theirs, bundle = (house.clock.new_id() for _ in range(5))
    ids, law, now = house.ids, house.law.workflow, house.clock.now()
    with writing(house.engine) as connection:
        drafts.save(connection, drafts.Draft(mine, ids["astrid"], law, now, contributors=(ids["cleo"],)))
        drafts.save(connection, drafts.Draft(others, ids["ben"], law, now))
    for id_, who in ((incident, "astrid"), (theirs, "ben")):
        opened = acts.reasoned(lambda why: OpenIncident("other", "", why), said("Something is odd."), house.seed())
        house.send(f"incident/{id_}", who, opened)
    jobs.ask(house.home, bundle, Selection("random", 1, "seed"), ids["aude"], now)
    by_id = {"own": mine, "another's": others, "unknown": NEVER}
    return {
        "draft": {standing: {"id_": id_} for standing, id_ in by_id.items()},
        "section": {standing: {"id_": id_, "section": house.law.sections[0].name} for standing, id_ in by_id.items()},
        "person": {"another's": {"id_": ids["uma"]}, "unknown": {"id_": NEVER}},
        "incident": {"own": {"id_": incident}, "another's": {"id_": theirs}, "unknown": {"id_": NEVER}},
        "bundle": {"known": {"id_": bundle}, "unknown": {"id_": NEVER}},
        "workflow": {"known": {"workflow": law}, "unknown": {"workflow": "none"}},
        "kind": {"known": {"kind": "trail"}, "unknown": {"kind": "none"}},
        "name": {"known": {"name": "reviews"}, "unknown": {"name": "none"}},
        "file": {"unknown": {"file": "none"}},
    }
