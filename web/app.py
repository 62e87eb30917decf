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
from web import accounts
from web.accounts import current_person_id, must_choose_password
from web.assets import install_assets
from web.context import EXTENSION, Context
from web.errors import install_errors
from web.frame import first_place
from web.guards import guard
from web.languages import own_language
from web.limits import install_limits
from web.parked import note_sender, park_form
from web.records import Library
from web.security import secure
from web.sign_in_page import draw
from web.translating import CATALOGUES, install_translations

BLUEPRINTS: Final = (
    "web.initiatives",
    "web.intake",
    "web.contributing",
    "web.submitting",
    "web.initiative",
    "web.copying",
    "web.versions",
    "web.signing",
    "web.inbox",
    "web.snoozing",
    "web.decide",
    "web.together",
    "web.dialogue",
    "web.signed",
    "web.passing",
    "web.conditions",
    "web.office_acts",
    "web.retiring",
    "web.moving",
    "web.search",
    "web.trail",
    "web.packets",
    "web.files",
    "web.bundles",
    "web.people",
    "web.qualifications",
    "web.erasing",
    "web.credentials",
    "web.certification",
    "web.profile",
    "web.notices",
    "web.languages",
    "web.policies",
    "web.status",
    "web.incidents",
    "web.reviews",
    "web.manuals",
    "web.mailbox",
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
    app.add_url_rule("/ready", "ready", lambda: ("ready\n", {"Content-Type": "text/plain"}))
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
