"""What a mail about credentials says: what was done, by whom and when, what it means, and what to do about it."""

from dataclasses import dataclass
from urllib.parse import quote

from coe.letter_account import AccountLetter
from workflows.mails import Mail, Row, choosing
from workflows.plain_words import LONGEST_PROSE, inert, moment, one_line, time_in

FEW_CODES = 3
NOT_YOU = "If this was not you, report a loss on the page and tell an administrator at once, not by mail."
ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Told:
    """Headline, colour, sentence (`{by}` and `{whose}` are filled in), what follows, why it came."""

    headline: str
    tone: str
    sentence: str
    otherwise: str
    why: str = "You get this because it is your account."


ADMINISTRATOR = "You get this because you are an administrator."
TOLD = {
    "locked-out": Told(
        "Your account is locked for a while", "stop",
        "Too many wrong passwords or codes were given for your account.",
        "The lock ends by itself; administrators were told too. " + NOT_YOU,
    ),
    "reset-asked": Told(
        "New credentials were asked for you", "attend",
        "{by} asked that you get a new password, authenticator and recovery codes. Nothing has changed yet.",
        "Another administrator has to approve it. If you did not want this, tell them at once, not by mail.",
    ),
    "reset-to-approve": Told(
        "Approve new credentials?", "attend",
        "{by} asked for new credentials for {whose}. Nothing changes until another administrator approves.",
        "Without an approval within seven days it lapses; nothing is ever granted by waiting.", ADMINISTRATOR,
    ),
    "credentials-issued": Told(
        "You have new credentials", "attend",
        "{by} approved new credentials for you: the old password, authenticator and recovery codes fail.",
        "You are handed the new ones, choose your own password, and show who you are before you sign. "
        "If you did not want this, tell another administrator at once, not by mail.",
    ),
    "loss-reported": Told(
        "A loss was reported", "stop",
        "{by} reported that your authenticator is lost. You are signed out everywhere, and it fails.",
        "Two administrators issue new credentials. " + NOT_YOU,
    ),
    "loss-to-replace": Told(
        "A device is lost", "attend",
        "{by} reported the loss of {whose}’s authenticator. Every session ended, and it fails.",
        "Until two administrators have issued new credentials, they can neither sign in nor sign.", ADMINISTRATOR,
    ),
    "account-closed": Told(
        "Your account is closed", "ink",
        "{by} closed your account. You are signed out everywhere.",
        "It is never opened again, and what you signed stays signed. If you did not expect this, ask them.",
    ),
    "credential-changed": Told(
        "Your credentials changed", "attend", "On your account: {what}. You have {left} recovery codes left.", NOT_YOU,
    ),
}  # fmt: skip


def compose_account(letter: AccountLetter, url: str, zone: str, now: int) -> Mail:
    """The mail for a letter. `url` is the site's, `now` (UTC ms) when it is sent."""
    told = TOLD[letter.kind]
    others = told.why == ADMINISTRATOR
    by = inert(letter.by) or ("The person" if others else "You")
    sentence = told.sentence.format(by=by, whose=inert(letter.whose), what=letter.what, left=letter.left)
    if letter.kind == "credential-changed" and letter.left <= FEW_CODES:
        sentence += " Renew them before they run out."
    what = Row("warning", "What was said", inert(letter.reason, LONGEST_PROSE) or ERASED, "")
    return Mail(
        subject=f"{told.headline}{f': {one_line(letter.whose, 60)}' if others else ''}",
        lead="Your account" if not others else "Credentials",
        headline=moment(letter.at, zone),
        tone=told.tone,
        title=told.headline,
        number="",
        tier="",
        round=0,
        name=inert(letter.name) or "colleague",
        heading="What to do",
        sentence=sentence,
        rows=(what,) if letter.reason else (),
        way=(),
        way_words="",
        button="Open the page",
        note="The link only opens the page. Nothing is changed by it.",
        url=f"{url}/people/{quote(letter.person, safe='')}/credentials" if others else f"{url}/profile",
        otherwise=told.otherwise,
        why=told.why,
        sent=f"{moment(now, zone)} in {zone} ({time_in(now, 'UTC')} UTC)",
        choose=choosing(url),
    )
