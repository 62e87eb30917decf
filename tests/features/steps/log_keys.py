"""Steps of the log's key: handing over, revoking, and whoever puts another in its place."""

import os
import subprocess
import sys

from pytest_bdd import parsers, step, then

from coe import acts
from coe.database import reading
from coe.evidence.keys import FILE, NEXT, declare, log_key, next_key, own_keys
from coe.evidence.log_verify import verify
from coe.evidence.rotation import revoke, rotate, signed_by_both
from coe.founding import new_seed
from coe.packet.extract import extract
from governance.ledger.note import open_checkpoint, parse_vkey
from governance.office.keys import LOG, LogKeys
from governance.record import commands as c
from tests.features.house import House
from tests.features.steps.packets import Case
from tests.features.steps.witnesses import sealed

OVERLAP_DAYS = 90


@step("the log's key is declared")
def declared(house: House) -> None:
    declare(house.office, log_key(house.home, house.clock))


@step("the auditor keeps the key of the log")
def keeps_key(house: House, case: Case) -> None:
    case.keys = case.folder / "keys.txt"
    case.keys.write_text(log_key(house.home, house.clock).public.vkey() + "\n")


@then(parsers.re(r"the auditor is told: “(?P<words>.+)”"))
def auditor_told(case: Case, words: str) -> None:
    assert words in " ".join(map(str, case.answers["signed"]["limits"])), case.answers  # type: ignore[call-overload]


@step("the evidence of the leaflet is handed to the auditor")
@step("the evidence of the leaflet, with the log's keys in it, is handed to the auditor")
def hands_evidence(house: House, case: Case) -> None:
    note = sealed(house)
    with reading(house.office.engine) as connection:
        case.hold("evidence.json", extract(connection, house.record_id(), note).encode())


@step("the log's key hands over to a new one")
def hands_over(house: House) -> None:
    rotate(house.office, house.home, "Yearly change", OVERLAP_DAYS)


@step("the log's key hands over, and power fails before its file is moved")
def hands_over_half(house: House) -> None:
    old = log_key(house.home, house.clock)
    heir = next_key(house.home, old.origin)
    note, names = signed_by_both(old, heir), (old.public.vkey(), heir.public.vkey())
    house.send(LOG, "system", acts.reasoned(lambda why: c.RotateKey(*names, note, why, 30), "Yearly", new_seed()))


@then("the new key is in use")
def new_in_use(house: House) -> None:
    assert not (house.home.keys / NEXT).exists()
    assert keys(house).current == log_key(house.home, house.clock).public.vkey()
    assert len(keys(house).lives) == 2


def keys(house: House) -> LogKeys:
    state = house.reader.look(LOG)[0].state
    assert isinstance(state, LogKeys)
    return state


@then("the whole log verifies with the key the auditor keeps")
def verifies_whole(house: House, case: Case) -> None:
    report = verify(house.office.engine, house.office.law, keys=[parse_vkey(case.keys.read_text().strip())])
    assert report.intact, report.problems
    assert report.signed is not None
    assert report.signed > 1


@step("somebody puts another key in the place of the log's")
def swaps(house: House) -> None:
    next_key(house.home, log_key(house.home, house.clock).origin)
    (house.home.keys / NEXT).replace(house.home.keys / FILE)


@step("the old key is revoked")
def revokes_old(house: House) -> None:
    revoke(house.office, keys(house).lives[0].vkey, "Left on a stick", house.clock.now())


@then("only the new key signs the log")
def only_new(house: House) -> None:
    key = log_key(house.home, house.clock)
    signed = open_checkpoint(sealed(house), own_keys(keys(house)))[1].keys
    assert signed == {key.public}


@step("somebody tries to revoke the key in use")
def revokes_current(house: House) -> None:
    house.try_to(lambda: revoke(house.office, keys(house).current, "By mistake", house.clock.now()))


@step("the file of the log's key becomes readable by others")
def opens_file(house: House) -> None:
    (house.home.keys / FILE).chmod(0o644)


@then("no program starts: “chmod 600”")
def no_start(house: House) -> None:
    web = [sys.executable, "-m", "coe.cli.main", "web", "--port", "0"]  # it would become the server: apart, and timed
    home = {**os.environ, "COE_HOME": str(house.home.folder)}
    refused = subprocess.run(web, env=home, capture_output=True, text=True, timeout=30, check=False)
    assert refused.returncode == 1
    assert "chmod 600" in refused.stderr
