"""Signing as a page does it, by whoever has got hold of what it asks for."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from coe.database import reading, writing
from coe.identity.ceremony import Attempt, Ceremony
from coe.identity.credential_errors import CredentialRefused
from coe.identity.passwords import TEST_COST, Passwords
from coe.identity.totp import BadKey
from coe.office_errors import OfficeError
from coe.opening import second_factor_key
from coe.requests import Request
from governance.law.gates import meaning, seen
from governance.record import commands as c
from governance.record.state import Initiative
from tests.tamper.books import opened
from tests.tamper.site import Site

ACT, TOKEN = "approve card", "never shown to anybody"
PASSWORDS = Passwords(TEST_COST)


def ceremony(site: Site) -> Ceremony:
    """The ceremony with the keys of this data folder."""
    return Ceremony(PASSWORDS, second_factor_key(site.home))


def approves_the_card(site: Site, password: str, code: str, *, forged: bool = False) -> None:
    """An approval of the card in mia's name, with what the attacker gives; what the ceremony said is heard. A `forged`
    challenge is a row of the attacker's own.
    """
    account, person = site.house.accounts["mia"].id, site.house.bureau.people["mia"]
    stream, books, here = f"initiative/{site.house.records['card']}", opened(site), ceremony(site)
    state, law = books.head(stream).state, books.law(stream, c.Resume())
    assert isinstance(state, Initiative)
    assert law is not None
    shown = seen(law, state, "medical")
    signed = c.Signature(
        site.house.bureau.names["mia"], meaning(law.gate_by_name["medical"], "approve"), shown, "password+totp"
    )
    now = site.clock.now()
    site.heard["ceremony"] = ""
    try:
        with site.office() as office:
            if forged:
                _forge_challenge(site, shown)
            with writing(office.engine) as connection:
                token = TOKEN if forged else here.issue_challenge(connection, account, "session", shown, ACT, now)
            attempt = Attempt(account, password, code, token, shown, ACT, "session", "mia@example.org")
            with reading(office.engine) as connection:
                checked = here.check(connection, attempt, now)

            def before(connection: Connection, at: int) -> None:
                here.consume(connection, checked, at)

            command = c.SignDecision("medical", "approve", signed)
            office.handle(Request(site.clock.new_id(), stream, person, command, before=before))
    except (CredentialRefused, OfficeError, BadKey) as refused:
        site.heard["ceremony"] = str(refused)


def _forge_challenge(site: Site, shown: str) -> None:
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in (TOKEN, "session", ACT)]
    row = f"'{hashes[0]}', '{site.house.accounts['mia'].id}', '{hashes[1]}', '{hashes[2]}', '{shown}'"
    site.sql(f"INSERT INTO challenge VALUES ({row}, {site.clock.now()}, {site.clock.now() + 1000}, NULL)")
