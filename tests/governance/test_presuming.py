"""Grants and publications a record leans on, forged by an operator with all keys, as far as an extract can show it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from governance.record import commands as c
from governance.record import events as e
from governance.verifier.evidence import Evidence
from governance.verifier.verdict import Claim
from governance.verifier.verification import examine
from tests.governance import proven_office as office
from tests.governance.asking import KEYS
from tests.governance.proven_office import CHAIR, DEFINITION, HOUR, LAWYER, MEDICAL, OWNER, SUBJECT, Log

Forgery = Callable[[], tuple[Log, int, str]]


def claim(log: Log, name: str, subject: str = SUBJECT) -> Claim:
    verdict = examine(log.evidence(subject).encode(), KEYS)
    return next(each for each in verdict.claims if each.id == name)


def newer(log: Log) -> None:
    now = office.digest_of(DEFINITION)
    log.does("definition/piece", c.Publish(office.document(title="Newer"), log.text("newer"), now), "pia")


def _digest_in_force(log: Log) -> str:
    law = log.law(SUBJECT, office.submission(log))
    assert law
    return law.digest


def old_definition_published_again() -> tuple[Log, int, str]:
    log = office.founded()
    newer(log)
    back = e.Published(DEFINITION, log.text("back"), office.digest_of(DEFINITION), _digest_in_force(log))
    return log, log.forges("definition/piece", (back,), "pia").seq, "definition"


def definition_in_place_of_one_that_is_not_in_force() -> tuple[Log, int, str]:
    log = office.founded()
    newer(log)
    third = office.document(title="Third")
    forged = e.Published(third, log.text("third"), office.digest_of(third), office.digest_of(DEFINITION))
    return log, log.forges("definition/piece", (forged,), "pia").seq, "definition"


def definition_by_somebody_who_owns_no_policy() -> tuple[Log, int, str]:
    log = office.founded()
    third = office.document(title="Third")
    forged = e.Published(third, log.text("third"), office.digest_of(third), office.digest_of(DEFINITION))
    return log, log.forges("definition/piece", (forged,), MEDICAL).seq, "definition"


def _granted(log: Log, person: str, by: str, pool: str = "role/medical", seat: str = "") -> int:
    return log.forges(pool, (e.Granted(person, 0, 0, log.text("more"), seat),), by).seq


def role_given_to_oneself() -> tuple[Log, int, str]:
    log = office.founded()
    return log, _granted(log, "ada", "ada"), "grants"


def role_given_by_a_reviewer() -> tuple[Log, int, str]:
    log = office.founded()
    return log, _granted(log, LAWYER, MEDICAL), "grants"


def role_given_by_the_system_after_founding() -> tuple[Log, int, str]:
    log = office.founded()
    return log, _granted(log, LAWYER, "system"), "grants"


def role_given_by_an_administrator_who_was_dismissed() -> tuple[Log, int, str]:
    log = office.founded()
    log.does("role/administrator", c.Grant("pia", 0, 0, log.text("second")), "ada")
    log.does("role/administrator", c.Ungrant("ada", log.text("gone")), "pia")
    return log, _granted(log, LAWYER, "ada"), "grants"


def seat_in_a_role() -> tuple[Log, int, str]:
    log = office.founded()
    return log, _granted(log, LAWYER, "ada", seat="chair"), "grants"


def role_held_already() -> tuple[Log, int, str]:
    log = office.founded()
    return log, _granted(log, MEDICAL, "ada"), "grants"


def role_without_a_reason() -> tuple[Log, int, str]:
    log = office.founded()
    return log, log.forges("role/medical", (e.Granted(LAWYER, 0, 0, ""),), "ada").seq, "grants"


def revocation_of_nobody() -> tuple[Log, int, str]:
    log = office.founded()
    return log, log.forges("role/medical", (e.Ungranted(LAWYER, log.text("gone")),), "ada").seq, "grants"


def authority_lent_by_somebody_who_has_none() -> tuple[Log, int, str]:
    log = office.founded()
    lent = e.Delegated(OWNER, LAWYER, log.at, log.at + HOUR)
    return log, log.forges("role/medical", (lent,), OWNER).seq, "grants"


def absence_noted_by_hand() -> tuple[Log, int, str]:
    log = office.founded()
    noted = e.AbsenceNoted(CHAIR, log.at, log.at + HOUR)
    return log, log.forges("committee/board", (noted,), "ada").seq, "grants"


def calendar_by_a_reviewer() -> tuple[Log, int, str]:
    log = office.founded()
    return (
        log,
        log.forges("calendar/office", (e.CalendarDeclared(office.CALENDAR, log.text("x")),), MEDICAL).seq,
        "grants",
    )


def administrator_appointed_by_nobody() -> tuple[Log, int, str]:
    log = office.founded()
    seq = _granted(log, LAWYER, LAWYER, "role/administrator")
    log.does("role/medical", c.Grant(CHAIR, 0, 0, log.text("more")), LAWYER)
    return log, seq, "grants"


def grant_that_says_it_read_less() -> tuple[Log, int, str]:
    log = office.founded()
    stale = log.reads("role/medical", c.Grant(LAWYER, 0, 0, log.text("more")), "ada")
    log.does("role/administrator", c.Grant("pia", 0, 0, log.text("second")), "ada")
    log.does("role/administrator", c.Ungrant("ada", log.text("gone")), "pia")
    seq = log.forges("role/medical", (e.Granted(LAWYER, 0, 0, log.text("more")),), "ada", stale).seq
    log.does("role/medical", c.Grant(CHAIR, 0, 0, log.text("more")), "pia")  # truthful: so the dismissal is at hand
    return log, seq, "grants"


def grant_that_says_it_read_less_where_it_made_no_difference() -> tuple[Log, int, str]:
    log = office.founded()
    stale = log.reads("role/medical", c.Grant(LAWYER, 0, 0, log.text("more")), "ada")
    log.does("role/administrator", c.Grant("pia", 0, 0, log.text("second")), "ada")
    seq = log.forges("role/medical", (e.Granted(LAWYER, 0, 0, log.text("more")),), "ada", stale).seq
    log.does("role/medical", c.Grant(CHAIR, 0, 0, log.text("more")), "pia")
    return log, seq, "grants"


def grant_that_never_read_whom_it_is_for() -> tuple[Log, int, str]:
    log = office.founded()
    forged = (e.Granted(LAWYER, 0, 0, log.text("more")),)
    return log, log.forges("role/medical", forged, "ada", {"role/administrator": 1}).seq, "grants"


FORGERIES: tuple[Forgery, ...] = (
    old_definition_published_again, definition_in_place_of_one_that_is_not_in_force,
    definition_by_somebody_who_owns_no_policy, role_given_to_oneself, role_given_by_a_reviewer,
    role_given_by_the_system_after_founding, role_given_by_an_administrator_who_was_dismissed, seat_in_a_role,
    role_held_already, role_without_a_reason, revocation_of_nobody, authority_lent_by_somebody_who_has_none,
    absence_noted_by_hand, calendar_by_a_reviewer, administrator_appointed_by_nobody, grant_that_says_it_read_less,
    grant_that_says_it_read_less_where_it_made_no_difference, grant_that_never_read_whom_it_is_for,
)  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: forgery.__name__)
def test_an_unlawful_act_that_the_record_leans_on_is_contradicted_in_the_extract(forgery: Forgery) -> None:
    log, seq, name = forgery()
    log.does(SUBJECT, office.submission(log), OWNER)
    verdict = examine(log.evidence().encode(), KEYS)
    assert [answer.say for answer in verdict.answers] == ["yes", "yes", "no"], verdict.answers[2]
    assert verdict.answers[2].contradictions[0].startswith(f"entry {seq}: expected "), verdict.answers[2]
    assert {each.id for each in verdict.claims if each.found == "contradicted"} == {"acts", name}


def test_lawful_grants_and_publications_are_established_with_the_administrators_at_hand() -> None:
    log = office.founded()
    log.does("role/administrator", c.Grant("pia", 0, 0, log.text("second")), "ada")
    log.does("role/administrator", c.Ungrant("ada", log.text("gone")), "pia")
    log.does("role/medical", c.Grant(LAWYER, 0, 0, log.text("more")), "pia")
    log.does("committee/board", c.Delegate(CHAIR, LAWYER, log.at, log.at + HOUR), CHAIR)
    newer(log)
    log.does(SUBJECT, office.submission(log), OWNER)
    assert claim(log, "grants").found == "established"
    assert claim(log, "definition").found == "established"
    assert "version 2 of 2" in claim(log, "definition").grounds[0]


def _bare(log: Log) -> Evidence:
    """As extracts were before they carried the administrators."""
    whole = log.evidence()
    bare = replace(whole, entries=tuple(x for x in whole.entries if b'"stream":"role/administrator"' not in x.data))
    assert len(bare.entries) < len(whole.entries)
    return bare


def test_an_extract_without_the_administrators_says_that_the_right_to_act_is_presumed() -> None:
    log = office.founded()
    seq = log.does("role/medical", c.Grant(LAWYER, 0, 0, log.text("more")), "ada").seq
    log.does(SUBJECT, office.submission(log), OWNER)
    verdict = examine(_bare(log).encode(), KEYS)
    assert [answer.say for answer in verdict.answers] == ["yes", "yes", "yes"]
    found = next(each for each in verdict.claims if each.id == "grants")
    assert found.found == "not established"
    assert f"at entry {seq} the right to act is presumed" in found.grounds[0]


def test_the_system_is_never_presumed_to_be_entitled() -> None:
    """It read a version of the administrators, so there were some; it founds an office only while there are none."""
    log = office.founded()
    seq = _granted(log, LAWYER, "system")
    log.does(SUBJECT, office.submission(log), OWNER)
    lawful = examine(_bare(log).encode(), KEYS).answers[2]
    assert lawful.say == "no"
    assert lawful.contradictions[0].startswith(f"entry {seq}: expected a lawful act")
