"""What a definition says about returned and approved records: rework, expiry, check-ins, code, what follows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from governance.formats.jcs import Json
from governance.language.business_time import Duration
from governance.language.business_time import Kind as Span
from governance.language.definition import Afterwards, CheckIn, Code, Field, Kind, Source
from governance.reading.source import SOURCE_WORDS, read_source
from governance.reading.words import Reading, join, listed, shown

AFTERWARDS_WORDS = ("expires", "check_ins", "code", "publishes", "declares", "renews", "retires")
EXPIRES_WORDS = ("after", "notify")
CHECK_IN_WORDS = ("at", "ask")
CODE_WORDS = ("pattern", "check")
_MEETING = re.compile(r"after round ([1-9][0-9]?)")
_PART = re.compile(r"\{([a-z][a-z0-9_]*)(?::0([1-9]))?\}", re.ASCII)
_BETWEEN = re.compile(r"[A-Za-z0-9._/-]*", re.ASCII)
_LONGEST_PATTERN = 80
DIRECTIONS = ("looser", "stricter", "both", "equal", "first")
_LONG: tuple[Span, ...] = ("days", "months")
_DAY_OF: Mapping[str, int] = {"days": 1, "months": 31}


def read_rework(reading: Reading, words: Mapping[str, Json]) -> tuple[Duration | None, int | None, Source | None]:
    """How long the owner has, and after which round people meet."""
    if "rework" not in words:
        return None, None, None
    value = words["rework"]
    rounds = [word for word in value if _MEETING.fullmatch(word)] if isinstance(value, dict) else []
    known = ("within", *(rounds or ["after round 3"]), *SOURCE_WORDS)
    rework = reading.mapping(value, "/rework", known, a="`rework`")
    within = reading.duration(rework["within"], "/rework/within", a="`within`") if "within" in rework else None
    if not rework:
        reading.refuse("/rework", "`rework` says nothing.", "Write {within: 24 business hours}, or leave it out.")
    if len(rounds) > 1:
        reading.refuse("/rework", "a meeting is called once.", "Keep one `after round`.")
    for word in rounds:
        if rework[word] != "meeting":
            what = f"after a round there is a meeting, found {shown(rework[word])}."
            reading.refuse(join("/rework", word), what, "Write meeting.")
    match = _MEETING.fullmatch(rounds[0]) if rounds else None
    return within, int(match[1]) if match else None, read_source(reading, rework, "/rework")


def read_afterwards(reading: Reading, words: Mapping[str, Json], fields: Mapping[str, Field]) -> Afterwards:
    """What happens once a record is approved."""
    if "afterwards" not in words:
        return Afterwards()
    at = "/afterwards"
    after = reading.mapping(words["afterwards"], at, AFTERWARDS_WORDS, a="`afterwards`")
    if not after:
        reading.refuse(at, "`afterwards` says nothing.", f"Its words are {listed(AFTERWARDS_WORDS)}; or leave it out.")
    expires, notify = _expires(reading, after, join(at, "expires"))
    return Afterwards(
        expires,
        notify,
        _check_ins(reading, after, join(at, "check_ins")),
        _code(reading, after, join(at, "code"), fields),
        publishes=_named(reading, after, "publishes", "definition", fields),
        declares=_declares(reading, after, fields),
        renews=_named(reading, after, "renews", "record", fields),
        retires=_named(reading, after, "retires", "record", fields),
    )


def _expires(reading: Reading, after: Mapping[str, Json], at: str) -> tuple[Duration | None, tuple[Duration, ...]]:
    if "expires" not in after:
        return None, ()
    words = reading.mapping(after["expires"], at, EXPIRES_WORDS, ("after",), a="`expires`")
    if "after" not in words:
        return None, ()
    span = reading.duration(words["after"], join(at, "after"), a="`after`", kinds=_LONG)
    notices: list[Duration] = []
    for where, entry in reading.entries(words["notify"], join(at, "notify"), a="`notify`") if "notify" in words else ():
        notice = reading.duration(entry, where, a="a notice", kinds=("days",))
        if notice in notices:
            reading.refuse(where, "this notice stands here twice.", "Remove one.")
        elif notice is not None and span is not None and notice.amount >= span.amount * _DAY_OF[span.kind]:
            reading.refuse(where, "this notice comes before the approval itself.", "Give notice later.")
        elif notice is not None:
            notices.append(notice)
    return span, tuple(notices)


def _check_ins(reading: Reading, after: Mapping[str, Json], at: str) -> tuple[CheckIn, ...]:
    found: dict[Duration, CheckIn] = {}
    for where, entry in reading.entries(after["check_ins"], at, a="`check_ins`") if "check_ins" in after else ():
        words = reading.mapping(entry, where, CHECK_IN_WORDS, CHECK_IN_WORDS, a="a check-in")
        if not {"at", "ask"} <= words.keys():
            continue
        span = reading.duration(words["at"], join(where, "at"), a="`at`", kinds=_LONG)
        ask = reading.text(words["ask"], join(where, "ask"), a="`ask`")
        if span in found:
            reading.refuse(where, "two check-ins come on the same day.", "Move one, or ask both at once.")
        elif span is not None:
            found[span] = CheckIn(span, ask)
    return tuple(found.values())


def _code(reading: Reading, after: Mapping[str, Json], at: str, fields: Mapping[str, Field]) -> Code | None:
    """The pattern is unique for every record only when it holds the number."""
    if "code" not in after:
        return None
    words = reading.mapping(after["code"], at, CODE_WORDS, ("pattern",), a="`code`")
    where = join(at, "pattern")
    pattern = reading.text(words.get("pattern", ""), where, a="`pattern`", longest=_LONGEST_PATTERN)
    parts = {match[1] for match in _PART.finditer(pattern)}
    if pattern and not _BETWEEN.fullmatch(_PART.sub("", pattern)):
        reading.refuse(where, "a code holds letters, digits, hyphens, dots and slashes.", "Remove the rest.")
    plain = [f.name for f in fields.values() if f.kind in ("choice", "number") and f.required and not f.personal]
    for name in sorted(parts - {"number", "year"}):
        reading.known(name, where, ["number", "year", *plain], a="part of a code (required choice or number)")
    if pattern and "number" not in parts:
        reading.refuse(where, "without {number} two records would have the same code.", "Add {number} to the pattern.")
    check = words.get("check", "")
    if check not in ("", "damm"):
        reading.refuse(join(at, "check"), f"the check digit is Damm's, found {shown(check)}.", "Write check: damm.")
    return Code(pattern, "damm" if check == "damm" else "")


def _declares(reading: Reading, after: Mapping[str, Json], fields: Mapping[str, Field]) -> str:
    """The required choice that says how the proposed definition compares; its options are the possible verdicts."""
    name = _named(reading, after, "declares", "choice", fields)
    at = join("/afterwards", "declares")
    if name and {option for option, _ in fields[name].options} != set(DIRECTIONS):
        reading.refuse(at, f"`{name}` cannot say how versions compare.", f"Its options are {listed(DIRECTIONS)}.")
    if "declares" in after and "publishes" not in after:
        reading.refuse(at, "there is nothing to compare where nothing is published.", "Remove it, or add `publishes`.")
    return name


def _named(reading: Reading, after: Mapping[str, Json], word: str, kind: Kind, fields: Mapping[str, Field]) -> str:
    """The required field of this kind that a word names."""
    if word not in after:
        return ""
    at = join("/afterwards", word)
    name = reading.name(after[word], at, a=f"`{word}`")
    fitting = [field.name for field in fields.values() if field.kind == kind and field.required]
    return name if name and reading.known(name, at, fitting, a=f"required field of kind {kind}") else ""
