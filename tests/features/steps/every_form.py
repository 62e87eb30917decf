"""Steps about what a signature shows wherever it is read (21 CFR 11.50), every form held against the log."""

from __future__ import annotations

from collections.abc import Iterator
from csv import DictReader
from email.message import Message
from io import StringIO

from pytest_bdd import parsers, step, then
from sqlalchemy import select, update

from coe.database import reading
from coe.manifestation import manifested
from coe.reading import values
from coe.tables import disclosure
from governance.formats.jcs import encode
from tests.features.house import House
from tests.features.moments import BERLIN
from tests.features.steps.copies import printed
from tests.features.steps.front import Front
from tests.features.steps.packets import Case
from tests.features.steps.trust import whole_log
from tests.web.review_pages import plain
from tests.workflows.mail_server import serving
from workflows.deliver import deliver


def manifestations(house: House) -> dict[str, tuple[str, str]]:
    """Of every signature on the record: the whole sentence, and its meaning, by who signed."""
    found = {}
    for each in whole_log(house):
        if each.stream == house.record and each.command_type == "sign-decision":
            signature = each.events[0].signature  # type: ignore[union-attr]  # what the command makes
            with reading(house.office.engine) as connection:
                name = str(values(connection, (signature.name,))[signature.name])
            found[name] = (manifested(name, each.at, BERLIN, signature.meaning), signature.meaning)
    assert len(found) > 3
    return found


@then("each signature says name, time with zone and meaning on the leaflet's page, on the trail and in its CSV")
def on_pages(front: Front) -> None:
    number = front.house.state().number
    page = plain(front.browser("Olga").get(f"/initiatives/{number}").text)
    trail = plain(front.browser("Aude").get(f"/trail?initiative={number}").text)
    text = front.browser("Aude").client.get(f"/trail.csv?initiative={number}").text
    exported = list(DictReader(StringIO(text)))
    for name, (sentence, meaning) in manifestations(front.house).items():
        for where, text in (("page", page), ("trail", trail)):
            assert sentence in text, (where, sentence, text)
        when = f"({sentence.rpartition('(')[2]}"
        assert any(
            (row["signed by"], row["meaning"]) == (name, meaning) and when in row["signed at"] for row in exported
        )


@then("each signature says name, time with zone and meaning in the packet")
def in_packet(front: Front, case: Case) -> None:
    text = printed(case)
    for name, (sentence, meaning) in manifestations(front.house).items():
        when = sentence.rpartition(f"{name}, ")[2].partition(" in ")[0]
        assert name in text
        assert meaning in text
        assert when in text, (when, text)


@then(parsers.re(r"the mail to (?P<to>\w+) says name, time with zone and meaning of what (?P<name>\w+) signed"))
def in_mail(house: House, to: str, name: str) -> None:
    """By the delivery function itself, through a real mail server on this machine."""
    with serving() as server:
        house.home.configure(smtp=f"smtp://127.0.0.1:{server.port}", url="https://clearway.example", origin="x/log")
        deliver(house.office, house.home)
    wanted = manifestations(house)[name][0]
    mine = [mail for mail in server.messages if str(mail["To"]).startswith(to)]
    assert any(wanted in " ".join(text.split()) for mail in mine for text in _texts(mail)), wanted


def _texts(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() == "text/plain":
            data = part.get_payload(decode=True)
            yield data.decode() if isinstance(data, bytes) else ""


@step(parsers.re(r"somebody renames (?P<name>\w+) by SQL"))
def renames(house: House, name: str) -> None:
    """Every value that opens a commitment to this name says another."""
    with house.office.engine.begin() as connection:
        said = disclosure.c.value == encode(name).decode()
        statement = update(disclosure).where(said).values(value=encode("Another Name").decode())
        assert connection.execute(statement).rowcount
        assert connection.execute(select(disclosure.c.commit).where(said)).first() is None
