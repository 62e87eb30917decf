"""An auditor to whom a file is shown: the offline verifier with the log's key, and two PDF tools that are not ours."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

from coe.packet.seal import CERTIFICATE, certificate_fingerprint
from governance.__main__ import main
from tests.tamper.naming import Said
from tests.tamper.site import Site


def shown_to_an_auditor(site: Site, data: bytes) -> Said:
    """What each says against the file; "" for nothing."""
    if not data.startswith(b"%PDF"):
        return {"verifier": verifier(site, data)}
    knowing = verifier(site, data, "--seal", certificate_fingerprint(site.house.bureau.home.keys))
    said: Said = {"verifier": verifier(site, data), "fingerprint": knowing}
    return said | {"pyHanko": pyhanko(site, data), "pdfsig": pdfsig(site, data)}


def verifier(site: Site, data: bytes, *more: str) -> str:
    """Every *no* of `python -m governance verify`, asked with what else the auditor brings."""
    keys, file = site.home.folder / "keys.txt", site.home.folder / "shown"
    trusted = (*site.house.keys, site.house.witness.public)
    keys.write_text("".join(f"{key.vkey()}\n" for key in trusted), encoding="ascii")
    file.write_bytes(data)
    with redirect_stdout(StringIO()) as told:
        main(["verify", str(file), "--keys", str(keys), "--json", "--witnesses", str(site.demanded), *more])
    site.printed = told.getvalue()
    answers = json.loads(site.printed)["answers"]
    return "\n".join(f"{answer['question']}: {line}" for answer in answers for line in answer["contradictions"])


def pyhanko(site: Site, data: bytes) -> str:
    """What pyHanko says of the seal, trusting the office's certificate alone, as auditors were given it."""
    # It runs an event loop of its own, which it cannot on the thread of a worker that drives a browser.
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(_validated, site, data).result()


def _validated(site: Site, data: bytes) -> str:
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    moment = datetime.fromtimestamp(site.clock.now() / 1000, UTC)
    certificate = site.house.bureau.home.keys / CERTIFICATE
    root = load_cert_from_pemder(str(certificate))  # type: ignore[no-untyped-call]  # pyHanko's own
    trust = ValidationContext(trust_roots=[root], moment=moment)
    try:
        seals = PdfFileReader(BytesIO(data)).embedded_signatures
        if not seals:
            return "no signature"
        status = validate_pdf_signature(seals[0], signer_validation_context=trust, skip_diff=True)
    except (PdfError, SigningError, SignatureValidationError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    # To explain what was appended takes pyHanko seconds; to a seal that permits nothing, that something was is enough.
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    good = status.intact and status.valid and status.trusted and whole
    return "" if good else f"{status.summary()}, {status.coverage.name if status.coverage else ''}"


def pdfsig(site: Site, data: bytes) -> str:
    """What poppler's pdfsig says of the seal, without asking whose certificate it is."""
    file = Path(site.home.folder / "shown.pdf")
    file.write_bytes(data)
    done = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if "Signature is Valid" in said and "Total document signed" in said:
        return ""
    lines = [line.strip(" -") for line in said.splitlines() if "Validation" in line or "signed" in line]
    return "; ".join(lines) or said.strip()
