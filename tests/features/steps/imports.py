"""Steps of whoever brings something in from elsewhere: whole, cut off, or altered on its way."""

import gzip

from pytest_bdd import parsers, step

from tests.features.steps.machine import Machine

EVENT = (
    '<event><string key="concept:name" value="Permit {what}"/>'
    '<date key="time:timestamp" value="2017-01-09T0{hour}:00:00+00:00"/></event>'
)
CASE = '<trace><string key="concept:name" value="permit {number}"/>{events}</trace>'


def log_of_two_cases() -> str:
    steps = ("SUBMITTED by EMPLOYEE", "APPROVED by ADMINISTRATION", "FINAL_APPROVED by SUPERVISOR")
    events = "".join(EVENT.format(what=what, hour=8 + place % 2) for place, what in enumerate(steps))
    cases = "".join(CASE.format(number=number, events=events) for number in (1, 2))
    return f'<?xml version="1.0"?><log xes.version="1.0">{cases}</log>'


@step(parsers.re(r"somebody brings a log of two cases, (?P<how>.+)"))
def brings(machine: Machine, how: str) -> None:
    packed = gzip.compress(log_of_two_cases().encode(), mtime=0)
    altered = bytearray(packed)
    altered[-6] ^= 1  # in the check sum of what was packed
    made = {
        "cut off in the middle": packed[: len(packed) // 2],
        "with one byte altered": bytes(altered),
        "with a case left open": log_of_two_cases().replace("</trace></log>", "</log>").encode(),
    }
    machine.files["log"] = machine.folder / "log.xes.gz"
    machine.files["log"].write_bytes(made[how])


@step("it is replayed at the machine")
def replayed(machine: Machine) -> None:
    machine.coe("replay", str(machine.files["log"]))
