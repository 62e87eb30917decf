"""What an operator writes into the log that its law would not have made; every hash, row and signature fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from governance.formats.jcs import Json
from governance.law.shelf import Shelf
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative
from tests.governance.proven_office import CALENDAR, HOUR
from tests.tamper.attack import Attack
from tests.tamper.books import Books, opened, rewritten, written
from tests.tamper.house import LAW
from tests.tamper.naming import Control
from tests.tamper.site import Site


def decision_by_the_owner(site: Site) -> None:
    """Let the owner of the film approve it for the chair."""
    forging = Forging(site)
    forging.adds(forging.decision("cora", "board", "approve"), by="olga")


def decision_by_somebody_revoked(site: Site) -> None:
    """Let a member of the board whose seat was taken away approve the film."""
    forging = Forging(site)
    signed = forging.signed("leo", "board", seat="legal")
    forging.adds((signed, e.Judged("0" * 64)), by="leo")


def gate_passed_without_votes(site: Site) -> None:
    """Let the board's gate pass after one voice of two, and the film be approved."""
    forging = Forging(site)
    first, *_, judged = forging.decision("cora", "board", "approve")
    forging.adds((first, e.GatePassed("board"), e.Approved(), judged), by="cora")


def vote_counted_and_left_out(site: Site) -> None:
    """Approve the film by a reminder of the clock that brings the approval along."""
    forging = Forging(site)
    forging.adds((e.Reminded("board", 1, "50%", ()), e.Approved(), e.Judged("0" * 64)), by="system")


def consequence_left_out(site: Site) -> None:
    """Record the rejection of the film without its consequence, so that it stays in review."""
    forging = Forging(site)
    first, *_, judged = forging.decision("cora", "board", "reject", note=forging.text("no"))
    forging.adds((first, judged), by="cora")


def page_never_seen(site: Site) -> None:
    """Let a decision be bound to a text that was never on the page."""
    forging = Forging(site)
    first, *rest = forging.decision("cora", "board", "approve")
    assert isinstance(first, e.DecisionSigned)
    forging.adds((replace(first, signature=replace(first.signature, seen="0" * 64)), *rest), by="cora")


def signed_beside_others_where_none_may(site: Site) -> None:
    """Let the chair have signed the film on a page of several, which the policy does not let the board do."""
    forging = Forging(site)
    first, *rest = forging.decision("cora", "board", "approve")
    assert isinstance(first, e.DecisionSigned)
    together = ("0" * 64, first.signature.seen)
    forging.adds((replace(first, together=together), *rest), by="cora")


def ceremony_stretched(site: Site) -> None:
    """Put under the card what was signed on a page of several that did not show it."""
    forging = Forging(site, "card")
    first, *rest = forging.decision("mia", "medical", "approve")
    assert isinstance(first, e.DecisionSigned)
    forging.adds((replace(first, together=("0" * 64, "1" * 64)), *rest), by="mia")


def signature_moved(site: Site) -> None:
    """Put the signature that the chair gave for the leaflet under the film."""
    forging = Forging(site)
    first, *rest = forging.decision("cora", "board", "approve")
    given = forging.books.entries[site.house.seq["chair"]].events[0]
    assert isinstance(first, e.DecisionSigned)
    assert isinstance(given, e.DecisionSigned)
    forging.adds((replace(first, signature=given.signature), *rest), by="cora")


def decision_carried_over_though_the_text_changed(site: Site) -> None:
    """Submit the card again with another need, and let the medical decision on the old one stand."""
    forging = Forging(site, "card")
    asked = (c.Ask("title", forging.text("say more")),)
    forging.lawfully(forging.decision("mia", "medical", "request changes", requests=asked), "mia")
    again = c.Submit("piece", {**forging.answers(), "title": "Card, changed"}, {}, {"r1": forging.text("said")})
    first, *_, judged = forging.judged(again, "olga")
    forging.adds((first, e.CarriedOver("medical"), e.GateOpened("board", 1, 0), judged), by="olga")


def linked_to_nothing(site: Site) -> None:
    """Append a lawful decision that names another entry than its stream's last one as the one before it."""
    forging = Forging(site)
    forging.adds(forging.decision("cora", "board", "approve"), by="cora", prev="0" * 64)


def version_skipped(site: Site) -> None:
    """Append a lawful decision as if one entry of its stream stood between."""
    forging = Forging(site)
    version = forging.books.head(forging.stream).version
    forging.adds(forging.decision("cora", "board", "approve"), by="cora", version=version + 2)


