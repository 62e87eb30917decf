"""Checks of whether the customer comes first: audiences, evidence, reasons, formats, segments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from governance.checks.base import (
    Answers,
    Check,
    Found,
    Naming,
    Parameter,
    Parameters,
    chosen,
    count,
    fields_of,
    given,
    listed,
    many,
    options,
    points,
    rows,
    text,
    words_in,
)
from governance.language.conditions import holds


def _evidence_present(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    table, least = str(parameters["in"]), count(parameters["at_least"])
    found = rows(answers, table)
    if len(found) < least:
        yield Found(
            table,
            f"There are {len(found)} pieces of evidence where at least {least} must show the need.",
            "Add what customers said or did, with where it comes from.",
        )
    yield from _covers(parameters, answers, naming)


def _covers(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    """One row at least has one of the wanted words in the column, unless the field that waives it is answered."""
    table, column, wanted = str(parameters["in"]), str(parameters["column"]), listed(parameters["any_of"])
    found, waived = rows(answers, table), parameters["unless"]
    if not wanted or not found or given(answers, waived) or any(row.get(column) in wanted for row in found):
        return
    waiver = f", or say in “{naming.field(waived)}” why not" if waived else ""
    its, one_of = naming.column(table, column), options(naming, wanted, table, column)
    yield Found(table, f"No row has as its {its} one of: {one_of}.", f"Add one{waiver}.")


def _audience_answered(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    matrix, main = str(parameters["in"]), parameters["main"]
    answered = chosen(answers, matrix)
    for row in listed(parameters["rows"]):
        if answered.get(row) in (None, ""):
            yield Found(
                matrix,
                f"How this affects “{naming.row(matrix, row)}” is not answered.",
                "Choose an answer; not affected is fine.",
            )
    if main and answered and main not in answered.values():
        cure = f"Say for one audience at least: {naming.option(matrix, main)}."
        yield Found(matrix, "No audience is the main one.", cure)


def _customer_centricity(parameters: Parameters, answers: Answers, _: Naming) -> Iterator[Found]:
    """Points earned, of 100; what is lost is named from the dearest down."""
    declared, least = points(parameters["points"]), count(parameters["at_least"])
    lost = sorted((point for point in declared if not holds(point.when, answers)), key=lambda point: -point.points)
    total = sum(point.points for point in declared)
    score = (total - sum(point.points for point in lost)) * 100 // total if total else 0
    if score >= least:
        return
    losses = "; ".join(f"{point.points} for “{point.says}”" for point in lost)
    concerns = next((name for point in lost for name in fields_of(point.when)), "title")
    yield Found(
        concerns,
        f"Customer-centricity is {score} of 100, and {least} are needed. Points lost: {losses}.",
        " ".join(point.cure for point in lost),
    )


def _low_value_format(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    field, because, least = str(parameters["in"]), str(parameters["because"]), count(parameters["at_least"])
    answer = answers.get(field)
    formats = answer if isinstance(answer, list) else [answer]
    taken = [option for option in listed(parameters["any_of"]) if option in formats]
    said = words_in(answers.get(because))
    if not taken or said >= least:
        return
    reason = f"has {many(said, 'word')} of justification" if said else "is not justified"
    yield Found(
        because,
        f"The format “{options(naming, taken, field)}” rarely helps, and {reason}.",
        f"Say in at least {least} words what the customer can do afterwards that they could not do before, "
        "or choose another format.",
    )


def _brand_only(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    field = str(parameters["in"])
    answer = answers.get(field)
    reasons = listed(answer) if isinstance(answer, list) else [text(answer)] * bool(answer)
    brand = listed(parameters["any_of"])
    if reasons and all(reason in brand for reason in reasons):
        yield Found(
            field,
            f"The only reason is the brand’s own: {options(naming, reasons, field)}.",
            "Name the customer’s reason if there is one; if not, whoever decides must know.",
        )


def _segment_variants(parameters: Parameters, answers: Answers, naming: Naming) -> Iterator[Found]:
    field, least, waived = str(parameters["in"]), count(parameters["at_least"]), parameters["unless"]
    versions = count(answers.get(field))
    if versions >= least or given(answers, waived):
        return
    waiver = f", or say in “{naming.field(waived)}” why not" if waived else ""
    yield Found(
        field,
        f"There {'is' if versions == 1 else 'are'} {many(versions, 'version')}: everybody gets the same.",
        f"Plan a version for a segment with needs of its own, and enter {least} or more{waiver}.",
    )


NEED: Mapping[str, Check] = {
    "audience-answered": Check(
        "every audience is answered, and one of them is the main one",
        {
            "in": Parameter("matrix", "audiences"),
            "main": Parameter("option", of="in"),
            "rows": Parameter("its rows", of="in"),
        },
        _audience_answered,
    ),
    "evidence-present": Check(
        "the need is shown by evidence, some of it unstructured or its absence explained",
        {
            "in": Parameter("table", "evidence"),
            "at_least": Parameter("whole", 1),
            "column": Parameter("column", "kind"),
            "any_of": Parameter("options", [], of="column"),
            "unless": Parameter("field"),
        },
        _evidence_present,
    ),
    "covers": Check(
        "at least one row of a table has one of the wanted words, or its absence is explained",
        {
            "in": Parameter("table", required=True),
            "column": Parameter("column", required=True),
            "any_of": Parameter("options", required=True, of="column"),
            "unless": Parameter("field"),
        },
        _covers,
    ),
    "customer-centricity": Check(
        "the answers earn enough points for putting the customer first",
        {"at_least": Parameter("whole", 60), "points": Parameter("points", required=True)},
        _customer_centricity,
    ),
    "low-value-format": Check(
        "a format that rarely helps is justified in writing",
        {
            "in": Parameter("field", "format", like=("choice", "choices")),
            "any_of": Parameter("options", required=True, of="in"),
            "because": Parameter("field", required=True, like=("text", "line")),
            "at_least": Parameter("whole", 8),
        },
        _low_value_format,
    ),
    "brand-only": Check(
        "somebody else than the brand has a reason to want this",
        {
            "in": Parameter("field", "rationale", like=("choice", "choices")),
            "any_of": Parameter("options", required=True, of="in"),
        },
        _brand_only,
    ),
    "segment-variants": Check(
        "segments with needs of their own get versions of their own",
        {
            "in": Parameter("field", "variants", like=("number",)),
            "at_least": Parameter("whole", 2),
            "unless": Parameter("field"),
        },
        _segment_variants,
    ),
}
