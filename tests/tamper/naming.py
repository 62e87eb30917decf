"""What attackers and controls are called, here and in the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Attacker = Literal["sql", "sql+files", "operator", "holder"]
ATTACKERS: Final[Mapping[Attacker, str]] = {
    "sql": "Somebody with SQL access to the database",
    "sql+files": "Somebody with SQL access and the data folder, keys included",
    "operator": "The operator, with every key, the code and the clock",
    "holder": "Somebody who holds a packet",
}
Control = Literal[
    "trigger", "ceremony", "start", "intact", "lawful", "anchor", "seal", "packet", "next act", "witness",
    "verifier", "fingerprint", "pyHanko", "pdfsig",
]  # fmt: skip
Said = dict[Control, str]
TOLD: Final[Mapping[Control, str]] = {
    "trigger": "trigger",
    "ceremony": "signing ceremony",
    "start": "start of the office",
    "intact": "`coe verify` intact",
    "lawful": "`coe verify` lawful",
    "anchor": "a checkpoint kept elsewhere",
    "seal": "refusal to sign",
    "packet": "verifier of a new packet",
    "next act": "next act",
    "witness": "a witness",
    "verifier": "verifier",
    "fingerprint": "verifier with the seal's fingerprint",
    "pyHanko": "pyHanko with the office's certificate",
    "pdfsig": "pdfsig",
}
