"""The page of the evidence's status: the window in words, the anchors, the witnesses, the keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coe.evidence.window import Window
from coe.evidence.window_words import DEFAULT_ZONE, STRENGTH, at_words, sentences
from governance.ledger.note import parse_vkey
from governance.office.continuity import Drills
from web.parts.pages import PageFrame
from web.parts.pieces import State
from web.words.translating import Recorded, gettext, lazy_gettext

TITLES = {
    "cosigned": lazy_gettext("Cosigned by witnesses"),
    "mailed": lazy_gettext("Mailed outside"),
    "handed out": lazy_gettext("Handed out with a packet"),
}
KEY_STATES = {
    "in use": (State("passed", lazy_gettext("In use")), lazy_gettext("It signs every checkpoint")),
    "handed over": (
        State("not_needed", lazy_gettext("Handed over")),
        lazy_gettext("It signs no more; what it signed stands"),
    ),
    "handed over, signs beside its successor": (
        State("conditional", lazy_gettext("Handed over")),
        lazy_gettext("It signs beside its successor"),
    ),
    "revoked": (
        State("refused", lazy_gettext("Revoked")),
        lazy_gettext("What it signed since then counts for nothing"),
    ),
}


LIMITS = (
    (
        lazy_gettext("The log was not recomputed"),
        lazy_gettext("Whoever runs the office does so with “coe verify”; packets are verified offline."),
    ),
    (
        lazy_gettext("This is the office’s own word"),
        lazy_gettext(
            "Whoever is at its database can alter what stands here: not a witness’s folder, or a mail somebody kept."
        ),
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
        tuple(map(Recorded, sentences(window, zone)[: -len(window.anchors) or None])),
        tuple(_anchors(window, zone)),
        tuple(_witness(vkey, seen.get(vkey), zone) for vkey in policy.vkeys),
        gettext("%(needed)s of %(vkeys)s are needed", needed=policy.needed, vkeys=len(policy.vkeys))
        if policy.needed
        else gettext("none is declared"),
        tuple(KeyView(*KEY_STATES[what], fingerprint(vkey)) for vkey, what in keys),
        drill,
    )


def drill_view(found: Drills, due: int, now: int, zone: str) -> AnchorView:
    """The restore drill: red where the last one failed or the next is overdue."""
    zone = zone or DEFAULT_ZONE
    last = (
        gettext("The last that restored was %(when)s.", when=at_words(found.restored, zone))
        if found.restored
        else gettext("None has restored.")
    )
    size = (
        gettext(" %(entries)s entries, verified.", entries=format(found.last.entries, ","))
        if found.last and found.last.result == "restored"
        else ""
    )
    then = gettext("The next is due %(when)s: “coe drill”.", when=at_words(due, zone))
    if found.last and found.last.result == "failed":
        why = gettext("Failed %(when)s: %(cause)s", when=at_words(found.drilled, zone), cause=found.last.cause)
        return AnchorView(State("refused", gettext("Failed")), gettext("The last drill failed"), why, f"{last} {then}")
    if due and now > due:
        missed = gettext("It was due %(when)s: “coe drill”.", when=at_words(due, zone))
        return AnchorView(State("refused", gettext("Overdue")), gettext("Overdue"), last, missed)
    if not found.restored:
        return AnchorView(State("not_open", gettext("None")), gettext("No drill yet"), last, then)
    return AnchorView(State("passed", gettext("Restored")), gettext("A backup restores"), f"{last}{size}", then)


def state_of(window: Window) -> State:
    """How it stands, at a glance."""
    if window.overdue:
        return State("warning", gettext("Too long without an anchor"))
    if window.counted is None:
        return State("warning", gettext("Nothing kept outside"))
    if window.rest.entries:
        return State("conditional", gettext("Anchored, more since"))
    return State("passed", gettext("Anchored"))


def fingerprint(vkey: str) -> str:
    """The key in groups of four: the first half of it is what people compare by telephone."""
    shown = parse_vkey(vkey).public.hex()
    return " ".join(shown[at : at + 4] for at in range(0, 32, 4))


def _anchors(window: Window, zone: str) -> Iterator[AnchorView]:
    known = {str(each.kind): each for each in window.anchors}
    for kind, title in TITLES.items():
        anchor, worth = known.get(kind), Recorded(f"{STRENGTH[kind].capitalize()}.")
        if anchor is None:
            yield AnchorView(State("not_open", gettext("None")), title, gettext("There is none."), worth)
            continue
        counts = window.counted is not None and window.counted.kind == kind
        mark = State("passed", gettext("Counts")) if counts else State("conditional", gettext("Shown, does not count"))
        who = gettext(", by %(who)s", who=" and ".join(anchor.who)) if anchor.who else ""
        told = gettext(
            "%(size)s of %(all)s entries, %(when)s%(who)s",
            size=format(anchor.size, ","),
            all=format(window.size, ","),
            when=at_words(anchor.at, zone),
            who=who,
        )
        yield AnchorView(mark, title, told, worth)


def _witness(vkey: str, seen: tuple[int, int] | None, zone: str) -> KeyView:
    name = parse_vkey(vkey).name
    if seen is None:
        return KeyView(
            State("not_open", gettext("None")), gettext("Nothing came back from it yet"), fingerprint(vkey), name
        )
    told = gettext("Has cosigned %(seen)s entries, %(when)s", seen=format(seen[0], ","), when=at_words(seen[1], zone))
    return KeyView(State("passed", gettext("Cosigned")), told, fingerprint(vkey), name)
