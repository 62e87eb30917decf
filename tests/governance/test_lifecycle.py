"""What becomes of an approved record: terms and notices, check-ins, retirement, renewal by another record, its code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from governance.errors import Refused
from governance.formats.damm import valid
from governance.formats.jcs import Json
from governance.language.business_time import Duration
from governance.language.definition import Afterwards, CheckIn, Code, Field, Section
from governance.law.afterwards import moments
from governance.law.coding import code_of
from governance.law.consulted import streams
from governance.law.deciding import decide
from governance.law.pools import SYSTEM
from governance.office.office_law import follow_ups
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative, Status, evolve
from tests.governance.small_law import COORDINATOR, HOUR, OWNER, Desk, desk, gate, role

DAY = 24 * HOUR
TERM = Afterwards(
    expires=Duration("days", 30),
    notify=(Duration("days", 10), Duration("days", 2)),
    check_ins=(CheckIn(Duration("days", 7), "results"),),
)
ASKING = "initiative/asking"


def approved(afterwards: Afterwards = TERM, need: str = "one") -> Desk:
    """A piece that Mia has approved."""
    found = desk(gate("medical"), medical=role("mia"))
    work = Desk(replace(found.law, afterwards=afterwards), found.facts)
    work.submits(need=need)
    work.says("mia", "medical", "approve")
    return work


def days(work: Desk, number: int) -> None:
    work.at += number * DAY


def asks(work: Desk, **words: Any) -> None:
    """Another record, approved, that names this one."""
    told = {"number": "R-1", "status": "approved", "answers": {"piece": "P-1"}, "refers": {"piece": "initiative/p"}}
    work.facts = replace(work.facts, records={ASKING: Initiative(**{**told, **words})})


def test_an_approval_ends_after_its_term_and_not_before() -> None:
    work = approved()
    assert work.state.expires == work.state.approved + 30 * DAY
    work.at = work.state.expires - 1
    assert work.refused(c.Expire(1), SYSTEM) == "step-not-due"
    work.at += 1
    work.does(c.Expire(1), SYSTEM)
    assert work.status() == "expired"
    assert work.kinds(e.Expired) == [e.Expired(1, (OWNER, COORDINATOR))]
    assert work.why().because == (("expired",),)


def test_a_released_piece_expires_too_and_only_once() -> None:
    work = approved()
    work.does(c.Release(), OWNER)
    days(work, 31)
    work.does(c.Expire(1), SYSTEM)
    assert work.status() == "expired"
    assert work.refused(c.Expire(1), SYSTEM) == "step-not-due"


def test_nobody_puts_into_use_what_has_expired_even_before_the_clock_has_ticked() -> None:
    work = approved()
    days(work, 30)
    assert work.status() == "approved"
    assert work.refused(c.Release(), OWNER) == "expired"
    work.does(c.Expire(1), SYSTEM)
    assert work.refused(c.Release(), OWNER) == "not-now"


def test_without_a_term_an_approval_lasts() -> None:
    work = approved(Afterwards())
    days(work, 50)
    assert work.refused(c.Expire(1), SYSTEM) == "step-not-due"
    assert moments(work.law, work.state) == ()


def test_owner_and_coordinators_hear_of_the_end_once_for_each_notice() -> None:
    work = approved()
    assert [(m.step, m.at - work.state.approved) for m in moments(work.law, work.state)] == [
        ("10 days before", 20 * DAY), ("2 days before", 28 * DAY), ("expiry", 30 * DAY)
    ]  # fmt: skip
    days(work, 19)
    assert work.refused(c.GiveNotice(1, "10 days before"), SYSTEM) == "step-not-due"
    days(work, 10)  # a late tick catches up
    work.does(c.GiveNotice(1, "10 days before"), SYSTEM)
    work.does(c.GiveNotice(1, "2 days before"), SYSTEM)
    assert work.kinds(e.NoticeGiven)[0].to == (OWNER, COORDINATOR)
    assert work.refused(c.GiveNotice(1, "2 days before"), SYSTEM) == "step-not-due"
    assert work.refused(c.GiveNotice(1, "5 days before"), SYSTEM) == "step-not-due"
    assert work.status() == "approved"


def test_time_is_told_by_the_clock_only() -> None:
    work = approved()
    work.does(c.Release(), OWNER)
    days(work, 31)
    for command in (c.Expire(1), c.GiveNotice(1, "2 days before"), c.AskCheckIn("7 days after")):
        assert work.refused(command, COORDINATOR) == "system-only"
    assert work.refused(c.Renew(ASKING), COORDINATOR) == "system-only"
    assert work.refused(c.Retire(by=ASKING), OWNER) == "system-only"


def test_a_clock_approves_nothing_however_late() -> None:
    work = desk(gate("medical"), medical=role("mia"))
    work.law = replace(work.law, afterwards=TERM)
    work.submits()
    days(work, 50)
    for command in (c.Expire(0), c.Expire(1), c.GiveNotice(1, "2 days before"), c.AskCheckIn("7 days after")):
        assert work.refused(command, SYSTEM) == "step-not-due"
    assert work.status() == "in review"


def test_after_release_the_owner_is_asked_and_answers_once() -> None:
    work = approved()
    assert work.refused(c.CheckIn("7 days after", "fine"), OWNER) == "not-now"
    days(work, 8)
    assert work.refused(c.AskCheckIn("7 days after"), SYSTEM) == "step-not-due"  # not released yet
    work.does(c.Release(), OWNER)
    assert work.refused(c.CheckIn("7 days after", "fine"), OWNER) == "nothing-asked"
    days(work, 7)
    work.does(c.AskCheckIn("7 days after"), SYSTEM)
    assert work.refused(c.AskCheckIn("7 days after"), SYSTEM) == "step-not-due"
    assert work.why().because == (("check-in-awaited", "7 days after"),)
    assert work.why().next == (OWNER,)
    assert work.refused(c.CheckIn("7 days after", "fine"), "mia") == "not-owner"
    assert work.refused(c.CheckIn("7 days after", ""), OWNER) == "reason-missing"
    work.does(c.CheckIn("7 days after", "fine"), OWNER)
    assert work.why().because == ()
    assert work.refused(c.CheckIn("7 days after", "better"), OWNER) == "nothing-asked"


def test_results_are_still_asked_for_when_the_piece_has_expired() -> None:
    work = approved()
    days(work, 25)
    work.does(c.Release(), OWNER)
    days(work, 5)
    work.does(c.Expire(1), SYSTEM)
    days(work, 5)
    work.does(c.AskCheckIn("7 days after"), SYSTEM)
    assert work.why().because == (("expired",), ("check-in-awaited", "7 days after"))
    work.does(c.CheckIn("7 days after", "fine"), OWNER)


@pytest.mark.parametrize("who", [OWNER, COORDINATOR])
def test_owner_or_coordinator_retires_with_a_reason(who: str) -> None:
    work = approved()
    assert work.refused(c.Retire(), who) == "reason-missing"
    assert work.refused(c.Retire("worn out"), "mia") == "not-coordinator"
    work.does(c.Retire("worn out"), who)
    assert work.status() == "retired"
    assert work.state.closed == work.at
    assert work.refused(c.Release(), OWNER) == "not-now"
    assert moments(work.law, work.state) == ()


def test_what_is_not_approved_cannot_retire() -> None:
    work = desk(gate("medical"), medical=role("mia"))
    work.submits()
    assert work.refused(c.Retire("worn out"), OWNER) == "not-now"


@pytest.mark.parametrize("used", [False, True])
def test_a_renewal_brings_an_expired_piece_back_to_what_it_was(*, used: bool) -> None:
    work = approved()
    if used:
        work.does(c.Release(), OWNER)
    days(work, 20)
    work.does(c.GiveNotice(1, "10 days before"), SYSTEM)
    days(work, 15)
    work.does(c.Expire(1), SYSTEM)
    asks(work, renews="initiative/p")
    work.does(c.Renew(ASKING), SYSTEM)
    assert work.status() == ("released" if used else "approved")
    assert (work.state.expires, work.state.term) == (work.at + 30 * DAY, 2)
    assert work.refused(c.Renew(ASKING), SYSTEM) == "renewed-before"
    assert work.refused(c.GiveNotice(1, "10 days before"), SYSTEM) == "step-not-due"
    days(work, 21)
    work.does(c.GiveNotice(2, "10 days before"), SYSTEM)
    days(work, 9)
    assert work.refused(c.Expire(1), SYSTEM) == "step-not-due"
    work.does(c.Expire(2), SYSTEM)


def test_a_renewal_needs_a_record_that_was_approved_and_names_this_one() -> None:
    work = approved()
    assert work.refused(c.Renew(ASKING), SYSTEM) == "nobody-asks"
    for words in (
        {"renews": "initiative/p", "status": "in review"},
        {"renews": "initiative/p", "status": "revoked"},
        {"renews": "initiative/p", "answers": {"piece": "P-2"}},
        {"renews": "initiative/q"},
        {"retires": "initiative/p"},
        {"renews": "initiative/p", "number": "P-1"},
    ):
        asks(work, **words)
        assert work.refused(c.Renew(ASKING), SYSTEM) == "nobody-asks", words
    asks(work, renews="initiative/p")
    work.does(c.Renew(ASKING), SYSTEM)


def test_another_record_retires_this_one() -> None:
    work = approved()
    asks(work, renews="initiative/p")
    assert work.refused(c.Retire(by=ASKING), SYSTEM) == "nobody-asks"
    asks(work, retires="initiative/p")
    work.does(c.Retire(by=ASKING), SYSTEM)
    assert work.kinds(e.Retired) == [e.Retired("", ASKING)]
    assert work.status() == "retired"
    assert work.refused(c.Renew(ASKING), SYSTEM) == "not-now"


def test_the_record_that_asks_is_among_what_the_law_reads() -> None:
    work = approved()
    read = streams("initiative/p", c.Renew(ASKING), work.state, work.law, SYSTEM)
    assert ASKING in read
    assert ASKING in streams("initiative/p", c.Retire(by=ASKING), work.state, work.law, SYSTEM)
    assert set(read) - {ASKING} == set(streams("initiative/p", c.Release(), work.state, work.law, OWNER))


def reapproval() -> Desk:
    """A workflow that renews the piece it names."""
    found = desk(gate("medical", reviews=("piece",)), medical=role("mia"))
    field = Field("piece", "record", "Piece", required=True)
    law = replace(
        found.law, sections=(Section("piece", "Piece", (field,)),), afterwards=Afterwards(renews="piece", expires=None)
    )
    known = Initiative(number="INI-2026-0007", status="expired", expires=1)
    return Desk(law, replace(found.facts, records={"initiative/p": known}))


def submitted(work: Desk, number: str, refers: dict[str, str]) -> tuple[e.InitiativeEvent, ...]:
    command = c.Submit("piece", {"piece": number}, {}, {})
    return decide(work.law, work.facts, work.state, c.Stamped(command, OWNER, work.at, "R-1", refers))


def test_a_record_named_by_its_number_is_bound_to_its_stream() -> None:
    work = reapproval()
    events = submitted(work, "INI-2026-0007", {"piece": "initiative/p"})
    first = events[0]
    assert isinstance(first, e.Submitted)
    assert first.refers == {"piece": "initiative/p"}


@pytest.mark.parametrize(
    ("number", "refers", "known", "code"),
    [
        ("INI-2026-0008", {"piece": "initiative/p"}, {}, "no-such-record"),
        ("INI-2026-0007", {}, {}, "no-such-record"),
        ("INI-2026-0007", {"piece": "initiative/q"}, {}, "no-such-record"),
        ("INI-2026-0007", {"piece": "initiative/p"}, {"status": "in review"}, "record-not-approved"),
        ("INI-2026-0007", {"piece": "initiative/p"}, {"status": "retired"}, "record-not-approved"),
        ("INI-2026-0007", {"piece": "initiative/p"}, {"expires": 0}, "record-never-expires"),
    ],
)
def test_a_submission_cannot_name_what_is_not_there_or_cannot_be_renewed(
    number: str, refers: dict[str, str], known: dict[str, Any], code: str
) -> None:
    work = reapproval()
    assert work.facts.records is not None
    record = replace(work.facts.records["initiative/p"], **known)
    work.facts = replace(work.facts, records={"initiative/p": record})
    with pytest.raises(Refused) as refusal:
        submitted(work, number, refers)
    assert refusal.value.code == code


def test_the_approval_tells_the_record_it_renews() -> None:
    work = reapproval()
    for event in submitted(work, "INI-2026-0007", {"piece": "initiative/p"}):
        work.state = evolved(work, event)
    work.says("mia", "medical", "approve")
    told = work.kinds(e.Approved)[0]
    assert told.renews == "initiative/p"
    assert follow_ups("initiative/r", (told,), ()) == (("initiative/p", c.Renew("initiative/r")),)
    retiring = e.Approved(retires="initiative/p")
    assert follow_ups("initiative/r", (retiring,), ()) == (("initiative/p", c.Retire(by="initiative/r")),)
    assert follow_ups("initiative/r", (e.Approved(),), ()) == ()


def evolved(work: Desk, event: e.InitiativeEvent) -> Initiative:
    return evolve(work.state, event, OWNER, work.at)


def test_a_code_is_drawn_from_answers_year_and_number() -> None:
    answers: dict[str, Json] = {"market": "de", "brands": ["Cardiolex", "Oncavia"], "dose": 5}
    at = 1_795_000_000_000
    code = Code("{market}-{brands}-{year}-{number:05}-{dose:03}")
    assert code_of(code, answers, "INI-2026-0042", at) == "DE-CARDIOLEXONCAVIA-2026-00042-005"
    assert code_of(Code("{number}"), {}, "INI-2026-0042", at) == "42"
    assert code_of(Code("{nothing}/{year}"), {}, "P-1", at) == "/2026"


def test_two_records_never_share_a_code_across_the_turn_of_the_year() -> None:
    pattern = Code("{year}-{number}")
    assert code_of(pattern, {}, "INI-2026-0042", 1_800_000_000_000) == "2026-42"
    assert code_of(pattern, {}, "INI-2027-0042", 1_800_000_000_000) == "2027-42"


def test_the_check_digit_finds_one_wrong_digit() -> None:
    work = approved(Afterwards(code=Code("{need}-{year}-{number:05}", "damm")), need="de")
    code = work.kinds(e.Approved)[0].code
    assert code.startswith("DE-2024-00001-")
    assert work.state.code == code
    assert valid(code)
    assert not valid(code.replace("00001", "00002"))


@pytest.mark.parametrize("status", get_args(Status))
def test_what_must_be_approved_is_named_only_while_it_is(status: Status) -> None:
    work = reapproval()
    assert work.facts.records is not None
    known = replace(work.facts.records["initiative/p"], status=status)
    section = work.law.sections[0]
    asking = replace(section, fields=(replace(section.fields[0], state="approved"),))
    work.facts = replace(work.facts, records={"initiative/p": known})
    for law, free in ((replace(work.law, sections=(asking,), afterwards=Afterwards()), False), (work.law, True)):
        work.law = replace(law, afterwards=Afterwards())
        if free or status in ("approved", "released"):
            assert submitted(work, "INI-2026-0007", {"piece": "initiative/p"})
        else:
            with pytest.raises(Refused) as refusal:
                submitted(work, "INI-2026-0007", {"piece": "initiative/p"})
            assert refusal.value.code == "record-not-approved"
            assert refusal.value.data["fields"][0][0] == "piece"  # type: ignore[index]  # a list of lists
