"""The demonstration's portfolio: initiatives in every state, told over the six weeks before it began."""

from __future__ import annotations

from collections.abc import Iterator

from coe.demo import cardiolex, oncavia, respira, story
from coe.demo.answers import Answers, Setting, Sketch, contacts, dialogue, sketched
from coe.demo.diary import diary_deeds
from coe.demo.people import STEERING_VOTES
from coe.drafts import Draft
from governance.record.commands import Outcome

Steps = tuple[story.Step, ...]
ASTRID, TOMAS, PRIYA = "astrid.lindqvist", "tomas.herrera", "priya.raman"
REVIEWERS = {
    "medical": "sofia.brandt",
    "legal": "jonas.meier",
    "regulatory": "lucia.rossi",
    "patient_safety": "nkechi.okafor",
    "privacy": "yuki.tanaka",
}


def portfolio(setting: Setting) -> tuple[story.Story, ...]:
    """Every story; a test asserts that every state is among them."""
    return tuple(story.Story(name, steps) for name, steps in (*_astrid(setting), *_tomas(setting), *_priya(setting)))


def drafts(setting: Setting, ids: tuple[str, str], now: int) -> tuple[Draft, ...]:
    """Two forms nobody has submitted yet, under the ids of the initiatives they become."""
    pulse: Answers = {
        "title": "What my pulse tells me",
        "need_statement": "“The watch says 104. Is that me or the stairs?”",
        "brands": ["cardiolex"],
    }
    second = sketched(setting, oncavia.FILM)
    hair: Answers = {**second, "title": "When the hair goes: a box for the second week", "budget": "35000 EUR"}
    for left_open in ("story", "key_messages", "need_source"):
        hair.pop(left_open, None)
    owners = (setting.people(ASTRID), setting.people(TOMAS))
    return tuple(
        Draft(id_, owner, "cx-initiative", updated=now, version=1, answers=answers)
        for id_, owner, answers in zip(ids, owners, (pulse, hair), strict=True)
    )


def _astrid(setting: Setting) -> Iterator[tuple[str, Steps]]:
    told = diary_deeds(setting)
    yield "diary", tuple(story.Step(225.0 - 4 * place, deed) for place, deed in enumerate(told))
    yield "salt", _salt(setting)
    yield (
        "rehearsal",
        (
            _submit(28, ASTRID, setting, cardiolex.REHEARSAL),
            *_seats(24, STEERING_VOTES[:3]),
        ),
    )
    yield "grapefruit", (_submit(3, ASTRID, setting, cardiolex.GRAPEFRUIT),)
    yield (
        "webinar",
        (
            _submit(120, ASTRID, setting, cardiolex.WEBINAR),
            _decide(112, "medical", requests=(("key_messages", "Say how many doctors were asked, and by whom."),)),
            _step(
                104, story.Withdraw(ASTRID, "The congress has an evening on the same question; ours would be one more.")
            ),
        ),
    )
    refill = story.Submit(ASTRID, sketched(setting, cardiolex.REFILL), files=(cardiolex.REFILL_FILE,))
    yield "refill", (_step(20, refill), _decide(14, "medical"), _decide(6, "regulatory"))


def _salt(setting: Setting) -> Steps:
    """Legal asked for changes, the contact plan was changed: legal alone reviews again."""
    fewer = contacts(
        ("Practices that asked for it", "post", 1, setting.day(20), setting.day(120), 600, 0),
        ("Practices visited anyway", "visit", 1, setting.day(20), setting.day(150), 120, 30),
    )
    ask = "Three hundred visits for a card of one page: visit only those who agreed to visits this year."
    reply = "Agreed: 120 visits, all in practices that said yes this year."
    return (
        _submit(40, ASTRID, setting, cardiolex.SALT),
        _decide(33, "medical"),
        _decide(30, "regulatory"),
        _decide(27, "legal", requests=(("contact_plan", ask),)),
        _step(9, story.Submit(ASTRID, {"contact_plan": fewer}, {"r1": reply})),
    )


def _film(setting: Setting) -> Steps:
    """Medical alone asks for changes: in rework."""
    short = "The second message has five words. Say what to tell the nurse: flush, itch, short of breath."
    return (
        _submit(70, TOMAS, setting, oncavia.FILM),
        *_seats(60, STEERING_VOTES),
        *_mlr(40, "legal", "regulatory", "patient_safety", "privacy"),
        _decide(12, "medical", requests=(("key_messages", short),)),
    )


