"""An audit bundle examined: a ZIP of many packets with the register they were drawn from, packet by packet.

The draw is made again, every packet is examined as if it had come alone, and whatever is listed and missing, or there
and not listed, is a *no*. What the office left out of its register cannot show here, and the verdict says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO
from zipfile import ZipFile

from governance.errors import Unreadable
from governance.formats.jcs import Json, decode
from governance.ledger.note import Key
from governance.verifier.brought import Beside, examined
from governance.verifier.sampling import (
    Registered,
    Selection,
    draw,
    gaps,
    population,
    population_digest,
    register_of,
    selection_of,
)
from governance.verifier.verdict import Answer, Claim, Say, Verdict

FORMAT = "clearway-bundle/1"
INDEX, REGISTER = "index.json", "register.json"
BESIDE = frozenset({INDEX, REGISTER, "index.html", "index.csv", "README.txt", "verify.pyz"})
LARGEST_LIST, LARGEST_PACKET = 256 << 20, 256 << 20
MOST_KEPT = 1_000
_SHOWN = 8


@dataclass(frozen=True)
class Listed:
    """A packet as the index lists it; without a digest it could not be made, and `why` says why."""

    id: str
    number: str
    file: str
    sha256: str
    why: str


@dataclass
class Bundle:
    """What was found; `packets` tells of each for machines."""

    packets: list[dict[str, Json]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    said: dict[str, dict[Say, int]] = field(default_factory=dict)
    contradictions: dict[str, list[str]] = field(default_factory=dict)
    limits: dict[str, None] = field(default_factory=dict)

    def count(self, number: str, verdict: Verdict) -> None:
        """Take one packet's answers in."""
        for answer in verdict.answers:
            known = self.said.setdefault(answer.question, {})
            known[answer.say] = known.get(answer.say, 0) + 1
            kept = self.contradictions.setdefault(answer.question, [])
            kept += [f"{number}: {each}" for each in answer.contradictions[: MOST_KEPT - len(kept)]]
            if answer.say == "not asked":
                self.limits |= dict.fromkeys(answer.limits)


def examined_bundle(
    file: IO[bytes], keys: tuple[Key, ...], demanded: int = 0, beside: Beside = (), certificate: str = ""
) -> tuple[Verdict, list[dict[str, Json]]]:
    """The verdict on a bundle, and on each packet in a line for machines; one packet is in memory at a time. What the
    auditor brings is as for one packet.
    """
    found = Bundle()
    try:
        with ZipFile(file) as archive:
            index, register = _lists(archive)
            selection, listed = selection_of(index.get("selection")), tuple(_listed(index.get("packets")))
            found.faults += _drawn(index, register, selection, listed)
            found.faults += _present(archive, listed)
            found.faults += _beside(archive, index.get("beside"))
            for one in listed:
                _examine(archive, one, found, lambda data: examined(data, keys, demanded, beside, certificate))
    except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
        why = f"the bundle cannot be read: {error}"
        return Verdict("a bundle", (Answer("intact", "no", contradictions=(why,)),), _unread(why)), []
    return _verdict(found, register, selection, listed), found.packets


def _lists(archive: ZipFile) -> tuple[dict[str, Json], tuple[Registered, ...]]:
    index = decode(_read(archive, INDEX, LARGEST_LIST), max_bytes=LARGEST_LIST)
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        raise Unreadable(f"this is not {FORMAT}")
    return index, register_of(decode(_read(archive, REGISTER, LARGEST_LIST), max_bytes=LARGEST_LIST))


def _listed(data: Json) -> Iterator[Listed]:
    for one in data if isinstance(data, list) else ():
        names = ("id", "number", "file", "sha256", "why")
        texts = {name: one.get(name, "") for name in names} if isinstance(one, dict) else {}
        if not texts or not all(isinstance(text, str) for text in texts.values()):
            raise Unreadable("the index lists something that is no packet")
        yield Listed(**texts)  # type: ignore[arg-type]  # the types were just checked


def _drawn(
    index: dict[str, Json], register: tuple[Registered, ...], selection: Selection, listed: tuple[Listed, ...]
) -> Iterator[str]:
    """The draw made again."""
    among = population(register, selection)
    if index.get("population") != {"size": len(among), "sha256": population_digest(among)}:
        yield "index: the population is not the one recorded"
    if [(one.id, one.number) for one in draw(register, selection)] != [(one.id, one.number) for one in listed]:
        yield "index: drawing again with the recorded seed gives another sample"
    if missing := gaps(register):
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        yield f"register: numbers are missing: {', '.join(missing[:_SHOWN])}{more}"


def _present(archive: ZipFile, listed: tuple[Listed, ...]) -> Iterator[str]:
    """Exactly the files that are listed, each once."""
    names = [info.filename for info in archive.infolist()]
    made = [one.file for one in listed if not one.why]
    yield from (f"{name}: it is in the bundle twice" for name in sorted({x for x in names if names.count(x) > 1}))
    yield from (f"{name}: listed, and not in the bundle" for name in made if name not in names)
    yield from (f"{name}: in the bundle, and not listed" for name in names if name not in BESIDE and name not in made)


