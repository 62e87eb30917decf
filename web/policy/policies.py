"""Views of the policy: what is in force, one workflow, what changed between versions, and what it will cost in time."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from coe.database import reading
from governance.language.definition import Definition
from web.policy.forecast_page import forecast_page
from web.policy.policies_page import changes_page, policies_page, policy_page
from web.rows.policies import versions
from web.site.context import clock, context, engine, library, name_of, office
from web.site.frame import frame, zone
from web.words.translating import gettext

pages = Blueprint("policies", __name__)


@pages.get("/policy")
def index() -> str:
    """Every workflow in force."""
    with reading(engine()) as connection:
        laws, known = library().in_force(connection), versions(connection)
    page = policies_page(laws, known, frame(gettext("Policy")), clock().now(), zone())
    return render_template("policies.html", page=page)


@pages.get("/policy/<workflow>")
def one(workflow: str) -> str:
    """One workflow: drawn, with its sources, in sentences, and its versions."""
    with reading(engine()) as connection:
        law, known = _in_force(workflow), versions(connection, workflow)
    page = policy_page(law, known, frame(law.title, current="policies.index"), name_of, clock().now(), zone())
    return render_template("policy.html", page=page)


@pages.get("/policy/<workflow>/changes")
def changes(workflow: str) -> str:
    """Two versions of a workflow compared; `since` and `until` are digests in the address."""
    wanted = [request.args.get("since", ""), request.args.get("until", "")]
    with reading(engine()) as connection:
        known = library().by_digest(connection, wanted)
    if set(wanted) - known.keys() or any(known[digest].workflow != workflow for digest in wanted):
        abort(404)
    page = changes_page(known[wanted[0]], known[wanted[1]], frame(gettext("Policy"), current="policies.index"))
    return render_template("policy_changes.html", page=page)


@pages.get("/policy/<workflow>/forecast")
def forecast(workflow: str) -> str:
    """How long records will take under a workflow, from the office as it stands."""
    law = _in_force(workflow)
    asked = context().forecasts.ask(law, office(), clock().now())
    return render_template(
        "policy_forecast.html", page=forecast_page(law, asked, frame(gettext("Policy"), current="policies.index"))
    )


def _in_force(workflow: str) -> Definition:
    with reading(engine()) as connection:
        law = library().in_force(connection).get(workflow)
    return law or abort(404)
