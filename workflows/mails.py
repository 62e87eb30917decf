"""What a mail says about a letter: the due date first, what is asked, one link, why it came, what happens otherwise."""

from dataclasses import dataclass, replace
from urllib.parse import quote

from coe.letter import Clock, Letter, Point
from coe.manifestation import manifested
from coe.way.drawing import way_in_words
from coe.way.layout import WayGate
from coe.way.marks import MARK_WORDS, Mark
from governance.language.definition import Escalation
from workflows.news import NEWS, OTHER_NEWS, News
from workflows.plain_words import LONGEST_PROSE, inert, moment, one_line, short_moment, time_in, zone_of

TO_DECIDE = ("your-turn", "reminder", "escalation")
LEADS = {"your-turn": "Your turn", "reminder": "Reminder", "escalation": "Escalation"}
ERASED = "a person no longer named"
ASKED = "Asked of you"
FOR_INFORMATION = "For your information"
NOTHING_ASKED = "Nothing is asked of you."
NEVER = "Nothing is ever approved by waiting."


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: what, the text under it, and the remark on the right; shape first, then colour."""

    mark: Mark
    what: str
    text: str
    remark: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way out: its words, and the page it opens."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything a template shows, inert already; templates still escape it. `heading` stands before `otherwise`."""

    subject: str
    lead: str
    headline: str
    tone: str
    title: str
    number: str
    tier: str
    round: int
    name: str
    heading: str
    sentence: str
    rows: tuple[Row, ...]
    way: tuple[WayGate, ...]
    way_words: str
    button: str
    note: str
    url: str
    otherwise: str
    why: str
    sent: str
    signed: str = ""
    ways: tuple[Link, ...] = ()
    choose: str = ""
    template: str = "mail"

    def word(self, mark: Mark) -> str:
        """The word that stands beside a shape."""
        return MARK_WORDS[mark]


def compose(letter: Letter, url: str, zone: str, now: int) -> Mail:
    """The mail for a letter. `url` is the site's, `now` (UTC ms) when it is sent."""
    deciding = letter.kind in TO_DECIDE
    news = NEWS.get(letter.kind, OTHER_NEWS)
    lead, headline, tone, sentence = _asked(letter, zone) if deciding else _told(letter, news, zone)
    title, number = inert(letter.title), one_line(letter.number)
    way = tuple(replace(gate, title=inert(gate.title)) for gate in letter.way)
    return Mail(
        subject=f"{_subject(letter, headline, zone)}: {one_line(letter.title, 80)} ({number})",
        lead=lead,
        headline=headline,
        tone=tone,
        title=title,
        number=number,
        tier=one_line(letter.tier),
        round=letter.round,
        name=inert(letter.name) or "colleague",
        heading=_heading(letter, news),
        sentence=sentence,
        rows=tuple(_row(point, letter.kind) for point in letter.points),
        way=way,
        way_words=way_in_words(way),
        button="Open the decision page" if letter.turn else "Open the page",
        note="The link only opens the page. Nothing is decided until you sign there."
        if deciding
        else "The link only opens the page.",
        url=page_of(letter, url),
        otherwise=_otherwise(letter, zone) if deciding else news.follows,
        why=_why(letter),
        sent=f"{moment(now, zone)} in {zone} ({time_in(now, 'UTC')} UTC)",
        signed=_manifested(letter, zone),
        ways=_ways(letter, url),
        choose=choosing(url),
    )


def page_of(letter: Letter, url: str) -> str:
    """The address of the page where the recipient decides, else of the record's."""
    number = quote(letter.number, safe="")
    if letter.turn:
        return f"{url}/decisions/{number}/{quote(letter.gate, safe='')}"
    return f"{url}/initiatives/{number}"


def choosing(url: str) -> str:
    """Where people choose which mails wait, and read which never do."""
    return f"{url}/profile/notices"


def _manifested(letter: Letter, zone: str) -> str:
    """The signature that the mail tells of, as it is shown everywhere; "" where none is behind it."""
    signed = letter.signed
    if signed is None:
        return ""
    return manifested(inert(signed.name) or ERASED, signed.at, zone_of(zone), inert(signed.meaning))


def _subject(letter: Letter, headline: str, zone: str) -> str:
    if letter.kind not in TO_DECIDE:
        return headline
    lead = LEADS[letter.kind]
    return f"{lead}, due {short_moment(letter.due, zone)}" if letter.turn and letter.due else lead


def _asked(letter: Letter, zone: str) -> tuple[str, str, str, str]:
    """Lead, headline, colour and sentence of a mail that asks for a decision."""
    lead, gate = LEADS[letter.kind], one_line(letter.gate_title)
    if not letter.turn:
        sentence = f"A decision at {gate} was asked for. By now it is no longer needed from you."
        return lead, "Nothing is left to do", "ink", sentence
    sentence = f"Your decision at {gate} is needed."
    if letter.step == "passed-on":
        sentence += " The turn was passed on to you; the page says by whom, and why."
    if letter.kind == "escalation":
        sentence = f"The clock of {gate} has reached {one_line(letter.step)}. You can decide there now."
    sentence += _since(letter.points)
    if letter.clock is None:
        return lead, "Waiting for your decision", "way", sentence
    tone = "stop" if letter.clock.left < 0 else "way" if letter.kind == "your-turn" else "attend"
    return f"{lead}: {_left(letter.clock)}", f"Due {moment(letter.due, zone)}", tone, sentence


