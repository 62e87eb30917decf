"""Checks of what is said: length, parts, references, the same truth for doctors and patients, no drift on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from governance.checks.base import (
    Answers,
    Check,
    Found,
    Naming,
    Parameter,
    Parameters,
    Row,
    chosen,
    columns,
    count,
    listed,
    many,
    rows,
    text,
    words_in,
)

Figure = tuple[str, Fraction]
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_FIGURE = re.compile(
    rf"(?P<percent>{_NUMBER})\s?%|(?P<part>{_NUMBER})\s(?:in|of|out of)\s(?P<whole>{_NUMBER})"
    rf"|(?P<plain>{_NUMBER})\s?(?P<unit>[^\W\d_]+)"
)
_TELLING = re.compile(r"[^\W\d_]{4,}|[0-9]+")
SHOWN = 6


def _message_length(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    table, column, by = str(parameters["in"]), str(parameters["column"]), str(parameters["by"])
    for number, row in enumerate(rows(answers, table), 1):
        best = _best_length(parameters, naming, text(row.get(by)))
        if best is None:
            continue
        least, most, whom = best
        found = words_in(row.get(column))
        if least <= found <= most:
            continue
        cure = f"Cut at least {found - most}." if found > most else f"Add at least {least - found}."
        yield Found(table, f"Message {number} has {many(found, 'word')}; {least} to {most} work best{whom}.", cure)


def _best_length(parameters: Parameters, naming: Naming, specialty: str) -> tuple[int, int, str] | None:
    """From how many words to how many, and for whom; the table of ranges goes before `words`. None for no limit."""
    ranges, words, only = parameters["ranges"], parameters["words"], parameters["specialty"]
    whom = f" for {naming.option(parameters['in'], specialty, parameters['by'])}"
    if isinstance(ranges, dict) and specialty in ranges:
        words = ranges[specialty]
    elif only and specialty != only:
        return None
    elif not only:
        whom = ""
    least, _, most = str(words or "").partition("..")
    return (int(least), int(most), whom) if most else None


def _reference_per_claim(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    table, column = str(parameters["in"]), str(parameters["column"])
    for number, row in enumerate(rows(answers, table), 1):
        if row.get(column) in (None, ""):
            yield Found(table, f"Message {number} names no reference.", "Cite the source that carries the claim.")


def _message_parts(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    table, parts = str(parameters["in"]), listed(parameters["parts"])
    for number, row in enumerate(rows(answers, table), 1):
        missing = [part for part in parts if not text(row.get(part))]
        if missing:
            what = f"Message {number} lacks its {columns(naming, table, missing)}."
            yield Found(table, what, "Give every part words of its own.")
        said: dict[str, str] = {}
        for part in parts:
            words = " ".join(text(row.get(part)).casefold().split())
            if words and words in said:
                yield Found(
                    table,
                    f"In message {number}, {naming.column(table, part)} repeats {naming.column(table, said[words])}.",
                    f"Say in “{naming.column(table, part)}” what only that part can say.",
                )
            said.setdefault(words, part)


def _paired_messages(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    """Where doctors and consumers are both addressed, each message stands in both wordings, with the same figures."""
    reached, addressed = chosen(answers, parameters["audiences"]), listed(parameters["addressed"])
    groups = (listed(parameters["doctors"]), listed(parameters["consumers"]))
    if not all(any(reached.get(row) in addressed for row in group) for group in groups):
        return
    table, plain = str(parameters["in"]), str(parameters["to_consumers"])
    for number, row in enumerate(rows(answers, table), 1):
        if not text(row.get(plain)):
            yield Found(
                table,
                f"Message {number} is for doctors and consumers, and has no wording for consumers.",
                f"Enter in “{naming.column(table, plain)}” what consumers read, so that the two can be compared.",
            )
        yield from _contradictions(parameters, table, number, row)


def _contradictions(parameters: Parameters, table: str, number: int, row: Row) -> Iterator[Found]:
    """Figures for consumers that those for doctors and the data, where they speak of the same, do not know."""
    known: dict[str, dict[Fraction, str]] = {}
    for column in (parameters["to_doctors"], parameters["data"]):
        for (unit, value), words in figures(text(row.get(str(column)))).items():
            known.setdefault(unit, {})[value] = words
    for (unit, value), words in figures(text(row.get(str(parameters["to_consumers"])))).items():
        if unit in known and value not in known[unit]:
            yield Found(
                table,
                f"Message {number} tells consumers “{words}” and doctors “{', '.join(known[unit].values())}”.",
                "Use the same figure in both, or take it out of one.",
            )


def figures(said: str) -> dict[Figure, str]:
    """The figures of a text, by unit and value, each as it is written; 7 % and 7 in 100 are one. Digits only."""
    found: dict[Figure, str] = {}
    for match in _FIGURE.finditer(said):
        if match["percent"]:
            figure = ("share", _number(match["percent"]) / 100)
        elif match["part"]:
            whole = _number(match["whole"])
            figure = ("share", _number(match["part"]) / whole) if whole else ("", Fraction(0))
        else:
            figure = (match["unit"].casefold().removesuffix("s"), _number(match["plain"]))
        found.setdefault(figure, match[0])
    return found


def _number(digits: str) -> Fraction:
    """`1,204` and `1.204` are thousands where three digits follow; any other mark is a decimal one, the last counts."""
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+", digits):
        return Fraction(re.sub(r"[.,]", "", digits))
    whole, mark, rest = digits.replace(",", ".").rpartition(".")
    return Fraction(f"{whole.replace('.', '') or '0'}.{rest}") if mark else Fraction(rest)


def _brief_drift(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    """The share of a brief's telling words (four letters or more, and every number) that the final text has lost."""
    brief, column, final = str(parameters["brief"]), parameters["column"], str(parameters["final"])
    limit, arrived = count(parameters["limit"]), _telling(answers.get(final))
    if not arrived:
        return
    briefs = [("The brief", answers.get(brief))]
    if column:
        briefs = [(f"Message {n}", row.get(str(column))) for n, row in enumerate(rows(answers, brief), 1)]
    for whose, said in briefs:
        wanted = _telling(said)
        lost = [word for word in wanted if word not in arrived]
        if len(lost) * 100 > limit * len(wanted):
            yield Found(
                final,
                f"{whose} has drifted by {-(-len(lost) * 100 // len(wanted))} % on the way to “{naming.field(final)}”, "
                f"and {limit} % are tolerated. Lost: {', '.join(lost[:SHOWN])}{' …' if len(lost) > SHOWN else ''}.",
                "Bring the final words back to the brief, or change the brief so that it is reviewed as it is.",
            )


