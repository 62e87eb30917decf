"""The web app: made from a data folder and an office, with every page registered and guarded."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from flask import Blueprint, Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue

from coe.blobs import Blobs
from coe.clock import Clock
from coe.home import Home
from coe.identity.passwords import Passwords
from coe.office import Office
from coe.opening import open_office, second_factor_key, session_key
from coe.packet.making import begin
from coe.watch import TEST_DAYS, Watch
from web.parts.assets import install_assets
from web.people.languages import own_language
from web.rows.records import Library
from web.site import accounts
from web.site.accounts import current_person_id, must_choose_password
from web.site.context import EXTENSION, Context
from web.site.errors import install_errors
from web.site.frame import first_place
from web.site.guards import guard
from web.site.limits import install_limits
from web.site.parked import note_sender, park_form
from web.site.security import secure
from web.site.sign_in_page import draw
from web.words.translating import CATALOGUES, install_translations

BLUEPRINTS: Final = (
    "web.owner.initiatives",
    "web.owner.intake",
    "web.owner.contributing",
    "web.owner.submitting",
    "web.owner.initiative",
    "web.owner.copying",
    "web.review.versions",
    "web.site.signing",
    "web.review.inbox",
    "web.review.snoozing",
    "web.review.decide",
    "web.review.together",
    "web.owner.dialogue",
    "web.review.signed",
    "web.owner.passing",
    "web.owner.conditions",
    "web.owner.office_acts",
    "web.owner.retiring",
    "web.owner.moving",
    "web.oversight.search",
    "web.oversight.trail",
    "web.oversight.packets",
    "web.review.files",
    "web.oversight.bundles",
    "web.people.persons",
    "web.people.qualifications",
    "web.people.erasing",
    "web.people.credentials",
    "web.people.certification",
    "web.people.profile",
    "web.site.notices",
    "web.people.languages",
    "web.policy.policies",
    "web.oversight.status",
    "web.oversight.incidents",
    "web.oversight.reviews",
    "web.site.manuals",
    "web.site.mailbox",
)
"""Modules with a Flask blueprint named `pages`; a new page adds its module here."""

OPEN: Final = frozenset({"assets", "ready", "security.login", "security.second_factor", "security.logout"})
"""Endpoints for everybody. All others are for people signed in with both factors."""

CHOOSING: Final = "profile.password"


def create_app(
    home: Home,
    office: Office | None = None,
    clock: Clock | None = None,
    passwords: Passwords | None = None,
    catalogues: Path = CATALOGUES,
) -> Flask:
    """The app over a prepared data folder. All but that are given by tests, or by the demonstration."""
    app = Flask("web", root_path=str(Path(__file__).parent), static_folder=None)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    install_translations(app, catalogues, own_language)
    app.config["SECRET_KEY"] = session_key(home)
    secure(app, home)
    house = office or open_office(home, clock)
    time = clock or house.clock
    app.before_request(note_sender)
    watch = Watch(house, int(home.config().get("authenticator_test_days", str(TEST_DAYS))))
    options = accounts.Options(passwords=passwords or Passwords(), clock=time.now, draw=draw, watch=watch)
    ceremony = accounts.install(app, house.engine, second_factor_key(home), options)
    blobs = house.blobs or Blobs(home.blobs)
    demo = home.config().get("demo", "") == "yes"
    app.extensions[EXTENSION] = Context(home, house, time, blobs, ceremony, Library(), demo, begin)
    app.before_request(admit)
    app.before_request(guard)
    install_limits(app, home)
    install_assets(app, home.folder / "cache")
    install_errors(app)
    app.add_url_rule("/", "home", home_page)
    app.add_url_rule("/ready", "ready", lambda: ("ready\n", {"Content-Type": "text/plain; charset=utf-8"}))
    for module in BLUEPRINTS:
        pages: Blueprint = import_module(module).pages
        app.register_blueprint(pages)
    return app


def admit() -> ResponseReturnValue | None:
    """Let only people signed in pass; a form they sent too late is kept for them."""
    if request.endpoint in OPEN:
        return None
    if current_person_id() is not None:
        return own_password_first()
    wanted = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else park_form()
    target = url_for("security.login", next=wanted)
    if request.headers.get("HX-Request"):
        # A redirect would be followed unseen: tell htmx to open the page itself.
        return "", 401, {"HX-Redirect": target}
    return redirect(target)


def own_password_first() -> ResponseReturnValue | None:
    """Whoever signed in with a password that somebody else gave them chooses their own, before anything else."""
    if not must_choose_password() or request.endpoint in (CHOOSING, None):
        return None
    target = url_for(CHOOSING)
    return ("", 401, {"HX-Redirect": target}) if request.headers.get("HX-Request") else redirect(target)


def home_page() -> ResponseReturnValue:
    """Where one's work is: what waits for a decision, the trail for an auditor, else one's own initiatives."""
    return redirect(url_for(first_place()))
