"""Steps of whoever looks for a record by words."""

from pytest_bdd import parsers, then

from coe.database import reading
from coe.search.finding import best, counted
from coe.search.words import Query
from tests.features.house import House
from web.rows.people import pools_of
from web.rows.records import Library
from web.rows.reviews import published
from web.site.findable import findable


def found(house: House, name: str, words: str) -> list[str]:
    query, person, now = Query.of(words), house.people[name], house.clock.now()
    with reading(house.office.engine) as connection:
        laws = Library().by_digest(connection, published(connection)).values()
        admitted = findable(connection, person, pools_of(connection, person, now), laws, now)
        rows = best(connection, query, admitted)
        assert sum(counted(connection, query, admitted).values()) == len(rows)
    return [row.number for row in rows]


@then(parsers.re(r"(?P<name>\w+) finds the leaflet by “(?P<words>.+)”"))
def finds(house: House, name: str, words: str) -> None:
    assert found(house, name, words) == [house.state().number]


@then(parsers.re(r"(?P<name>\w+) finds nothing by “(?P<words>.+)”"))
def finds_nothing(house: House, name: str, words: str) -> None:
    assert found(house, name, words) == []
