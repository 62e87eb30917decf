"""The index over passages, one in each database's own way: FTS5 in SQLite, a GIN index over `tsvector` in PostgreSQL.

Both follow the table `passage` by themselves, in its transaction, so that whatever writes or forgets a passage keeps
the index true. Words arrive folded (`coe.search.words`), and so does every query: no text of a person is query syntax.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    SelectBase,
    case,
    column,
    delete,
    func,
    intersect,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from coe.search.words import Query, Term
from coe.tables import passage

INDEX = "passage_words"
SHADOWS = (INDEX, *(f"{INDEX}_{part}" for part in ("config", "data", "docsize", "idx")))
"""What SQLite keeps of it: tables that are in no list of ours."""
OPENED_AT_ONCE = 500
TITLE_WEIGHT, ANSWER_WEIGHT, OPTION_WEIGHT = 8.0, 2.0, 0.5

_ADD = f"INSERT INTO {INDEX}(rowid, words) VALUES (NEW.id, NEW.words);"  # noqa: S608 - a constant of this module
_FORGET = f"INSERT INTO {INDEX}({INDEX}, rowid, words) VALUES ('delete', OLD.id, OLD.words);"  # noqa: S608
_OPTIONS = "words, content='passage', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'"
_SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5({_OPTIONS})",
    f"CREATE TRIGGER passage_added AFTER INSERT ON passage BEGIN {_ADD} END",
    f"CREATE TRIGGER passage_gone AFTER DELETE ON passage BEGIN {_FORGET} END",
    f"CREATE TRIGGER passage_changed AFTER UPDATE ON passage BEGIN {_FORGET} {_ADD} END",
)
_POSTGRESQL = (f"CREATE INDEX {INDEX} ON passage USING gin (to_tsvector('simple', words))",)
MERGED = f"INSERT INTO {INDEX}({INDEX}) VALUES ('optimize')"  # noqa: S608 - a constant of this module
"""FTS5 keeps the words it deletes until its parts are merged: this merges them, so that nothing of them is left."""
_WORDS = table(INDEX, column("rowid"), column("rank"), column(INDEX))


def statements(dialect: str) -> tuple[str, ...]:
    """The DDL for `sqlite` or `postgresql`, after the table `passage`."""
    return _SQLITE if dialect == "sqlite" else _POSTGRESQL


def install(connection: Connection) -> None:
    """Make the index over an empty table."""
    for sql in statements(connection.dialect.name):
        connection.exec_driver_sql(sql)


def matching(dialect: str, query: Query) -> SelectBase:
    """The ids of the initiatives in which every term stands somewhere; `query` has at least one."""
    found = [_of(dialect, (term,)).distinct() for term in query.terms]
    return found[0] if len(found) == 1 else intersect(*found)


def ranked(dialect: str, query: Query, *, common: bool = False) -> Select[Any]:
    """Every passage with one of the terms: its `initiative`, and how much it is about them as `score`.

    A word that is `common` is not weighed, which costs most of a search: where it stands is all that tells.
    """
    score = _weight() if common else _score(dialect, query) * _weight()
    return _of(dialect, query.terms).add_columns(score.label("score"))


def standing(query: Query) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    """Whether a passage has one of the terms, and its score, both read off its words alone: for the passages of a few
    initiatives, which no index over all of them finds quickly.
    """
    padded = literal(" ") + passage.c.words + literal(" ")
    ends = ((" ".join(one.words), "" if one.begins else " ") for one in query.terms)
    has = [padded.contains(f" {words}{end}", autoescape=True) for words, end in ends]
    count = sum((case((each, 1), else_=0) for each in has), start=literal(0))
    return or_(*has), (count * _weight()).label("score")


def _weight() -> ColumnElement[Any]:
    """By where it stands, how much of a record is told by a passage."""
    return case(
        (passage.c.place.in_(("title", "number", "code")), TITLE_WEIGHT),
        (passage.c.place.startswith("answer/"), ANSWER_WEIGHT),
        (passage.c.place.startswith("option/"), OPTION_WEIGHT),
        else_=1.0,
    )


def forget(connection: Connection, commits: Iterable[str]) -> None:
    """Forget the passages behind these commitments."""
    wanted = list(commits)
    for start in range(0, len(wanted), OPENED_AT_ONCE):
        connection.execute(delete(passage).where(passage.c.commit.in_(wanted[start : start + OPENED_AT_ONCE])))


def _score(dialect: str, query: Query) -> ColumnElement[Any]:
    if dialect == "sqlite":
        return -_WORDS.c.rank  # bm25, the better the smaller
    return func.ts_rank(_vector(), _tsquery(query.terms))


def _of(dialect: str, terms: tuple[Term, ...]) -> Select[Any]:
    """The initiatives of passages with one of the terms."""
    if dialect == "sqlite":
        joined = select(passage.c.initiative).select_from(_WORDS).join(passage, passage.c.id == _WORDS.c.rowid)
        return joined.where(_WORDS.c[INDEX].op("MATCH")(" OR ".join(map(_fts5, terms))))
    return select(passage.c.initiative).where(_vector().op("@@")(_tsquery(terms)))


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"{" *" if term.begins else ""}'


def _vector() -> ColumnElement[Any]:
    return func.to_tsvector(literal_column("'simple'"), passage.c.words)


def _tsquery(terms: tuple[Term, ...]) -> ColumnElement[Any]:
    return func.to_tsquery(literal_column("'simple'"), " | ".join(map(_ts, terms)))


def _ts(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.begins else ''})"
