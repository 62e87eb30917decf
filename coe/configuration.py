"""The configuration under control (EU GMP Annex 11 §10): what governs this installation is on record, and what changed
without an announcement is an incident.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib import metadata
from urllib.parse import urlsplit, urlunsplit

from coe.acts import Act, reasoned
from coe.clock import named_id
from coe.founding import new_seed
from coe.home import Home
from coe.incidents import alarm
from coe.office import Office
from coe.reading import Reader
from coe.requests import Request
from coe.reviews import SETTING
from governance.law.pools import SYSTEM
from governance.office.configuration import Configuration, configuration_digest, differing
from governance.record.commands import RecordConfiguration

STREAM = "office/configuration"
DISTRIBUTION = "clearway-coe"
PLAIN = ("address", "demo", "origin", "url", "zone")
"""Settings recorded as they are; of every other one, which may be a secret or personal, only a digest is."""
MARKS = "demo_"
"""Settings the demonstration notes its own progress in; they govern nothing."""
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What governs this installation as it is found: release, and every setting and library by name."""

    release: str
    parts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """What it is known by."""
        return configuration_digest(self.release, self.parts)


def found(home: Home, **other: str) -> Found:
    """The configuration on this machine, with `other` settings in place of those in the file. Raises BadHome."""
    settings = home.config() | other | {"database": home.database_url()}
    parts = {name: _shown(name, value) for name, value in settings.items() if not name.startswith(MARKS)}
    libraries = {f"library/{each.name.lower().replace('_', '-')}": each.version for each in metadata.distributions()}
    return Found(metadata.version(DISTRIBUTION), dict(sorted((parts | libraries).items())))


def recorded(office: Office) -> tuple[int, Configuration]:
    """How often a configuration was recorded, and the last one."""
    kept = Reader(office.engine, office.law).look(STREAM)[0]
    return kept.version, kept.state if isinstance(kept.state, Configuration) else Configuration()


def note_at_start(office: Office, home: Home) -> tuple[str, ...]:
    """Record the configuration if it differs from the last recorded; what differs. Unannounced, that is an incident.

    The first one has nothing to differ from. Raises OfficeUnavailable, BadHome.
    """
    now = found(home)
    version, before = recorded(office)
    changed = differing(before, now.release, now.parts)
    if not changed:
        return ()
    once = named_id(f"configuration/{version}/{now.digest}")
    office.handle(Request(once, STREAM, SYSTEM, RecordConfiguration(now.digest, now.release, now.parts)))
    if version:
        alarm(office, "configuration-drift", STREAM, f"configuration-drift/{version}/{now.digest}", _told(changed))
    return changed


def announce(office: Office, home: Home, reason: str, **settings: str) -> tuple[str, ...]:
    """Record a change with its reason, then make it; what changes. Without settings, what was installed is announced.

    Raises Refused where nothing changes or no reason is given, OfficeUnavailable, BadHome.
    """
    now = found(home, **settings)
    act = reasoned(partial(RecordConfiguration, now.digest, now.release, now.parts), reason, new_seed())
    changed = differing(recorded(office)[1], now.release, now.parts)
    _send(office, act)
    if settings:
        home.configure(**settings)
    return changed


def _send(office: Office, act: Act) -> None:
    office.handle(Request(office.clock.new_id(), STREAM, SYSTEM, act.command, act.disclosures))


def _shown(name: str, value: str) -> str:
    """A setting as it goes on record: plain, or its digest, never with a user and password in an address."""
    if name in PLAIN or name.startswith(SETTING):
        return value
    return f"sha256:{sha256(_without_secret(value).encode()).hexdigest()}"


def _without_secret(value: str) -> str:
    if "://" not in value:
        return value
    parts = urlsplit(value)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _told(changed: tuple[str, ...]) -> str:
    more = f" and {len(changed) - MOST_NAMED} more" if len(changed) > MOST_NAMED else ""
    return f"Since the last start these changed: {', '.join(changed[:MOST_NAMED])}{more}."
