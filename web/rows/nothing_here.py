"""What is said of a thing that is not there, and of one that is not for this reader: the same, so neither is learnt."""

from coe.office_errors import UnknownRecord
from web.words.translating import gettext


class NothingHere(UnknownRecord):
    """Either nothing has this address, or it is not the reader's to open."""


def nothing_here() -> NothingHere:
    """The error that tells neither."""
    return NothingHere(
        gettext("There is nothing here for you."),
        gettext("Nothing has this address, or it is not yours to open."),
        gettext("Check the link. Whoever sent it can tell you what it leads to."),
    )
