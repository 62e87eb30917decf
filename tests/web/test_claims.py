"""Claims beside their evidence: driven by the definition, what is missing said aloud, what changed marked."""

from __future__ import annotations

import pytest

from governance.formats.jcs import Json
from governance.language.definition import Field
from tests.web.deciding import at
from tests.web.review_pages import Pages, plain
from web.parts.answers import Reader
from web.parts.pieces import Link
from web.parts.redlined import redlined
from web.record.claims import Files, claims_of

TABLE = Field(
    "says",
    "table",
    "What it says",
    columns=tuple(Field(name, "line", name.title()) for name in ("line", "shown", "where", "tone")),
    claim="line",
    evidence=("shown", "where"),
)
READER = Reader(str, {})
FILES: Files = {"trial.pdf": ("ab12" * 16, Link("Open the file", "/files/1"))}


def row(line: str, shown: str = "", where: str = "", tone: str = "calm") -> dict[str, Json]:
    return {"line": line, "shown": shown, "where": where, "tone": tone}


@pytest.mark.parametrize(
    ("one", "missing", "file"),
    [
        (row("Fewer admissions", "231 of 318", "CARDIO-HF, table 2"), "", None),
        (row("Fewer admissions", "231 of 318", "trial.pdf, page 7"), "", ("trial.pdf", "/files/1", "ab12 ab12 … ab12")),
        (row("Fewer admissions", "231 of 318"), "Not said where it can be read: “Where” is empty", None),
        (row("Fewer admissions"), "No evidence handed in", None),
    ],
)
def test_what_carries_a_claim_stands_beside_it(one: Json, missing: str, file: tuple[str, str, str] | None) -> None:
    (claim,) = claims_of(TABLE, redlined(TABLE, [one], [one], READER), FILES)
    assert claim.missing == missing
    assert (file is None) == (claim.file is None)
    if claim.file and file:
        assert (claim.file.label, claim.file.href, claim.digest) == file
    assert claim.words == (("same", "Fewer admissions"),)
    assert claim.others == (("Tone", (("same", "calm"),)),)


def test_rows_that_came_changed_and_went_say_so_and_removed_evidence_is_none() -> None:
    before: list[Json] = [row("One", "a", "here"), row("Two", "b", "there"), row("Three goes away", "c", "elsewhere")]
    after: list[Json] = [
        row("One", "a", "here"),
        row("Two", "b", ""),
        row("Something else that is entirely new", "d", "now here"),
    ]
    found = claims_of(TABLE, redlined(TABLE, before, after, READER), FILES)
    kinds = sorted((claim.kind, claim.missing) for claim in found)
    assert ("same", "") in kinds
    assert ("changed", "Not said where it can be read: “Where” is empty") in kinds
    assert all(claim.missing == "" for claim in found if claim.kind == "removed")
    assert claims_of(Field("t", "table", "T"), redlined(TABLE, before, after, READER), FILES) == ()


def test_a_reviewer_reads_each_claim_beside_its_evidence(pages: Pages) -> None:
    said = ("Statement from data: 231 of 318", "Reference: CARDIO-HF, table 2")
    message: dict[str, Json] = {"message": "Fewer admissions", "value": "Time", "data": "231 of 318"}
    message |= {"reference": "CARDIO-HF, table 2", "specialty": "cardiology"}
    number = pages.house.submit(key_messages=[message])
    text = plain(pages.browser("sofia").get(at(number)).text)
    assert f"Fewer admissions Value to the customer Time For Cardiology Its evidence {' '.join(said)}" in text
