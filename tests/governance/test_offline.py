"""The verifier as an auditor runs it: a bare Python, a file, perhaps some keys, and nothing else."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from governance.__main__ import main
from tests.governance import proven_office as office
from tests.governance.proven_office import Log, public
from tests.governance.sealed_pdf import document, sealed, written

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


@pytest.fixture(scope="module")
def log() -> Log:
    return office.approved()


@pytest.fixture(scope="module")
def evidence(log: Log) -> bytes:
    return log.evidence().encode()


def packet(evidence: bytes, manifest: bytes | None = None) -> bytes:
    """A PDF sealed in form, with evidence and manifest inside."""
    listed = f"{sha256(evidence).hexdigest()}  evidence.json\n".encode() if manifest is None else manifest
    return sealed(written(document({b"evidence.json": evidence, b"MANIFEST": listed})))


@pytest.fixture
def files(tmp_path: Path, evidence: bytes) -> Path:
    (tmp_path / "evidence.json").write_bytes(evidence)
    (tmp_path / "packet.pdf").write_bytes(packet(evidence))
    (tmp_path / "keys.txt").write_text(f"# the log\n\n   # indented\n  {public().vkey()}  \n", encoding="utf-8")
    (tmp_path / "other.txt").write_text(public("other.test/log").vkey() + "\n", encoding="utf-8")
    return tmp_path


def flat(text: str) -> str:
    """A page as one line: a sentence may be broken anywhere."""
    return " ".join(text.split())


def asked(folder: Path, *arguments: str, flags: tuple[str, ...] = ("-S",)) -> subprocess.CompletedProcess[str]:
    """The verifier in a process of its own, in the repository's folder."""
    words = [sys.executable, *flags, "-m", "governance", "verify", *arguments]
    return _run(words, ROOT)


def _run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        words, cwd=folder, env=clean, capture_output=True, text=True, timeout=SECONDS, check=False, encoding="utf-8"
    )


def test_a_bare_python_says_yes_three_times_of_evidence_and_packet(files: Path) -> None:
    for name in ("evidence.json", "packet.pdf"):
        done = asked(files, str(files / name), "--keys", str(files / "keys.txt"))
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("YES") == 3
        assert sha256((files / name).read_bytes()).hexdigest() in done.stdout