def _since(points: tuple[Point, ...]) -> str:
    """What the list below holds: requests with their answers, and changes that nobody asked for."""
    asked = sum(point.asked for point in points)
    also = len(points) - asked
    unasked = f"{'one answer' if also == 1 else f'{also} answers'} changed though nobody asked"
    if not points:
        return ""
    if not asked:
        return f" Since you last signed, {unasked}:"
    requests = "One change was" if asked == 1 else f"{asked} changes were"
    said = f" {requests} asked for in earlier rounds; this is what the owner answered"
    return f"{said}, and {unasked}:" if also else f"{said}:"


def _left(clock: Clock) -> str:
    """`8 of 40 working hours left`, or how late."""
    what = "working hours" if clock.business else "hours"
    if clock.left < 0:
        late = -clock.left
        return f"{late} {what.removesuffix('s') if late == 1 else what} late"
    return f"{clock.left} of {clock.hours} {what} left" if clock.hours else f"{clock.left} {what} left"


def _told(letter: Letter, news: News, zone: str) -> tuple[str, str, str, str]:
    gate, ask = one_line(letter.gate_title) or "a gate", one_line(letter.ask) or "the results"
    sentence = news.sentence.format(gate=gate, ask=ask)
    if letter.kind == "returned" and letter.status != "in rework":
        return FOR_INFORMATION, news.headline, "ink", f"{sentence} By now the record is {letter.status}."
    sentence += f" {news.asks or NOTHING_ASKED}"
    if letter.kind in ("expiring", "renewed") and letter.expires and letter.status not in ("expired", "retired"):
        return news.headline, f"Ends {moment(letter.expires, zone)}", news.tone, sentence
    if letter.kind == "returned" and letter.due:
        return news.headline, f"Due {moment(letter.due, zone)}", news.tone, sentence
    return ASKED if news.asks else FOR_INFORMATION, news.headline, news.tone, sentence


def _heading(letter: Letter, news: News) -> str:
    if letter.kind in TO_DECIDE:
        return "If you cannot make it" if letter.turn else "What follows"
    return "What happens otherwise" if news.asks else "What follows"


def _ways(letter: Letter, url: str) -> tuple[Link, ...]:
    """The ways out of one's turn; each only opens a page."""
    if not letter.turn or letter.kind not in TO_DECIDE:
        return ()
    own = f"{url}/people/{quote(letter.person, safe='')}"
    return (
        Link("name who stands in while you are away", f"{own}#absence"),
        Link("stand aside, with a reason", f"{page_of(letter, url)}#decide"),
    )


def _row(point: Point, kind: str) -> Row:
    what, text = inert(point.concerns), inert(point.text, LONGEST_PROSE) or "(erased)"
    answer = inert(point.answer, LONGEST_PROSE)
    match kind:
        case "your-turn" | "reminder" | "escalation":
            if not point.asked:
                return Row("warning", what, "", "Changed, and nobody asked for it")
            remark = "Answers your request" if point.mine else "Answers a request"
            return Row("passed" if answer else "warning", what, answer or text, remark if answer else "No answer")
        case "changes-requested" | "returned":
            return Row("sent_back", what, text, inert(point.status))
        case "question-asked" | "question-answered":
            return Row("waiting", what, f"{text} – {answer}" if answer else text, inert(point.status))
        case "condition-met":
            return Row("conditional", what, f"{text} – {answer}" if answer else text, "met, to be verified")
        case "condition-verified":
            return Row("passed", what, text, "verified")
        case _:
            return Row("conditional", what, text, f"due {one_line(point.due)}" if point.due else "before release")


def _otherwise(letter: Letter, zone: str) -> str:
    if not letter.turn:
        return NEVER
    ahead = [f"after {moment(at, zone)} {_joins(escalation)}" for at, escalation in letter.upcoming]
    follows = "; ".join(ahead)
    return f"{follows[0].upper()}{follows[1:]}. {NEVER}" if follows else NEVER


def _joins(escalation: Escalation) -> str:
    if escalation.to == "delegate":
        return "your delegate hears of it"
    return f"the {one_line(escalation.to.rpartition('/')[2].replace('_', ' '))} can decide too"


def _why(letter: Letter) -> str:
    gate, record = one_line(letter.gate_title), one_line(letter.record)
    match letter.kind:
        case "your-turn" | "reminder":
            return f"You get this because you can decide at {gate} on this {record}."
        case "escalation":
            return f"You get this because the clock of {gate} on this {record} calls for you."
        case "condition-met":
            return f"You get this because you set this condition at {gate}."
        case "passed-on":
            return f"You get this because you can decide at {gate} on this {record}."
        case "question-answered":
            return f"You get this because you asked this question at {gate}."
        case "expiring" | "expired":
            return f"You get this because you own or coordinate this {record}."
        case _:
            return f"You get this because you own this {record}."
