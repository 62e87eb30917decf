"""Steps that read a signature where people do: pages, mails, and the table for other programs (21 CFR 11.50(b))."""

import csv
import io
from email.message import EmailMessage

from pytest_bdd import parsers, step, then

from tests.features.house import House
from tests.features.steps.front import Front
from tests.web.review_pages import plain
from tests.workflows.mail_server import serving
from workflows.deliver import deliver


@step(parsers.parse("the signature is read in {form}"), target_fixture="said")
def read(house: House, front: Front, form: str) -> str:
    """The whole of what is shown there, in plain text."""
    match form:
        case "the page of the owner":
            return plain(front.browser("Olga").get(f"/initiatives/{house.state().number}").text)
        case "the trail":
            return plain(front.browser("Oskar").get("/trail").text)
        case "the mail, in HTML":
            return plain(body(mailed(house), "html"))
        case "the mail, as text":
            return plain(body(mailed(house), "plain"))
        case "the exported trail":
            return str(front.browser("Oskar").client.get("/trail.csv").text)
        case _:
            raise AssertionError(f"nobody reads {form}")


@then(parsers.re(r"it says “(?P<words>Signed.+)”$"))
def says(said: str, words: str) -> None:
    assert said.count(words) == 1, said


@then(parsers.re(r"its columns are “(?P<name>.+)”, “(?P<at>.+)” and “(?P<meaning>.+)”"))
def columns(said: str, name: str, at: str, meaning: str) -> None:
    rows = csv.DictReader(io.StringIO(said.removeprefix("\ufeff")))
    found = [(row["signed by"], row["signed at"], row["meaning"]) for row in rows if row["signed by"]]
    assert found == [(name, at, meaning)]


def mailed(house: House) -> EmailMessage:
    """The owner's mail about it, by a real mail server."""
    with serving() as server:
        address = f"smtp://127.0.0.1:{server.port}"
        house.home.configure(smtp=address, url="https://clearway.example", zone="Europe/Berlin", origin="clearway/log")
        deliver(house.office, house.home)
    return next(mail for mail in reversed(server.messages) if str(mail["To"]).startswith("Olga"))


def body(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())
