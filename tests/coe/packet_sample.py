"""A packet as long and as ugly as real ones, for the tests that print; names, numbers and studies are invented."""

from dataclasses import replace

from coe.packet.page import (
    Answered,
    Change,
    Cited,
    Claim,
    EntryRow,
    Fact,
    Message,
    PacketPage,
    Part,
    Reason,
    Request,
    Round,
    Shown,
    Signed,
)
from coe.packet.tabled import given
from coe.way.drawing import WayGate
from governance.checker.policy_words import Chapter
from tests.coe.packet_sample_parts import (
    CONTACTS,
    conditions,
    decision,
    holdings,
    requests,
    rounds,
    submission,
    timeline,
)

FINGERPRINT = "7c19e0a45b83d2f690c13ea76d481b25f8e307b9a26c54d01f97c3b8e65a41fd"
CHECKPOINT = """clearway.example/log
48217
qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=

— clearway.example/log HEvgfxx0
— witness.example/qa 3Z9xAA==
"""
DEFINITION = (
    Chapter("What it governs", ("Every initiative passes Intake, Triage and Steering, in this order.",)),
    Chapter(
        "Gates",
        (
            "Medical, Legal, Regulatory, Patient safety and Privacy open together once Steering has passed.",
            "Medical needs 1 qualified reviewer; an alternate sits when the reviewer recuses.",
            "Promotional material never passes without Regulatory.",
        ),
    ),
)
PARALLEL = (
    ("medical", "Medical", "Dr I. Szabó, 20 Nov"),
    ("legal", "Legal", "J. Meier, 20 Nov"),
    ("regulatory", "Regulatory", "L. Rossi, condition met"),
    ("safety", "Patient safety", "N. Okafor, carried over"),
    ("privacy", "Privacy", "Y. Tanaka, 20 Nov"),
)


def sample_way() -> tuple[WayGate, ...]:
    """Three gates in a row, five side by side, two not open yet."""
    return (
        WayGate("intake", "Intake", "passed", "3 Nov"),
        WayGate("triage", "Triage", "passed", "4 Nov, T3", ("intake",)),
        WayGate("steering", "Steering", "passed", "19 Nov", ("triage",)),
        *(WayGate(key, title, "passed", caption, ("steering",)) for key, title, caption in PARALLEL),
        WayGate("certification", "Certification", "not_open", "", tuple(key for key, _, _ in PARALLEL)),
        WayGate("release", "Release", "not_open", "", ("certification",)),
    )


def sample_packet() -> PacketPage:
    """An approved initiative with two rounds."""
    return replace(
        _summary(),
        rounds=rounds(),
        decisions=tuple(decision(gate, place) for place, (_, gate, _) in enumerate(PARALLEL)),
        requests=requests(),
        timeline=timeline(),
        conditions=conditions(),
        acts=(Claim("not_open", "Put the initiative on hold", "“The label changes in June.” Kim Ode, 10 Nov 2026"),),
        totals=(Fact("With reviewers", "13 working days"), Fact("With the owner", "2 working days 3 h")),
        holdings=holdings(),
        holdings_note="Of those who acted here. 4 more people stand in the same pools.",
        definition_note="Definition 11, in sentences.",
        definition=DEFINITION,
        sources=(Cited("SOP-114, section 4.2", "Medical, tier T3", "1 Jan 2026", "12 Aug 2026"),),
        submission=submission(),
        anchor=(Fact("Log", "clearway.example/log", code=True), Fact("Cosigned", "witness.example/qa, 10:56")),
        log_key_id="1c4be07f",
        communications=(
            Message(
                "9 Nov, 10:02 in Berlin", "Astrid Lindqvist", "Changes asked for by Medical", Signed("passed", "Sent")
            ),
            Message("20 Nov, 17:01 in Berlin", "Astrid Lindqvist", "INI-2026-0126 approved", Signed("passed", "Sent")),
        ),
        files=(
            Shown("Nurse leaflet, German", "4 pages", "5d90c3e7" * 8),
            Shown("Nurse leaflet, French", "4 pages", "02a8b7f4" * 8),
        ),
        log_key="clearway.example/log+1c4be07f+AeG9",
        checkpoint=CHECKPOINT,
        entries=_entries(),
    )


def _entries() -> tuple[EntryRow, ...]:
    return tuple(
        EntryRow(
            f"{46_530 + 17 * n:,}",
            "initiative/0193a7c2-7b1e-7c45-9d2e-5f0a",
            str(n + 1),
            "decision signed",
            "2026-11-20T15:58:14.000Z",
            FINGERPRINT,
        )
        for n in range(24)
    )


