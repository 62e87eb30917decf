from hypothesis import given
from hypothesis import strategies as st

from governance.law.pools import Holding, Lent, Pool

PEOPLE = ("ada", "ben", "cleo", "dan")
SINCE, UNTIL, NOW = st.integers(0, 2), st.integers(2, 4), st.integers(0, 4)
ANSWERS = {"market": "DE"}
SCOPES = st.sampled_from([{}, {"market": ("DE",)}, {"market": ("FR",)}])


def holdings() -> st.SearchStrategy[Holding]:
    person, seat = st.sampled_from(PEOPLE), st.sampled_from(["", "chair"])
    return st.builds(Holding, person, seat, st.booleans(), SINCE, UNTIL, SCOPES)


def delegations() -> st.SearchStrategy[Lent]:
    return st.builds(Lent, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), SINCE, UNTIL)


@given(
    st.lists(holdings(), max_size=6).map(tuple), st.lists(delegations(), max_size=4).map(tuple),
    st.sampled_from(PEOPLE), NOW,
)  # fmt: skip
def test_a_pool_admits_exactly_its_members(
    held: tuple[Holding, ...], lent: tuple[Lent, ...], person: str, at: int
) -> None:
    pool = Pool(held, None, lent)
    assert pool.admits(person, at, ANSWERS) == (person in pool.members(at, ANSWERS))


def test_a_grant_counts_from_its_first_moment_until_before_its_last() -> None:
    pool = Pool((Holding("ada", "", False, 1, 3, {}),))
    assert [pool.members(at, {}) for at in range(4)] == [(), ("ada",), ("ada",), ()]


def test_whoever_is_lent_authority_in_force_is_admitted_and_a_chain_of_lending_is_not() -> None:
    lent = (Lent("ada", "ben", 1, 3), Lent("ben", "cleo", 1, 3), Lent("dan", "dan", 1, 3))
    pool = Pool((Holding("ada", "", False, 0, 9, {}),), None, lent)
    assert [person for person in PEOPLE if pool.admits(person, 2, {})] == ["ada", "ben"]
    assert [person for person in PEOPLE if pool.admits(person, 3, {})] == ["ada"]
