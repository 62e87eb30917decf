"""What a mail says that asks for no decision: what happened, what is asked all the same, and what follows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class News:
    """Headline, colour, sentence, what follows; `asks` is what the recipient is to do, "" for nothing. The catalogue
    takes all of it but the colour, so a mail says it by `gettext`.
    """

    headline: str
    tone: str
    sentence: str
    follows: str
    asks: str = ""


NEWS = {
    "changes-requested": News(
        "Changes requested", "attend", "Changes are requested at %(gate)s.",
        "The record returns to its owner once every open gate has concluded; the clock for rework starts then.",
        "Read the requests on the page; they can be answered there once the record is back.",
    ),
    "returned": News(
        "Returned for changes", "attend", "Every open gate has concluded, and changes are requested.",
        "Without a new submission nobody reviews further.", "Please answer each request and submit again.",
    ),
    "approved": News(
        "Approved", "pass", "Every gate that applies has passed.", "Until it is released, it may not be used.",
        "Please release it on the page when it is to be used.",
    ),
    "rejected": News(
        "Rejected", "stop", "A gate has rejected it, with a reason.", "The record is closed; the trail keeps all of it."
    ),
    "condition-set": News(
        "Approved with a condition", "attend", "%(gate)s has approved with a condition.",
        "Release waits until the condition is met and verified.", "Please meet it, and say so on the page.",
    ),
    "condition-met": News(
        "A condition is to be verified", "way", "The owner says that a condition from %(gate)s is met.",
        "Release waits until the condition is verified.", "Please verify it on the page.",
    ),
    "condition-verified": News(
        "Condition verified", "pass", "A condition from %(gate)s is verified.", "Nothing more is needed for it."
    ),
    "on-hold": News(
        "On hold", "ink", "A coordinator has stopped all clocks.", "They go on later with what remained of them."
    ),
    "resumed": News(
        "Resumed", "ink", "A coordinator has started the clocks again.", "The new due dates are on the page."
    ),
    "revoked": News(
        "Revoked", "stop", "The approval is taken back.", "It may no longer be used.", "Please stop using it at once.",
    ),
    "ratified": News("Ratified", "pass", "%(gate)s has confirmed the approval.", "Nothing more is needed for it."),
    "expiring": News(
        "Approval ends soon", "attend", "The approval ends at the date given, unless it is renewed.",
        "From that moment on it may not be used.", "Please renew or retire it on the page before then.",
    ),
    "expired": News(
        "Expired", "stop", "The approval has ended.", "It may not be used, even while it is being reviewed again.",
        "Please stop using it at once.",
    ),
    "check-in": News(
        "How did it go?", "attend", "Since its release the time has come to report: %(ask)s.",
        "Without an answer the question stays open on the page.", "Please answer on the page.",
    ),
    "renewed": News("Renewed", "pass", "The approval holds for another term.", "It may be used until then."),
    "retired": News("Retired", "ink", "It is used no more.", "The trail keeps all of it."),
    "passed-on": News(
        "Passed on", "ink", "A coordinator has passed your turn at %(gate)s on to a colleague.",
        "You may still decide; the reason is on the page.",
    ),
    "question-asked": News(
        "A question", "way", "A reviewer at %(gate)s asks something, without deciding.",
        "The clocks run on all the while. Question and answer are shown to everybody who decides.",
        "Please answer on the page.",
    ),
    "question-answered": News(
        "An answer", "way", "The question asked at %(gate)s has an answer.",
        "The clocks run on; the question stays open until it is closed by whoever asked it.",
    ),
}  # fmt: skip
OTHER_NEWS = News("Changed", "ink", "The record has changed.", "The page shows what is needed, if anything.")
