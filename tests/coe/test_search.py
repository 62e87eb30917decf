"""What words find, the same on both databases: a real office, a real index, and what it forgets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select, text, true, update

from coe import acts
from coe.acts import Judgement
from coe.database import reading, writing
from coe.erasing import Named, erase_answer, forget_commits
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.migrate import migrate
from coe.rebuild import rebuild
from coe.search.finding import MOST_WEIGHED, Part, best, by_number, counted, places
from coe.search.words import Query, folded
from coe.tables import chosen_option, contributor, gate_open, passage
from governance.formats.jcs import Json
from governance.record import commands as c
from tests.coe.evidence_office import LAW, SECTION, Bureau, bureau
from tests.coe.test_erasing import order

FIELDS: list[Json] = [
    *SECTION["fields"],  # type: ignore[misc]  # it is a list
    {"name": "land", "kind": "choice", "options": [{"de": "Deutschland"}, {"fr": "France"}]},
    {"name": "leaflet", "kind": "file", "accept": ["pdf"]},
    {"name": "steps", "kind": "table", "columns": [{"name": "what", "kind": "line"}, {"name": "by", "kind": "line"}]},
]
SEARCHED: dict[str, Json] = {**LAW, "form": [{**SECTION, "fields": FIELDS}]}
FILE: Json = {"file": "ab" * 32, "name": "Patientenbroschüre_v2.pdf", "size": 9, "type": "pdf"}
ANSWERS: dict[str, Json] = {
    "title": "Leaflet for München", "who": "Told by Mia, a nurse", "story": "Nights are long — naïve café Łódź",
    "land": "de", "steps": [{"what": "Phone the pharmacy", "by": "Olga"}], "leaflet": FILE,
}  # fmt: skip
FOUND = (
    "LEAFL", "munch", "münchen", "Mu\u0308nchen", "cafe lodz", "nurse", "deutschl", "pharmacy phone",
    "patientenbroschure", "v2.pdf", '"pharmacy olga"', '"nights are long"', "leaflet nurse shorter",
    "where is the code", "on page two",
    "because of the budget", "PCE-2026-0001", "pce 2026", "ﬁrst", "NIGHTS \U0001f31b long", "long \u202e naive",
    "\0leaflet\0", "'leaflet'", "(leaflet", "leaflet*", "night", "MUNCHEN:", "-leaflet", "leaflet ^",
)  # fmt: skip
NOT_FOUND = (
    "eaflet", "leaflet zebra", '"long are nights"', '"leafl"', "", " ", "\0", "*", '"', '""', "\U0001f31b", "()",
    "a" * 10_000,
    "x" * 2_000 + " leaflet", "NEAR(zebra leaflet, 2)", "zebra OR leaflet", "leaflet AND",
    "title:leaflet", "%", "_", "'); --", "\u202e",
    "m\u0308",
)  # fmt: skip


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[Bureau]:
    made = bureau(tmp_path, url=database_url, law=SEARCHED)
    yield made
    made.engine.dispose()

ADDED = ("passage", "chosen_option", "contributor")


def talked(house: Bureau) -> None:
    """One record with answers, a request, a question, a reason."""
    house.submits(ANSWERS)
    house.does("mia", acts.reasoned(lambda said: c.AskQuestion("medical", "", said), "Where is the code?", bytes(32)))
    house.does("olga", acts.reasoned(lambda said: c.AnswerQuestion("q1", said), "On page two.", b"1" * 32))
    asked = Judgement("request changes", note="First things first", requests=(("story", "Make it shorter."),))
    house.says("mia", "medical", asked)
    house.reasoned(c.Withdraw, "olga", "Because of the budget")


def hits(engine: Engine, words: str) -> list[str]:
    query = Query.of(words)
    if not query.terms:
        return []
    with reading(engine) as connection:
        rows = best(connection, query, true())
        assert sum(counted(connection, query, true()).values()) == len(rows)
    return [row.number for row in rows]


def test_words_find_what_they_say_and_no_text_is_an_error(house: Bureau) -> None:
    talked(house)
    found = {words: bool(hits(house.engine, words)) for words in (*FOUND, *NOT_FOUND)}
    assert found == dict.fromkeys(FOUND, True) | dict.fromkeys(NOT_FOUND, False)
    report = verify(house.engine, house.office.law)
    assert report.problems == ()
    assert list(contradictions(house.engine)) == []


def test_a_title_counts_more_than_a_mention_and_a_number_names_its_record(house: Bureau) -> None:
    house.submits({**ANSWERS, "title": "Other", "story": "zebra"})
    first = house.state()
    house.record = ""
    house.submits({**ANSWERS, "title": "Zebra crossing"})
    second = house.state()
    house.record = ""
    house.submits({**ANSWERS, "title": "Nothing"})
    assert hits(house.engine, "zebra") == [second.number, first.number]
    with reading(house.engine) as connection:
        assert by_number(connection, second.number.lower(), true()) == second.number
        assert by_number(connection, "PCE-1999-0001", true()) == ""
        assert len(best(connection, Query.of("nights"), true(), Part(first=1, most=1))) == 1
        assert best(connection, Query.of("nights"), true(), Part("else")) == ()
        assert len(best(connection, Query.of("nights"), true(), Part(statuses=("in review",)))) == 2


def test_a_word_in_very_many_records_is_not_weighed_titles_come_first_and_then_the_latest(house: Bureau) -> None:
    """As if more had been found than are weighed: the same records, by where the word stands and when they changed."""
    house.submits({**ANSWERS, "title": "Zebra crossing"})
    named = house.state().number
    for story in ("zebra, zebra, zebra", f"A zebra crosses, and then {'another day passes and ' * 40} no more."):
        house.clock.advance(1_000)
        house.record = ""
        house.submits({**ANSWERS, "title": "Other", "story": story})
    latest = house.state().number
    with reading(house.engine) as connection:
        weighed = best(connection, query := Query.of("zebra"), true())
        common = best(connection, query, true(), found=MOST_WEIGHED + 1)
        found = places(connection, query, [row.id for row in common])
    assert [row.number for row in weighed][::2] == [named, latest]
    assert [row.number for row in common] == [named, latest, weighed[1].number]
    said = [[each.name for each in found[row.id]] for row in common]
    assert said == [["title", "answer/title"], ["answer/story"], ["answer/story"]]


def test_an_answer_given_again_is_found_by_its_new_words_alone(house: Bureau) -> None:
    house.submits(ANSWERS)
    house.says("mia", "medical", Judgement("request changes", requests=(("story", "Shorter."),)))
    less = {name: value for name, value in ANSWERS.items() if name != "steps"}
    house.submits({**less, "story": "Days are short"}, {"r1": "Cut by half"})
    asked = ("nights", "pharmacy", "days short", "cut half", "leaflet")
    assert [len(hits(house.engine, words)) for words in asked] == [0, 0, 1, 1, 1]
    before = rows(house.engine)
    rebuild(house.engine, house.office.law)
    assert rows(house.engine) == before
    assert len(hits(house.engine, "days short nurse")) == 1


def made_older(engine: Engine) -> None:
    """As the release before left it."""
    gone = ["ALTER TABLE gate_open DROP COLUMN changes", "DROP INDEX initiative_rejected"]
    gone += [*(f"DROP TABLE {name}" for name in ADDED)]
    with writing(engine) as connection:
        for sql in (*gone, *(("DROP TABLE passage_words",) if engine.dialect.name == "sqlite" else ())):
            connection.execute(text(sql))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('0009')"))


def test_an_office_of_the_release_before_is_found_whole_after_it_is_migrated(house: Bureau) -> None:
    talked(house)
    before = rows(house.engine)
    made_older(house.engine)
    assert migrate(house.engine)
    assert rows(house.engine) == before
    assert len(hits(house.engine, "leaflet nurse shorter")) == 1


def test_open_gates_of_the_release_before_know_how_much_there_is_to_read_after_it(house: Bureau) -> None:
    house.submits(ANSWERS)
    sizes = select(gate_open.c.gate, gate_open.c.changes).order_by(gate_open.c.gate)
    with reading(house.engine) as connection:
        before = connection.execute(sizes).all()
    made_older(house.engine)
    assert migrate(house.engine)
    with reading(house.engine) as connection:
        assert connection.execute(sizes).all() == before
    assert any(int(row.changes) for row in before)


def rows(engine: Engine) -> list[tuple[object, ...]]:
    with reading(engine) as connection:
        return sorted(
            tuple(row) for table in (passage, chosen_option, contributor) for row in connection.execute(select(table))
        )


def test_what_was_erased_is_not_found_and_stands_in_no_index(house: Bureau, tmp_path: Path) -> None:
    talked(house)
    assert hits(house.engine, "nurse")
    erase_answer(house.office, house.home, Named(house.record, "", "who"), order(house))
    assert not hits(house.engine, "nurse")
    assert hits(house.engine, "leaflet")
    if house.engine.dialect.name == "sqlite":
        with writing(house.engine) as connection:
            connection.execute(
                text("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, 'passage_words', 'instance')")
            )
            terms = set(connection.execute(text("SELECT term FROM temp.terms")).scalars())
        assert "leaflet" in terms
        assert "nurse" not in terms
        assert b"nurse" not in b"".join(path.read_bytes() for path in tmp_path.glob("*sqlite*"))
    rebuild(house.engine, house.office.law)
    assert not hits(house.engine, "nurse")
    assert verify(house.engine, house.office.law).problems == ()


def test_a_restored_office_forgets_the_words_with_their_values(house: Bureau) -> None:
    talked(house)
    with reading(house.engine) as connection:
        commit = connection.execute(select(passage.c.commit).where(passage.c.place == "answer/who")).scalar_one()
    with writing(house.engine) as connection:
        assert forget_commits(connection, (commit,)) == 1
    assert not hits(house.engine, "nurse")


def test_words_that_say_something_else_than_the_ledger_are_noticed(house: Bureau) -> None:
    talked(house)
    with writing(house.engine) as connection:
        connection.execute(update(passage).where(passage.c.place == "title").values(words=folded("Something else")))
        connection.execute(delete(contributor))
    assert any("passage" in str(problem) for problem in verify(house.engine, house.office.law).problems)
