"""Attacks by the operator, who has every key and the code: the past rewritten, and signed again with the real key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from coe.evidence.checkpoints import LAST
from governance.record import commands as c
from governance.record.entry import Entry
from tests.tamper.attack import Attack
from tests.tamper.books import Books, opened, rewritten, written
from tests.tamper.site import Site

QUARTER = 900_000
DAY = 86_400_000
WINDOW = "nobody outside has seen these entries yet; a witness asked oftener would have"


def drop_the_veto(site: Site) -> None:
    """Leave the veto out of the log, link and number everything after it anew, and sign again."""
    _without(site, site.house.seq["veto"])


def hide_a_revocation(site: Site) -> None:
    """Leave out that a seat was taken away, and keep what was decided since."""
    _without(site, site.house.seq["revoked"])


def hide_a_revocation_and_judge_again(site: Site) -> None:
    """Leave out that a seat was taken away, let the law decide everything since anew, and sign again."""
    _without(site, site.house.seq["revoked"], lawfully=True)


def hide_a_denial(site: Site) -> None:
    """Leave the record of a failed signing out of the log, and sign again."""
    _without(site, site.house.seq["denied"])


def forge_a_founding_grant(site: Site) -> None:
    """Insert, among the grants of the founding, one that never was."""
    _with_a_grant(site, Books.relinked)


def forge_a_founding_grant_and_judge_again(site: Site) -> None:
    """Insert a grant that never was, let the law decide everything since anew, and sign again."""
    _with_a_grant(site, Books.judged_again)


def truncate_and_sign_again(site: Site) -> None:
    """Cut the log off before the veto and sign what is left."""
    _cut(site)
    site.signed_again()


def date_the_veto_back(site: Site) -> None:
    """Let the veto have been a quarter of an hour earlier, and sign again."""
    _earlier(site, "veto", QUARTER)


def date_the_last_decision_back(site: Site) -> None:
    """Let a decision that nobody outside has seen have been a quarter of an hour earlier, and sign again."""
    _earlier(site, "film medical", QUARTER)


def show_a_witness_two_histories(site: Site) -> None:
    """Write another history of just the length that a witness has seen, sign it, and show it that one as well."""
    start, length = site.house.seq["away"], site.house.seq["film medical"]

    def changed(item: Entry) -> Entry | None:
        earlier = replace(item, at=item.at - QUARTER) if item.seq == start else item
        return earlier if item.seq < length else None

    written(site, rewritten(site, changed, start))
    site.signed_again()


def date_before_the_entry_before(site: Site) -> None:
    """Give a decision a time before that of the entry it follows, and sign again."""
    _earlier(site, "film medical", DAY)


def restore_a_backup(site: Site) -> None:
    """Restore the database of yesterday over the one of today."""
    _cut(site)


def restore_a_backup_and_forget(site: Site) -> None:
    """Restore the database of yesterday, and remove the file that says what was signed since."""
    _cut(site)
    (site.home.keys / LAST).unlink()


def _with_a_grant(site: Site, again: Callable[[Books, Entry], Entry]) -> None:
    seat = c.Grant(site.house.bureau.people["eve"], 0, 0, site.house.bureau.text("founding").commit, "legal")
    before = opened(site)
    books = Books(disclosed=before.disclosed)
    for item in before.entries:
        if item.seq == site.house.seq["grant ada"]:
            books.at = item.at
            books.does("committee/board", seat, "system")
        again(books, item)
    written(site, books)
    site.signed_again()


def _earlier(site: Site, name: str, by: int) -> None:
    start = site.house.seq[name]
    changed = rewritten(site, lambda item: replace(item, at=item.at - by) if item.seq == start else item, start)
    written(site, changed)
    site.signed_again()


def _cut(site: Site) -> None:
    cut = site.house.seq["veto"]
    written(site, rewritten(site, lambda _: None, cut))
    site.unprotect()
    site.sql(f"DELETE FROM checkpoint WHERE size > {cut}")
    site.protect()


def _without(site: Site, gone: int, *, lawfully: bool = False) -> None:
    written(site, rewritten(site, lambda item: None if item.seq == gone else item, gone, lawfully=lawfully))
    site.signed_again()


ATTACKS = (
    Attack("operator", drop_the_veto, ("anchor", "witness"), "entry {veto}: expected root"),
    Attack("operator", hide_a_revocation, ("lawful", "packet"), "entry"),
    Attack("operator", hide_a_revocation_and_judge_again, ("witness",), "does not extend"),
    Attack("operator", hide_a_denial, ("witness",), "does not extend"),
    Attack("operator", forge_a_founding_grant, ("lawful", "anchor", "packet"), "judged"),
    Attack("operator", forge_a_founding_grant_and_judge_again, ("anchor", "witness"), "expected root"),
    Attack("operator", truncate_and_sign_again, ("anchor", "witness"), "entries, as the checkpoint kept outside says"),
    Attack("operator", date_the_veto_back, ("anchor", "witness"), "entry {veto}: expected root"),
    Attack("operator", date_the_last_decision_back, limit=WINDOW),
    Attack("operator", show_a_witness_two_histories, ("witness",), "has signed two histories"),
    Attack(
        "operator",
        date_before_the_entry_before,
        ("intact", "packet"),
        "entry {film_medical}: expected a time not before",
    ),
    Attack("operator", restore_a_backup, ("seal", "intact"), "A restored backup is a fork"),
    Attack("operator", restore_a_backup_and_forget, ("witness", "anchor"), "A witness is ahead of this log"),
)