def false_reason(site: Site) -> None:
    """Let an approval stand on a *why* tree that was never drawn."""
    forging = Forging(site)
    *events, _ = forging.decision("cora", "board", "approve")
    forging.adds((*events, e.Judged("0" * 64)), by="cora")


def reads_misdeclared(site: Site) -> None:
    """Say of a decision by somebody revoked that the law read the board as it was before."""
    forging = Forging(site)
    books, film = forging.books, forging.stream
    before = Books()
    for item in books.entries[: site.house.seq["revoked"]]:
        before.appends(item)
    for item in books.entries[site.house.seq["revoked"] :]:
        if item.stream == film:
            before.judged_again(item)
    events = before.judged(film, before.decision(film, "board", "approve", forging.names["leo"]), forging.people["leo"])
    stale = dict(books.reads(film, c.Resume(), "system")) | {"committee/board": 2}
    forging.adds(events, by="leo", reads=stale)


def definition_rolled_back(site: Site) -> None:
    """Submit under the first definition, after the second came into force, and say that only the first was read."""
    forging = Forging(site, "brochure")
    books = forging.books
    before = Books(disclosed=books.disclosed)
    for item in books.entries[: site.house.seq["later law"]]:
        before.appends(item)
    before.at = books.at
    command = c.Submit("piece", {"title": "Brochure"}, {}, {})
    events = before.judged(forging.stream, command, forging.people["olga"])
    reads = books.reads(forging.stream, command, forging.people["olga"]) | {"definition/piece": 1}
    forging.adds(events, by="olga", reads=reads)


def definition_under_a_false_digest(site: Site) -> None:
    """Publish a definition under the digest of another, so that records seem to be judged by that one."""
    forging = Forging(site)
    shelf = forging.books.head("definition/piece").state
    assert isinstance(shelf, Shelf)
    digest = shelf.law().digest
    other: dict[str, Json] = {**LAW, "title": "Anything goes"}
    published = e.Published(other, forging.text("quietly"), digest, digest)
    forging.adds((published,), by="pia", stream="definition/piece")


def calendar_widened(site: Site) -> None:
    """Let somebody who is no administrator declare a calendar in which no deadline ends."""
    forging = Forging(site)
    wide: dict[str, Json] = {**CALENDAR, "spans": [HOUR, 1_000 * HOUR]}
    forging.adds((e.CalendarDeclared(wide, forging.text("quietly")),), by="eve", stream="calendar/office")


def grant_by_nobody_entitled(site: Site) -> None:
    """Let somebody who is no administrator give a seat on the board."""
    forging = Forging(site)
    granted = e.Granted(forging.people["eve"], 0, 0, forging.text("quietly"), "legal")
    forging.adds((granted,), by="kim", stream="committee/board")


def grant_in_the_administrators_name(site: Site) -> None:
    """Write a lawful grant in the administrator's name that they never made, back-dated in its stated period."""
    forging = Forging(site)
    granted = c.Grant(forging.people["eve"], 0, 0, forging.text("quietly"), "legal")
    forging.books.does("committee/board", granted, forging.people["ada"])
    forging.writes()


def delegation_in_anothers_name(site: Site) -> None:
    """Write a lawful delegation in the chair's name that she never made."""
    forging = Forging(site)
    now = forging.books.at
    forging.books.does(
        "committee/board",
        c.Delegate(forging.people["cora"], forging.people["eve"], now, now + HOUR),
        forging.people["cora"],
    )
    forging.writes()


def key_declared_by_a_person(site: Site) -> None:
    """Let a person declare another key of the log."""
    forging = Forging(site)
    forging.adds((e.KeyDeclared("clearway.local/other+00000000+AA=="),), by="eve", stream="key/log")


def tier_chosen_at_will(site: Site) -> None:
    """Let the card have been submitted into a tier that its answers do not give."""
    start = site.house.seq["card"]
    books = rewritten(site, lambda item: replace(item, events=_tier(item.events)) if item.seq == start else item, start)
    written(site, books)
    site.signed_again()


