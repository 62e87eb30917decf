from hypothesis import given
from hypothesis import strategies as st

from governance.pools import Holding, Lent, Pool

PEOPLE = ("ada", "ben", "cleo", "dan")
MOMENTS = st.integers(0, 4)
ANSWERS = {"market": "DE"}
SCOPES = st.sampled_from([{}, {"market": ("DE",)}, {"market": ("FR",)}])


def holdings() -> st.SearchStrategy[Holding]:
    person, seat = st.sampled_from(PEOPLE), st.sampled_from(["", "chair"])
    return st.builds(Holding, person, seat, st.booleans(), MOMENTS, MOMENTS, SCOPES)


def delegations() -> st.SearchStrategy[Lent]:
    return st.builds(Lent, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), MOMENTS, MOMENTS)


@given(
    st.lists(holdings(), max_size=6).map(tuple), st.lists(delegations(), max_size=4).map(tuple),
    st.sampled_from(PEOPLE), MOMENTS,
)  # fmt: skip
def test_a_pool_admits_exactly_its_members(
    held: tuple[Holding, ...], lent: tuple[Lent, ...], person: str, at: int
) -> None:
    pool = Pool(held, None, lent)
    assert pool.admits(person, at, ANSWERS) == (person in pool.members(at, ANSWERS))


def test_a_grant_counts_from_its_first_moment_until_before_its_last() -> None:
    pool = Pool((Holding("ada", "", False, 1, 3, {}),))
    assert [pool.members(at, {}) for at in range(4)] == [(), ("ada",), ("ada",), ()]
