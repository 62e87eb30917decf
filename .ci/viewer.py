"""bpmn.io's viewer for one browser test, fetched once by npm, held to a digest, never committed.

`python .ci/viewer.py FOLDER` leaves `bpmn-viewer.js` and its style sheets in FOLDER; nothing is fetched when they are
there already. Exit status 1 with a sentence where npm is missing, cannot fetch, or brings other bytes.
"""

import base64
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "bpmn-js@18.31.1"
INTEGRITY = "sha512-Hc7LzrgwfcBRUAdI/380Q2v1MJ115atGEVGadawLfDbHdo+r+IkmNj8fuYPFmWglUYt1KYIaC46OeX16HGTKQw=="
WANTED = {
    "package/dist/bpmn-viewer.production.min.js": "bpmn-viewer.js",
    "package/dist/assets/diagram-js.css": "diagram-js.css",
    "package/dist/assets/bpmn-js.css": "bpmn-js.css",
    "package/LICENSE": "LICENSE",
}
SECONDS = 120


def main(arguments: list[str]) -> int:
    """Fetch, check and unpack, or say what is in the way."""
    if len(arguments) != 1:
        print("usage: viewer.py FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    mark = folder / "integrity"
    if mark.exists() and mark.read_text() == INTEGRITY:
        return 0
    npm = shutil.which("npm")
    if npm is None:
        return _missing("npm is not installed", "install npm (Debian and Ubuntu: apt-get install npm)")
    with tempfile.TemporaryDirectory() as scratch:
        command = [npm, "pack", PACKAGE, "--pack-destination", scratch, "--ignore-scripts", "--silent"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
            told = (problem.stderr or b"").decode(errors="replace").strip()
            return _missing(f"npm could not fetch {PACKAGE}: {told or problem}", "give npm a registry it can reach")
        (archive,) = Path(scratch).glob("*.tgz")
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != INTEGRITY:
            return _missing(f"{PACKAGE} came as {found}, expected {INTEGRITY}", "find out who changed it")
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as packed:
            for inside, name in WANTED.items():
                data = packed.extractfile(inside)
                if data is None:
                    return _missing(f"{PACKAGE} has no {inside}", "pin a version that has")
                (folder / name).write_bytes(data.read())
    mark.write_text(INTEGRITY)
    return 0


def _missing(what: str, cure: str) -> int:
    told = f"The BPMN viewer is not here, so its test will fail: {what}. To cure it, {cure}, and repeat."
    print(told, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
