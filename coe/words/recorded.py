"""Words of the record, which stay as they were recorded, inside pages and mails of another language."""

from __future__ import annotations

from markupsafe import Markup, escape

from coe.words.speaking import SOURCE, language


class Recorded(str):
    """Words of the record: inside a page of another language they say that they are English.

    A string, so that nothing needs to know; joined to others it is one of them, and says no more of what it was. Not
    for attributes of an element, which have no language of their own.
    """

    __slots__ = ()

    def __html__(self) -> Markup:
        """As templates print it."""
        said = escape(str(self))
        return said if not said or language() == SOURCE else Markup('<span lang="{}">{}</span>').format(SOURCE, said)
