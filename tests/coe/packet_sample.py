"""A packet as long and as ugly as real ones, for the tests that print; names, numbers and studies are invented."""

from dataclasses import replace

from coe.packet.page import (
    Change,
    Claim,
    DecisionPage,
    EntryRow,
    Fact,
    Message,
    PacketPage,
    Reason,
    Request,
    Round,
    Shown,
    Signed,
    Span,
)
from coe.way.drawing import WayGate

FINGERPRINT = "7c19e0a45b83d2f690c13ea76d481b25f8e307b9a26c54d01f97c3b8e65a41fd"
CHECKPOINT = """clearway.example/log
48217
qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=

— clearway.example/log HEvgfxx0
— witness.example/qa 3Z9xAA==
"""
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
        rounds=_rounds(),
        decisions=tuple(_decision(gate, place) for place, (_, gate, _) in enumerate(PARALLEL)),
        findings=(
            Claim(
                "warning", "Key message 2 has 19 words", "10 to 14 work best for oncologists. Accepted, entry 47,620"
            ),
            Claim("passed", "Contact load stays under the cap of 2.0", "Forecast 1.8 in 30 days"),
        ),
        requests=_requests(),
        timeline=_timeline(),
        definition_note="Definition 11, in sentences.",
        definition=(
            "Every initiative passes Intake, Triage and Steering, in this order.",
            "Medical, Legal, Regulatory, Patient safety and Privacy open together once Steering has passed.",
            "Medical needs 1 qualified reviewer; an alternate sits when the reviewer recuses.",
            "Promotional material never passes without Regulatory.",
        ),
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
        requests=(Request(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, Signed("waiting", HOSTILE)),),
        communications=(Message(HOSTILE, HOSTILE, HOSTILE, Signed("warning", HOSTILE)),),
        entries=page.entries * 4,
    )


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


def _rounds() -> tuple[Round, ...]:
    return (
        Round(
            "Round 1",
            "Version 1, submitted 3 Nov 2026 by Astrid Lindqvist.",
            unchanged="24 answers; the first version.",
        ),
        Round(
            "Round 2",
            "Version 1 to version 2, submitted 13 Nov 2026. 22 other answers did not change.",
            (
                Change(
                    "Key message 1",
                    "Nurse-led titration keeps patients out of hospital.",
                    "Nurse-led titration was followed by 4.1 fewer first readmissions "
                    "per 100 patients in 90 days (95% CI 1.2 to 7.0).",
                    "answers request 1 of Dr Sofia Brandt, 9 Nov",
                    "“First readmission within 90 days: 11.8 against 15.9 per 100.” TITRATE-N study, table 3, page 88.",
                ),
                Change(
                    "Audience",
                    "Heart-failure nurses in Germany",
                    "Heart-failure nurses in Germany and France",
                    "not requested; tier computed again, still T3",
                ),
            ),
        ),
    )


def _decision(gate: str, place: int) -> DecisionPage:
    return DecisionPage(
        gate=gate,
        round="round 2",
        reference=f"Decision {place + 4} of 8, entry 48,{102 + place}",
        outcome=Signed("conditional", "Approved with 1 condition")
        if gate == "Regulatory"
        else Signed("passed", "Approved"),
        person="Dr Imre Szabó",
        role="Medical reviewer, alternate for Dr Sofia Brandt",
        sentence=f"I approve version 2 for {gate}, all of what was shown to me.",
        meaning="approval",
        local="20 Nov 2026, 16:58:14 in Berlin",
        utc="2026-11-20T15:58:14Z",
        signed_with="password, second factor",
        digest="b3d844a1" * 7 + "17c208be",
        note="Whole-study context is now in the text; the neutral endpoint is named." if place == 0 else "",
        checklist=(
            Claim("passed", "A reference for every claim", "5 claims, 5 references"),
            Claim("passed", "Whole-study context", "All three endpoints named, one of them neutral"),
            Claim("passed", "Population and endpoint match", "Changed in this round; see Rounds"),
            Claim("passed", "Safety statement is current", "Matches the label of 12 August 2026"),
        ),
        conditions=(
            Claim(
                "passed", "Add the material code before release", "Met 21 Nov 2026, verified by L. Rossi, entry 48,140"
            ),
        )
        if gate == "Regulatory"
        else (),
        shown=(
            Shown("Submission, version 2", "24 answers", "b11f6a20" * 8),
            Shown("Nurse leaflet, German", "4 pages", "5d90c3e7" * 8),
            Shown("Nurse leaflet, French", "4 pages", "02a8b7f4" * 8),
            Shown("Redline and findings", "2 changes, 0 findings", "e46b9013" * 8),
        ),
        why=(_why(gate),),
    )


def _why(gate: str) -> Reason:
    stood_in = Reason(
        "Stood in for Dr Sofia Brandt, who recused",
        "entry 48,061",
        because=(Reason("“I advised the study group until June.”", quoted=True),),
    )
    return Reason(
        f"{gate} passed on 20 November, 16:58",
        because=(
            Reason("One qualified reviewer had to approve", "Definition 11, gate medical"),
            Reason(
                "Dr Imre Szabó approved version 2",
                "entry 48,102",
                because=(
                    Reason("Eligible: in the medical pool, trained to June 2027", "entry 31,877"),
                    stood_in,
                    Reason("Not owner, author, the author\u2019s line lead or budget owner", "entry 46,530"),
                ),
            ),
            Reason("No mandatory comment was open", "request 1 answered, entry 47,614"),
            Reason("It was in time: 9 of 80 working hours used", "entry 47,620"),
        ),
    )


def _requests() -> tuple[Request, ...]:
    return (
        Request(
            "Request 1",
            "Dr Sofia Brandt for Medical, 9 Nov 2026, 10:01 in Berlin (09:01 UTC), entry 47,512",
            "Give the effect size and name the endpoint. “Keeps out of hospital” is not what the study measured.",
            "Effect size and interval added; the endpoint is first readmission within 90 days.",
            "Astrid Lindqvist, 13 Nov 2026, 09:20 in Berlin (08:20 UTC), entry 47,614",
            Signed("passed", "Answered", "in version 2"),
        ),
        Request(
            "Request 2",
            "Luca Rossi for Regulatory, 9 Nov 2026, 11:40 in Berlin (10:40 UTC), entry 47,530",
            "Add the material code.",
            "",
            "",
            Signed("waiting", "Open", "carried as a condition"),
        ),
    )


def _timeline() -> tuple[Span, ...]:
    return (
        Span("Intake and triage", "3 to 4 Nov", "1 day worked", "working", 0, 80),
        Span("Wait for Steering", "4 to 19 Nov", "11 days waited", "waiting", 80, 640),
        Span("Steering", "19 Nov", "40 min worked", "working", 640, 700),
        Span("Five gates together", "19 to 20 Nov", "9 h worked", "working", 700, 1000),
    )
