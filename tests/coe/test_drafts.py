"""Drafts: kept whole, changed answer by answer, and parked forms given back once."""

from dataclasses import replace

from sqlalchemy import Engine

from coe import drafts
from coe.database import create, reading, writing
from coe.drafts import Change, Draft, changed, short_digest

OLGA, MIA = "018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-000000000002"
EMPTY = Draft("d", OLGA, "cx")


def change(tab: str, shown: int, was: dict[str, object], **values: object) -> Change:
    digests = {name: short_digest(value) for name, value in was.items()}  # type: ignore[arg-type]
    return Change(OLGA, "need", tab, shown, digests, values)  # type: ignore[arg-type]


def test_a_draft_is_read_as_it_was_kept(engine: Engine) -> None:
    create(engine)
    draft, _ = changed(EMPTY, change("a", 0, {}, title="x", **{"reply:r1": "done"}), 7)
    draft = replace(draft, contributors=(MIA,))
    with writing(engine) as connection:
        drafts.save(connection, draft)
    with reading(engine) as connection:
        assert drafts.find(connection, "d") == draft
        assert drafts.of_person(connection, OLGA) == (draft,)
        assert drafts.of_person(connection, MIA) == (draft,)
        assert drafts.of_person(connection, "018f") == ()


def test_an_unchanged_answer_is_no_change() -> None:
    draft, _ = changed(EMPTY, change("a", 0, {}, title="x"), 1)
    again, conflicts = changed(draft, change("b", 1, {"title": "x"}, title="x"), 2)
    assert again == draft
    assert conflicts == ()


def test_an_emptied_answer_is_taken_away() -> None:
    draft, _ = changed(EMPTY, change("a", 0, {}, title="x"), 1)
    draft, _ = changed(draft, change("a", 1, {"title": "x"}, title=None), 2)
    assert draft.answers == {}


def test_another_tabs_answer_stays_where_this_tab_did_not_touch_it() -> None:
    draft, _ = changed(EMPTY, change("a", 0, {}, title="x"), 1)
    draft, _ = changed(draft, change("a", 1, {"title": "x"}, title="new"), 2)
    draft, conflicts = changed(draft, change("b", 1, {"title": "x", "need": None}, title="x", need="y"), 3)
    assert conflicts == ()
    assert draft.answers == {"title": "new", "need": "y"}


def test_the_same_answer_changed_in_two_tabs_is_a_conflict_and_nothing_is_lost() -> None:
    draft, _ = changed(EMPTY, change("a", 0, {}, title="x"), 1)
    draft, _ = changed(draft, change("a", 1, {"title": "x"}, title="first"), 2)
    after, conflicts = changed(draft, change("b", 1, {"title": "x"}, title="second"), 3)
    assert conflicts == ("title",)
    assert after.answers == {"title": "first"}


def test_a_tab_may_go_back_to_what_it_was_loaded_with() -> None:
    draft, _ = changed(EMPTY, change("a", 0, {}, title="x"), 1)
    draft, _ = changed(draft, change("b", 1, {"title": "x"}, title="y"), 2)
    draft, conflicts = changed(draft, change("b", 1, {"title": "x"}, title="x"), 3)
    assert conflicts == ()
    assert draft.answers == {"title": "x"}


def test_only_answers_make_a_contributor_of_a_section() -> None:
    draft, _ = changed(EMPTY, replace(change("a", 0, {}, **{"reply:r1": "done"}), person=MIA), 1)
    assert draft.edits == {}
    draft, _ = changed(draft, replace(change("a", 1, {}, title="x"), person=MIA), 2)
    assert draft.edits == {"need": (MIA,)}


def test_a_parked_form_is_given_back_once_and_only_to_its_sender(engine: Engine) -> None:
    create(engine)
    with writing(engine) as connection:
        drafts.park(connection, "/drafts/d/need", OLGA, {"q-title": ["x"]}, 1)
        assert drafts.unpark(connection, "/drafts/d/need", MIA) is None
        assert drafts.of_person(connection, OLGA) == ()
        assert drafts.unpark(connection, "/drafts/d/need", OLGA) == {"q-title": ["x"]}
        assert drafts.unpark(connection, "/drafts/d/need", OLGA) is None


def test_the_fingerprint_covers_answers_and_replies() -> None:
    draft, _ = changed(EMPTY, change("a", 0, {}, title="x"), 1)
    replied, _ = changed(draft, change("a", 1, {}, **{"reply:r1": "done"}), 2)
    assert len({EMPTY.fingerprint(), draft.fingerprint(), replied.fingerprint()}) == 3
    assert replace(draft, version=9).fingerprint() == draft.fingerprint()
