"""Who may have what forgotten: administrators, never themselves; what goes follows from the record alone."""

from dataclasses import replace

import pytest

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.law.erasing import erased_answer, erased_person
from governance.law.pools import FOREVER, SYSTEM, Facts, Holding, Person, Pool, evolve_person
from governance.office.office_law import advance, judge
from governance.record import commands as c
from governance.record import events as e
from governance.record.state import Initiative, evolve

NAME, EMAIL, WHY, ONE, TWO = "a" * 64, "b" * 64, "c" * 64, "d" * 64, "e" * 64
FACTS = Facts({"role/administrator": Pool((Holding("ada", "", False, 0, FOREVER, {}),))})
KNOWN = Person(registered=True, name=NAME, email=EMAIL)


def submitted(words: str) -> e.Submitted:
    return e.Submitted("piece", {"who": {"commit": words}, "title": "T"}, {}, {}, "f" * 64, "P-1", "olga", 1, "T1", {})


def test_the_address_goes_and_the_name_with_it_only_where_asked() -> None:
    assert erased_person("olga", KNOWN, FACTS, c.ErasePerson(WHY), "ada", 1).commits == (EMAIL,)
    assert erased_person("olga", KNOWN, FACTS, c.ErasePerson(WHY, name=True), "ada", 1).commits == (EMAIL, NAME)


@pytest.mark.parametrize("actor", ["olga", SYSTEM, "ben"])
def test_nobody_but_an_administrator_erases_anything(actor: str) -> None:
    with pytest.raises(Forbidden, match="for administrators"):
        erased_person("olga", KNOWN, FACTS, c.ErasePerson(WHY), actor, 1)
    with pytest.raises(Forbidden, match="for administrators"):
        erased_answer(FACTS, Initiative(confided={"who": (ONE,)}), c.EraseAnswer("who", WHY), actor, 1)


def test_the_office_itself_erases_nobody_not_even_while_it_is_founded() -> None:
    with pytest.raises(Forbidden):
        erased_person("olga", KNOWN, Facts({}), c.ErasePerson(WHY), SYSTEM, 1)


def test_nobody_erases_themselves() -> None:
    with pytest.raises(Forbidden, match="Nobody erases themselves"):
        erased_person("ada", KNOWN, FACTS, c.ErasePerson(WHY), "ada", 1)


def test_what_was_erased_is_not_erased_again_but_a_name_can_follow_its_address() -> None:
    once = evolve_person(KNOWN, e.PersonErased(WHY, (EMAIL,)))
    with pytest.raises(OutOfOrder, match="erased before"):
        erased_person("olga", once, FACTS, c.ErasePerson(WHY), "ada", 2)
    assert erased_person("olga", once, FACTS, c.ErasePerson(WHY, name=True), "ada", 2).commits == (NAME,)


def test_an_erasure_needs_its_reason_and_somebody_known() -> None:
    with pytest.raises(Refused, match="needs a reason"):
        erased_person("olga", KNOWN, FACTS, c.ErasePerson(""), "ada", 1)
    with pytest.raises(Refused, match="needs a reason"):
        erased_answer(FACTS, Initiative(confided={"who": (ONE,)}), c.EraseAnswer("who", ""), "ada", 1)
    with pytest.raises(Refused, match="unknown"):
        erased_person("olga", Person(), FACTS, c.ErasePerson(WHY), "ada", 1)


def test_an_answer_is_erased_in_every_round_and_only_once() -> None:
    state = evolve(evolve(Initiative(), submitted(ONE), "olga", 1), submitted(TWO), "olga", 2)
    state = evolve(state, submitted(TWO), "olga", 3)
    erased = erased_answer(FACTS, state, c.EraseAnswer("who", WHY), "ada", 4)
    assert erased.commits == (ONE, TWO)
    after = evolve(state, erased, "ada", 4)
    assert after.answers == state.answers, "what the sections' digests cover does not change"
    with pytest.raises(Refused, match="holds no personal answer"):
        erased_answer(FACTS, after, c.EraseAnswer("who", WHY), "ada", 5)


def test_an_answer_that_is_not_personal_cannot_be_named() -> None:
    state = evolve(Initiative(), submitted(ONE), "olga", 1)
    with pytest.raises(Refused) as refused:
        erased_answer(FACTS, state, c.EraseAnswer("title", WHY), "ada", 2)
    assert refused.value.data == {"fields": ["who"]}


def test_an_answer_written_after_an_erasure_can_be_erased_too() -> None:
    state = evolve(Initiative(), submitted(ONE), "olga", 1)
    state = evolve(state, e.AnswerErased("who", WHY, (ONE,)), "ada", 2)
    state = evolve(state, submitted(TWO), "olga", 3)
    assert erased_answer(FACTS, state, c.EraseAnswer("who", WHY), "ada", 4).commits == (TWO,)


def test_whoever_was_erased_is_given_nothing_any_more() -> None:
    gone = replace(KNOWN, forgotten=frozenset({EMAIL}))
    facts = replace(FACTS, people={"olga": gone})
    asked = c.Stamped(c.Grant("olga", 1, 0, WHY), "ada", 1)
    with pytest.raises(Refused, match="never reused"):
        judge("role/medical", Pool(), facts, asked)


def test_the_door_into_the_law_knows_the_erasure_of_a_person() -> None:
    events = judge("person/olga", KNOWN, FACTS, c.Stamped(c.ErasePerson(WHY), "ada", 1))
    after = advance(KNOWN, events[0], "ada", 1)
    assert isinstance(after, Person)
    assert after.forgotten == {EMAIL}
