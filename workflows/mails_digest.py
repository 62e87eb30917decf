"""The daily mail: everything that waits for one person, most at risk first as in the inbox, each with its link."""

from collections.abc import Iterable
from dataclasses import dataclass

from coe.letter import Letter
from coe.way.layout import WayGate
from coe.way.marks import Mark
from coe.words.speaking import gettext, marked, ngettext
from coe.words.vocabulary import MARKS
from workflows.mails import OTHERWISE, TO_DECIDE, Link, Row, choosing, compose, sent
from workflows.mails_counted import asks_words, records_words
from workflows.news import NEWS, OTHER_NEWS
from workflows.plain_words import inert, moment, short_moment

LAST = 1 << 62
WHY = marked("You get this as one mail a day because you chose so. What may not wait comes at once all the same.")
GOES_ON = marked("Each clock goes on whether this mail is read or not. Nothing is ever approved by waiting.")


@dataclass(frozen=True, slots=True)
class Line:
    """A record with what is asked there and by when; `order` is that of the inbox: most at risk first."""

    mark: Mark
    tone: str
    headline: str
    title: str
    number: str
    url: str
    sentence: str
    rows: tuple[Row, ...]
    order: tuple[bool, bool, float, int, str]
    asks: bool
    due: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What the template of the daily mail shows, inert already."""

    subject: str
    lead: str
    headline: str
    tone: str
    name: str
    sentence: str
    lines: tuple[Line, ...]
    button: str
    url: str
    note: str
    heading: str
    otherwise: str
    why: str
    choose: str
    sent: str
    ways: tuple[Link, ...] = ()
    way: tuple[WayGate, ...] = ()
    template: str = "digest"

    def word(self, mark: Mark) -> str:
        """The word that stands beside a shape."""
        return str(MARKS[mark])


def compose_digest(letters: Iterable[Letter], missing: int, url: str, zone: str, now: int) -> Digest:
    """One mail for all letters of one person, oldest first; `missing` notices are about records nobody can find."""
    told = tuple(letters)
    latest = {(letter.initiative, letter.gate if letter.turn else letter.kind): letter for letter in told}
    lines = sorted((_line(letter, url, zone, now) for letter in latest.values()), key=lambda line: line.order)
    asking = [line for line in lines if line.asks]
    first = min((line.due for line in asking if line.due), default=0)
    mine = any(line.mark == "yours" for line in lines)
    return Digest(
        subject=_subject(asking, len(lines) - len(asking), first, zone),
        lead=gettext("Your daily mail"),
        headline=gettext("First due %(when)s", when=moment(first, zone)) if first else asks_words(len(asking)),
        tone="ink" if not asking else "stop" if 0 < first < now else "attend" if first else "way",
        name=inert(told[-1].name if told else "") or gettext("colleague"),
        sentence=_sentence(asking, len(lines) - len(asking), missing),
        lines=tuple(lines),
        button=gettext("Open your inbox") if mine else gettext("Open your initiatives"),
        url=f"{url}/inbox" if mine else f"{url}/initiatives",
        note=gettext("Links only open pages. Nothing is decided until you sign there."),
        heading=gettext(OTHERWISE),
        otherwise=gettext(GOES_ON),
        why=gettext(WHY),
        choose=choosing(url),
        sent=sent(now, zone),
    )


def _line(letter: Letter, url: str, zone: str, now: int) -> Line:
    mail, news = compose(letter, url, zone, now), NEWS.get(letter.kind, OTHER_NEWS)
    deciding = letter.kind in TO_DECIDE
    asks = letter.turn or (not deciding and bool(news.asks))
    due = letter.due if letter.turn or (letter.kind == "returned" and letter.status == "in rework") else 0
    due = letter.expires if letter.kind == "expiring" else due
    # As the inbox has it: late first, then whatever has used most of its clock.
    share = letter.clock.share if letter.turn and letter.clock else 1.0
    return Line(
        mark="yours" if letter.turn else "warning" if asks else "passed" if mail.tone == "pass" else "waiting",
        tone=mail.tone,
        headline=mail.headline,
        title=mail.title,
        number=mail.number,
        url=mail.url,
        sentence=mail.sentence,
        rows=mail.rows,
        order=(not asks, not 0 < due <= now, share, due or LAST, letter.number),
        asks=asks,
        due=due,
    )


def _subject(asking: list[Line], news: int, first: int, zone: str) -> str:
    parts = []
    if asking:
        parts.append(ngettext("%(num)s asks for you", "%(num)s ask for you", len(asking), num=len(asking)))
    if first:
        parts.append(gettext("first due %(when)s", when=short_moment(first, zone)))
    if news:
        parts.append(ngettext("%(num)s for your information", "%(num)s for your information", news, num=news))
    return gettext("Your daily mail: %(parts)s", parts=", ".join(parts) or gettext("nothing is left"))


def _sentence(asking: list[Line], news: int, missing: int) -> str:
    said = [records_words(len(asking))]
    if news:
        said.append(
            ngettext(
                "%(num)s more is for your information.", "%(num)s more are for your information.", news, num=news
            )
        )
    if missing:
        said.append(
            ngettext(
                "%(num)s notice is about a record that cannot be found any more.",
                "%(num)s notices are about a record that cannot be found any more.", missing, num=missing,
            )
        )  # fmt: skip
    return " ".join(said)
