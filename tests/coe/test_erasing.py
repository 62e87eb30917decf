"""Erasure in a real office: what is gone is gone from the disk, and whatever was proven before is proven still."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from coe import acts
from coe.acts import Judgement
from coe.blobs import Blobs
from coe.database import reading, writing
from coe.drafts import Draft, save
from coe.erasing import Named, Order, commits_of, erase_answer, erase_person, erasures, extent
from coe.erasure_list import Forgotten, erasure_list, forgotten_in
from coe.evidence.checkpoints import seal
from coe.evidence.keys import log_key
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.home import Home
from coe.identity import accounts
from coe.identity.account_tables import sign_in
from coe.identity.accounts import Invitation
from coe.identity.credential_errors import LoginTaken
from coe.identity.passwords import TEST_COST, Passwords
from coe.identity.totp import TotpKey
from coe.office_errors import NotErasures, UnknownRecord
from coe.packet import requests
from coe.packet.document import packet_html
from coe.packet.extract import extract
from coe.packet.record import packet_record
from coe.packet.story import packet_page
from coe.rebuild import rebuild
from coe.requests import Request
from coe.tables import disclosure, draft, entry
from governance.errors import Forbidden, Refused
from governance.record import commands as c
from governance.verifier.evidence import Evidence, read_evidence
from governance.verifier.verification import examine
from governance.verifier.verification import verify as verify_evidence
from tests.coe.evidence_office import Bureau, bureau

ANSWERS = {"title": "Leaflet", "who": "Told by Mia, a nurse, and by Dr Pat Ient", "story": "A night"}
KEY = TotpKey(bytes(32))
PASSWORDS = Passwords(TEST_COST)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Bureau]:
    """An office where Pat Ient holds a role and never signed anything."""
    made = peopled(tmp_path)
    yield made
    made.engine.dispose()


@pytest.fixture
def either(tmp_path: Path, database_url: str) -> Iterator[Bureau]:
    """The same on either database."""
    made = peopled(tmp_path, database_url)
    yield made
    made.engine.dispose()


def peopled(folder: Path, url: str = "") -> Bureau:
    made = bureau(folder, url=url)
    made.person("pat", "Dr Pat Ient", by="ada")
    made.grants("role/medical", "pat", by="ada")
    made.submits(ANSWERS)
    made.says("mia", "medical", Judgement("approve", note="Pat Ient may be quoted"))
    return made


def order(house: Bureau, actor: str = "ada") -> Order:
    return Order(house.people[actor], "Asked for by letter", house.clock.new_id(), bytes(32))


def erased(house: Bureau, who: str) -> None:
    found = extent(house.engine, house.people[who], house.clock.now())
    erase_person(house.office, house.home, found, order(house), KEY)


def account_of(house: Bureau, name: str) -> None:
    login = f"{name}@example.org"
    with writing(house.engine) as connection:
        invitation = Invitation(login, login, house.people[name], "correct horse battery")
        made = accounts.create_account(connection, invitation, PASSWORDS, KEY, house.clock.now())
        row = {"session_hash": "0" * 64, "account_id": made.id, "began_at": 1, "seen_at": 1}
        connection.execute(insert(sign_in).values(row))


def note(house: Bureau) -> bytes:
    return seal(house.engine, house.home, log_key(house.home, house.clock), house.clock) or b""


def evidence(house: Bureau) -> Evidence:
    with reading(house.engine) as connection:
        return extract(connection, house.record, note(house))


def says(house: Bureau, data: bytes) -> list[str]:
    return [answer.say for answer in verify_evidence(data, (log_key(house.home, house.clock).public,))]


def sound(house: Bureau) -> None:
    """Intact, lawful, and the same again when its tables are rebuilt."""
    for _ in range(2):
        report = verify(house.engine, house.office.law, blobs=Blobs(house.home.blobs))
        assert report.problems == ()
        assert list(contradictions(house.engine)) == []
        rebuild(house.engine, house.office.law)


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*sqlite*")))


def test_every_older_packet_still_verifies_and_a_new_one_says_erased(either: Bureau) -> None:
    before = evidence(either).encode()
    sections = either.state().sections
    erase_answer(either.office, either.home, Named(either.record, "", "who"), order(either))
    assert says(either, before) == ["yes", "yes", "yes"]
    after = evidence(either)
    assert says(either, after.encode()) == ["yes", "yes", "yes"]
    assert either.state().sections == sections
    key = log_key(either.home, either.clock).public
    page = packet_page(packet_record(after, "UTC"), examine(after.encode(), (key,)), "ab" * 32, key)
    html = packet_html(page).html
    assert "(erased)" in html
    assert "nurse" not in html
    sound(either)


def test_a_person_who_never_signed_is_forgotten_whole_with_what_they_hold_and_what_names_them(either: Bureau) -> None:
    account_of(either, "pat")
    with writing(either.engine) as connection:
        save(connection, Draft(either.clock.new_id(), either.people["pat"], "piece", answers={"who": "me"}))
    found = extent(either.engine, either.people["pat"], either.clock.now())
    assert not found.signed
    assert [(one.field, found.pools, found.drafts, found.kept) for one in found.answers] == [
        ("who", ("role/medical",), 1, 1)
    ]
    erased(either, "pat")
    with reading(either.engine) as connection:
        texts = " ".join(connection.execute(select(disclosure.c.value)).scalars())
        assert "pat@example.org" not in texts
        assert "Dr Pat Ient" not in texts
        assert "nurse" not in texts
        assert "Pat Ient may be quoted" in texts, "a note stays with its decision"
        assert connection.execute(select(draft.c.id)).first() is None
        assert connection.execute(select(sign_in.c.ended_at)).scalar_one() is not None
        assert accounts.find_by_login(connection, "pat@example.org") is None
    sound(either)
    again = extent(either.engine, either.people["pat"], either.clock.now() + 1)
    assert (again.answers, again.kept, again.pools, again.drafts) == ((), 0, (), 0)


def test_a_login_that_was_erased_is_never_given_again_though_nobody_can_read_it(house: Bureau) -> None:
    account_of(house, "pat")
    erased(house, "pat")
    fresh = Invitation("PAT@example.org", "other@example.org", house.clock.new_id(), "correct horse battery")
    with pytest.raises(LoginTaken), writing(house.engine) as connection:
        accounts.create_account(connection, fresh, PASSWORDS, KEY, 1)


def test_the_printed_name_of_whoever_signed_stays_with_what_they_signed(house: Bureau) -> None:
    found = extent(house.engine, house.people["mia"], house.clock.now())
    assert found.signed
    with pytest.raises(Refused, match="a signature keeps its printed name"):
        erase_person(house.office, house.home, replace(found, signed=False), order(house), KEY)
    erased(house, "mia")
    with reading(house.engine) as connection:
        texts = " ".join(connection.execute(select(disclosure.c.value)).scalars())
    assert "Dr Mia" in texts
    assert "mia@example.org" not in texts
    assert packet_record(evidence(house), "UTC").names[house.people["mia"]] == "Dr Mia"
    sound(house)


def test_a_signature_in_the_same_breath_keeps_its_name(house: Bureau) -> None:
    """The decision is staged and not yet written when the erasure is judged."""
    why = house.text("why")
    stream = f"person/{house.people['pat']}"
    house.grants("committee/board", "pat", "chair", by="ada")
    signer = acts.Signer(house.names["pat"], bytes(32))
    act = acts.decision(house.law(), house.state(), "board", Judgement("approve"), signer)
    both = (
        Request("one", house.stream, house.people["pat"], act.command, act.disclosures),
        Request("two", stream, house.people["ada"], c.ErasePerson(why.commit, name=True), (why,)),
    )
    signed, refused = house.office.batch(both)
    assert not isinstance(signed, Exception), signed
    assert isinstance(refused, Refused)
    assert refused.code == "name-signed"


def test_nothing_erased_is_left_in_the_files_of_sqlite(tmp_path: Path) -> None:
    made = bureau(tmp_path)
    made.submits(ANSWERS)
    assert b"nurse" in on_disk(tmp_path)
    erase_answer(made.office, made.home, Named(made.record, "", "who"), order(made))
    assert b"nurse" not in on_disk(tmp_path)
    made.engine.dispose()


def test_a_second_click_erases_once(house: Bureau) -> None:
    asked, answer = order(house), Named(house.record, "", "who")
    first = erase_answer(house.office, house.home, answer, asked)
    assert erase_answer(house.office, house.home, answer, asked).seq == first.seq


def test_an_administrator_whose_name_is_asked_for_is_not_erased_by_themselves(house: Bureau) -> None:
    found = extent(house.engine, house.people["ada"], house.clock.now())
    with pytest.raises(Forbidden):
        erase_person(house.office, house.home, replace(found, pools=()), order(house), KEY)


def test_nobody_is_erased_whom_nobody_knows(house: Bureau) -> None:
    with pytest.raises(UnknownRecord):
        extent(house.engine, "nobody", 1)


def test_the_packet_kept_for_download_is_thrown_away_and_made_again(house: Bureau) -> None:
    requests.keep(house.home, house.record, b"%PDF", 1)
    erase_answer(house.office, house.home, Named(house.record, "", "who"), order(house))
    assert requests.made(house.home, house.record) is None


@pytest.mark.parametrize("who", ["pat", "mia"])
def test_no_kept_packet_outlives_an_erasure_whoever_owns_its_record(house: Bureau, who: str) -> None:
    """Mia only decided on it and Pat is only named in a note; what a packet prints of either is not searched for."""
    for record in (house.record, "0a"):
        requests.keep(house.home, record, b"%PDF", 1)
    requests.give_up(house.home, "0b", "Dr Pat Ient could not be printed")
    requests.ask(house.home, "0c")
    erased(house, who)
    assert [requests.made(house.home, record) for record in (house.record, "0a")] == [None, None]
    assert requests.failure(house.home, "0b") == ""
    assert requests.asked(house.home) == ("0c",)


def test_a_value_that_is_there_again_is_noticed(house: Bureau) -> None:
    with reading(house.engine) as connection:
        rows = connection.execute(select(disclosure)).mappings().all()
    erase_answer(house.office, house.home, Named(house.record, "", "who"), order(house))
    with reading(house.engine) as connection:
        left = set(connection.execute(select(disclosure.c.commit)).scalars())
    with writing(house.engine) as connection:
        connection.execute(insert(disclosure), [dict(row) for row in rows if row["commit"] not in left])
    found = verify(house.engine, house.office.law).problems
    assert ["its value is there again" in str(problem) for problem in found] == [True]


def test_the_list_of_erasures_names_exactly_what_was_erased_and_only_of_this_log(house: Bureau, tmp_path: Path) -> None:
    erased(house, "pat")
    key = log_key(house.home, house.clock).public
    with reading(house.engine) as connection:
        data = erasure_list(connection, note(house))
        told = tuple(commit for one, _ in erasures(connection) for commit in commits_of(one))
    assert len(told) == 3
    assert forgotten_in(data, (key,)) == Forgotten(told, (house.people["pat"],))
    assert forgotten_in(evidence(house).encode(), (key,)).commits == told[:1], (
        "a packet proves the erasures of its record"
    )
    other = log_key(Home(tmp_path / "other").prepare(), house.clock).public
    with pytest.raises(NotErasures):
        forgotten_in(data, (other,))


def test_a_made_up_list_erases_nothing(house: Bureau) -> None:
    erased(house, "pat")
    key = log_key(house.home, house.clock).public
    with reading(house.engine) as connection:
        found = read_evidence(erasure_list(connection, note(house)))
        other = bytes(connection.execute(select(entry.c.bytes).where(entry.c.seq == 0)).scalar_one())
    forged = replace(found, entries=(replace(found.entries[0], data=other), *found.entries[1:]))
    with pytest.raises(NotErasures, match="proves no erasure"):
        forgotten_in(forged.encode(), (key,))
