"""The trail of an auditor, and the packet."""

import csv
import io
import re
from dataclasses import replace

import pytest

from coe import acts
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from governance.record import events as e
from tests.web.review_office import DAY, MONDAY
from tests.web.review_pages import Pages, plain
from web.oversight.trail import EXPORTED_AT_ONCE, MOST_LISTED
from web.rows.entry_words import Words
from web.rows.entry_words import told as entry_told
from web.rows.records import Happened

HOSTILE = "<img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("https://evil.example")'


def test_every_entry_is_there_newest_first_with_who_and_what(pages: Pages) -> None:
    number = pages.house.submit(HOSTILE)
    pages.house.decide(number, "sofia", "medical", note=HOSTILE)
    text = pages.browser("aude").get("/trail").text
    read = plain(text)
    assert "<img src=x" not in text
    assert read.index("Dr Sofia Brandt approved for Medical") < read.index("Astrid Lindqvist submitted version 1")
    assert "Granted Dr Sofia Brandt medical reviewer" in read
    signed = "Signed, meaning “I have reviewed the medical content and approve it”: Dr Sofia Brandt, 16 Nov 2026, "
    assert f"{signed}09:00:00 in Berlin (08:00:00 UTC)." in read


def test_a_filter_is_in_the_address_and_its_chip_leads_out_of_it(pages: Pages) -> None:
    number = pages.house.submit()
    pages.house.decide(number, "sofia", "medical")
    pages.house.decide(number, "jonas", "legal")
    browser = pages.browser("aude")
    read = plain(browser.get(f"/trail?what=decision&who={pages.house.ids['sofia']}&initiative={number.lower()}").text)
    assert "1 entry, 1 initiative" in read
    assert "What Decisions" in read
    assert "Who Dr Sofia Brandt" in read
    assert 'class="chip" href="/trail?who=' in browser.last


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("what=decision", "0 entries match"),
        ("initiative=INI-1999-0001", "0 entries match"),
        ("since=2027-01-01", "0 entries match"),
        ("until=2026-11-16&what=submission", "1 entry"),
        ("since=not-a-day&what=submission", "1 entry"),
        ("what=nonsense&before=99999999999999999999&after=x", "entries, 1 initiative"),
    ],
)
def test_filters_of_every_shape_are_answered(pages: Pages, query: str, count: str) -> None:
    pages.house.submit()
    answer = pages.browser("aude").get(f"/trail?{query}")
    assert answer.status_code == 200
    assert count in plain(answer.text)


def test_a_long_trail_is_paged_both_ways(pages: Pages) -> None:
    for place in range(30):
        pages.house.submit(f"Leaflet {place}")
    browser = pages.browser("aude")
    first = plain(browser.get("/trail").text)
    assert "50 on this page" in first
    assert "Earlier entries" in first
    assert "Later entries" not in first
    second = plain(browser.get("/trail?before=6").text)
    assert "Later entries" in second
    assert "Earlier entries" not in second


def test_packets_are_offered_of_what_was_approved_or_rejected_last(pages: Pages) -> None:
    first, second, third = (pages.house.submit(f"Leaflet {place}") for place in range(3))
    for who, gate in (("sofia", "medical"), ("jonas", "legal"), ("lucia", "regulatory")):
        pages.house.decide(first, who, gate)
    pages.house.decide(second, "sofia", "medical", "reject", note="It cannot be mended.")
    text = pages.browser("aude").get("/trail").text
    assert re.findall(r"Packet of ([\w-]+)", text) == [second, first]
    assert f"Packet of {third}" not in text


def test_what_is_not_established_is_said_as_loudly(pages: Pages) -> None:
    browser = pages.browser("aude")
    assert "Not sealed yet" in plain(browser.get("/trail").text)
    seal(pages.house.engine, pages.house.home, log_key(pages.house.home, pages.house.clock), pages.house.clock)
    sealed = plain(browser.get("/trail").text)
    assert "Sealed today" in sealed
    assert "No witness" in sealed
    pages.house.submit()
    assert "The last 1 entry is not under a checkpoint" in plain(browser.get("/trail").text)


