"""A draw anyone can repeat: which records an auditor reads, out of which, by which method, with which seed.

Chance is `SHA-256("clearway/draw/v1" NUL seed NUL id)`: records are put in the order of these digests. So the same seed
over the same register gives the same sample here, in the browser, offline, and in any other language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Literal, assert_never, cast, get_args

from governance.errors import Unreadable
from governance.formats.jcs import Json, encode
from governance.record.initiative import OPEN

Method = Literal["all", "random", "risk", "date"]
METHODS: tuple[Method, ...] = get_args(Method)
LONGEST_SEED = 100


@dataclass(frozen=True)
class Registered:
    """One record of the register; `risk` counts its tier from the highest (0), `submitted` is UTC ms."""

    id: str
    number: str
    workflow: str
    tier: str
    risk: int
    status: str
    submitted: int


@dataclass(frozen=True)
class Selection:
    """How records are chosen: of the `closed` ones or all, those submitted from `since` until before `until` (UTC ms, 0
    leaves it open), at most `size` of them (0: no limit) by `method`.
    """

    method: Method
    size: int
    seed: str
    closed: bool = True
    since: int = 0
    until: int = 0


def population(register: Iterable[Registered], selection: Selection) -> tuple[Registered, ...]:
    """The records the draw is made from, in order of their number."""
    kept = (
        row
        for row in register
        if (not selection.closed or row.status not in OPEN)
        and row.submitted >= selection.since
        and (not selection.until or row.submitted < selection.until)
    )
    return tuple(sorted(kept, key=_place))


def draw(register: Iterable[Registered], selection: Selection) -> tuple[Registered, ...]:
    """The sample, in the order of the draw: by chance alone, the highest risk first, or the latest first, chance
    deciding among equals.
    """
    among = population(register, selection)
    by_chance = sorted(among, key=lambda row: _chance(selection.seed, row.id))
    match selection.method:
        case "all":
            return among
        case "random":
            ordered = by_chance
        case "risk":
            ordered = sorted(by_chance, key=lambda row: row.risk)
        case "date":
            ordered = sorted(by_chance, key=lambda row: -row.submitted)
        case _:
            assert_never(selection.method)
    return tuple(ordered[: selection.size or None])


def population_digest(among: Sequence[Registered]) -> str:
    """SHA-256 (hex) of the population list in its canonical form (RFC 8785)."""
    return sha256(encode(rows_json(among))).hexdigest()


def rows_json(rows: Sequence[Registered]) -> list[Json]:
    """Rows as the register lists them."""
    return [cast("dict[str, Json]", asdict(row)) for row in rows]


def register_of(data: Json) -> tuple[Registered, ...]:
    """The register of these rows. Raises Unreadable."""
    if not isinstance(data, list):
        raise Unreadable("the register is no list")
    rows = tuple(_row(each) for each in data)
    if len({row.id for row in rows}) < len(rows) or len({row.number for row in rows}) < len(rows):
        raise Unreadable("the register names a record twice")
    return rows


def selection_of(data: Json) -> Selection:
    """The selection an index records. Raises Unreadable."""
    kinds = {"method": str, "size": int, "seed": str, "closed": bool, "since": int, "until": int}
    found = _typed(data, kinds, "the selection")
    if found["method"] not in METHODS or len(str(found["seed"])) > LONGEST_SEED or cast("int", found["size"]) < 0:
        raise Unreadable("the selection names a method, size or seed that is none")
    return Selection(**found)  # type: ignore[arg-type]  # the types were just checked


def gaps(register: Iterable[Registered]) -> tuple[str, ...]:
    """Numbers that are missing between the first of a year and the highest known: the office gives them without gaps,
    so a record that the register leaves out shows here, unless it was the last.
    """
    counted: dict[str, set[int]] = defaultdict(set)
    for row in register:
        stem, _, count = row.number.rpartition("-")
        if count.isascii() and count.isdecimal():
            counted[stem].add(int(count))
    return tuple(_missing(counted))


def _missing(counted: dict[str, set[int]]) -> Iterator[str]:
    for stem, known in sorted(counted.items()):
        yield from (f"{stem}-{each:04}" for each in range(1, max(known)) if each not in known)


def _chance(seed: str, id_: str) -> str:
    return sha256(f"clearway/draw/v1\0{seed}\0{id_}".encode()).hexdigest()


def _place(row: Registered) -> tuple[str, int, str]:
    stem, _, count = row.number.rpartition("-")
    return (stem, int(count), "") if count.isascii() and count.isdecimal() else (stem, 0, row.number)


def _row(data: Json) -> Registered:
    kinds = dict.fromkeys(("id", "number", "workflow", "tier", "status"), str)
    return Registered(**_typed(data, {**kinds, "risk": int, "submitted": int}, "a row"))  # type: ignore[arg-type]  # checked


def _typed(data: Json, kinds: dict[str, type], what: str) -> dict[str, Json]:
    if not isinstance(data, dict) or data.keys() != kinds.keys():
        raise Unreadable(f"{what} has other members than {', '.join(kinds)}")
    wrong = [name for name, kind in kinds.items() if type(data[name]) is not kind]
    if wrong:
        raise Unreadable(f"{what} has a {wrong[0]} of another type")
    return data