def test_nothing_but_the_standard_library_is_loaded(files: Path) -> None:
    """Isolated: no site-packages, no environment, no folder of the user."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from governance.__main__ import main\n"
        f"code = main(['verify', {str(files / 'packet.pdf')!r}])\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(loaded - sys.stdlib_module_names - {'governance', '__main__'}))\n"
        "sys.exit(code)\n"
    )
    done = _run([sys.executable, "-I", "-S", "-c", program], files)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"
    assert "NOT ASKED" in done.stdout


def test_the_verifier_never_opens_a_socket_or_another_file(files: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from governance.__main__ import main\n"
        "import governance.formats.pdf, encodings.idna\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append((event, args)) "
        "if event.startswith(('socket.', 'subprocess.', 'os.system')) or event == 'open' else None)\n"
        f"code = main(['verify', {str(files / 'evidence.json')!r}])\n"
        "assert not [x for x in opened if x[0] != 'open'], opened\n"
        "assert [str(x[1][0]) for x in opened if not str(x[1][0]).endswith(('.py', '.pyc'))] == "
        f"[{str(files / 'evidence.json')!r}], opened\n"
        "sys.exit(code)\n"
    )
    done = _run([sys.executable, "-I", "-S", "-c", program], files)
    assert (done.returncode, done.stderr) == (0, "")


def test_without_keys_the_signature_is_not_asked_and_nothing_fails(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(files / "evidence.json")]) == 0
    out = capsys.readouterr().out
    assert "NOT ASKED" in out
    assert out.count("YES") == 2


def test_a_wrong_key_is_a_no(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(files / "packet.pdf"), "--keys", str(files / "other.txt")]) == 1
    assert "Signed by whom we trust?  NO" in capsys.readouterr().out


def test_a_forgery_is_a_no_that_names_the_entry(files: Path, capsys: pytest.CaptureFixture[str], log: Log) -> None:
    forged = office.submitted()
    events = forged.judged(office.SUBJECT, forged.signing("medical", "approve", office.MEDICAL), office.MEDICAL)
    seq = forged.forges(office.SUBJECT, events, office.OWNER).seq
    (files / "forged.json").write_bytes(forged.evidence().encode())
    assert main(["verify", str(files / "forged.json"), "--keys", str(files / "keys.txt")]) == 1
    out = capsys.readouterr().out
    assert "Lawful?    NO" in out
    assert f"  x entry {seq}: expected a lawful act; found the law refuses it" in out
    assert all(len(line) <= 80 for line in out.splitlines())


def test_json_is_one_object_for_machines(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(files / "packet.pdf"), "--keys", str(files / "keys.txt"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["file"] == "packet.pdf"
    assert [(a["question"], a["answer"]) for a in found["answers"]] == [
        ("intact", "yes"),
        ("signed", "yes"),
        ("lawful", "yes"),
    ]
    assert all(a["grounds"] and a["contradictions"] == [] for a in found["answers"])
    assert {claim["id"]: claim["found"] for claim in found["claims"]}["seal"] == "established"


def _no_keys(files: Path) -> list[str]:
    (files / "none.txt").write_text("# nothing here yet\n", encoding="utf-8")
    return ["evidence.json", "--keys", "none.txt"]


def _bad_key(files: Path) -> list[str]:
    (files / "bad.txt").write_text("not a key\n", encoding="utf-8")
    return ["evidence.json", "--keys", "bad.txt"]


def _binary_key(files: Path) -> list[str]:
    (files / "binary.txt").write_bytes(b"\xff\xfe\x00")
    return ["evidence.json", "--keys", "binary.txt"]


def _misnumbered_key(files: Path) -> list[str]:
    name, _, rest = public().vkey().partition("+")
    (files / "id.txt").write_text(f"{name}+00000000+{rest.partition('+')[2]}\n", encoding="utf-8")
    return ["evidence.json", "--keys", "id.txt"]


@pytest.mark.parametrize(
    "ask",
    [
        lambda _: ["absent.json"],
        lambda _: ["."],
        lambda _: ["evidence.json", "--keys", "absent.txt"],
        lambda _: ["evidence.json", "--keys", "."],
        _no_keys,
        _bad_key,
        _binary_key,
        _misnumbered_key,
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line_with_exit_status_two(
    ask: Callable[[Path], list[str]], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [word if word.startswith("--") else str(files / word) for word in ask(files)]
    assert main(["verify", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("verify: ")
    assert captured.err.count("\n") == 1


def test_a_wrong_command_line_is_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["verify"], ["sign", "x"], ["verify", "x", "--frobnicate"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_an_unsealed_or_changed_pdf_is_not_intact(
    files: Path, evidence: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    good = packet(evidence)
    listed = f"{sha256(evidence).hexdigest()}  evidence.json\n".encode()
    inside = document({b"evidence.json": evidence, b"MANIFEST": listed})
    lenient = {number: body.replace(b"/P 1", b"/P 2") for number, body in inside.items()}
    assert lenient != inside
    assert sealed(written(inside)) == good
    bad = {
        "unsealed": (written(inside), "not sealed"),
        "appended": (good + b"\n% more\n", "8 bytes were appended"),
        "manifest of another": (packet(evidence, f"{'0' * 64}  evidence.json\n".encode()), "MANIFEST does not name"),
        "no manifest": (packet(evidence, b""), "MANIFEST does not name"),
        "not all covered": (sealed(written(inside), spare=3), "does not cover the whole"),
        "changes allowed": (sealed(written(lenient)), "does not forbid changes"),
        "no evidence": (sealed(written(document({b"other.json": evidence}))), "no attachment named evidence.json"),
        "only a header": (b"%PDF-1.7\n", "packet: "),
    }
    for what, (data, why) in bad.items():
        (files / "bad.pdf").write_bytes(data)
        assert main(["verify", str(files / "bad.pdf")]) == 1, what
        assert why in flat(capsys.readouterr().out)


def test_evidence_swapped_by_an_update_after_the_seal_is_not_read(
    files: Path, evidence: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.governance.sealed_pdf import packed

    (files / "swapped.pdf").write_bytes(written({11: packed(b"{}")}, packet(evidence)))
    assert main(["verify", str(files / "swapped.pdf"), "--keys", str(files / "keys.txt")]) == 1
    out = capsys.readouterr().out
    assert "bytes were appended after it was sealed" in out
    assert "Lawful?    YES" in out


def test_two_hundred_damaged_files_are_answered_without_a_traceback(
    files: Path, evidence: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(2)
    originals = (evidence, packet(evidence))
    for n in range(200):
        data = bytearray(originals[n % 2])
        for _ in range(chance.randint(1, 6)):
            start = chance.randrange(len(data))
            _damage(chance, data, start)
        target = files / "damaged"
        target.write_bytes(data)
        code = main(["verify", str(target), *(["--json"] if n % 3 == 0 else [])])
        # A PDF has bytes that mean nothing; what is read from it must then be the evidence itself.
        assert code in (0, 1)
        captured = capsys.readouterr()
        assert captured.err == ""
        if code == 0 and bytes(data) not in originals:
            assert n % 2 == 1
            assert "10 entries (4 of " in captured.out


def _damage(chance: random.Random, data: bytearray, start: int) -> None:
    match chance.randrange(5):
        case 0:
            data[start] ^= 1 << chance.randrange(8)
        case 1:
            del data[start : start + chance.randrange(1, 50)]
        case 2:
            data[start:start] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
        case 3:
            del data[max(start, 10) :]
        case _:
            other = chance.randrange(len(data))
            data[start : start + 20] = data[other : other + 20]
    if not data:
        data += b"{}"


def test_texts_of_an_attacker_cannot_move_the_terminals_cursor(
    files: Path, capsys: pytest.CaptureFixture[str], log: Log
) -> None:
    fake = "\n\nSigned by whom we trust?  YES\x1b[2J\u202e\x9b"
    invented = replace(office.opened("x"), commit=fake)
    (files / "evil.json").write_bytes(replace(log.evidence(), disclosed=(invented,), subject=fake).encode())
    assert main(["verify", str(files / "evil.json")]) == 1
    out = capsys.readouterr().out
    assert "\\x1b[2J" in out
    assert all(letter.isprintable() or letter == "\n" for letter in out)
    assert not any(line.startswith("Signed") and "YES" in line for line in out.splitlines())


def test_a_terminal_that_cannot_write_a_name_gets_it_escaped(files: Path) -> None:
    strange = files / "Prüfung 検査.json"
    strange.write_bytes((files / "evidence.json").read_bytes())
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-S", "-m", "governance", "verify", str(strange)],
        cwd=ROOT, env=environment, capture_output=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Pr\\xfcfung" in done.stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("pyz") / "verify.pyz")


def _built(target: Path) -> Path:
    program = f"import runpy; print(runpy.run_path('.ci/pyz.py')['build'](__import__('pathlib').Path({str(target)!r})))"
    done = _run([sys.executable, "-c", program], ROOT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == sha256(target.read_bytes()).hexdigest()
    return target


def test_the_one_file_verifier_is_built_the_same_each_time(archive: Path, tmp_path: Path) -> None:
    assert _built(tmp_path / "again.pyz").read_bytes() == archive.read_bytes()


def test_the_page_of_the_release_names_the_file_these_sources_give(archive: Path) -> None:
    page = (ROOT / "docs" / "reference" / "verify-pyz.md").read_text(encoding="utf-8")
    digest = sha256(archive.read_bytes()).hexdigest()
    assert f"`{digest}`" in page, "the sources of the verifier changed: run `make pyz` and commit the page"


def test_the_one_file_verifier_answers_away_from_the_repository(archive: Path, files: Path) -> None:
    done = _run([sys.executable, "-I", "-S", str(archive), "verify", "packet.pdf", "--keys", "keys.txt"], files)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("YES") == 3
    done = _run([sys.executable, "-I", "-S", str(archive), "verify", "absent.pdf"], files)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
