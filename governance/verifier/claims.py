"""The verdict on one extract, claim by claim: what a quality auditor files, its ground, and its limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from governance.formats.jcs import Json
from governance.language.business_time import utc_text
from governance.law.shelf import Shelf
from governance.ledger.note import Checkpoint
from governance.record import events as e
from governance.record.entry import Entry
from governance.record.initiative import Initiative
from governance.verifier.evidence import Evidence
from governance.verifier.judging import Contradiction, Pass
from governance.verifier.verdict import Claim

_SHOWN = 60
_LISTED = 8
KEYBOARD = Claim(
    "keyboard", "The persons named sat at the keyboard.", "not established",
    ("a log shows accounts and components of signatures, never hands",),
)  # fmt: skip


@dataclass(frozen=True)
class Signers:
    """Who signed the checkpoint, as far as keys were brought: the log, and (name, POSIX seconds) of each witness among
    the `asked` witness keys; `demanded` is how many the auditor wants. `fault` says what does not hold, `told` what
    became of the keys brought.
    """

    brought: bool = False
    log: str = ""
    witnesses: tuple[tuple[str, int], ...] = ()
    asked: int = 0
    demanded: int = 0
    fault: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Examined:
    """An extract that could be read, with all that was found wrong: of the record, of the law."""

    evidence: Evidence
    entries: tuple[Entry, ...]
    checkpoint: Checkpoint
    walk: Pass
    broken: tuple[Contradiction, ...]
    unlawful: tuple[Contradiction, ...]
    signers: Signers
    beside: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[Entry, ...]:
        """The entries of the record itself."""
        return tuple(entry for entry in self.entries if entry.stream == self.evidence.subject)

    @property
    def state(self) -> Initiative:
        """What the record has come to; an empty one where nothing of it could be folded."""
        head = self.walk.heads.get(self.evidence.subject)
        return head.state if head and isinstance(head.state, Initiative) else Initiative()

    def about(self) -> str:
        """What the verdict is on: number, stream, status and the last entry that was seen."""
        state, own = self.state, self.own
        last = f"as of entry {own[-1].seq}, {_moment(own[-1].at)}" if own else "without an entry"
        return f"{state.number[:_SHOWN] or 'a record'}, {state.status} {last}"


def claims(found: Examined) -> tuple[Claim, ...]:
    """Every claim about an extract, in the order of the page."""
    law = (
        _acts(found), _definition(found), _gates(found), _clocks(found), _carried(found), _why(found), _grants(found),
        _signatures(found),
    )  # fmt: skip
    return (
        _intact(found), signed(found.signers, found.checkpoint), witnessed(found.signers),
        *(_held(found, claim) for claim in law), *_beside(found), _after(found), *_outside(found), KEYBOARD,
    )  # fmt: skip


def unread(why: str) -> tuple[Claim, ...]:
    """The claims about what cannot be read at all."""
    nothing = "Signed, witnessed, lawful, and all else."
    return (
        Claim("intact", "The record is intact.", "contradicted", (why,)),
        Claim("acts", nothing, "not established", ("nothing was asked of what cannot be read",)),
    )


def signed(signers: Signers, checkpoint: Checkpoint) -> Claim:
    """Whether the log's own key, brought by the auditor, signed the checkpoint."""
    says = f"The log {checkpoint.origin[:_SHOWN]} holds the record, and the log's key signed."
    if signers.log:
        return Claim(
            "signed",
            says,
            "established",
            (f"{checkpoint.size} entries under one root; the auditor brought the key",),
            signers.told,
        )
    if signers.fault:
        return Claim("signed", says, "contradicted", (signers.fault,))
    why = "the log's own key was not brought" if signers.brought else "no key was brought"
    return Claim("signed", says, "not established", (f"{why}; a packet cannot vouch for itself",))


def witnessed(signers: Signers) -> Claim:
    """How many of the witnesses the auditor trusts have seen that log."""
    names = tuple(f"{name[:_SHOWN]}, {_moment(at * 1000)}" for name, at in signers.witnesses)
    demanded = f" ({signers.demanded} demanded)" if signers.demanded else ""
    says = f"Witnesses the auditor trusts saw that log: {len(names)} of {signers.asked}{demanded}."
    if names and len(names) >= signers.demanded:
        return Claim("witnessed", says, "established", names)
    why = "too few cosignatures" if signers.asked else "no witness key was brought"
    return Claim(
        "witnessed", says, "not established", (*names, f"{why}; the operator could show others another log")
    )  # fmt: skip


