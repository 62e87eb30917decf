"""What stands in a packet beside its decisions: redlines, time, grounds, sources, strange letters, books."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from coe.acts import Act, Judgement
from coe.database import reading, writing
from coe.outbox import mark_delivered, mark_failed
from coe.packet import rules
from coe.packet.books import Posted, messages, posted
from coe.packet.decisions import decision_pages
from coe.packet.document import packet_html
from coe.packet.lettering import bare, visible
from coe.packet.page import PacketPage
from coe.packet.record import packet_record
from coe.packet.redline import Piece, rows_changed
from coe.packet.words import cells, is_signature
from governance.formats.jcs import Json
from governance.language.definition import Definition, Field, Gate, Rule, Source
from governance.record import commands as c
from tests.coe.evidence_office import Bureau, bureau
from tests.coe.packet_told import evidence_of, told
from tests.governance.proven_office import HOUR

APPROVE = Judgement("approve")


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    made = bureau(tmp_path_factory.mktemp("contents"))
    yield made
    made.engine.dispose()


@pytest.fixture
def house(founded: Bureau) -> Bureau:
    """One office for all; a record of its own for each test."""
    founded.record = ""
    founded.submits({"title": "Leaflet", "who": "Nurse Ada"})
    return founded


def holding(page: PacketPage, person: str) -> list[tuple[str, str]]:
    return [(each.role, each.ground) for each in page.holdings if each.person == person]


def test_a_table_is_redlined_row_by_row() -> None:
    old = [("Nurses", "Berlin", "20"), ("Doctors", "Bonn", "5"), ("Carers", "Ulm", "")]
    new = [("Nurses", "Berlin", "20"), ("Doctors", "Bonn", "7"), ("Payers", "Kiel", "1")]
    changed, cut, added = rows_changed(old, new)
    assert (changed.kind, cut.kind, added.kind) == ("changed", "added", "cut")
    assert changed.cells[2] == (Piece("cut", "5"), Piece("added", "7"))
    assert changed.cells[0] == (Piece("same", "Doctors"),)
    assert cut.cells[0] == (Piece("added", "Payers"),)
    assert added.cells[2] == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ærø, Ωμέγα, Жанна, Nguyễn, → ✓", "Ærø, Ωμέγα, Жанна, Nguyễn, → ✓"),
        ("田中 さん", '<span class="code-point">U+7530 U+4E2D</span> <span class="code-point">U+3055 U+3093</span>'),
        ("safe\u202egnp.exe", 'safe<span class="code-point">U+202E</span>gnp.exe'),
        ("a\u200bb\x00", 'a<span class="code-point">U+200B</span>b<span class="code-point">U+0000</span>'),
        ("two\r\nlines\tand <b>", "two\nlines\tand &lt;b&gt;"),
        ('<span class="code-point">U+202E</span>', "&lt;span class=&#34;code-point&#34;&gt;U+202E&lt;/span&gt;"),
    ],
)
def test_letters_no_font_has_and_letters_that_hide_are_shown_by_their_code_points(text: str, shown: str) -> None:
    assert str(visible(text)) == shown


def test_where_no_markup_can_stand_code_points_stand_in_brackets() -> None:
    assert bare("x\u202e田") == "x[U+202E U+7530]"


def test_who_acted_is_told_with_role_and_ground_and_who_did_not_is_only_counted(house: Bureau) -> None:
    house.says("mia", "medical", APPROVE)
    page = told(house)
    assert holding(page, "Dr Mia") == [("medical", "founding")]
    assert {each.person for each in page.holdings} == {"Dr Mia"}
    assert page.holdings_note.startswith("Of those who acted here. 3 more people stand in the same pools")


def test_a_delegate_signs_as_themselves_for_whom_they_stand_in(house: Bureau) -> None:
    house.says("mia", "medical", APPROVE)
    now = house.clock.now()
    lent = c.Delegate(house.people["cora"], house.people["ada"], now, now + 2 * HOUR)
    house.send("committee/board", house.people["cora"], lent)
    house.says("ada", "board", APPROVE)
    house.clock.advance(2 * HOUR)
    decision = told(house).decisions[1]
    assert decision.person == "Dr Ada"
    assert decision.role == "board, chair seat, for Dr Cora, whose authority was lent"
    assert holding(told(house), "Dr Cora")[0][0] == "board, lent to Dr Ada"


def test_a_hold_is_told_with_its_reason_and_does_not_count_against_the_gate(house: Bureau) -> None:
    house.clock.advance(2 * HOUR)
    house.reasoned(c.Hold, "kim", "The label changes")
    house.clock.advance(30 * HOUR)
    house.does("kim", Act(c.Resume()))
    house.says("mia", "medical", APPROVE)
    page = told(house)
    assert [act.text for act in page.acts] == ["Put the piece on hold", "Resumed the piece"]
    assert page.acts[0].detail.startswith("“The label changes” Dr Kim, ")
    medical, held, board = page.timeline
    assert (held.label, board.label) == ("On hold, round 1", "Board, round 1")
    assert [bar.kind for bar in medical.bars] == ["working", "waiting"]
    assert [bar.kind for bar in held.bars] == ["waiting"]
    assert medical.spent == "3 h of 8 h"
    assert {fact.label for fact in page.totals} == {"With reviewers", "On hold"}


def test_every_notice_is_told_from_the_books_with_what_became_of_it(house: Bureau) -> None:
    house.says("mia", "medical", APPROVE)
    with reading(house.engine) as connection:
        first, second, *_ = posted(connection, house.record, 1 << 40)
        assert posted(connection, house.record, second.seq) == (first,)
    with writing(house.engine) as connection:
        mark_delivered(connection, first.seq, 0, house.clock.now())
        mark_failed(connection, second.seq, 0, house.clock.now(), 3, "smtp.example.org refused")
    page = told(house)
    sent, failed, waiting = page.communications or ()
    assert (sent.subject, sent.to) == (f"To decide: Medical, entry {first.seq}", "Dr Mia")
    assert [each.outcome.word for each in (sent, failed, waiting)] == ["Handed over", "Not delivered", "Not sent yet"]
    assert failed.outcome.rest == "3 attempts"
    assert "smtp.example.org" not in str(page)


def test_a_notice_of_a_kind_that_is_not_known_yet_is_told_by_its_name(house: Bureau) -> None:
    record = packet_record(evidence_of(house), "UTC")
    (message,) = messages(record, [Posted(1, house.clock.now(), "system", "new-kind", "", "", 0, 0)])
    assert (message.subject, message.to) == ("new-kind, entry 1", "the office")


def test_sources_are_told_once_with_their_review_dates() -> None:
    source = Source("SOP-114", "2026-01-01", "2026-08-12")
    gates = tuple(Gate(name, name.title(), "role/x", Rule(1), (), source=source) for name in ("medical", "legal"))
    (cited,) = rules.sources(Definition("", "w", "W", "work", "W", "calendar/office", (), (), gates))
    assert (cited.says, cited.rules, cited.effective, cited.reviewed) == (
        "SOP-114", "Medical, Legal", "1 Jan 2026", "12 Aug 2026",
    )  # fmt: skip


def test_the_rules_leave_out_the_form_and_keep_every_gate(house: Bureau) -> None:
    titles = [part.title for part in told(house).definition]
    assert "Gate: Medical" in titles
    assert not [title for title in titles if title.startswith(("Form", "Examples"))]


def test_only_a_decision_signed_here_is_a_signature(house: Bureau) -> None:
    house.says("mia", "medical", APPROVE, method="imported")
    (decision,) = told(house).decisions
    assert (decision.signature, decision.sentence) == (False, "")
    assert not is_signature("paper")


def test_a_checklist_nobody_ticked_is_not_called_missing(house: Bureau) -> None:
    house.says("mia", "medical", Judgement("request changes", requests=(("title", "Shorter."),)))
    record = packet_record(evidence_of(house), "UTC")
    gates = tuple(replace(gate, checklist=(("tone", "The tone is right"),)) for gate in record.law.gates)
    law = replace(record.law, gates=gates)
    (decision,) = decision_pages(replace(record, law=law))
    assert (decision.checklist, decision.asks_ticks) == ((), True)
    printed = packet_html(replace(told(house), decisions=(decision,))).html
    assert "Nothing was ticked." in printed
    assert "This gate has no checklist." not in printed


def test_a_zero_in_a_table_is_printed_and_only_what_was_left_out_is_not() -> None:
    field = Field("plan", "table", "Plan", columns=(Field("n", "number", "Outside"), Field("why", "line", "Why")))
    given: list[Json] = [{"n": 0, "why": ""}, {"why": "All inside"}]
    assert cells(field, given, str) == (("0", ""), ("", "All inside"))


def test_the_appendix_lists_who_gave_which_command_and_where_the_rest_is(house: Bureau) -> None:
    house.says("mia", "medical", APPROVE)
    page = told(house)
    last = page.entries[-1]
    assert last.command == "sign-decision"
    assert last.actor == f"Dr Mia ({house.people['mia'][-8:]})"
    assert last.type.startswith("Medical: approved; Medical passed")
    assert page.others == ()
    assert [fact.value for fact in page.anchor][2] == "by no witness"
