"""The page of the evidence's status: the window in words, the anchors, the witnesses, the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coe.evidence.window import Window
from coe.evidence.window_words import DEFAULT_ZONE, STRENGTH, at_words, sentences
from governance.continuity import Drills
from governance.note import parse_vkey
from web.pages import PageFrame
from web.parts import State

TITLES = {"cosigned": "Cosigned by witnesses", "mailed": "Mailed outside", "handed out": "Handed out with a packet"}
KEY_STATES = {
    "in use": (State("passed", "In use"), "It signs every checkpoint"),
    "handed over": (State("not_needed", "Handed over"), "It signs no more; what it signed stands"),
    "handed over, signs beside its successor": (State("conditional", "Handed over"), "It signs beside its successor"),
    "revoked": (State("refused", "Revoked"), "What it signed since then counts for nothing"),
}


LIMITS = (
    ("The log was not recomputed", "Whoever runs the office does so with “coe verify”; packets are verified offline."),
    (
        "This is the office’s own word",
        "Whoever is at its database can alter what stands here: not a witness’s folder, or a mail somebody kept.",
    ),
)


@dataclass(frozen=True, slots=True)
class AnchorView:
    """One kind of anchor: whether it counts, how far it reaches, when and by whom, and what it is worth."""

    state: State
    title: str
    told: str
    worth: str


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of a witness or of the log, and what it did; `name` only of a witness."""

    state: State
    told: str
    fingerprint: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class StatusPage:
    """`lines` are sentences; the first says whether all is well."""

    frame: PageFrame
    state: State
    lines: tuple[str, ...]
    anchors: tuple[AnchorView, ...]
    witnesses: tuple[KeyView, ...]
    needed: str
    keys: tuple[KeyView, ...]
    drill: AnchorView
    limits: tuple[tuple[str, str], ...] = LIMITS


def status_page(
    frame: PageFrame,
    window: Window,
    seen: Mapping[str, tuple[int, int]],
    keys: Sequence[tuple[str, str]],
    drill: AnchorView,
    zone: str,
) -> StatusPage:
    """The page; `seen` is each witness's last size and time, `keys` the log's keys with what became of them."""
    zone, policy = zone or DEFAULT_ZONE, window.policy
    return StatusPage(
        frame,
        state_of(window),
        sentences(window, zone)[: -len(window.anchors) or None],
        tuple(_anchors(window, zone)),
        tuple(_witness(vkey, seen.get(vkey), zone) for vkey in policy.vkeys),
        f"{policy.needed} of {len(policy.vkeys)} are needed" if policy.needed else "none is declared",
        tuple(KeyView(*KEY_STATES[what], fingerprint(vkey)) for vkey, what in keys),
        drill,
    )


def drill_view(found: Drills, due: int, now: int, zone: str) -> AnchorView:
    """The restore drill: red where the last one failed or the next is overdue."""
    zone = zone or DEFAULT_ZONE
    last = f"The last that restored was {at_words(found.restored, zone)}." if found.restored else "None has restored."
    size = f" {found.last.entries:,} entries, verified." if found.last and found.last.result == "restored" else ""
    then = f"The next is due {at_words(due, zone)}: “coe drill”."
    if found.last and found.last.result == "failed":
        why = f"Failed {at_words(found.drilled, zone)}: {found.last.cause}"
        return AnchorView(State("refused", "Failed"), "The last drill failed", why, f"{last} {then}")
    if due and now > due:
        missed = f"It was due {at_words(due, zone)}: “coe drill”."
        return AnchorView(State("refused", "Overdue"), "Overdue", last, missed)
    if not found.restored:
        return AnchorView(State("not_open", "None"), "No drill yet", last, then)
    return AnchorView(State("passed", "Restored"), "A backup restores", f"{last}{size}", then)


def state_of(window: Window) -> State:
    """How it stands, at a glance."""
    if window.overdue:
        return State("warning", "Too long without an anchor")
    if window.counted is None:
        return State("warning", "Nothing kept outside")
    if window.rest.entries:
        return State("conditional", "Anchored, more since")
    return State("passed", "Anchored")


def fingerprint(vkey: str) -> str:
    """The key in groups of four: the first half of it is what people compare by telephone."""
    shown = parse_vkey(vkey).public.hex()
    return " ".join(shown[at : at + 4] for at in range(0, 32, 4))


def _anchors(window: Window, zone: str) -> Iterator[AnchorView]:
    known = {str(each.kind): each for each in window.anchors}
    for kind, title in TITLES.items():
        anchor, worth = known.get(kind), f"{STRENGTH[kind].capitalize()}."
        if anchor is None:
            yield AnchorView(State("not_open", "None"), title, "There is none.", worth)
            continue
        counts = window.counted is not None and window.counted.kind == kind
        mark = State("passed", "Counts") if counts else State("conditional", "Shown, does not count")
        who = f", by {' and '.join(anchor.who)}" if anchor.who else ""
        told = f"{anchor.size:,} of {window.size:,} entries, {at_words(anchor.at, zone)}{who}"
        yield AnchorView(mark, title, told, worth)


def _witness(vkey: str, seen: tuple[int, int] | None, zone: str) -> KeyView:
    name = parse_vkey(vkey).name
    if seen is None:
        return KeyView(State("not_open", "None"), "Nothing came back from it yet", fingerprint(vkey), name)
    told = f"Has cosigned {seen[0]:,} entries, {at_words(seen[1], zone)}"
    return KeyView(State("passed", "Cosigned"), told, fingerprint(vkey), name)