def _intact(found: Examined) -> Claim:
    says = "The record is intact: no byte changed, no entry missing from those read."
    if found.broken:
        return Claim("intact", says, "contradicted", _places(found.broken))
    counted = f"{len(found.entries)} entries ({len(found.own)} of the record) in a log of {found.checkpoint.size}"
    return Claim("intact", says, "established", (f"{counted}, {len(found.evidence.disclosed)} values opened",))


def _held(found: Examined, claim: Claim) -> Claim:
    """The claim as far as the rest allows: nothing of the law is established over a broken or unlawful record."""
    about = [fault for fault in found.unlawful if claim.id in (fault.about, "acts")]
    if about:
        return replace(claim, found="contradicted", grounds=_places(about), limits=())
    if found.broken:
        return replace(claim, found="not established", grounds=("the record is not intact",), limits=())
    if found.unlawful:
        why = f"entry {found.unlawful[0].seq} is unlawful; this claim rests on that entry"
        return replace(claim, found="not established", grounds=(why,), limits=())
    return claim


def _places(faults: Sequence[Contradiction]) -> tuple[str, ...]:
    """Which entries, in one line; what was expected and found stands with the answers."""
    places = list(dict.fromkeys(f"entry {fault.seq}" if fault.seq >= 0 else "the extract" for fault in faults))
    more = f" and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
    return (f"{', '.join(places[:_LISTED])}{more}: expected and found stand above",)


def _acts(found: Examined) -> Claim:
    places = len(found.walk.presumed)
    presumed = f"; the right to act is presumed in {places} places, for lack of what was read" if places else ""
    return Claim(
        "acts", "Every act was lawful.", "established",
        (f"{len(found.own)} acts judged again, equal byte for byte; findings of checks included",),
        (f"facts from outside the form, and falsely declared reads, show elsewhere only{presumed}",),
    )  # fmt: skip


def _definition(found: Examined) -> Claim:
    state = found.state
    submissions = [entry.seq for entry in found.own if isinstance(entry.events[0], e.Submitted)]
    shelf = found.walk.heads.get(f"definition/{state.workflow}")
    known = shelf.state.digests if shelf and isinstance(shelf.state, Shelf) else ()
    place = known.index(state.definition) + 1 if state.definition in known else 0
    presumed = _presumed(found, "definition")
    approval = f"who let a version come into force at entry {_list(presumed)} shows in the whole log only"
    moved = " or moved to later" if any(isinstance(entry.events[0], e.Moved) for entry in found.own) else ""
    return Claim(
        "definition", f"Definition “{state.workflow[:_SHOWN]}” was in force at submission{moved}.",
        "established" if submissions and place else "not established",
        (f"version {place} of {len(known)} in evidence; submitted at entry {_list(submissions)}",
         f"SHA-256 {state.definition}"),
        ("a later version that no entry here read shows in the whole log only",
         *([approval] if presumed else [])),
    )  # fmt: skip


def _gates(found: Examined) -> Claim:
    passed = [
        f"{event.gate[:_SHOWN]} (entry {entry.seq})"
        for entry in found.own
        for event in entry.events
        if isinstance(event, e.GatePassed | e.Ratified)
    ]
    says = "Each gate passed by enough distinct eligible people, in order, on the text shown."
    if not passed:
        return Claim("gates", says, "not established", ("no gate has passed; nothing is approved by default",))
    return Claim("gates", says, "established", (", ".join(passed),))


def _clocks(found: Examined) -> Claim:
    events = [event for entry in found.own for event in entry.events]
    due = sum(isinstance(event, e.GateOpened) and event.due > 0 for event in events)
    steps = sum(isinstance(event, e.Reminded | e.Escalated) for event in events)
    return Claim(
        "clocks", "Due times, reminders and escalations fell as the calendar says.", "established",
        (f"due times: {due}, reminders and escalations: {steps}; none early; steps not taken leave no trace",),
    )  # fmt: skip


def _carried(found: Examined) -> Claim:
    over = [
        f"{event.gate[:_SHOWN]} (entry {entry.seq})"
        for entry in found.own
        for event in entry.events
        if isinstance(event, e.CarriedOver)
    ]
    says = "Decisions carried over stand on unchanged text."
    return Claim("carried", says, "established", (", ".join(over) or "none was carried over",))


