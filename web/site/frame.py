"""What surrounds every page: the navigation a person's roles allow, with counts, and messages from the last act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Literal, cast

from flask import current_app, g, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.routing import BuildError

from coe.database import reading
from governance.law.consulted import QUALITY
from web.parts.moments import zone_named
from web.parts.pages import NavEntry, PageFrame
from web.parts.pieces import Notice, PersonRef
from web.rows.people import Waiting, pools_of, waiting_for
from web.rows.people_names import initials
from web.site.accounts import current_person_id
from web.site.context import clock, context, engine, name_of
from web.words.translating import lazy_gettext
from web.words.vocabulary import role_words

AUDITORS: Final = "role/auditor"
ADMINISTRATORS: Final = "role/administrator"
OFFICERS: Final = (AUDITORS, ADMINISTRATORS, QUALITY, "role/policy_owner")
DEFAULT_ZONE: Final = "Europe/Berlin"
BESIDE: Final = "beside:"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the navigation: the endpoint, who sees it, and which count stands beside it."""

    label: str
    endpoint: str
    shown: Literal["all", "reviewers", "auditors", "overseers", "registrars", "demo"] = "all"
    counts: Literal["", "mine", "decisions"] = ""


PLACES: Final = (
    Place(lazy_gettext("My initiatives"), "initiatives.index", counts="mine"),
    Place(lazy_gettext("Inbox"), "inbox.index", "reviewers", "decisions"),
    Place(lazy_gettext("Trail"), "trail.index", "auditors"),
    Place(lazy_gettext("Policy"), "policies.index"),
    Place(lazy_gettext("People"), "people.index", "registrars"),
    Place(lazy_gettext("Office"), "reviews.index", "overseers"),
    Place(lazy_gettext("Mailbox"), "mailbox.index", "demo"),
)


def frame(title: str, *notices: Notice, current: str = "") -> PageFrame:
    """The frame of a page for whoever is signed in; `current` is the endpoint of its place in the navigation."""
    person = current_person_id()
    said = (*notices, *_flashed())
    if person is None:
        return PageFrame(title, csrf_token=generate_csrf(), notices=said, demo=context().demo)
    pools, waiting = held()
    return PageFrame(
        title=title,
        nav=tuple(_entries(pools, waiting, current or str(request.endpoint))),
        person=person_ref(person, pools),
        person_href=_link("people.one", id_=person),
        needs_href=_link("qualifications.index"),
        profile_href=_link("profile.index"),
        report_href=_link("incidents.report"),
        manual_href=_link("manual.index"),
        search_href=_link("search.index"),
        sign_out_href=_link("security.logout"),
        keys_href=_link("profile.keys"),
        keys=waiting.keys,
        csrf_token=generate_csrf(),
        notices=said,
        demo=context().demo,
    )


def held() -> tuple[tuple[str, ...], Waiting]:
    """The pools of the person signed in, what waits for them and whether keys act for them; read once a request."""
    if "held" not in g:
        now, person = clock().now(), str(current_person_id())
        with reading(engine()) as connection:
            pools = pools_of(connection, person, now)
            g.held = (pools, waiting_for(connection, person, pools))
    return cast("tuple[tuple[str, ...], Waiting]", g.held)


def first_place() -> str:
    """The endpoint where the person signed in has work, or would look first."""
    pools, waiting = held()
    if waiting.decisions:
        return "inbox.index"
    return "trail.index" if AUDITORS in pools else "initiatives.index"


def person_ref(person: str, pools: tuple[str, ...] = ()) -> PersonRef:
    """A person as shown: name, first role (or else committee) in words, initials."""
    name = name_of(person)
    first = next((pool for pool in pools if pool.startswith("role/")), *pools[:1] or ("",))
    return PersonRef(name, role_words(first) if first else role_words("owner"), initials(name))


def zone() -> tzinfo:
    """The zone dates are shown and read in: the reader's own, if they chose one, else the office's."""
    own = held()[1].zone if current_person_id() else ""
    return zone_named(own) if own else office_zone()


def office_zone() -> tzinfo:
    """The zone of the office: the setting `zone`, else Central Europe."""
    return zone_named(context().home.config().get("zone", DEFAULT_ZONE))


def _entries(pools: tuple[str, ...], waiting: Waiting, current: str) -> list[NavEntry]:
    entries = []
    for place in PLACES:
        href = _link(place.endpoint)
        if href and _sees(place, pools):
            count = {"": 0, "mine": waiting.mine, "decisions": waiting.decisions}[place.counts]
            here = current.partition(".")[0] == place.endpoint.partition(".")[0]
            entries.append(NavEntry(str(place.label), href, count, here))
    return entries


def _sees(place: Place, pools: tuple[str, ...]) -> bool:
    match place.shown:
        case "all":
            return True
        case "reviewers":
            return any(pool not in OFFICERS for pool in pools)
        case "auditors":
            return AUDITORS in pools
        case "overseers":
            return any(pool in pools for pool in (AUDITORS, ADMINISTRATORS, QUALITY))
        case "registrars":
            return ADMINISTRATORS in pools
        case "demo":
            return context().demo


def _link(endpoint: str, **values: str) -> str:
    """The address of an endpoint, "" while it does not exist."""
    if endpoint not in current_app.view_functions:
        return ""
    try:
        return url_for(endpoint, **values)  # type: ignore[arg-type]  # the values are of the address, not options
    except BuildError:
        return ""


def beside(place: str) -> str:
    """The category of a message that is shown at a place of the page, and not at its top."""
    return f"{BESIDE}{place}"


def said_beside() -> dict[str, str]:
    """What was flashed for places of this page, by place."""
    flashed = cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
    return {kind.removeprefix(BESIDE): text for kind, text in flashed if kind.startswith(BESIDE)}


def _flashed() -> tuple[Notice, ...]:
    kinds = {"pass": "pass", "attend": "attend", "stop": "stop", "error": "stop"}
    return tuple(
        Notice(cast("Literal['pass', 'attend', 'stop', 'way']", kinds.get(kind, "way")), text)
        for kind, text in cast("list[tuple[str, str]]", get_flashed_messages(with_categories=True))
        if not kind.startswith(BESIDE)
    )
