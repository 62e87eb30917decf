"""What a mail about credentials says: what was done, by whom and when, what it means, and what to do about it."""

from dataclasses import dataclass
from urllib.parse import quote

from coe.letter_account import AccountLetter
from coe.words.speaking import gettext, marked, ngettext
from workflows.mails import Mail, Row, choosing, sent
from workflows.plain_words import LONGEST_PROSE, inert, moment, one_line

FEW_CODES = 3
NOT_YOU = marked("If this was not you, report a loss on the page and tell an administrator at once, not by mail.")
MINE = marked("You get this because it is your account.")
ADMINISTRATOR = marked("You get this because you are an administrator.")


@dataclass(frozen=True, slots=True)
class Told:
    """Headline, colour, sentence (`%(by)s` and `%(whose)s` are filled in), what follows, and the sentence for a reader
    who did it themselves. The catalogue takes all of it but the colour. `others` is for administrators, `unless` adds
    what to do if it was not the reader.
    """

    headline: str
    tone: str
    sentence: str
    otherwise: str
    own: str = ""
    others: bool = False
    unless: bool = False


TOLD = {
    "locked-out": Told(
        "Your account is locked for a while", "stop",
        "Too many wrong passwords or codes were given for your account.",
        "The lock ends by itself; administrators were told too.", unless=True,
    ),
    "reset-asked": Told(
        "New credentials were asked for you", "attend",
        "%(by)s asked that you get a new password, authenticator and recovery codes. Nothing has changed yet.",
        "Another administrator has to approve it. If you did not want this, tell them at once, not by mail.",
        "You asked that you get a new password, authenticator and recovery codes. Nothing has changed yet.",
    ),
    "reset-to-approve": Told(
        "Approve new credentials?", "attend",
        "%(by)s asked for new credentials for %(whose)s. Nothing changes until another administrator approves.",
        "Without an approval within seven days it lapses; nothing is ever granted by waiting.", others=True,
    ),
    "credentials-issued": Told(
        "You have new credentials", "attend",
        "%(by)s approved new credentials for you: the old password, authenticator and recovery codes fail.",
        "You are handed the new ones, choose your own password, and show who you are before you sign. "
        "If you did not want this, tell another administrator at once, not by mail.",
        "You approved new credentials for you: the old password, authenticator and recovery codes fail.",
    ),
    "loss-reported": Told(
        "A loss was reported", "stop",
        "%(by)s reported that your authenticator is lost. You are signed out everywhere, and it fails.",
        "Two administrators issue new credentials.",
        "You reported that your authenticator is lost. You are signed out everywhere, and it fails.", unless=True,
    ),
    "loss-to-replace": Told(
        "A device is lost", "attend",
        "%(by)s reported the loss of %(whose)s’s authenticator. Every session ended, and it fails.",
        "Until two administrators have issued new credentials, they can neither sign in nor sign.", others=True,
    ),
    "account-closed": Told(
        "Your account is closed", "ink",
        "%(by)s closed your account. You are signed out everywhere.",
        "It is never opened again, and what you signed stays signed. If you did not expect this, ask them.",
        "You closed your account. You are signed out everywhere.",
    ),
    "credential-changed": Told(
        "Your credentials changed", "attend", "On your account: %(what)s.", NOT_YOU,
    ),
}  # fmt: skip


def compose_account(letter: AccountLetter, url: str, zone: str, now: int) -> Mail:
    """The mail for a letter. `url` is the site's, `now` (UTC ms) when it is sent."""
    told = TOLD[letter.kind]
    headline, otherwise = gettext(told.headline), gettext(told.otherwise)
    what = Row("warning", gettext("What was said"), inert(letter.reason, LONGEST_PROSE) or gettext("(erased)"), "")
    whose = one_line(letter.whose, 60)
    return Mail(
        subject=gettext("%(what)s: %(whose)s", what=headline, whose=whose) if told.others else headline,
        lead=gettext("Credentials") if told.others else gettext("Your account"),
        headline=moment(letter.at, zone),
        tone=told.tone,
        title=headline,
        number="",
        tier="",
        round=0,
        name=inert(letter.name) or gettext("colleague"),
        heading=gettext("What to do"),
        sentence=_sentence(letter, told),
        rows=(what,) if letter.reason else (),
        way=(),
        way_words="",
        button=gettext("Open the page"),
        note=gettext("The link only opens the page. Nothing is changed by it."),
        url=f"{url}/people/{quote(letter.person, safe='')}/credentials" if told.others else f"{url}/profile",
        otherwise=f"{otherwise} {gettext(NOT_YOU)}" if told.unless else otherwise,
        why=gettext(ADMINISTRATOR if told.others else MINE),
        sent=sent(now, zone),
        choose=choosing(url),
    )


def _sentence(letter: AccountLetter, told: Told) -> str:
    by, whose = inert(letter.by), inert(letter.whose)
    if not by and told.own:
        return gettext(told.own)
    said = gettext(told.sentence, by=by or gettext("The person"), whose=whose, what=gettext(letter.what))
    if letter.kind != "credential-changed":
        return said
    left = ngettext(
        "You have %(num)s recovery code left.", "You have %(num)s recovery codes left.", letter.left, num=letter.left
    )
    few = gettext("Renew them before they run out.") if letter.left <= FEW_CODES else ""
    return " ".join(filter(None, (said, left, few)))
