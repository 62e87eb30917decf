"""What a mail says about a letter: the due date first, what is asked, one link, why it came, what happens otherwise.

Said in the language that is bound where it is composed. What people wrote, labels and titles stay as they are.
"""

from dataclasses import dataclass, replace
from urllib.parse import quote

from coe.letter import Letter, Point
from coe.manifestation import manifested
from coe.way.drawing import way_in_words
from coe.way.layout import WayGate
from coe.way.marks import Mark
from coe.words.recorded import Recorded
from coe.words.speaking import gettext, marked
from coe.words.steps import step_words
from coe.words.vocabulary import MARKS, role_said, status_said
from governance.language.definition import Escalation
from workflows.mails_counted import left_words, since
from workflows.news import NEWS, OTHER_NEWS, News
from workflows.plain_words import LONGEST_PROSE, inert, moment, one_line, short_moment, time_in, zone_of

TO_DECIDE = ("your-turn", "reminder", "escalation")
LEADS = {"your-turn": marked("Your turn"), "reminder": marked("Reminder"), "escalation": marked("Escalation")}
ERASED = "a person no longer named"  # beside a signature, in the language of the record
ASKED = marked("Asked of you")
FOR_INFORMATION = marked("For your information")
NOTHING_ASKED = marked("Nothing is asked of you.")
NEVER = marked("Nothing is ever approved by waiting.")
OTHERWISE = marked("What happens otherwise")
FOLLOWS = marked("What follows")
STATES = {"open": marked("open"), "closed": marked("closed")}


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
        return str(MARKS[mark])


def compose(letter: Letter, url: str, zone: str, now: int) -> Mail:
    """The mail for a letter. `url` is the site's, `now` (UTC ms) when it is sent."""
    deciding, news = letter.kind in TO_DECIDE, NEWS.get(letter.kind, OTHER_NEWS)
    lead, headline, tone, sentence = _asked(letter, zone) if deciding else _told(letter, news, zone)
    title, number = inert(letter.title), one_line(letter.number)
    way = tuple(replace(gate, title=inert(gate.title)) for gate in letter.way)
    return Mail(
        subject=gettext(
            "%(what)s: %(title)s (%(number)s)",
            what=_subject(letter, headline, zone), title=one_line(letter.title, 80), number=number,
        ),
        lead=lead,
        headline=headline,
        tone=tone,
        title=title,
        number=number,
        tier=one_line(letter.tier),
        round=letter.round,
        name=inert(letter.name) or gettext("colleague"),
        heading=_heading(letter, news),
        sentence=sentence,
        rows=tuple(_row(point, letter.kind) for point in letter.points),
        way=way,
        way_words=way_in_words(way, MARKS),
        button=gettext("Open the decision page") if letter.turn else gettext("Open the page"),
        note=gettext("The link only opens the page. Nothing is decided until you sign there.")
        if deciding
        else gettext("The link only opens the page."),
        url=page_of(letter, url),
        otherwise=_otherwise(letter, zone) if deciding else gettext(news.follows),
        why=_why(letter),
        sent=sent(now, zone),
        signed=_manifested(letter, zone),
        ways=_ways(letter, url),
        choose=choosing(url),
    )  # fmt: skip


def sent(now: int, zone: str) -> str:
    """When a mail was sent, in the reader's zone and in UTC."""
    return gettext("%(moment)s in %(zone)s (%(utc)s UTC)", moment=moment(now, zone), zone=zone, utc=time_in(now, "UTC"))


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
    return Recorded(manifested(inert(signed.name) or ERASED, signed.at, zone_of(zone), inert(signed.meaning)))


def _subject(letter: Letter, headline: str, zone: str) -> str:
    if letter.kind not in TO_DECIDE:
        return headline
    lead = gettext(LEADS[letter.kind])
    if not letter.turn or not letter.due:
        return lead
    return gettext("%(lead)s, due %(moment)s", lead=lead, moment=short_moment(letter.due, zone))


def _asked(letter: Letter, zone: str) -> tuple[str, str, str, str]:
    """Lead, headline, colour and sentence of a mail that asks for a decision."""
    lead, gate = gettext(LEADS[letter.kind]), one_line(letter.gate_title)
    if not letter.turn:
        sentence = gettext("A decision at %(gate)s was asked for. By now it is no longer needed from you.", gate=gate)
        return lead, gettext("Nothing is left to do"), "ink", sentence
    said = [gettext("Your decision at %(gate)s is needed.", gate=gate)]
    if letter.step == "passed-on":
        said.append(gettext("The turn was passed on to you; the page says by whom, and why."))
    if letter.kind == "escalation":
        reached = marked("The clock of %(gate)s has reached %(step)s. You can decide there now.")
        said = [gettext(reached, gate=gate, step=one_line(step_words(letter.step)))]
    sentence = " ".join(filter(None, (*said, since(letter.points))))
    if letter.clock is None:
        return lead, gettext("Waiting for your decision"), "way", sentence
    tone = "stop" if letter.clock.left < 0 else "way" if letter.kind == "your-turn" else "attend"
    lead = gettext("%(lead)s: %(left)s", lead=lead, left=left_words(letter.clock))
    return lead, _due(letter.due, zone), tone, sentence


