"""How a definition is read: every fault is noted with its JSON pointer and reading goes on; all are told together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from governance.errors import NotADefinition, Problem
from governance.formats.jcs import Json
from governance.language.business_time import BadDuration, Duration, Kind, parse_duration

NAME = re.compile(r"[a-z][a-z0-9_]{0,47}", re.ASCII)
STREAM = re.compile(r"[a-z][a-z0-9_-]{0,47}", re.ASCII)
OPTION = re.compile(r"[a-z0-9][a-z0-9_-]{0,47}", re.ASCII)
LONGEST_LINE = 300
LONGEST_TEXT = 4000
SHOWN = 40
MOST_PROBLEMS = 100
MOST_ENTRIES = 500
_MOST_LISTED = 40
_MOST_COMPARED = 120
SPANS: tuple[Kind, ...] = ("business hours", "business days", "hours", "days")
_MEANT: Mapping[re.Pattern[str], str] = {
    NAME: "lowercase letters, digits and underscores, beginning with a letter",
    STREAM: "lowercase letters, digits, hyphens and underscores, beginning with a letter",
    OPTION: "lowercase letters, digits, hyphens and underscores",
}


@dataclass(slots=True)
class Reading:
    """The faults found so far. Every reader returns a usable value, or a stand-in after noting what was wrong."""

    problems: list[Problem] = field(default_factory=list)

    def refuse(self, at: str, what: str, cure: str = "") -> None:
        """Note one fault. Raises NotADefinition when there are more than anybody reads."""
        if len(self.problems) >= MOST_PROBLEMS:
            more = f"there are more than {MOST_PROBLEMS} faults; the rest is not told."
            raise NotADefinition((*self.problems, Problem(at, more, "Put these right first.")))
        self.problems.append(Problem(at, what, cure))

    def mapping(
        self, value: Json, at: str, known: Collection[str], required: Iterable[str] = (), *, a: str
    ) -> Mapping[str, Json]:
        """A map with known words only; `a` names the thing, for the sentence (`a gate`)."""
        if not isinstance(value, dict):
            self.refuse(at, f"{a} is a map of words, found {shown(value)}.", f"Its words are {listed(known)}.")
            return {}
        for word in sorted(value.keys() - set(known)):
            self.refuse(join(at, word), f"{a} has no word `{word[:SHOWN]}`.", near(word, known, "Its words are"))
        for word in required:
            if word not in value:
                self.refuse(at, f"{a} needs the word `{word}`.", "Add it.")
        return value

    def entries(self, value: Json, at: str, *, a: str, most: int = MOST_ENTRIES) -> Iterator[tuple[str, Json]]:
        """The members of a list that is not empty, each with its pointer; those beyond the limit are not read."""
        if not isinstance(value, list):
            self.refuse(at, f"{a} is a list, found {shown(value)}.", "Begin each entry with a hyphen, or write [a, b].")
        elif not value:
            self.refuse(at, f"{a} is empty.", "Give at least one entry, or leave the word out.")
        else:
            if len(value) > most:
                self.refuse(join(at, most), f"{a} has {len(value)} entries.", f"The limit is {most}.")
            yield from ((join(at, place), entry) for place, entry in enumerate(value[:most]))

    def text(self, value: Json, at: str, *, a: str, longest: int = LONGEST_LINE) -> str:
        """Words for people to read; not empty."""
        if not isinstance(value, str) or not value.strip():
            self.refuse(
                at, f"{a} is text, found {shown(value)}.", "Write it in words, in quotes if it looks like a number."
            )
            return ""
        if len(value) > longest:
            self.refuse(at, f"{a} has {len(value)} characters.", f"The limit is {longest}.")
        return value.strip()

    def name(self, value: Json, at: str, *, a: str, like: re.Pattern[str] = NAME) -> str:
        """A name that machines use, too."""
        if isinstance(value, str) and like.fullmatch(value):
            return value
        self.refuse(at, f"{a} is a name, found {shown(value)}.", f"Use {_MEANT[like]}.")
        return ""

    def names(self, value: Json, at: str, *, a: str, like: re.Pattern[str] = NAME) -> tuple[str, ...]:
        """A list of names, each once."""
        found: dict[str, None] = {}
        for where, entry in self.entries(value, at, a=a):
            name = self.name(entry, where, a=f"an entry of {a}", like=like)
            if name in found:
                self.refuse(where, f"`{name}` stands here twice.", "Remove one.")
            elif name:
                found[name] = None
        return tuple(found)

    def flag(self, value: Json, at: str, *, a: str) -> bool:
        """`yes` or `no`, also spelt true and false."""
        match value:
            case bool():
                return value
            case "yes" | "no":
                return value == "yes"
            case _:
                self.refuse(at, f"{a} is yes or no, found {shown(value)}.", "Write yes or no.")
                return False

    def whole(self, value: Json, at: str, *, a: str, least: int = 0, most: int = 1_000_000_000) -> int:
        """A whole number within bounds."""
        if type(value) is int and least <= value <= most:
            return value
        self.refuse(
            at, f"{a} is a whole number from {least} to {most}, found {shown(value)}.", "Write it without quotes."
        )
        return least

    def duration(self, value: Json, at: str, *, a: str, kinds: tuple[Kind, ...] = SPANS) -> Duration | None:
        """A span such as `16 business hours`, of one of these kinds."""
        try:
            found = parse_duration(value if isinstance(value, str) else "")
        except BadDuration as error:
            self.refuse(at, f"{a} is a span of time, found {shown(value)}: {error.why}.", error.cure)
            return None
        if found.kind in kinds:
            return found
        self.refuse(at, f"{a} cannot be given in {found.kind}.", f"Use {listed(kinds)}.")
        return None

    def percent(self, value: Json, at: str, *, a: str, most: int) -> int:
        """The number of `50%`."""
        match = re.fullmatch(r"([1-9][0-9]{0,2}) ?%", value) if isinstance(value, str) else None
        if match and int(match[1]) <= most:
            return int(match[1])
        self.refuse(at, f"{a} is a percentage up to {most}%, found {shown(value)}.", "Write it like 50%.")
        return 0

    def known(self, word: str, at: str, among: Collection[str], *, a: str) -> bool:
        """Whether a word is among those declared; notes the closest one when not."""
        if word in among:
            return True
        self.refuse(at, f"there is no {a} `{word[:SHOWN]}`.", near(word, among, "There are"))
        return False

    def labelled(self, value: Json, at: str, *, a: str) -> tuple[tuple[str, str], ...]:
        """A list of names, or of `name: what people read`; the order of the list is kept."""
        found: dict[str, str] = {}
        if isinstance(value, dict):
            self.refuse(
                at, f"{a} is a list, because its order counts.", "Begin each line with a hyphen: `- name: Label`."
            )
            return ()
        for where, entry in self.entries(value, at, a=a):
            match entry:
                case dict() if len(entry) == 1:
                    ((raw, words),) = entry.items()
                    at_name = join(where, raw)
                    label = self.text(words, at_name, a=f"the label of `{raw[:SHOWN]}`")
                case _:
                    raw, label, at_name = entry, "", where  # type: ignore[assignment]  # name() refuses what is no text
            name = self.name(raw, at_name, a=f"an entry of {a}", like=OPTION)
            if name in found:
                self.refuse(at_name, f"`{name}` stands here twice.", "Remove one.")
            elif name:
                found[name] = label or spoken(name)
        return tuple(found.items())


def join(at: str, part: str | int) -> str:
    """A JSON pointer one step deeper (RFC 6901)."""
    return f"{at}/{str(part).replace('~', '~0').replace('/', '~1')}"


def shown(value: Json) -> str:
    """A value as an error quotes it: short, and by its kind where it is long."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a map" if value else "an empty map"
        case list():
            return "a list" if value else "an empty list"
        case bool():
            return "true" if value else "false"
        case _:
            words = str(value)
            return f"`{words}`" if len(words) <= SHOWN else f"`{words[:SHOWN]}…`"


def near(word: str, among: Collection[str], otherwise: str) -> str:
    """The word that was probably meant, or what there is to choose from."""
    ordered = sorted(among)
    if len(ordered) > _MOST_COMPARED:
        # Comparing is slow: among many words only those are looked at that begin alike.
        ordered = [each for each in ordered if each[:1] == word[:1].lower()][:_MOST_COMPARED]
    close = get_close_matches(word.lower()[:80], ordered, 1, 0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"{otherwise} {some(among)}." if among else "Remove it, or declare it first."


def some(words: Collection[str]) -> str:
    """`a, b and c`, or the first of them and how many more there are."""
    ordered = sorted(words) if isinstance(words, set | frozenset) else list(words)
    more = len(ordered) - _MOST_LISTED
    return listed([*ordered[:_MOST_LISTED], f"{more} more"] if more > 0 else ordered)


def listed(words: Collection[str]) -> str:
    """`a, b and c`, in the order given (sorted for sets)."""
    ordered = sorted(words) if isinstance(words, set | frozenset) else list(words)
    return " and ".join(filter(None, [", ".join(ordered[:-1]), *ordered[-1:]])) or "none"


def spoken(name: str) -> str:
    """A name as people read it where no label is given: `contact_plan` is Contact plan."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
