"""What was built: the commit, and one digest over every file that ships."""

import subprocess
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("coe", "governance", "web", "workflows")
NAME = "clearway-coe"


@dataclass(frozen=True, slots=True)
class Build:
    """`sources` is the SHA-256 of a list: digest and path of every shipped file, in the order of paths."""

    name: str
    version: str
    commit: str
    changed: bool
    sources: str
    files: int


def listing(root: Path = ROOT) -> list[str]:
    """`SHA-256  path` of every shipped file; what an interpreter leaves behind is no part of it."""
    found = (path for folder in SHIPPED for path in (root / folder).rglob("*") if path.is_file())
    kept = (path for path in found if "__pycache__" not in path.parts)
    names = sorted((path.relative_to(root).as_posix(), path) for path in kept)
    return [f"{sha256(path.read_bytes()).hexdigest()}  {name}" for name, path in names]


def build(root: Path = ROOT) -> Build:
    """The build of this tree; outside a repository the commit is not known."""
    lines = listing(root)
    digest = sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    commit = _git(root, "rev-parse", "HEAD") or "not known: no repository"
    changed = bool(_git(root, "status", "--porcelain", "--", *SHIPPED))
    return Build(NAME, metadata.version(NAME), commit, changed, digest, len(lines))


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
