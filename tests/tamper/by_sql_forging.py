"""Attacks by somebody with SQL access who can also compute hashes, and those on the tables behind sign-in and mail."""

from __future__ import annotations

from coe.database import writing
from coe.identity.totp import code_at
from tests.tamper.attack import Attack
from tests.tamper.books import opened, rewritten, written
from tests.tamper.house import PASSWORD
from tests.tamper.naming import Control
from tests.tamper.signing import PASSWORDS, approves_the_card, ceremony
from tests.tamper.site import Site

OTHERS_PASSWORD = "another horse battery"
WRONG_CODE = "000000"


def rewrite_the_signed_past(site: Site) -> None:
    """Leave the veto out of the log and compute every hash, row and head anew, so that all of it fits again."""
    gone = site.house.seq["veto"]
    written(site, rewritten(site, lambda item: None if item.seq == gone else item, gone))


def drop_what_nobody_signed(site: Site) -> None:
    """Leave the last entry out, which nobody has signed yet, and make head and tables fit."""
    gone = site.house.seq["card"]
    written(site, rewritten(site, lambda item: None if item.seq == gone else item, gone))


def sign_in_anothers_name(site: Site) -> None:
    """Append a lawful approval in the chair's name, with every hash and row as the office would write them."""
    books, bureau = opened(site), site.house.bureau
    film = f"initiative/{site.house.records['film']}"
    signed = books.decision(film, "board", "approve", bureau.names["cora"])
    books.does(film, signed, bureau.people["cora"])
    written(site, books)


def drop_a_trigger(site: Site) -> None:
    """Drop the trigger that forbids changing entries, and change nothing yet."""
    site.sql("DROP TRIGGER entry_no_update")


def hide_the_veto_in_an_index(site: Site) -> None:
    """Leave the veto in its table and out of the index by which a stream's entries are found."""
    site.sql(
        "DROP INDEX entry_stream",
        "CREATE UNIQUE INDEX entry_stream ON entry (stream, version) WHERE seq <> {veto}",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX entry_stream ON entry (stream, version)'"
        " WHERE name = 'entry_stream'",
    )


def set_a_password(site: Site) -> None:
    """Replace a reviewer's password by one that the attacker knows, and sign with it."""
    site.sql(f"UPDATE account SET password_hash = '{PASSWORDS.hash(OTHERS_PASSWORD)}' WHERE login = 'mia@example.org'")
    approves_the_card(site, OTHERS_PASSWORD, WRONG_CODE)


def move_an_authenticator(site: Site) -> None:
    """Give a reviewer's account the attacker's own password and authenticator, both copied row to row, and sign."""
    site.sql(
        "UPDATE account SET (password_hash, totp_secret) = (SELECT password_hash, totp_secret FROM account"
        " WHERE login = 'eve@example.org') WHERE login = 'mia@example.org'"
    )
    approves_the_card(site, PASSWORD, code_at(site.house.accounts["eve"].secret, site.clock.now()))


def use_a_code_again(site: Site) -> None:
    """Having watched password and code, set back the counter of codes used, and sign with the same code at once."""
    code = _watched(site)
    site.sql("UPDATE account SET totp_counter = NULL")
    approves_the_card(site, PASSWORD, code)


def use_a_code_again_without_trace(site: Site) -> None:
    """The same, with the record of the code's first use deleted as well."""
    code = _watched(site)
    site.sql("UPDATE account SET totp_counter = NULL", "DELETE FROM totp_use")
    approves_the_card(site, PASSWORD, code)


def forge_a_challenge(site: Site) -> None:
    """Insert a challenge of one's own making and answer it without the password."""
    approves_the_card(site, "guessed guessed", WRONG_CODE, forged=True)


def swallow_the_mail(site: Site) -> None:
    """Mark every notice as delivered, so that no mail goes out."""
    site.sql("INSERT OR REPLACE INTO delivery SELECT seq, place, 1, 1, 0, '' FROM notice")


def delete_a_value(site: Site) -> None:
    """Delete what somebody wrote, with its nonce, as an erasure would."""
    site.sql("DELETE FROM disclosure WHERE value = '\"Never\"'")


def _watched(site: Site) -> str:
    """The code that the reviewer has just used to sign in."""
    account, now = site.house.accounts["mia"], site.clock.now()
    code = code_at(account.secret, now)
    with site.engine() as engine, writing(engine) as connection:
        ceremony(site).verify_second_factor(connection, account.id, code, now)
    return code


UNSIGNED = "nobody has signed that entry yet; what is signed next, and cosigned by a witness, can no longer be dropped"
ROWS = (
    "an entry is made of public facts and hashes, so whoever can write rows can write one. The person named sees a"
    " decision they never made"
)
WATCHED = "within a minute and a half, somebody who saw password and code typed is that person to any program"
COURTESY = "marks of delivery are no evidence; the notice itself follows from the log and stands on the person's page"
ERASED = (
    "`coe verify` names its entry as *not established*, and no more: a restored backup that had to forget again leaves"
    " the same gap; what was printed in a packet stays open there"
)
WHOLE: tuple[Control, ...] = ("intact", "seal", "packet")

ATTACKS = (
    Attack("sql", rewrite_the_signed_past, WHOLE, "entry {veto}: expected root"),
    Attack("sql", drop_what_nobody_signed, limit=UNSIGNED),
    Attack("sql", sign_in_anothers_name, limit=ROWS),
    Attack("sql", drop_a_trigger, ("intact",), "expected the trigger entry_no_update"),
    Attack("sql", hide_the_veto_in_an_index, ("intact",), "missing from index entry_stream"),
    Attack("sql", set_a_password, ("ceremony",), "This code is not valid now"),
    Attack("sql", move_an_authenticator, ("ceremony",), "the account row was altered"),
    Attack("sql", use_a_code_again, ("ceremony",), "totp_use"),
    Attack("sql", use_a_code_again_without_trace, limit=WATCHED),
    Attack("sql", forge_a_challenge, ("ceremony",), "password"),
    Attack("sql", swallow_the_mail, limit=COURTESY),
    Attack("sql", delete_a_value, limit=ERASED),
)
