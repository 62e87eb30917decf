"""The controls, each asked as people ask it. One that notices says so in words, one that does not says nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final

from coe.blobs import Blobs
from coe.cli.terminal import existing_office
from coe.database import reading
from coe.evidence.checkpoints import LAST, latest
from coe.evidence.checkpoints import seal as sign
from coe.evidence.cosignatures import ask
from coe.evidence.law_verify import contradictions
from coe.evidence.log_verify import verify
from coe.evidence.permissions import check_keys
from coe.evidence.witness import Witness
from coe.governance_law import Governance
from coe.office_errors import BadKey, NotConsistent, OfficeError, UnknownRecord
from coe.opening import second_factor_key
from coe.packet.extract import extract
from coe.requests import Request
from governance.errors import NotCosigned, Refused
from governance.ledger.commitments import disclose
from governance.record import commands as c
from governance.verifier.verification import verify as verify_evidence
from tests.tamper.naming import Control, Said
from tests.tamper.site import Site

EVIDENT: Final = ("leaflet", "poster", "film")


def start(site: Site) -> str:
    """What opening the office and its keys says."""
    check_keys(site.home)
    with existing_office(site.home):
        site.log_key()
        second_factor_key(site.home)
    return ""


def verified(site: Site, last: bytes | None) -> str:
    """What `coe verify` says with the keys that auditors have had since long."""
    with site.engine() as engine:
        report = verify(engine, Governance(), keys=site.house.keys, blobs=Blobs(site.home.blobs), last=last)
    return "\n".join(map(str, report.problems))


def intact(site: Site) -> str:
    """The same with the last checkpoint in the data folder."""
    last = site.home.keys / LAST
    return verified(site, last.read_bytes() if last.exists() else None)


def lawful(site: Site) -> str:
    """The second answer of `coe verify`."""
    with site.engine() as engine:
        return "\n".join(map(str, islice(contradictions(engine), 5)))


def seal(site: Site) -> str:
    """Whether the office still signs its log."""
    with site.engine() as engine:
        sign(engine, site.home, site.log_key(), site.clock)
    return ""


def packet(site: Site) -> str:
    """What the offline verifier says of evidence taken now, under the last checkpoint where none is signed."""
    said: list[str] = []
    with site.engine() as engine:
        try:
            note = sign(engine, site.home, site.log_key(), site.clock) or b""
        except (NotConsistent, BadKey):
            with reading(engine) as connection:
                kept = latest(connection)
            note = kept[2] if kept else b""
        for name in EVIDENT:
            try:
                with reading(engine) as connection:
                    evidence = extract(connection, site.house.records[name], note)
            except UnknownRecord:  # whoever asks for what is gone is told so; that it was there only they know
                continue
            answers = verify_evidence(evidence.encode(), site.house.keys)
            said += [f"{answer.question}: {line}" for answer in answers for line in answer.contradictions]
    return "\n".join(said)


def next_act(site: Site) -> str:
    """Whether the coordinator can still put the film on hold; what the law refuses is no notice."""
    why = disclose(b"w" * 32, "wait")
    people, stream = site.house.bureau.people, f"initiative/{site.house.records['film']}"
    try:
        with site.office() as office:
            office.handle(Request("next-act", stream, people["kim"], c.Hold(why.commit), (why,)))
    except Refused:
        pass
    return ""


def witness(site: Site) -> str:
    """What a witness says that saw the log when the office last signed it, asked to cosign what is signed now."""
    kept = shutil.copytree(site.house.witness.folder, site.home.folder / "witness", dirs_exist_ok=True)
    there = Witness(kept)
    last = there.seen(site.house.key.origin)
    assert last is not None
    with site.engine() as engine:
        request = ask(engine, there.public, last.checkpoint.size)
    try:
        there.cosign(request, site.clock.now() // 1000)
    except NotCosigned as refused:
        return str(refused)
    return ""


def anchor(site: Site) -> str:
    """`coe verify` against the checkpoint of a packet handed out: what somebody else remembers."""
    return verified(site, site.house.anchor)


_ASKED: Final[Mapping[Control, Callable[[Site], str]]] = {
    "start": start,
    "intact": intact,
    "lawful": lawful,
    "anchor": anchor,
    "seal": seal,
    "packet": packet,
    "next act": next_act,
    "witness": witness,
}


def asked(site: Site) -> Said:
    """What each control says of the office as it now is, "" where it notices nothing. A log that is not intact needs no
    further answer, and a witness is asked where nothing in the office noticed.
    """
    said: Said = {}
    for control, question in _ASKED.items():
        if control in ("lawful", "anchor") and said["intact"]:
            continue
        if control == "witness" and any(text for name, text in said.items() if name != "anchor"):
            continue
        try:
            said[control] = question(site)
        except OfficeError as error:
            said[control] = str(error)
    return said
