"""Attacks by somebody who reaches the database and the data folder, keys included, but not the office's people."""

from __future__ import annotations

import shutil
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from coe.blobs import Blobs
from coe.evidence.checkpoints import LAST
from coe.evidence.keys import FILE
from coe.home import write_private
from coe.identity.totp import TotpKey, code_at, new_secret
from coe.migrate import REVISION
from coe.opening import second_factor_key
from tests.coe.evidence_office import bureau
from tests.tamper.attack import Attack
from tests.tamper.books import rewritten, written
from tests.tamper.house import PASSWORD
from tests.tamper.signing import PASSWORDS, approves_the_card
from tests.tamper.site import Site


def replace_a_file(site: Site) -> None:
    """Put other bytes in the place of a file that a submission names."""
    _blob(site).write_bytes(b"other artwork")


def remove_a_file(site: Site) -> None:
    """Remove a file that a submission names."""
    _blob(site).unlink()


def open_the_key_to_others(site: Site) -> None:
    """Make the log's key readable by everybody on the machine."""
    (site.home.keys / FILE).chmod(0o644)


def remove_the_key(site: Site) -> None:
    """Remove the log's key, so that a new one would be made."""
    (site.home.keys / FILE).unlink()


def replace_the_key(site: Site) -> None:
    """Put another valid key in the place of the log's."""
    _other_key(site)


def replace_the_key_and_sign(site: Site) -> None:
    """Put another valid key in the place of the log's, and sign the log as it is by hand, as if it had been so ever."""
    _other_key(site)
    site.signed_again()


def rename_the_log(site: Site) -> None:
    """Give the log another name in the settings, as if it were another log."""
    site.home.configure(origin="clearway.local/another")


def spoil_what_was_signed(site: Site) -> None:
    """Change one letter of the checkpoint kept beside the key."""
    path = site.home.keys / LAST
    path.write_bytes(path.read_bytes().replace(b"\n35\n", b"\n34\n"))


def replay_an_older_checkpoint(site: Site) -> None:
    """Cut the log back to a checkpoint signed earlier, and put that one in the place of the last."""
    cut = site.house.seq["film"]
    written(site, rewritten(site, lambda _: None, cut))
    site.unprotect()
    site.sql(f"DELETE FROM checkpoint WHERE size > {cut}")
    site.protect()
    (site.home.keys / LAST).write_bytes(site.house.anchor)


def replay_a_checkpoint_older_than_the_veto(site: Site) -> None:
    """The same with a checkpoint from before a packet was handed out."""
    cut = site.house.seq["veto"]
    written(site, rewritten(site, lambda _: None, cut))
    site.unprotect()
    site.sql(f"DELETE FROM checkpoint WHERE size > {cut}")
    site.protect()
    (site.home.keys / LAST).write_bytes(site.house.evidence["poster before the veto"].checkpoint)


def replace_the_second_factor_key(site: Site) -> None:
    """Put another key in the place of the one that seals authenticator secrets, and sign with a secret of one's own."""
    secret = new_secret()
    forged = TotpKey(bytes(range(32)))
    _take_over(site, forged.seal(secret, site.house.accounts["mia"].id))
    approves_the_card(site, PASSWORD, code_at(secret, site.clock.now()))


def become_somebody_else(site: Site) -> None:
    """Give a reviewer's account a password and an authenticator of one's own, sealed with the real key, and sign."""
    secret = new_secret()
    _take_over(site, second_factor_key(site.home).seal(secret, site.house.accounts["mia"].id))
    approves_the_card(site, PASSWORD, code_at(secret, site.clock.now()))


def another_offices_database(site: Site) -> None:
    """Put the database of another office, lawful in itself, in the place of this one."""
    bureau(site.home.folder / "other").engine.dispose()
    shutil.copy(site.home.folder / "other" / "office.sqlite", site.home.database)
    site.sql("CREATE TABLE alembic_version (version_num TEXT)", f"INSERT INTO alembic_version VALUES ('{REVISION}')")


def _blob(site: Site) -> Path:
    return Blobs(site.home.blobs).path(site.house.blob)


def _other_key(site: Site) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_private(site.home.keys / FILE, pem)


def _take_over(site: Site, sealed: str) -> None:
    site.sql(
        f"UPDATE account SET password_hash = '{PASSWORDS.hash(PASSWORD)}', totp_secret = '{sealed}',"
        " totp_counter = NULL WHERE login = 'mia@example.org'"
    )


STOLEN = (
    "with the keys and the rows of accounts, somebody is that person to any program; the person named sees a decision"
    " they never made"
)
ATTACKS = (
    Attack(
        "sql+files",
        replace_a_file,
        ("intact",),
        "entry {submitted}: expected what the office wrote; found The file was",
    ),
    Attack(
        "sql+files", remove_a_file, ("intact",), "entry {submitted}: expected what the office wrote; found The file is"
    ),
    Attack("sql+files", open_the_key_to_others, ("start", "seal"), "log.pem can be read by others"),
    Attack("sql+files", remove_the_key, ("start", "seal"), "log.pem one is missing"),
    Attack("sql+files", replace_the_key, ("seal",), "log.pem holds"),
    Attack("sql+files", replace_the_key_and_sign, ("packet", "intact", "seal"), "signed: "),
    Attack("sql+files", rename_the_log, ("seal",), "this is clearway.local/another"),
    Attack("sql+files", spoil_what_was_signed, ("intact", "seal"), "does not hold"),
    Attack("sql+files", replay_an_older_checkpoint, ("witness",), "has seen 35 entries"),
    Attack(
        "sql+files",
        replay_a_checkpoint_older_than_the_veto,
        ("anchor", "witness"),
        "entries, as the checkpoint kept outside says",
    ),
    Attack("sql+files", replace_the_second_factor_key, ("ceremony",), "does not open"),
    Attack("sql+files", become_somebody_else, limit=STOLEN),
    Attack("sql+files", another_offices_database, ("seal", "intact"), "A restored backup is a fork"),
)