def _why(found: Examined) -> Claim:
    says = "The reasons shown (why, why not yet, who acts next) are those of the law."
    return Claim("why", says, "established", (f"{len(found.evidence.why)} trees drawn again, equal byte for byte",))


def _grants(found: Examined) -> Claim:
    """Who was entitled to give what the record leans on; that a person was registered is a limit, no more."""
    presumed = _presumed(found, "grants")
    judged = found.walk.leaned["grants"]
    lacking = f"; at entry {_list(presumed)} the right to act is presumed, for lack of what was read"
    return Claim(
        "grants", "Roles, seats, trainings and calendars were given by those entitled.",
        "established" if judged and not presumed else "not established",
        (f"{judged} such acts judged{lacking if presumed else ''}",),
        ("that each person was registered before shows in the whole log only",),
    )  # fmt: skip


def _presumed(found: Examined, about: str) -> list[int]:
    """The entries for which more than the registration of a person had to be presumed."""
    lacked = (each for each in found.walk.presumed if each.about == about)
    return sorted({each.seq for each in lacked if not each.stream.startswith("person/")})


def _signatures(found: Examined) -> Claim:
    names = {each.commit: each.value for each in found.evidence.disclosed}
    told = tuple(_signature(entry, x, names) for entry in found.own for x in entry.events if _method(x) == "by hand")
    if not told:
        return Claim("signatures", "The record holds signatures.", "not established", ("nobody has signed yet",))
    return Claim("signatures", "Signed, with these meanings:", "established", told)


def _method(event: e.Event) -> str:
    """How an event was signed: `by hand`, `imported`, or not at all ("")."""
    if not isinstance(event, e.DecisionSigned | e.ConditionVerified):
        return ""
    return "imported" if event.signature.method == "imported" else "by hand"


def _signature(entry: Entry, event: e.Event, names: Mapping[str, Json]) -> str:
    match event:
        case e.DecisionSigned(gate=gate, outcome=outcome, signature=signature):
            act = f"{gate[:_SHOWN]}, {outcome}"
        case e.ConditionVerified(condition=condition, signature=signature):
            act = f"condition {condition[:_SHOWN]}"
        case _:
            return ""
    name = names.get(signature.name)
    shown = name[:_SHOWN] if isinstance(name, str) else "(name not disclosed)"
    return f"{_moment(entry.at)}  {shown}: {act} ({signature.meaning[:_SHOWN]})"


def _beside(found: Examined) -> Iterator[Claim]:
    """Whether the packets held beside this one deny it; said only where some were brought."""
    if found.beside:
        says = f"No packet held beside denies the record: {len(found.beside)} brought."
        faults = [fault for fault in (*found.broken, *found.unlawful) if fault.about == "beside"]
        names = (", ".join(name[:_SHOWN] for name in found.beside),)
        yield Claim("beside", says, "contradicted" if faults else "established", _places(faults) if faults else names)


def _after(found: Examined) -> Claim:
    last = found.own[-1].seq if found.own else -1
    return Claim(
        "after", f"Nothing concerns the record after entry {last}.", "not established",
        (f"no extract shows that; the log had {found.checkpoint.size} entries; a later packet may differ",),
    )  # fmt: skip


def _outside(found: Examined) -> Iterator[Claim]:
    """What stands in the record and is not shown by it."""
    disclosed = {each.commit for each in found.evidence.disclosed}
    hidden = {commit for entry in found.own for commit in entry.commits} - disclosed
    if hidden:
        why = (f"{len(hidden)} committed values are erased or withheld; all proofs stand all the same",)
        yield Claim("undisclosed", "Every value committed to can be read here.", "not established", why)
    imported = [entry.seq for entry in found.own if any(_method(event) == "imported" for event in entry.events)]
    if imported:
        why = (f"imported from elsewhere, at entry {_list(imported)}: no signatures of this office",)
        yield Claim("imported", "Every decision was signed in this office.", "not established", why)


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:_LISTED])) + (" …" if len(numbers) > _LISTED else "")


def _moment(at: int) -> str:
    """`2026-03-29 01:00:00 UTC`."""
    return utc_text(at)[:19].replace("T", " ") + " UTC"