def _telling(said: object) -> dict[str, None]:
    return dict.fromkeys(_TELLING.findall(text(said).casefold()))


MESSAGES: Mapping[str, Check] = {
    "message-length": Check(
        "messages have as many words as work best",
        {
            "in": Parameter("table", "key_messages"),
            "column": Parameter("column", "message"),
            "words": Parameter("range"),
            "by": Parameter("column", "specialty", may_miss=True),
            "specialty": Parameter("option", of="by"),
            "ranges": Parameter("ranges", of="by"),
        },
        _message_length,
    ),
    "reference-per-claim": Check(
        "every key message cites what carries its claim",
        {"in": Parameter("table", "key_messages"), "column": Parameter("column", "reference")},
        _reference_per_claim,
        wants="column",
    ),
    "message-parts": Check(
        "every key message has all its parts, and no two say the same",
        {
            "in": Parameter("table", "key_messages"),
            "parts": Parameter("columns", ["message", "value", "data", "reference"]),
        },
        _message_parts,
        wants="parts",
    ),
    "paired-messages": Check(
        "doctors and consumers are told the same",
        {
            "in": Parameter("table", "key_messages"),
            "to_doctors": Parameter("column", "message"),
            "to_consumers": Parameter("column", required=True),
            "data": Parameter("column"),
            "audiences": Parameter("matrix", "audiences"),
            "addressed": Parameter("options", required=True, of="audiences"),
            "doctors": Parameter("rows", required=True, of="audiences"),
            "consumers": Parameter("rows", required=True, of="audiences"),
        },
        _paired_messages,
    ),
    "brief-drift": Check(
        "what was agreed is what is said in the end",
        {
            "brief": Parameter("field", required=True, like=("line", "text", "table")),
            "column": Parameter("column", of="brief"),
            "final": Parameter("field", required=True, like=("line", "text")),
            "limit": Parameter("whole", 50),
        },
        _brief_drift,
    ),
}
