"""Steps about the way to the office: in clear, under TLS, and what a browser is told."""

from pytest_bdd import parsers, step, then

from tests.features.house import PASSWORD
from tests.features.steps.front import Front
from web.app import create_app

MOVED, OK = 308, 200
ADDRESS = "https://clearway.example.org"
CLEAR = "http://clearway.example.org"


@step(parsers.re(r"the office is reached at (?P<address>https://\S+)"))
def reached_at(front: Front, address: str) -> None:
    house = front.house
    house.home.configure(address=address)
    front.app = create_app(house.home, house.office, house.clock, house.ceremony.passwords)


@step(parsers.re(r"(?P<name>\w+) asks for (?P<page>[\w’ ]+) in clear"))
def asks_in_clear(front: Front, name: str, page: str) -> None:
    del name  # in clear nobody is known
    front.note()
    front.last = front.app.test_client().get(front.address(page), base_url=CLEAR)


@step(parsers.re(r"(?P<name>\w+) sends password and code in clear"))
def sends_in_clear(front: Front, name: str) -> None:
    form = {"email": f"{name.lower()}@example.org", "password": PASSWORD, "code": front.house.code(name)}
    front.note()
    front.last = front.app.test_client().post("/sign-in", data=form, base_url=CLEAR)


@then(parsers.re(r"she is sent to (?P<address>https://\S+) and told nothing"))
def told_nothing(front: Front, address: str) -> None:
    answer = front.answer()
    assert (answer.status_code, answer.location) == (MOVED, address + front.address("the leaflet"))
    assert "Set-Cookie" not in answer.headers
    assert str(front.house.state().answers["title"]) not in answer.text


@then("under TLS her browser is told to stay there")
def told_to_stay(front: Front) -> None:
    answer = front.app.test_client().get("/sign-in", base_url=ADDRESS)
    assert answer.status_code == OK
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "Secure" in answer.headers["Set-Cookie"]
