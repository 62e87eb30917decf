"""`python -m tests.validation FOLDER RUN.json …`: the validation package of this build, from runs of the features.

Writes validation.json, validation.pdf, sbom.cdx.json and sources.txt. Ends with 1 when there is a deviation; the
package is written all the same, and names it.
"""

import json
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tests.compliance.register import register
from tests.traceability import read
from tests.validation.built import build, listing
from tests.validation.installed import LOCKS, digests, qualify
from tests.validation.package import Subject, as_json, package
from tests.validation.parts import bill, parts
from tests.validation.printed import printed


def main(arguments: list[str]) -> int:
    """Build it and say where it is."""
    folder, *runs = map(Path, arguments)
    folder.mkdir(parents=True, exist_ok=True)
    installation = qualify()
    tested = Subject(build(), installation, parts(installation.installed, digests(LOCKS[0].read_text("utf-8"))))
    done = package(datetime.now(UTC), tested, register(), read([run for run in runs if run.exists()]))
    files = {
        "sbom.cdx.json": bill(tested.build, tested.parts).encode(),
        "sources.txt": "".join(f"{line}\n" for line in listing()).encode(),
    }
    told = as_json(done, {name: sha256(data).hexdigest() for name, data in files.items()})
    files["validation.json"] = json.dumps(told, indent=1, ensure_ascii=False).encode() + b"\n"
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "validation.pdf").write_bytes(printed(done, files))
    mine = sum(len(each.rows) for each in done.covered)
    print(f"{len(done.covered)} requirements, {mine} scenarios of theirs, {len(done.others)} other promises: {folder}")
    for deviation in done.deviations:
        print(f"deviation: {deviation}", file=sys.stderr)
    return int(bool(done.deviations))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
