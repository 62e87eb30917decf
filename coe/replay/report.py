"""What a replay found, as one JSON object for programs and a table for people."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass

from governance.formats.jcs import Json

_PEOPLE = (
    "The log names roles, not people: each role of each case is a person of its own, granted that role for the time "
    "of the case and, by scope, for that case alone; the owner is a person of each case; one coordinator serves all."
)
_ANSWERS = (
    "Why a pre-approver, the administration, a budget owner or a director was needed is not in the log: it is declared "
    "with each submission as derived once from who acted, and read from travel-permit.answers.json."
)
_WORDS = (
    "REJECTED by a role is a request for changes; REJECTED by EMPLOYEE after it is no step, and a withdrawal while in "
    "review; REJECTED by MISSING is a revocation; what is submitted after either ending is a new record."
)
_SIGNED = "Decisions are marked imported, for nobody signed them here. Reminders and escalations are not replayed."
ASSUMPTIONS = (_PEOPLE, _ANSWERS, _WORDS, _SIGNED)
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step the office refused: its place in the case, the log's wording, and the code of the refusal."""

    index: int
    activity: str
    code: str


@dataclass(frozen=True, slots=True)
class OrderBreak:
    """A case whose log breaks the order of the gates, in words, and the steps that were refused for it."""

    case: str
    what: str
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    """A corruption that was not refused, by case and what was done to it."""

    case: str
    told: str


@dataclass(frozen=True, slots=True)
class Corrupted:
    """What became of one fault per case. `corrupted` counts the faults that break the order, `caught` those of them
    refused at their step, by `codes`; `by_fault` maps a fault to (corrupted, caught); `lawful_too` kept the order
    by chance and is not counted; `missed` broke it and passed; `left_alone` cases have no step to corrupt.
    """

    seed: int
    corrupted: int
    caught: int
    by_fault: Mapping[str, tuple[int, int]]
    codes: Mapping[str, int]
    lawful_too: tuple[Planted, ...]
    missed: tuple[Planted, ...]
    left_alone: int

    @property
    def share(self) -> float:
        """Caught of corrupted, 0 to 1."""
        return self.caught / self.corrupted if self.corrupted else 1.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The evidence of a case's last record, extracted and verified as an auditor would: three answers."""

    case: str
    intact: str
    signed: str
    lawful: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole log verified: entries in it, problems found, and the sampled evidence."""

    entries: int
    problems: tuple[str, ...]
    samples: tuple[Sample, ...]

    @property
    def verified(self) -> bool:
        """Whether nothing was found, in the log or in a sample."""
        return not self.problems and all((s.intact, s.signed, s.lawful) == ("yes",) * 3 for s in self.samples)


@dataclass(frozen=True, slots=True)
class Findings:
    """What became of the cases. `commands` are their steps sent through the office, `refused` of them; `clean_cases`
    had no step refused, `status_agree` ended as their log says; `categories` explain and count the others.
    """

    cases: int
    commands: int
    refused: int
    clean_cases: int
    status_agree: int
    categories: Mapping[str, int]
    order_breaks: tuple[OrderBreak, ...]
    corruption: Corrupted | None


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """The whole answer. `flaws` are what the log gets wrong, by case."""

    log: str
    workflow: str
    found: Findings
    records: int
    people: int
    grants: int
    flaws: tuple[tuple[str, str], ...]
    audit: Audit

    def as_json(self) -> dict[str, Json]:
        """One flat object; what concerns corruption only where it was asked for."""
        told: dict[str, Json] = {"log": self.log, "workflow": self.workflow, **asdict(self.found)}
        del told["corruption"]
        if self.found.corruption is not None:
            told |= asdict(self.found.corruption) | {"caught_share": self.found.corruption.share}
        told |= {"records": self.records, "people": self.people, "grants": self.grants}
        told |= {"verified": self.audit.verified, **asdict(self.audit)}
        return told | {"flaws": [list(flaw) for flaw in self.flaws], "assumptions": list(ASSUMPTIONS)}


def render(report: ReplayReport) -> str:
    """The table, lines without a last newline."""
    return "\n".join(_lines(report))


def counted(words: Iterable[str]) -> dict[str, int]:
    """How often each occurs, the most frequent first."""
    return dict(Counter(words).most_common())


def _lines(report: ReplayReport) -> Iterator[str]:
    found = report.found
    yield f"{report.log} through {report.workflow}"
    yield ""
    yield _row("cases", found.cases, f"{report.records} records")
    yield _row("people", report.people, f"{report.grants} grants")
    yield _row("commands", found.commands, f"{found.refused} refused")
    yield _row("clean cases", found.clean_cases, _share(found.clean_cases, found.cases, "without a refusal"))
    yield _row("status agrees", found.status_agree, _share(found.status_agree, found.cases, "end as the log says"))
    if found.categories:
        yield from ("", "Cases that were refused something or end elsewhere than their log")
        yield from (_row("", count, words) for words, count in found.categories.items())
    if found.order_breaks:
        yield from ("", "Cases whose log breaks the order of the gates")
        yield from _listed(f"{each.case}: {each.what}; refused: {_said(each.refused)}" for each in found.order_breaks)
    if found.corruption is not None:
        yield from ("", *_corruption(found.corruption))
    if report.flaws:
        yield from ("", f"What the log gets wrong: {len(report.flaws)}")
        yield from _listed(f"{case}: {flaw}" for case, flaw in report.flaws)
    yield from ("", *_audit(report.audit), "", "How the log was read")
    yield from (f"  - {each}" for each in ASSUMPTIONS)


def _corruption(found: Corrupted) -> Iterator[str]:
    yield f"One step of each case made wrong on purpose (seed {found.seed})"
    yield _row("corrupted", found.corrupted, f"{found.left_alone} more cases have no step to corrupt")
    yield _row("caught", found.caught, _share(found.caught, found.corrupted, "refused at the corrupted step"))
    for fault, (made, caught) in found.by_fault.items():
        yield _row(f"  {fault}", caught, f"of {made}")
    for code, count in found.codes.items():
        yield _row("  refused as", count, code)
    yield _row("lawful too", len(found.lawful_too), "broke no rule; not counted")
    yield from _listed(f"{each.case}: {each.told}" for each in found.lawful_too)
    yield _row("missed", len(found.missed), "broke a rule and were let pass")
    yield from _listed(f"{each.case}: {each.told}" for each in found.missed)


def _audit(audit: Audit) -> Iterator[str]:
    yield _row("entries", audit.entries, "verified" if audit.verified else "NOT VERIFIED")
    yield from _listed(audit.problems)
    for each in audit.samples:
        said = f"intact {each.intact}, signed {each.signed}, lawful {each.lawful}"
        yield f"  evidence of {each.case}: {said} ({each.bytes // 1024} KB)"


def _row(name: str, count: int, words: str) -> str:
    return f"{name:<16}{count:>7}  {words}".rstrip()


def _share(part: int, whole: int, words: str) -> str:
    return f"{100 * part / whole:.2f} % {words}" if whole else words


def _listed(lines: Iterable[str]) -> Iterator[str]:
    told = list(lines)
    yield from (f"  {line}" for line in told[:MOST_LISTED])
    if len(told) > MOST_LISTED:
        yield f"  and {len(told) - MOST_LISTED} more; --json lists all"


def _said(words: tuple[str, ...]) -> str:
    return ", ".join(words) or "nothing"
