"""What a page says that is neither translated nor the words of somebody else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, Final
from zoneinfo import available_timezones

from babel import Locale
from sqlalchemy import select

from coe import tables
from coe.database import reading
from coe.identity.account_tables import account
from tests.journeys.served import Served
from tests.web.pseudo import CODE, outside
from tests.web.shown import BETWEEN, LETTERS
from web.rows.records import Library
from web.site.manuals import ORDER, rendered
from web.words.counts import counted
from web.words.vocabulary import ROLES, role_name, role_words

READ_OUT: Final = ("aria-label", "placeholder", "alt", "title", "data-unsaved", "data-offline", "data-saving")
SILENT: Final = ("script", "style", "text")
"""A drawing breaks its words into lines; what it is described by says them whole."""
EMPTY: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
LEAST: Final = 2
WITHIN: Final = 4
"""A shorter word is somebody’s only where it stands alone."""
_DATES: Final = Locale(CODE)
DAYS: Final = [name for width in ("wide", "abbreviated") for name in _DATES.days["format"][width].values()]
MONTHS: Final = [name for width in ("wide", "abbreviated") for name in _DATES.months["format"][width].values()]
KINDS: Final = {
    "languages, each as it calls itself": "English|Esperanto",
    "the product, and how keys are printed on keyboards": r"Clearway|Ctrl|Enter",
    "addresses and names of files": r"/[\w/?=-]+|[\w-]+\.(html|pdf|png)",
    "initials and currencies": r"[A-Z]{2,3}",
    "clauses of regulations": r"21 CFR 11\.\d+(\(\w\))*|Annex 11 §\d+",
    "commands": r"coe [a-z]+( [a-zA-Z]+)?|verify\.pyz|(python3 -S verify\.pyz verify .*)?(--keys )?keys\.txt( --seal)?",
    "what the tour searches for": "zebra|patient",
    "units": "kB|MB|sha256",
    "fingerprints and codes": r"\b[0-9a-f]{4,}\b|SHA-256|T[0-3]",
    "dates, as the language writes them": "|".join((*DAYS, "la", r"\d+-a", "de", *MONTHS)),
}
"""What stands on pages in no language, or in every: by kind, as a pattern of the whole of what is left."""


class Spoken(HTMLParser):
    """The texts of a page, as eyes and ears get them, but for those whose element says that they are English, and the
    passages that search cuts out of answers.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = self.apart or given.get("lang") == "en" or given.get("class") == "person" or tag in SILENT
        if not apart:
            self.texts += [value for name, value in attrs if name in READ_OUT and value]
        if tag not in EMPTY:
            self.open.append((tag, apart))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        if not self.apart:
            self.texts.append(data)

    @property
    def apart(self) -> bool:
        """Whether what comes now is not of the face."""
        return bool(self.open) and self.open[-1][1]


def untranslated(html: str, said: frozenset[str]) -> list[str]:
    """Each text of the page with something left once the translated and what others `said` are taken out."""
    # A sentence may hold elements, so that it is taken out across them.
    texts = {" ".join(text.split()) for text in outside(BETWEEN.join(Spoken(html).texts)).split(BETWEEN)}
    return sorted(text for text in texts if LETTERS.search(text) and LETTERS.search(_without(text, said)))


def _without(text: str, said: frozenset[str]) -> str:
    if text in said:
        return ""
    for known in sorted((each for each in said if len(each) >= WITHIN and each in text), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", text)
    for pattern in KINDS.values():
        text = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", " ", text)
    return text


def said_of(served: Served) -> frozenset[str]:
    """Everything that people typed and definitions declare: what this office keeps, and how it calls its roles."""
    with reading(served.office.engine) as connection:
        entries = connection.execute(select(tables.entry.c.bytes)).scalars().all()
        kept = connection.execute(select(tables.disclosure.c.value)).scalars().all()
        begun = connection.execute(select(tables.draft.c.answers)).scalars().all()
        pools = connection.execute(select(tables.pool_member.c.pool, tables.pool_member.c.seat)).all()
        logins = set(connection.execute(select(account.c.login)).scalars())
    texts = {" ".join(text.split()) for data in (*entries, *kept, *begun) for text in _leaves(json.loads(data))}
    pages = {rendered(name)[0] for name in ORDER}
    roles = {role_words(name) for row in pools for name in row}
    declared = frozenset(_declared(served)) | {role_name(name) for row in pools for name in row if name} - set(ROLES)
    zones = {zone.replace("_", " ") for zone in available_timezones()}
    # A lone word in small letters is a code, which no page may show as it is, but for what a policy calls its records.
    return declared | frozenset(
        text
        for text in (texts | pages | roles | zones | logins) - {str(each) for each in ROLES}
        if len(text) >= LEAST and (" " in text or "@" in text or not text.islower())
    )


def _declared(served: Served) -> Iterator[str]:
    """What each policy calls its records, one and several, and its gates, as a forecast lists them."""
    with reading(served.office.engine) as connection:
        laws = Library().in_force(connection).values()
    for law in laws:
        yield from (law.record, counted(2, law.record).partition(" ")[2])
        yield from (role_words(gate.name) for gate in law.gates)


def _leaves(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for name, each in value.items():
                yield from (name, *_leaves(each))
        case list():
            for each in value:
                yield from _leaves(each)
        case _:
            pass
