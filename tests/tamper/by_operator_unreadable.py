"""Bytes that the operator puts in an entry's place and that are no entry; the head and the signature fit them."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select, update

from coe.database import writing
from coe.tables import entry
from governance.record.entry import MAX_ENTRY_BYTES
from tests.tamper.attack import Attack
from tests.tamper.naming import Control
from tests.tamper.site import Site


def blank_in_an_entry(site: Site) -> None:
    """Spell an entry with a blank that means nothing."""
    _spelled(site, lambda data: data.replace(b'"seq":', b'"seq": '))


def same_key_twice(site: Site) -> None:
    """Give an entry its owner twice, of which readers take the first or the last."""
    _spelled(site, lambda data: data.replace(b'"actor":', b'"actor":"system","actor":'))


def key_nobody_knows(site: Site) -> None:
    """Give an entry one key more than an entry has."""
    _spelled(site, lambda data: data.replace(b'"actor":', b'"about":"nothing","actor":'))


def number_with_a_fraction(site: Site) -> None:
    """Write a time with a fraction, which programs round in different ways."""
    _spelled(site, lambda data: data.replace(b'"at":', b'"at":0.5e1').replace(b'"at":0.5e1', b'"at":1.5,"x":'))


def later_version_of_the_format(site: Site) -> None:
    """Say that an entry is of a version of the format that does not exist yet."""
    _spelled(site, lambda data: data.replace(b'"v":1', b'"v":2'))


def true_for_one(site: Site) -> None:
    """Write `true` where the version is 1, which some languages take for equal."""
    _spelled(site, lambda data: data.replace(b'"v":1', b'"v":true'))


def letter_that_looks_alike(site: Site) -> None:
    """Name a stream with a Cyrillic letter that looks like a Latin one."""
    _spelled(site, lambda data: data.replace(b'"stream":"initiative/', '"stream":"init\u0456ative/'.encode()))


def accent_in_two_letters(site: Site) -> None:
    """Write a title in letters and marks apart, which looks the same and is not."""
    _spelled(site, lambda data: data.replace(b'"Card"', '"Ca\u0301rd"'.encode()))


def too_large(site: Site) -> None:
    """Let an entry be larger than any reader has to take."""
    _spelled(site, lambda data: data.replace(b'"Card"', b'"' + b"C" * MAX_ENTRY_BYTES + b'"'))


def no_bytes_at_all(site: Site) -> None:
    """Let an entry hold nothing."""
    _spelled(site, lambda _: b"")


def _spelled(site: Site, change: Callable[[bytes], bytes]) -> None:
    last = entry.c.seq == site.house.seq["card"]
    site.unprotect()
    with site.engine() as engine, writing(engine) as connection:
        data = bytes(connection.execute(select(entry.c.bytes).where(last)).scalar_one())
        assert change(data) != data
        connection.execute(update(entry).where(last).values(bytes=change(data)))
    site.protect()
    site.head_fits()
    site.signed_again()


READ: tuple[Control, ...] = ("intact",)
ATTACKS = tuple(
    Attack("operator", act, READ, f"entry {{card}}: expected what the office wrote; found {why}")
    for act, why in (
        (blank_in_an_entry, "not canonical JSON"),
        (same_key_twice, ""),
        (key_nobody_knows, "entry keys"),
        (number_with_a_fraction, ""),
        (later_version_of_the_format, "not an entry of version 1"),
        (true_for_one, "not an entry of version 1"),
        (letter_that_looks_alike, "stream names are kind/id in lowercase ASCII"),
        (accent_in_two_letters, ""),
        (too_large, ""),
        (no_bytes_at_all, ""),
    )
)
