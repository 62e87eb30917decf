"""What mails say with a number in it, in the form that the reader's language has for that number."""

from coe.letter import Clock, Point
from coe.words.speaking import gettext, ngettext


def since(points: tuple[Point, ...]) -> str:
    """What the list below holds: requests with their answers, and changes that nobody asked for; "" for nothing."""
    asked = sum(point.asked for point in points)
    also = len(points) - asked
    if not points:
        return ""
    if not asked:
        return ngettext(
            "Since you last signed, one answer changed though nobody asked:",
            "Since you last signed, %(num)s answers changed though nobody asked:", also, num=also,
        )  # fmt: skip
    if not also:
        return ngettext(
            "One change was asked for in earlier rounds; this is what the owner answered:",
            "%(num)s changes were asked for in earlier rounds; this is what the owner answered:", asked, num=asked,
        )  # fmt: skip
    unasked = ngettext(
        "one answer changed though nobody asked", "%(num)s answers changed though nobody asked", also, num=also
    )
    return ngettext(
        "One change was asked for in earlier rounds; this is what the owner answered, and %(unasked)s:",
        "%(num)s changes were asked for in earlier rounds; this is what the owner answered, and %(unasked)s:",
        asked, num=asked, unasked=unasked,
    )  # fmt: skip


def left_words(clock: Clock) -> str:
    """“8 of 40 working hours left”, or how late."""
    left, late = clock.left, -clock.left
    if late > 0 and clock.business:
        return ngettext("%(num)s working hour late", "%(num)s working hours late", late, num=late)
    if late > 0:
        return ngettext("%(num)s hour late", "%(num)s hours late", late, num=late)
    if clock.hours and clock.business:
        return ngettext(
            "%(left)s of %(num)s working hour left", "%(left)s of %(num)s working hours left",
            clock.hours, num=clock.hours, left=left,
        )  # fmt: skip
    if clock.business:
        return ngettext("%(num)s working hour left", "%(num)s working hours left", left, num=left)
    return ngettext("%(num)s hour left", "%(num)s hours left", left, num=left)


def asks_words(count: int) -> str:
    """“2 things ask”, as a headline."""
    if not count:
        return gettext("Nothing asks for you")
    return ngettext("%(num)s thing asks", "%(num)s things ask", count, num=count)


def records_words(count: int) -> str:
    """How many records ask something of the reader, as a sentence."""
    if not count:
        return gettext("No record asks something of you.")
    return ngettext(
        "%(num)s record asks something of you.",
        "%(num)s records ask something of you; what is most at risk stands on top.", count, num=count,
    )  # fmt: skip
