"""The verdict on the whole log, claim by claim: the same three words, grounds and limits as on a packet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from coe.evidence.log_verify import Report
from coe.evidence.problems import Problem
from governance.ledger.note import COSIGNATURE, Key
from governance.ledger.witnessing import Quorum
from governance.verifier.claims import KEYBOARD
from governance.verifier.verdict import Answer, Claim, Say, Verdict

_SHOWN = 60
NO_WITNESS = "without a witness the operator could rewrite everything after the last checkpoint others keep"


@dataclass(frozen=True)
class Asked:
    """What the auditor brought: keys (none: the office's own were used), checkpoints `against` which the log is held,
    how many witnesses are `demanded`. `cosigned` is the newest checkpoint that enough of them signed: its size and who;
    `window` says in words how the log stands by the office's own policy.
    """

    origin: str
    keys: tuple[Key, ...] = ()
    demanded: int = 0
    against: tuple[tuple[str, int], ...] = ()
    cosigned: tuple[int, Quorum] | None = None
    window: tuple[str, ...] = ()

    @property
    def witnesses(self) -> int:
        """How many witness keys were brought."""
        return sum(key.kind == COSIGNATURE for key in self.keys)

    @property
    def anchored(self) -> int:
        """Entries under the newest checkpoint that somebody outside is known to keep."""
        return max([self.cosigned[0] if self.cosigned else 0, *(size for _, size in self.against)])


def verdict(report: Report, asked: Asked) -> Verdict:
    """Three answers and every claim about the log."""
    about = f"the log {asked.origin[:_SHOWN]}: {report.size} entries, root {report.root}"
    return Verdict(about, (_intact(report), _signed(report, asked), _lawful(report)), tuple(_claims(report, asked)))


def _intact(report: Report) -> Answer:
    if report.problems:
        return Answer("intact", "no", contradictions=tuple(map(str, report.problems)))
    return Answer("intact", "yes", (f"{report.size} entries, their tree, head, checkpoints and record tables agree",))


def _signed(report: Report, asked: Asked) -> Answer:
    if not asked.keys:
        return Answer("signed", "not asked", limits=("no keys were brought; give them with --keys",))
    found = len(asked.cosigned[1].names) if asked.cosigned else 0
    if found < asked.demanded:
        wanted = f"expected cosignatures by {asked.demanded} of the {asked.witnesses} witnesses brought"
        return Answer("signed", "no", contradictions=(f"{wanted}; found no checkpoint with so many",))
    if not report.signed:
        return Answer("signed", "no", contradictions=("expected a signed checkpoint; found none",))
    say: Say = "no" if report.problems else "yes"
    doubt = ("the log is not what the checkpoints say",) if report.problems else ()
    return Answer("signed", say, (f"{report.signed} checkpoints are signed by keys brought",), contradictions=doubt)


def _lawful(report: Report) -> Answer:
    if report.unlawful is None:
        return Answer("lawful", "not asked", limits=("the log is not intact",))
    if report.unlawful:
        return Answer("lawful", "no", contradictions=tuple(map(str, report.unlawful)))
    return Answer("lawful", "yes", (f"{report.size} acts of every stream were judged again, the same byte for byte",))


def _claims(report: Report, asked: Asked) -> Iterator[Claim]:
    yield _judged("intact", "The log is intact: bytes, chains, tree, head, record tables, files.", report.problems, (
        f"{report.size} entries, each hashed, decoded and compared with the tables",
    ))  # fmt: skip
    yield _signatures(report, asked)
    yield _against(report, asked)
    yield _witnessed(asked)
    unasked = report.unlawful is None
    for name, says, ground in (
        ("acts", "Every act of every stream was lawful.", "all judged again under the law of the time"),
        (
            "definition",
            "No definition came into force or back against the law.",
            "publications judged, proofs included",
        ),
        (
            "grants",
            "Roles, seats, trainings and calendars were given by those entitled.",
            "judged with everything read",
        ),
        ("reads", "Every entry read what the log then held.", "each head compared; nothing is declared falsely"),
    ):
        claim = _judged(name, says, report.unlawful or (), (ground,))
        yield replace(claim, found="not established", grounds=("the log is not intact",)) if unasked else claim
    yield _opened(report)
    yield _after(report, asked)
    yield Claim("recorded", "Everything that happened was recorded.", "not established", (
        "a log shows what was recorded; facts from outside the forms are not recomputed",
    ))  # fmt: skip
    yield KEYBOARD


def _judged(name: str, says: str, problems: tuple[Problem, ...], grounds: tuple[str, ...]) -> Claim:
    if not problems:
        return Claim(name, says, "established", grounds)
    return Claim(name, says, "contradicted", (f"{_places(problems)}: expected and found stand above",))


def _places(problems: tuple[Problem, ...]) -> str:
    places = dict.fromkeys("the log" if each.seq is None else f"entry {each.seq}" for each in problems)
    more = f" and {len(places) - 8} more" if len(places) > 8 else ""  # noqa: PLR2004 - what fits a line
    return f"{', '.join([*places][:8])}{more}"


def _opened(report: Report) -> Claim:
    says = "Every text somebody wrote can be read, or an entry had it erased."
    if report.problems:
        return Claim("texts", says, "not established", ("the log is not intact",))
    if not report.lost:
        return Claim("texts", says, "established", ("each commitment was looked for",))
    why = "destroyed, or forgotten again by a restored backup; no entry here tells which"
    return Claim("texts", says, "not established", (f"{_places(report.lost)}: {why}",))


def _signatures(report: Report, asked: Asked) -> Claim:
    says = "The log's key signed the checkpoints kept, and the log extends each."
    if not asked.keys:
        why = "no key was brought; the office's own key shows only that the office agrees with itself"
        return Claim("signed", says, "not established", (why,))
    if report.problems:
        return Claim("signed", says, "not established", ("the log is not intact",))
    if not report.signed:
        return Claim("signed", says, "not established", ("no checkpoint was signed yet",))
    return Claim("signed", says, "established", (f"{report.signed} checkpoints, by keys the auditor brought",))


def _against(report: Report, asked: Asked) -> Claim:
    says = f"The log contains every checkpoint the auditor kept: {len(asked.against)} brought."
    if not asked.against:
        why = "none was brought; --against takes a checkpoint kept elsewhere, or a packet"
        return Claim("against", says, "not established", (why,))
    names = tuple(f"{name[:_SHOWN]}: {size} entries" for name, size in asked.against)
    told = ((f"{each}", each.expected) for each in report.problems)
    broken = [
        said
        for said, expected in told
        if "checkpoint in " in said or expected.startswith(("one root", "a checkpoint of"))
    ]
    if broken:
        return Claim("against", says, "contradicted", tuple(said[:200] for said in broken))
    return Claim("against", says, "established" if report.intact else "not established", names)


def _witnessed(asked: Asked) -> Claim:
    names = asked.cosigned[1].names if asked.cosigned else ()
    demanded = f" ({asked.demanded} demanded)" if asked.demanded else ""
    says = f"Witnesses the auditor trusts saw the log: {len(names)} of {asked.witnesses}{demanded}."
    if asked.cosigned and len(names) >= asked.demanded:
        return Claim(
            "witnessed", says, "established", tuple(f"{n[:_SHOWN]}, {asked.cosigned[0]} entries" for n in names)
        )
    why = "no checkpoint with enough cosignatures" if asked.witnesses else "no witness key was brought"
    return Claim("witnessed", says, "not established", (f"{why}; {NO_WITNESS}",))


def _after(report: Report, asked: Asked) -> Claim:
    rest = report.size - asked.anchored
    if report.intact and not rest:
        return Claim("after", "No entry lies after the last anchor the auditor brought.", "established",
                     (f"the anchor covers all {report.size} entries",), asked.window)  # fmt: skip
    where = f"{rest} of {report.size} entries lie after the last anchor brought; the operator could still rewrite those"
    return Claim(
        "after", "No entry lies after the last anchor the auditor brought.", "not established", (where,), asked.window
    )
