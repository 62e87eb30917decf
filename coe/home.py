"""The data folder: COE_HOME or `./.coe`. Everything an installation keeps lies in it, readable by its user alone."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coe.office_errors import BadHome

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@dataclass(frozen=True, slots=True)
class Home:
    """Where things are. Nothing is created before `prepare`."""

    folder: Path

    @classmethod
    def find(cls, environment: Mapping[str, str] | None = None) -> "Home":
        """The folder COE_HOME names, else `.coe` below the working directory."""
        known = os.environ if environment is None else environment
        return cls(Path(known.get("COE_HOME") or ".coe").absolute())

    @property
    def database(self) -> Path:
        """The SQLite file, where the configuration names no other database."""
        return self.folder / "office.sqlite"

    @property
    def keys(self) -> Path:
        """Signing keys, outside the database."""
        return self.folder / "keys"

    @property
    def blobs(self) -> Path:
        """Uploaded files by their SHA-256."""
        return self.folder / "blobs"

    @property
    def config_file(self) -> Path:
        """Settings of this installation, JSON."""
        return self.folder / "config.json"

    def prepare(self) -> "Home":
        """Create the folder and what belongs in it, mode 0700. Raises BadHome."""
        for folder in (self.folder, self.keys, self.blobs):
            try:
                folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
                folder.chmod(PRIVATE_FOLDER)
            except OSError as error:
                raise BadHome(
                    f"The data folder {folder} cannot be used.",
                    str(error),
                    "Set COE_HOME to a folder you may write to.",
                ) from error
        return self

    def config(self) -> dict[str, str]:
        """The settings, empty where none were made. Raises BadHome."""
        if not self.config_file.exists():
            return {}
        try:
            found = json.loads(self.config_file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise BadHome(
                f"The settings in {self.config_file} cannot be read.", str(error), "Correct the file or remove it."
            ) from error
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise BadHome(
                f"The settings in {self.config_file} cannot be used.",
                "They are not one JSON object of texts.",
                "Correct the file or remove it.",
            )
        return found

    def configure(self, **settings: str) -> None:
        """Add or replace settings, durably."""
        write_private(self.config_file, json.dumps(self.config() | settings, indent=1, sort_keys=True).encode() + b"\n")

    def settle(self, *, database: str) -> None:
        """Have the settings name this database, or with "" the one in this folder, whatever they named before."""
        kept = {name: value for name, value in self.config().items() if name != "database"}
        settings = kept | ({"database": database} if database else {})
        write_private(self.config_file, json.dumps(settings, indent=1, sort_keys=True).encode() + b"\n")

    def database_url(self) -> str:
        """COE_DATABASE_URL, else the setting `database`, else SQLite in this folder."""
        return os.environ.get("COE_DATABASE_URL") or self.config().get("database") or f"sqlite:///{self.database}"


def write_private(path: Path, data: bytes) -> None:
    """Write a file of mode 0600 whole or not at all, and on disk before this returns."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