def _due(at: int, zone: str) -> str:
    return gettext("Due %(when)s", when=moment(at, zone))


def _told(letter: Letter, news: News, zone: str) -> tuple[str, str, str, str]:
    gate, ask = one_line(letter.gate_title) or gettext("a gate"), one_line(letter.ask) or gettext("the results")
    sentence, headline = gettext(news.sentence, gate=gate, ask=ask), gettext(news.headline)
    if letter.kind == "returned" and letter.status != "in rework":
        now = gettext("By now the record is %(status)s.", status=status_said(letter.status))
        return gettext(FOR_INFORMATION), headline, "ink", f"{sentence} {now}"
    sentence += f" {gettext(news.asks or NOTHING_ASKED)}"
    if letter.kind in ("expiring", "renewed") and letter.expires and letter.status not in ("expired", "retired"):
        return headline, gettext("Ends %(when)s", when=moment(letter.expires, zone)), news.tone, sentence
    if letter.kind == "returned" and letter.due:
        return headline, _due(letter.due, zone), news.tone, sentence
    return gettext(ASKED if news.asks else FOR_INFORMATION), headline, news.tone, sentence


def _heading(letter: Letter, news: News) -> str:
    if letter.kind in TO_DECIDE:
        return gettext("If you cannot make it") if letter.turn else gettext(FOLLOWS)
    return gettext(OTHERWISE) if news.asks else gettext(FOLLOWS)


def _ways(letter: Letter, url: str) -> tuple[Link, ...]:
    """The ways out of one's turn; each only opens a page."""
    if not letter.turn or letter.kind not in TO_DECIDE:
        return ()
    own = f"{url}/people/{quote(letter.person, safe='')}"
    return (
        Link(gettext("name who stands in while you are away"), f"{own}#absence"),
        Link(gettext("stand aside, with a reason"), f"{page_of(letter, url)}#decide"),
    )


def _row(point: Point, kind: str) -> Row:
    what, text = inert(point.concerns), inert(point.text, LONGEST_PROSE) or gettext("(erased)")
    answer = inert(point.answer, LONGEST_PROSE)
    match kind:
        case "your-turn" | "reminder" | "escalation":
            if not point.asked:
                return Row("warning", what, "", gettext("Changed, and nobody asked for it"))
            if not answer:
                return Row("warning", what, text, gettext("No answer"))
            remark = gettext("Answers your request") if point.mine else gettext("Answers a request")
            return Row("passed", what, answer, remark)
        case "changes-requested" | "returned":
            return Row("sent_back", what, text, inert(point.status))
        case "question-asked" | "question-answered":
            state = gettext(STATES[point.status])
            return Row("waiting", what, f"{text} – {answer}" if answer else text, state)
        case "condition-met":
            return Row("conditional", what, f"{text} – {answer}" if answer else text, gettext("met, to be verified"))
        case "condition-verified":
            return Row("passed", what, text, gettext("verified"))
        case _:
            until = gettext("due %(day)s", day=one_line(point.due)) if point.due else gettext("before release")
            return Row("conditional", what, text, until)


def _otherwise(letter: Letter, zone: str) -> str:
    never = gettext(NEVER)
    if not letter.turn:
        return never
    follows = "; ".join(_joins(moment(at, zone), escalation) for at, escalation in letter.upcoming)
    return f"{follows[0].upper()}{follows[1:]}. {never}" if follows else never


def _joins(after: str, escalation: Escalation) -> str:
    if escalation.to == "delegate":
        return gettext("after %(moment)s your delegate hears of it", moment=after)
    role = one_line(role_said(escalation.to))
    return gettext("after %(moment)s the %(role)s can decide too", moment=after, role=role)


def _why(letter: Letter) -> str:
    gate, record = one_line(letter.gate_title), one_line(letter.record)
    match letter.kind:
        case "your-turn" | "reminder" | "passed-on":
            said = marked("You get this because you can decide at %(gate)s on this %(record)s.")
        case "escalation":
            said = marked("You get this because the clock of %(gate)s on this %(record)s calls for you.")
        case "condition-met":
            said = marked("You get this because you set this condition at %(gate)s.")
        case "question-answered":
            said = marked("You get this because you asked this question at %(gate)s.")
        case "expiring" | "expired":
            said = marked("You get this because you own or coordinate this %(record)s.")
        case _:
            said = marked("You get this because you own this %(record)s.")
    return gettext(said, gate=gate, record=record)
