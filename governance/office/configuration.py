"""The law of the configuration (EU GMP Annex 11 §10): only what differs is recorded, by the machine, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from governance.errors import Forbidden, OutOfOrder, Refused
from governance.formats.jcs import encode
from governance.law.pools import SYSTEM
from governance.record import commands as c
from governance.record import events as e


@dataclass(frozen=True)
class Configuration:
    """What was recorded last; empty while nothing was."""

    digest: str = ""
    release: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


def configuration_digest(release: str, parts: Mapping[str, str]) -> str:
    """SHA-256 (hex) over release and parts, domain-separated."""
    return sha256(b"clearway/configuration/v1\x00" + encode([release, dict(parts)])).hexdigest()


def differing(before: Configuration, release: str, parts: Mapping[str, str]) -> tuple[str, ...]:
    """Every part that is new, gone or other than before, `release` first; sorted."""
    names = sorted(before.parts.keys() | parts.keys())
    changed = tuple(name for name in names if before.parts.get(name) != parts.get(name))
    return changed if before.release == release else ("release", *changed)


def decide_configuration(
    state: Configuration, command: c.RecordConfiguration, actor: str
) -> tuple[e.ConfigurationRecorded, ...]:
    """The event, or `Refused`."""
    if actor != SYSTEM:
        raise Forbidden(
            "system-only", "This is not recorded by hand.", "It is read off the machine.", "Use `coe config`."
        )
    if command.digest != configuration_digest(command.release, command.parts):
        raise Refused(
            "digest", "This was not recorded.", "The digest is not that of release and parts.", "Compute it again."
        )
    changed = differing(state, command.release, command.parts)
    if not changed:
        raise OutOfOrder("unchanged", "Nothing was recorded.", "It is as recorded last.", "Nothing is to be done.")
    return (e.ConfigurationRecorded(command.digest, command.release, command.parts, command.reason, changed),)


def evolve_configuration(event: e.ConfigurationRecorded) -> Configuration:
    """The next state; total."""
    return Configuration(event.digest, event.release, event.parts)