def _beside(archive: ZipFile, stated: Json) -> Iterator[str]:
    """The lists for people, the register and the verifier are those the index names."""
    digests = stated if isinstance(stated, dict) else {}
    if digests.keys() != BESIDE - {INDEX}:
        raise Unreadable("the index names other files beside the packets")
    for name in sorted(digests):
        if sha256(_read(archive, name, LARGEST_LIST)).hexdigest() != digests[name]:
            yield f"{name}: it is not the one the index lists"


def _examine(archive: ZipFile, one: Listed, found: Bundle, ask: Callable[[bytes], Verdict]) -> None:
    if one.why:
        found.faults.append(f"{one.number}: no packet could be made: {one.why}")
        return
    try:
        data = _read(archive, one.file, LARGEST_PACKET)
    except Exception as error:  # noqa: BLE001 - any exception while reading counts as tampering
        found.faults.append(f"{one.number}: its packet cannot be read: {error}")
        return
    if sha256(data).hexdigest() != one.sha256:
        found.faults.append(f"{one.number}: its packet is not the one the index lists")
    verdict = ask(data)
    if verdict.about.split(",")[0] != one.number:
        found.faults.append(f"{one.number}: its packet is on {verdict.about.split(',')[0]}")
    found.count(one.number, verdict)
    answers: dict[str, Json] = {answer.question: answer.say for answer in verdict.answers}
    found.packets.append({"number": one.number, "file": one.file, "sha256": one.sha256, "answers": answers})


def _read(archive: ZipFile, name: str, most: int) -> bytes:
    if archive.getinfo(name).file_size > most:
        raise Unreadable(f"{name} has more than {most} bytes")
    return archive.read(name)


def _verdict(
    found: Bundle, register: tuple[Registered, ...], selection: Selection, listed: tuple[Listed, ...]
) -> Verdict:
    answers = tuple(_answer(question, found, len(listed)) for question in ("intact", "signed", "lawful"))
    return Verdict(
        f"a bundle of {len(listed)} packets",
        answers,
        (_complete(found, listed), _repeated(found, register, selection), _packets(answers, len(listed)),
         _left_out(found), *_CANNOT),
    )  # fmt: skip


def _answer(question: str, found: Bundle, wanted: int) -> Answer:
    """*yes* for all, *no* for one, else *not asked*; an empty bundle is never a *yes*."""
    said = found.said.get(question, {})
    wrong = (*(found.faults if question == "intact" else ()), *found.contradictions.get(question, ()))
    if said.get("no") or wrong:
        return Answer(question, "no", contradictions=tuple(wrong))
    if wanted and said.get("yes") == wanted:
        return Answer(question, "yes", (f"{wanted} packets, each examined as if it had come alone",))
    return Answer(question, "not asked", limits=tuple(found.limits) or ("there is no packet to ask",))


def _complete(found: Bundle, listed: tuple[Listed, ...]) -> Claim:
    says = "The bundle holds every packet of the sample, and nothing else."
    wrong = tuple(fault for fault in found.faults if not fault.startswith(("index:", "register:")))
    if wrong:
        return Claim("complete", says, "contradicted", wrong[:_SHOWN])
    if not listed:
        return Claim("complete", says, "not established", ("it is empty",))
    return Claim("complete", says, "established", (f"{len(listed)} packets with the digests listed",))


def _repeated(found: Bundle, register: tuple[Registered, ...], selection: Selection) -> Claim:
    says = "The sample is the one its recorded draw gives."
    wrong = tuple(fault for fault in found.faults if fault.startswith("index:"))
    if wrong:
        return Claim("draw", says, "contradicted", wrong)
    among = population(register, selection)
    how = f"method {selection.method}, seed “{selection.seed}”, from {len(among)} of {len(register)} records"
    limit = "whoever chose the seed may have tried several: bring your own"
    return Claim("draw", says, "established", (how, f"population SHA-256 {population_digest(among)}"), (limit,))


def _packets(answers: tuple[Answer, ...], count: int) -> Claim:
    says = "Every packet is intact, signed by the log you trust, and lawful."
    wrong = [answer.question for answer in answers if answer.say == "no"]
    open_ = [answer.question for answer in answers if answer.say == "not asked"]
    if wrong:
        return Claim("packets", says, "contradicted", (f"{', '.join(wrong)}: expected and found stand above",))
    if open_:
        limits = tuple(limit for answer in answers for limit in answer.limits)
        return Claim("packets", says, "not established", (f"not asked: {', '.join(open_)}", *limits))
    return Claim("packets", says, "established", (f"{count} packets",))


def _left_out(found: Bundle) -> Claim:
    """Whether the register is whole shows in part: numbers are given without a gap."""
    says = "The register the sample was drawn from leaves no record out."
    wrong = tuple(fault for fault in found.faults if fault.startswith("register:"))
    if wrong:
        return Claim("register", says, "contradicted", wrong)
    ground = "numbers run without a gap; the latest of a year could be left out, and shows in the whole log only"
    return Claim("register", says, "not established", (ground,))


def _unread(why: str) -> tuple[Claim, ...]:
    return (Claim("complete", "The bundle can be read.", "contradicted", (why,)),)


_CANNOT = (
    Claim(
        "each", "What a packet cannot show, none of these shows.", "not established",
        ("verify one alone to read its limits: witnesses, later entries, who sealed it, printed pages",),
    ),
)  # fmt: skip