def exported(pages: Pages, query: str = "") -> list[dict[str, str]]:
    answer = pages.browser("aude").client.get(f"/trail.csv{query}")
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_the_export_holds_every_entry_once_in_order_and_signatures_in_full(pages: Pages) -> None:
    for _ in range(2 * EXPORTED_AT_ONCE):
        pages.house.office.deny(pages.house.ids["sofia"], "sign-decision", "initiative/none", "wrong-code")
        pages.house.clock.set(pages.house.clock.now() + 600_000)
    pages.house.clock.set(MONDAY + 2 * DAY)
    number = pages.house.submit()
    pages.house.decide(number, "sofia", "medical")
    rows = exported(pages)
    assert [row["entry"] for row in rows] == [str(place) for place in range(len(rows))]
    assert len(rows) > 2 * EXPORTED_AT_ONCE
    (signed,) = [row for row in rows if row["signed by"]]
    assert (signed["signed by"], signed["meaning"]) == (
        "Dr Sofia Brandt", "I have reviewed the medical content and approve it",
    )  # fmt: skip
    assert signed["signed at"] == "2026-11-18 09:00:00 CET (08:00:00 UTC)"
    assert (signed["time (UTC)"], signed["zone"]) == ("2026-11-18T08:00:00.000Z", "Europe/Berlin")
    assert (signed["initiative"], signed["person"]) == (number, "Dr Sofia Brandt")


def test_the_export_asks_what_the_page_asks_and_is_the_auditors(pages: Pages) -> None:
    number = pages.house.submit()
    pages.house.decide(number, "sofia", "medical")
    pages.house.decide(number, "jonas", "legal")
    rows = exported(pages, f"?what=decision&who={pages.house.ids['sofia']}")
    assert [row["person"] for row in rows] == ["Dr Sofia Brandt"]
    assert 'href="/trail.csv?what=decision"' in pages.browser("aude").get("/trail?what=decision").text
    assert pages.browser("sofia").get("/trail.csv").status_code == 403


def test_where_many_people_are_a_name_is_written_instead_of_chosen(pages: Pages) -> None:
    for place in range(MOST_LISTED):
        someone = acts.person(f"Person {place}", f"{place}@example.org", pages.house.seed())
        pages.house.send(f"person/{pages.house.clock.new_id()}", "ada", someone)
    sofia, browser = pages.house.ids["sofia"], pages.browser("aude")
    number = pages.house.submit()
    pages.house.decide(number, "sofia", "medical")
    text = browser.get("/trail?what=decision&who=brandt").text
    assert "<option" not in text.partition('name="who"')[2].partition("</div>")[0]
    assert 'value="Dr Sofia Brandt"' in text
    assert f'href="/trail.csv?who={sofia}&amp;what=decision"' in text
    assert "1 entry, 1 initiative" in plain(browser.get(f"/trail?what=decision&who={sofia}").text)
    for written, said in (("zebra", "Nobody here has this name."), ("a", "Several people have this in their name")):
        answer = browser.get(f"/trail?who={written}")
        assert answer.status_code == 200
        assert said in plain(answer.text)


def test_no_text_of_others_becomes_a_formula_in_a_spreadsheet(pages: Pages) -> None:
    number = pages.house.submit()
    pages.house.decide(number, "sofia", "medical", "reject", note=FORMULA)
    (row,) = exported(pages, f"?what=decision&initiative={number}")
    assert row["in their words"] == f"'{FORMULA}"


def test_a_person_whom_a_denial_is_about_is_named() -> None:
    words = Words({"p1": "Dr Mia", "p2": "Dr Olga"}.__getitem__, str, str)
    denied = e.DenialRecorded("p1", "erase-person", "person/p2", "not-administrator")
    entry = Happened(1, "security/2026-11-22", "system", 0, (denied,))
    assert entry_told(entry, words).detail == "not-administrator on Dr Olga"
    elsewhere = replace(entry, events=(replace(denied, about="role/medical"),))
    assert entry_told(elsewhere, words).detail == "not-administrator on role/medical"


def test_what_was_denied_at_a_record_is_found_by_its_number_and_says_it(pages: Pages) -> None:
    """A denial stands in the log of denials; an auditor asks by the number, in the page as in the table."""
    number, other = pages.house.submit(), pages.house.submit("Another")
    for about in (number, other):
        pages.house.office.deny(pages.house.ids["jonas"], "sign-decision", pages.house.streams[about], "not-on-panel")
    aude = pages.browser("aude")
    text = plain(aude.get(f"/trail?what=denial&initiative={number}").text)
    assert f"not-on-panel on {number}" in text
    assert other not in text
    assert pages.house.streams[number] not in aude.last
    assert f'href="/initiatives/{number}">{number}</a>' in aude.last
    (row,) = exported(pages, f"?what=denial&initiative={number}")
    assert (row["initiative"], row["detail"]) == (number, f"not-on-panel on {number}")
    both = plain(aude.get(f"/trail?initiative={number}").text)
    assert "not-on-panel" in both
    assert "submitted" in both.lower()
