"""Who may open what. Every endpoint has its rule here; one without a rule is closed.

`admit` in `web.app` has let nobody pass who is not signed in. Rules that depend on one record are asked by the view,
with `readable`, once the record is read. Commands are judged by the law alone; this decides only who sees a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, assert_never

from flask import abort, request

from governance.law.consulted import QUALITY
from governance.record.state import Initiative
from web.rows.nothing_here import nothing_here
from web.rows.records import Record
from web.site.accounts import current_person_id
from web.site.context import context
from web.site.frame import held

Rule = Literal[
    "everybody", "signed in", "readers", "auditors", "registrars", "overseers", "demonstration", "nobody"
]  # fmt: skip

CLOSED, NOT_YOURS = 404, 403
AUDITORS: Final = "role/auditor"
ADMINISTRATORS: Final = "role/administrator"
OVERSEERS: Final = (AUDITORS, ADMINISTRATORS, QUALITY)

RULES: Final[Mapping[str, Rule]] = {
    "assets": "everybody",
    "ready": "everybody",
    "security.login": "everybody",
    "security.second_factor": "everybody",
    "security.logout": "everybody",
    "security.tf_select": "nobody",
    "home": "signed in",
    "signing.challenge": "signed in",
    "inbox.index": "signed in",
    "snoozing.snooze": "signed in",
    "snoozing.back": "signed in",
    "versions.show": "readers",
    "copying.show": "readers",
    "copying.make": "readers",
    "decide.show": "readers",
    "decide.sign": "readers",
    "together.index": "signed in",
    "together.sign": "signed in",
    "passing.show": "readers",
    "passing.pass_on": "readers",
    "signed.show": "readers",
    "dialogue.ask": "readers",
    "dialogue.answer": "readers",
    "dialogue.close": "readers",
    "conditions.show": "readers",
    "conditions.sign": "readers",
    "office_acts.show": "readers",
    "office_acts.act": "readers",
    "retiring.show": "readers",
    "retiring.retire": "readers",
    "moving.show": "readers",
    "moving.move": "readers",
    "search.index": "signed in",
    "trail.index": "auditors",
    "packets.show": "readers",
    "packets.ask": "readers",
    "packets.file": "readers",
    "packets.verifier": "signed in",
    "files.show": "readers",
    "trail.export": "auditors",
    "bundles.index": "auditors",
    "bundles.make": "auditors",
    "bundles.one": "auditors",
    "bundles.download": "auditors",
    "status.index": "overseers",
    "policies.index": "signed in",
    "policies.one": "signed in",
    "policies.changes": "signed in",
    "policies.forecast": "signed in",
    "people.index": "registrars",
    "people.invite": "registrars",
    "people.one": "signed in",
    "people.grant": "registrars",
    "people.end": "registrars",
    "people.absence": "signed in",
    "qualifications.index": "signed in",
    "qualifications.accept": "signed in",
    "qualifications.train": "registrars",
    "qualifications.issue": "registrars",
    "erasing.show": "registrars",
    "erasing.erase": "registrars",
    "credentials.show": "registrars",
    "credentials.confirm": "registrars",
    "credentials.ask": "registrars",
    "credentials.approve": "registrars",
    "credentials.lost": "registrars",
    "credentials.close": "registrars",
    "certification.show": "overseers",
    "certification.export": "overseers",
    "certification.enable": "registrars",
    "profile.index": "signed in",
    "profile.password": "signed in",
    "profile.codes": "signed in",
    "profile.end": "signed in",
    "profile.report": "signed in",
    "notices.index": "signed in",
    "notices.keep": "signed in",
    "profile.keys": "signed in",
    "languages.keep": "signed in",
    "incidents.index": "overseers",
    "incidents.report": "signed in",
    "incidents.send": "signed in",
    "incidents.one": "signed in",
    "incidents.acknowledge": "overseers",
    "incidents.close": "registrars",
    "manual.index": "signed in",
    "manual.one": "signed in",
    "reviews.index": "overseers",
    "reviews.show": "overseers",
    "reviews.record": "overseers",
    "mailbox.index": "demonstration",
}
"""By endpoint. `signed in` pages show their reader's own things only, or ask further; the owner's pages guard
themselves by ownership and are listed by blueprint below.
"""
OWN: Final = frozenset({"initiatives", "intake", "submitting", "initiative", "contributing"})
"""Blueprints of the owner's pages: every view asks whose the draft or initiative is."""


def rule_of(endpoint: str) -> Rule | None:
    """The rule of an endpoint, None for one nobody has thought about."""
    if endpoint in RULES:
        return RULES[endpoint]
    return "signed in" if endpoint.partition(".")[0] in OWN else None


def guard() -> None:
    """Before every request: 403 where the rule does not admit this reader, 404 for what is closed to all."""
    endpoint = request.endpoint
    if endpoint is None or current_person_id() is None:
        return
    rule = rule_of(endpoint)
    match rule:
        case None | "nobody":
            abort(CLOSED)
        case "everybody" | "signed in" | "readers":
            return
        case "auditors":
            _hold(AUDITORS)
        case "registrars":
            _hold(ADMINISTRATORS)
        case "overseers":
            _hold(*OVERSEERS)
        case "demonstration":
            if not context().demo:
                abort(CLOSED)
        case _:
            assert_never(rule)


def holds(pool: str) -> bool:
    """Whether the reader holds a grant in this pool now, or borrows one."""
    return pool in held()[0]


def oversees() -> bool:
    """Whether the reader answers for the office's own keeping: administrators, quality, auditors."""
    return any(holds(pool) for pool in OVERSEERS)


def may_read(record: Record, person: str) -> bool:
    """Owner, contributor, member of a panel or coordinator now, whoever has decided here, and every auditor."""
    state = record.state
    if person == state.owner or person in _contributors(state) or person in _deciders(state):
        return True
    return holds(AUDITORS) or any(
        person in pool.members(record.at, state.answers) for pool in record.facts.pools.values()
    )


def readable(record: Record, person: str) -> Record:
    """The record, for those who may read it. Raises NothingHere, as where there is none."""
    if not may_read(record, person):
        raise nothing_here()
    return record


def _contributors(state: Initiative) -> set[str]:
    return {person for people in state.contributors.values() for person in people}


def _deciders(state: Initiative) -> set[str]:
    return {vote.person for votes in state.votes.values() for vote in votes}


def _hold(*pools: str) -> None:
    if not any(map(holds, pools)):
        abort(NOT_YOURS)