def _tomas(setting: Setting) -> Iterator[tuple[str, Steps]]:
    yield "film", _film(setting)
    called = dialogue(setting, "Call centre of the clinics", "nkechi.okafor", "Monday to Saturday, 9 to 18")
    hours = "Two nurses on Saturdays before the first call goes out."
    yield (
        "nurse-call",
        (
            _step(150, story.Submit(TOMAS, sketched(setting, oncavia.NURSE_CALL, called))),
            *_seats(140, STEERING_VOTES),
            *_mlr(120, "medical", "legal", "regulatory", "privacy"),
            _decide(108, "patient_safety", conditions=((hours, setting.day(14)),)),
        ),
    )
    open_wall = "Nobody can hold a post back, and safety hears of it on Monday. Not on this platform."
    yield (
        "thread",
        (
            _submit(95, TOMAS, setting, oncavia.THREAD),
            *_seats(90, ("margarethe.voss", "ingrid.aas")),
            _step(86, story.Decide("amara.diallo", "steering", "reject", open_wall)),
        ),
    )
    code = "Print the new material code before the first parcel leaves."
    yield (
        "dosing",
        (
            _submit(60, TOMAS, setting, oncavia.DOSING),
            _decide(52, "medical"),
            _decide(46, "regulatory", conditions=((code, setting.day(7)),)),
            _step(10, story.Meet(TOMAS, "c1", "Code ONC-2211-07-5 is on the proof, lower left corner.")),
        ),
    )
    yield (
        "plain-words",
        (
            _submit(118, TOMAS, setting, oncavia.PLAIN),
            *_seats(104, STEERING_VOTES),
            *_mlr(90, "medical", "legal", "regulatory", "privacy"),
        ),
    )


def _priya(setting: Setting) -> Iterator[tuple[str, Steps]]:
    label = "The label changed on Monday: the fourth step of the film is no longer right."
    yield (
        "technique",
        (
            _submit(230, PRIYA, setting, respira.TECHNIQUE),
            *_mlr(215, "medical", "legal", "regulatory"),
            _step(190, story.Release(PRIYA)),
            _step(50, story.Revoke("ruth.keller", label)),
        ),
    )
    evening = dialogue(setting, "Message service of the support line", "nkechi.okafor", "Every day, 18 to 22")
    yield (
        "pollen",
        (
            _step(80, story.Submit(PRIYA, sketched(setting, respira.POLLEN, evening))),
            *_seats(74, STEERING_VOTES),
            *_mlr(66, "medical", "regulatory"),
            _step(44, story.Hold("ruth.keller", "The weather service changes its terms; wait for the contract.")),
        ),
    )
    yield "school", (_submit(5, PRIYA, setting, respira.SCHOOL),)
    yield "question", (_submit(16, PRIYA, setting, respira.QUESTION), _decide(7, "medical"))
    yield "rinse", (_submit(2, PRIYA, setting, respira.RINSE),)
    yield "rinse-counter", (_submit(1, PRIYA, setting, respira.RINSE_COUNTER),)
    numbers = "Leave room for one’s own three numbers; the sample numbers must not look like advice."
    yield (
        "poster",
        (
            _submit(130, PRIYA, setting, respira.POSTER),
            _decide(122, "medical", conditions=((numbers, setting.day(-5)),)),
            _decide(118, "regulatory"),
            _step(70, story.Meet(PRIYA, "c1", "Three empty fields; the samples are gone.")),
            _step(64, story.Verify("sofia.brandt", "c1", "Seen on the second proof.")),
        ),
    )


def _step(hours_ago: float, deed: story.Deed) -> story.Step:
    return story.Step(hours_ago, deed)


def _submit(hours_ago: float, owner: str, setting: Setting, sketch: Sketch) -> story.Step:
    return story.Step(hours_ago, story.Submit(owner, sketched(setting, sketch)))


def _decide(
    hours_ago: float,
    gate: str,
    *,
    requests: tuple[tuple[str, str], ...] = (),
    conditions: tuple[tuple[str, str], ...] = (),
) -> story.Step:
    outcome: Outcome = "request changes" if requests else "approve with conditions" if conditions else "approve"
    who = REVIEWERS[gate]
    return story.Step(hours_ago, story.Decide(who, gate, outcome, requests=requests, conditions=conditions))


def _seats(hours_ago: float, seats: tuple[str, ...]) -> Steps:
    """Approvals at steering, half an hour apart."""
    return tuple(story.Step(hours_ago - place / 2, story.Decide(seat, "steering")) for place, seat in enumerate(seats))


def _mlr(hours_ago: float, *gates: str) -> Steps:
    """Approvals at these gates, two hours apart."""
    return tuple(_decide(hours_ago - 2 * place, gate) for place, gate in enumerate(gates))
