"""Installation qualification: what is installed equals the hash-locked list, each file as it was installed."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.validation.built import NAME, ROOT

LOCKS = (ROOT / ".ci" / "requirements.txt", ROOT / ".ci" / "bootstrap.txt")
OWN = frozenset({NAME, "pip", "uv", "setuptools"})
"""Ours, and what installs: the virtual environment brings pip, the bootstrap uv."""
PINNED = re.compile(r"^([A-Za-z0-9][^\s\\]*==[^\\\n]+?)\s*\\?$", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
MUTABLE = ("direct_url.json", "INSTALLER", "REQUESTED", "RECORD")


@dataclass
class Installation:
    """What was compared with what; everything after `expected` that is not empty is a deviation."""

    lock: str = ""
    expected: dict[str, str] = field(default_factory=dict)
    installed: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    other_version: list[str] = field(default_factory=list)
    not_in_lock: list[str] = field(default_factory=list)
    files: int = 0
    altered: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        """Every deviation in a sentence."""
        return [
            *(f"{name} is in the lock and not installed." for name in self.missing),
            *(f"{name}." for name in self.other_version),
            *(f"{name} is installed and not in the lock." for name in self.not_in_lock),
            *(f"{name} is not the file that was installed." for name in self.altered),
        ]


def locked(texts: Sequence[str]) -> dict[str, str]:
    """Name and version of every line of the locks that applies to this Python and system."""
    lines = (Requirement(found) for text in texts for found in PINNED.findall(text))
    applying = (each for each in lines if each.marker is None or each.marker.evaluate())
    return {canonicalize_name(each.name): next(iter(each.specifier)).version for each in applying}


def digests(text: str) -> dict[str, list[str]]:
    """The SHA-256 of every archive a lock admits, by name."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if line and not line[0].isspace():
            pinned = PINNED.match(line)
            name = canonicalize_name(Requirement(pinned[1]).name) if pinned else ""
        elif name:
            found.setdefault(name, []).extend(HASH.findall(line))
    return found


def compare(expected: Mapping[str, str], installed: Mapping[str, str], made: Installation) -> Installation:
    """Put the differences into `made`."""
    made.expected, made.installed = dict(expected), dict(installed)
    made.missing = sorted(expected.keys() - installed.keys())
    made.not_in_lock = sorted(installed.keys() - expected.keys() - OWN)
    made.other_version = [
        f"{name} {installed[name]} is installed, the lock says {version}"
        for name, version in sorted(expected.items())
        if name in installed and Version(installed[name]) != Version(version)
    ]
    return made


def qualify() -> Installation:
    """This environment, every file of it read."""
    texts = [lock.read_text("utf-8") for lock in LOCKS]
    distributions = {canonicalize_name(each.metadata["Name"]): each for each in metadata.distributions()}
    made = Installation(lock=sha256("".join(texts).encode()).hexdigest())
    compare(locked(texts), {name: each.version for name, each in distributions.items()}, made)
    for name in sorted(distributions.keys() - OWN):
        for file, good in checked(distributions[name]):
            made.files += 1
            if not good:
                made.altered.append(f"{name}: {file}")
    return made


def checked(distribution: metadata.Distribution) -> Iterator[tuple[str, bool]]:
    """Each file of a distribution that its RECORD has a digest of, and whether it is still that file."""
    for file in distribution.files or ():
        if file.hash is None or file.hash.mode != "sha256" or file.name in MUTABLE:
            continue
        path = Path(str(distribution.locate_file(file)))
        yield str(file), path.is_file() and _digest(path) == file.hash.value


def _digest(path: Path) -> str:
    """As a RECORD writes it: URL-safe base64 without padding."""
    return urlsafe_b64encode(sha256(path.read_bytes()).digest()).decode().rstrip("=")
