"""Where bundles are kept in the data folder."""

from pathlib import Path

from coe.home import PRIVATE_FOLDER, Home

MADE, SAID = ".zip", ".json"


def folder_of(home: Home) -> Path:
    """The folder, made where it is missing."""
    folder = home.folder / "bundles"
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    return folder


def forget_all(home: Home) -> None:
    """Throw away every bundle made: what was erased since may stand in one. Those handed out stay what they are."""
    for path in (home.folder / "bundles").glob(f"*{MADE}"):
        path.unlink(missing_ok=True)
        path.with_suffix(SAID).unlink(missing_ok=True)