class Forging:
    """The log open before its operator, and one initiative of it."""

    def __init__(self, site: Site, record: str = "film") -> None:
        self.site = site
        self.books = opened(site)
        self.people, self.names = site.house.bureau.people, site.house.bureau.names
        self.stream = f"initiative/{site.house.records.get(record, record)}"

    def text(self, value: str) -> str:
        """A commitment that is opened in the table."""
        opened_text = self.site.house.bureau.text(value)
        row = f"'{opened_text.commit}', '{opened_text.nonce}', '\"{value}\"'"
        self.site.sql(f"INSERT OR IGNORE INTO disclosure VALUES ({row})")
        return opened_text.commit

    def answers(self) -> Mapping[str, Json]:
        """What was submitted last."""
        state = self.books.head(self.stream).state
        assert isinstance(state, Initiative)
        return state.answers

    def judged(self, command: c.Command, by: str) -> tuple[e.Event, ...]:
        """What the law makes of a command."""
        return self.books.judged(self.stream, command, self.people[by])

    def decision(self, name: str, gate: str, outcome: c.Outcome, **words: Any) -> tuple[e.Event, ...]:
        """What the law makes of a person's decision."""
        return self.judged(self.books.decision(self.stream, gate, outcome, self.names[name], **words), name)

    def signed(self, name: str, gate: str, seat: str) -> e.DecisionSigned:
        """An approval that the law would refuse, in the form of one that it allowed."""
        command = self.books.decision(self.stream, gate, "approve", self.names[name])
        first = self.decision("cora", gate, "approve")[0]
        assert isinstance(first, e.DecisionSigned)
        return replace(first, signature=command.signature, seat=seat)

    def lawfully(self, events: tuple[e.Event, ...], by: str) -> None:
        """Append without writing yet."""
        self.books.forges(self.stream, events, self.people.get(by, by))

    def adds(
        self,
        events: tuple[e.Event, ...],
        *,
        by: str,
        stream: str = "",
        reads: Mapping[str, int] | None = None,
        **other: Any,
    ) -> None:
        """Append, write and sign; `other` replaces parts of the entry."""
        self.books.forges(stream or self.stream, events, self.people.get(by, by), reads, **other)
        self.writes()

    def writes(self) -> None:
        """The books into the database, signed with the real key."""
        written(self.site, self.books)
        self.site.signed_again()


def _tier(events: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    first, *rest = events
    assert isinstance(first, e.Submitted)
    return (replace(first, tier="T2"), *rest)


NAMED = (
    "grants and delegations are made in a session and not signed one by one; the person named can deny it when the"
    " register is reviewed"
)
LAW_SAYS: tuple[Control, ...] = ("lawful", "packet")
ATTACKS = (
    Attack("operator", decision_by_the_owner, LAW_SAYS, "entry {next}: expected a lawful act"),
    Attack("operator", decision_by_somebody_revoked, LAW_SAYS, "entry {next}: expected a lawful act"),
    Attack("operator", gate_passed_without_votes, LAW_SAYS, "entry {next}: expected"),
    Attack("operator", vote_counted_and_left_out, LAW_SAYS, "entry {next}: expected"),
    Attack("operator", consequence_left_out, LAW_SAYS, "entry {next}: expected"),
    Attack("operator", page_never_seen, LAW_SAYS, "entry {next}: expected a lawful act"),
    Attack("operator", signed_beside_others_where_none_may, LAW_SAYS, "entry {next}: expected a lawful act"),
    Attack("operator", ceremony_stretched, ("lawful",), "entry {next}: expected a lawful act"),
    Attack("operator", signature_moved, LAW_SAYS, "entry {next}: expected a lawful act"),
    Attack("operator", decision_carried_over_though_the_text_changed, ("lawful",), "expected"),
    Attack("operator", linked_to_nothing, ("intact", "packet"), "entry {next}: expected prev"),
    Attack("operator", version_skipped, ("intact", "packet", "next act"), "entry {next}: expected version 3"),
    Attack("operator", false_reason, LAW_SAYS, "entry {next}: expected"),
    Attack(
        "operator",
        reads_misdeclared,
        ("intact", "packet"),
        "entry {next}: expected to have read version 4 of committee/board",
    ),
    Attack(
        "operator",
        definition_rolled_back,
        ("intact",),
        "entry {next}: expected to have read version 2 of definition/piece",
    ),
    Attack("operator", definition_under_a_false_digest, ("lawful",), "entry {next}: expected"),
    Attack("operator", calendar_widened, ("lawful",), "entry {next}: expected a lawful act"),
    Attack("operator", grant_by_nobody_entitled, ("lawful",), "entry {next}: expected a lawful act"),
    Attack("operator", grant_in_the_administrators_name, limit=NAMED),
    Attack("operator", delegation_in_anothers_name, limit=NAMED),
    Attack("operator", key_declared_by_a_person, ("lawful", "seal"), "entry {next}: expected a lawful act"),
    Attack("operator", tier_chosen_at_will, ("lawful",), "entry {card}: expected"),
)