def _summary() -> PacketPage:
    return PacketPage(
        record="INI-2026-0126",
        title="Cardiolex: clinic-day support for heart-failure nurses",
        status=Signed("passed", "Approved", "on Friday 20 November 2026, after 2 rounds; not yet released"),
        packet="Audit packet 0031-05",
        inventory="2 files inside",
        made="Made 23 November 2026, 14:12 in Berlin (13:12 UTC)",
        way=sample_way(),
        facts_note="As declared in version 2 and decided since.",
        facts=_facts(),
        verdict_note="Recomputed when this packet was made. Repeat it with the files enclosed.",
        proves=(
            Claim("passed", "These are the exact words that were approved", "3 pieces, each bound by its digest"),
            Claim("passed", "Eight people signed, and when", "Name, time, meaning; none decided on own work"),
            Claim("passed", "The path required was the path taken", "Definition 11, 6 of 6 gates"),
            Claim("passed", "No entry in it was altered or removed", "Two witnesses cosigned up to 10:56 today"),
        ),
        limits=(
            Claim("warning", "The last 3 h 12 min of the ledger", "No entry of this initiative falls in them"),
            Claim("not_open", "Which person held the account", "A second factor was used each time"),
            Claim("not_open", "That the claims are true", "Only who judged them, and on what evidence"),
        ),
        fingerprint=FINGERPRINT,
        fingerprint_note="Of the manifest. Read aloud or scan; it must match the file enclosed.",
    )


HOSTILE = "<script>alert(1)</script><img src=https://evil.example/x.png> \u202egnp.exe {{ 7*7 }} " + "W" * 300


def hostile_packet() -> PacketPage:
    """Markup, direction overrides, words without a break and other scripts in every text."""
    page = sample_packet()
    foul = replace(
        page.decisions[0],
        person="שרה כהן-לוי \u202eDr Evil",
        role="محمد " + "Prüfstellenleiterin" * 8,
        sentence=HOSTILE,
        note=HOSTILE * 3,
        gate="G" * 120,
        checklist=(Claim("refused", HOSTILE, HOSTILE), Claim("recused", "short")),
        why=(Reason("top", because=(Reason(HOSTILE, "x" * 200, because=(Reason(HOSTILE * 2),)), Reason("last"))),),
    )
    return replace(
        page,
        record="INI-2026-" + "0" * 40,
        title=HOSTILE * 3,
        status=Signed("on_hold", "On hold", HOSTILE),
        made="M" * 200,
        way=(WayGate("a", HOSTILE, "sent_back", HOSTILE), WayGate("b", "Ω ж 中", "refused", HOSTILE, ("a",))),
        facts=(Fact("L" * 60, HOSTILE), *page.facts[:2]),
        rounds=(Round(HOSTILE, HOSTILE, (Change(HOSTILE, "word " * 900, HOSTILE + " word" * 900, HOSTILE),)),),
        decisions=(foul, *page.decisions[:2]),
        submission=(Part(HOSTILE, FINGERPRINT, (_foul_table(), Answered(HOSTILE, HOSTILE * 3))),),
        requests=(Request(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, Signed("waiting", HOSTILE)),),
        communications=(Message(HOSTILE, HOSTILE, HOSTILE, Signed("warning", HOSTILE)),),
        entries=page.entries * 4,
    )


def _foul_table() -> Answered:
    return Answered(HOSTILE, "", given(CONTACTS, [(HOSTILE,) * 7, ("word " * 900, *("",) * 6)]))


def bare_packet() -> PacketPage:
    """Nothing in any list that may be empty."""
    page = sample_packet()
    return PacketPage(
        page.record,
        page.title,
        page.status,
        page.packet,
        page.inventory,
        page.made,
        page.way[:1],
        "",
        (),
        "",
        (),
        (),
        page.fingerprint,
        "",
    )


def _facts() -> tuple[Fact, ...]:
    return (
        Fact("Owner", "Astrid Lindqvist"),
        Fact("Sponsor", "Dr Lena Ohlsson"),
        Fact("Objective", "Start within 14 days of discharge"),
        Fact("Audience", "Nurses, Germany and France"),
        Fact("Submitted", "Version 2, 13 Nov 2026"),
        Fact("Tier", "T3, top tier: launch"),
        Fact("Duration", "13 working days, 11 waiting"),
        Fact("Conditions", "1 met, 0 open"),
        Fact("Code", "CDX-DE-26-0417-K", code=True),
        Fact("Expires", "20 Nov 2027"),
    )
