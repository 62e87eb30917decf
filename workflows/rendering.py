"""A mail as a message: text and HTML through our templates, in the language that is spoken where it is made."""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from coe.way.marks import DARK
from coe.words.speaking import direction, gettext, language, ngettext
from workflows.mails import Mail
from workflows.mails_digest import Digest
from workflows.plain_words import one_line
from workflows.way_picture import mark_png, way_png

WAY_WIDTH = 528
TEMPLATES = Path(__file__).parent / "templates"


class CannotBeSent(Exception):
    """This one notice cannot become a mail; the others can."""


def envelope(mail: Mail | Digest, address: str, sender: str, known_as: str, now: int) -> EmailMessage:
    """The message, in text and HTML. Raises CannotBeSent for what is not one address."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Clearway", addr_spec=sender)
    message["To"] = _to(mail, address)
    message["Subject"] = mail.subject
    message["Date"] = datetime.fromtimestamp(now / 1000, UTC)
    message["Message-ID"] = known_as
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render(mail, f"{mail.template}.txt", {}))
    pictures = _pictures(mail)
    message.add_alternative(render(mail, f"{mail.template}.html", pictures), subtype="html")
    page = message.get_payload(1)
    if isinstance(page, EmailMessage):
        for name, picture in pictures.items():
            page.add_related(picture, "image", "png", cid=f"<{name}>", filename=f"{name}.png", disposition="inline")
    message["Content-Language"] = language()  # last: whatever sets the content drops what was said of it before
    return message


def _pictures(mail: Mail | Digest) -> dict[str, bytes]:
    """By content id; a way that cannot be drawn is told in words."""
    found = {"mark": mark_png()}
    with suppress(ValueError):
        found |= {"way": way_png(mail.way, WAY_WIDTH), "way-dark": way_png(mail.way, WAY_WIDTH, DARK)}
    return found


def _to(mail: Mail | Digest, address: str) -> Address:
    try:
        to = Address(mail.name if "@" not in mail.name else "", addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise CannotBeSent(f"{one_line(address, 60)!r} is not an address.") from error
    if not to.username or not to.domain:
        raise CannotBeSent(f"{one_line(address, 60)!r} is not an address.")
    return to


def render(mail: Mail | Digest, template: str, pictures: Collection[str]) -> str:
    """A mail through one of our templates; `pictures` are the content ids there are."""
    return _templates().get_template(template).render(mail=mail, pictures=pictures, way_width=WAY_WIDTH)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        extensions=("jinja2.ext.i18n",),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    install: Any = made
    install.install_gettext_callables(gettext, ngettext, newstyle=True)
    made.globals.update(language=language, direction=direction)
    return made
